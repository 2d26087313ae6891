// Package floorplan holds no program: its test compares the plan of the house, who may
// import whom and why, with what the packages really import, and keeps the marks for
// documentation and size.
package floorplan
