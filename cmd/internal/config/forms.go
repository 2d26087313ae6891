package config

import "frontdesk/desk"

// forDesk is what the desk must know of a service to work tickets about it.
func (s Service) forDesk() desk.Service {
	out := desk.Service{Name: s.Name}
	for _, f := range s.Fields {
		out.Fields = append(out.Fields, desk.ServiceField{Name: f.Name, Type: f.Type, Choices: f.Choices})
	}
	return out
}
