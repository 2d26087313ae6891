// Package report folds events into the measures by which a desk is managed, and writes them as text, CSV, JSON and HTML
// with plots. It is pure: events and times come in as values, and the same events give the same report.
//
// A [Fold] takes the events one by one, in order, and keeps a few dozen bytes per ticket. What each measure means stands
// in [Measures], and is printed with every report.
package report
