package report

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// members are what scan finds, decoded.
func members(data []byte) (map[string]any, error) {
	all := map[string]any{}
	s := scan{data: data}
	for k, v, ok := s.next(); ok; k, v, ok = s.next() {
		var x any
		if err := json.Unmarshal(v, &x); err != nil {
			return nil, err
		}
		all[string(k)] = x
	}
	return all, s.err
}

func TestScan(t *testing.T) {
	for _, c := range []struct{ in, key, want string }{
		{`{}`, "a", ""},
		{`{"a":"b"}`, "a", "b"},
		{` { "x" : 1 , "a" : "b c" } `, "a", "b c"},
		{`{"x":{"a":"no","y":["}",{"a":1}]},"a":"yes"}`, "a", "yes"},
		{`{"a":"say \"hi\" \u00fc \\"}`, "a", `say "hi" ü \`},
		{`{"x":"\\","a":"b"}`, "a", "b"},
		{`{"a":7}`, "a", ""},
		{`{"a":null}`, "a", ""},
	} {
		got, _, err := pick2([]byte(c.in), c.key, "")
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v", c.in, got, err)
		}
	}
	for _, in := range []string{`x`, `[1]`, `{"a"`, `{"a":`, `{"a":"b`, `{a:1}`, `{"a" 1}`, `{"a":1 "b":2}`, `{"a":[1}`} {
		if _, _, err := pick2([]byte(in), "a", ""); err == nil {
			t.Errorf("%s is taken for an object", in)
		}
	}
	for in, want := range map[string]int64{"0": 0, "-12": -12, "9007199254740993": 9007199254740993, "1.5": 0, `"1"`: 0, "": 0} {
		if got := number([]byte(in)); got != want {
			t.Errorf("number %q = %d", in, got)
		}
	}
}

// FuzzScan holds what scan finds against what encoding/json finds, in every object.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":"b","c":{"d":[1,2,{"e":"}"}]},"f":-1.5e3,"g":null}`, `{"a":"\"\\","b":true}`, `{"":""}`, "{\"a\"\t:\n[ ]\r}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := members(data)
		var want map[string]any
		if !utf8.Valid(data) || json.Unmarshal(data, &want) != nil || want == nil {
			return // what is no object may be read as anything, but must end
		}
		if err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		for k, v := range want {
			quoted, _ := json.Marshal(k)
			if string(quoted) != `"`+k+`"` {
				return // keys of events need no escapes
			}
			a, _ := json.Marshal(v)
			b, _ := json.Marshal(got[k])
			if string(a) != string(b) {
				t.Errorf("%q: %q is %s, want %s", data, k, b, a)
			}
			if s, ok := v.(string); ok {
				if read, _, err := pick2(data, k, ""); err != nil || string(read) != s {
					t.Errorf("%q: %q reads %q", data, k, read)
				}
			}
		}
	})
}
