package report

import (
	"encoding/json"
	"errors"
)

// errJSON says that the detail of an event is no JSON object.
var errJSON = errors.New("the detail is no JSON object")

// scan goes through the members of a JSON object without decoding what nobody asks for: of a million events each has a few
// fields that matter.
type scan struct {
	data []byte
	at   int
	err  error
}

// next is the next member, its value as it is written; false at the end or at a mistake.
func (s *scan) next() (key, value []byte, ok bool) {
	s.blank()
	if s.at < len(s.data) && s.data[s.at] == '}' {
		return nil, nil, false
	}
	if s.at >= len(s.data) || s.data[s.at] != '{' && s.data[s.at] != ',' {
		return nil, nil, s.fail()
	}
	s.at++
	s.blank()
	if s.at < len(s.data) && s.data[s.at] == '}' {
		return nil, nil, false
	}
	if key, ok = s.value(); !ok || len(key) < 2 || key[0] != '"' {
		return nil, nil, s.fail()
	}
	s.blank()
	if s.at >= len(s.data) || s.data[s.at] != ':' {
		return nil, nil, s.fail()
	}
	s.at++
	s.blank()
	if value, ok = s.value(); !ok {
		return nil, nil, s.fail()
	}
	return key[1 : len(key)-1], value, true
}

func (s *scan) fail() bool {
	s.err = errJSON
	return false
}

func (s *scan) blank() {
	for s.at < len(s.data) && (s.data[s.at] == ' ' || s.data[s.at] == '\n' || s.data[s.at] == '\t' || s.data[s.at] == '\r') {
		s.at++
	}
}

// value steps over one value.
func (s *scan) value() ([]byte, bool) {
	from, depth := s.at, 0
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case '"':
			if !s.text() {
				return nil, false
			}
			if depth == 0 {
				return s.data[from:s.at], true
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return s.data[from:s.at], s.at > from
			}
			if depth--; depth == 0 {
				s.at++
				return s.data[from:s.at], true
			}
		case ',', ' ', '\n', '\t', '\r', ':':
			if depth == 0 {
				return s.data[from:s.at], s.at > from
			}
		}
		s.at++
	}
	return s.data[from:], depth == 0 && s.at > from
}

// text steps over a string.
func (s *scan) text() bool {
	for s.at++; s.at < len(s.data); s.at++ {
		switch s.data[s.at] {
		case '\\':
			s.at++
		case '"':
			s.at++
			return true
		}
	}
	return false
}

// text is the string that a value is; what is no string is empty.
func text(value []byte) []byte {
	if len(value) < 2 || value[0] != '"' {
		return nil
	}
	for _, c := range value {
		if c == '\\' {
			var s string
			if json.Unmarshal(value, &s) != nil {
				return nil
			}
			return []byte(s)
		}
	}
	return value[1 : len(value)-1]
}

// number is the whole number that a value is; what is none is 0.
func number(value []byte) (n int64) {
	negative := false
	for i, c := range value {
		switch {
		case i == 0 && c == '-':
			negative = true
		case c < '0' || c > '9':
			return 0
		default:
			n = n*10 + int64(c-'0')
		}
	}
	if negative {
		return -n
	}
	return n
}
