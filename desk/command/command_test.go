package command

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// said shows commands as "name:value".
func said(commands []Command) string {
	var parts []string
	for _, c := range commands {
		s := c.Name
		if c.Value != "" {
			s += ":" + c.Value
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " | ")
}

// wrong shows problems as "line message", with what was probably meant.
func wrong(problems []Problem) string {
	var parts []string
	for _, p := range problems {
		s := fmt.Sprintf("%d %s", p.Line, p.Message)
		if p.Nearest != "" {
			s += " -> " + p.Nearest
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " | ")
}

func TestParse(t *testing.T) {
	for name, c := range map[string]struct{ typed, commands, rest string }{
		"nothing":                      {"", "", ""},
		"only text":                    {"Hello Dana,\n\nit works.\n", "", "Hello Dana,\n\nit works."},
		"one":                          {"/close\n", "close", ""},
		"one without line end":         {"/close", "close", ""},
		"hash":                         {"#close\n", "close", ""},
		"capital by the phone":         {"/Close\n", "close", ""},
		"capitals":                     {"/PRIORITY p2", "priority:P2", ""},
		"alias":                        {"/prio high", "priority:high", ""},
		"CRLF":                         {"/assign bob\r\n/note\r\n\r\ntext\r\n", "assign:bob | note", "text"},
		"CR alone":                     {"/assign bob\r/note\rtext", "assign:bob | note", "text"},
		"blank lines before, between":  {"\n\n/take\n\n\n/note\n\nHello", "take | note", "Hello"},
		"blanks around":                {"  /assign   bob  \t\n", "assign:bob", ""},
		"no-break spaces":              {"\u00a0/assign\u00a0bob\u00a0\n", "assign:bob", ""},
		"byte order mark":              {"\ufeff/close\n", "close", ""},
		"text in the same paragraph":   {"/assign bob\nHello\n/close", "assign:bob", "Hello\n/close"},
		"message keeps its shape":      {"/note\n\n  indented\n\n> quoted\n", "note", "  indented\n\n> quoted"},
		"signature alone":              {"/close\n\n-- \nAlice Agent\nAcme IT, ext. 14\n", "close", ""},
		"signature that lost a blank":  {"/close\n\n--\nAlice Agent\n", "close", ""},
		"signature below text":         {"Will call you.\n\n-- \n/close\nAlice\n", "", "Will call you."},
		"dashes in a text":             {"one\n--\ntwo", "", "one\n--\ntwo"},
		"command below text":           {"To close it yourself, answer with the line\n\n    /close\n\nand nothing else.", "", "To close it yourself, answer with the line\n\n    /close\n\nand nothing else."},
		"quote with a blank":           {"> /close\n> is what the wiki says", "", "> /close\n> is what the wiki says"},
		"quote without":                {">/close\nno idea", "", ">/close\nno idea"},
		"other quote marks":            {"| /close\nDana> /assign bob", "", "| /close\nDana> /assign bob"},
		"two and a message":            {"/assign bob\n/priority high\n\nHello Dana, Bob will visit you at two.\n", "assign:bob | priority:high", "Hello Dana, Bob will visit you at two."},
		"a number is text":             {"#1234 is the same problem", "", "#1234 is the same problem"},
		"a heading is text":            {"# Close\n\nwords", "", "# Close\n\nwords"},
		"a hashtag is text":            {"#urgent please", "", "#urgent please"},
		"a lone hash is text":          {"#", "", "#"},
		"full-width slash is text":     {"／close", "", "／close"},
		"backslash is text":            {"\\close", "", "\\close"},
		"said twice, meant once":       {"/close\n/close\n/assign bob\n/assign BOB", "close | assign:bob", ""},
		"several of those that repeat": {"/tag a\n/tag b\n/cc a@x.example\n/cc b@x.example\n/link 1\n/link 2\n/remind 1d\n/remind 2d", "tag:a | tag:b | cc:a@x.example | cc:b@x.example | link:1 | link:2 | remind:1d | remind:2d", ""},
		"two questions":                {"/show 1042\n/show 1043", "show:1042 | show:1043", ""},
		"take and resolve":             {"/take\n/resolve\nDone.", "take | resolve", "Done."},
	} {
		t.Run(name, func(t *testing.T) {
			b := Parse(c.typed, 20)
			if got := said(b.Commands); got != c.commands {
				t.Errorf("commands %q, want %q", got, c.commands)
			}
			if b.Rest != c.rest {
				t.Errorf("rest %q, want %q", b.Rest, c.rest)
			}
			if len(b.Problems) > 0 {
				t.Errorf("problems: %s", wrong(b.Problems))
			}
		})
	}
}

func TestParseMistakes(t *testing.T) {
	for name, c := range map[string]struct{ typed, problems string }{
		"unknown":                    {"/erase dana@example.com\n\nPlease delete my data.", `1 "/erase" is no command; if it is meant as text, write other words before it`},
		"typing slip":                {"/clsoe", `1 "/clsoe" is no command; if it is meant as text, write other words before it -> /close`},
		"slip with a value":          {"/asign bob", `1 "/asign" is no command; if it is meant as text, write other words before it -> /assign bob`},
		"slip after a hash":          {"#closed", `1 "#closed" is no command; if it is meant as text, write other words before it -> /close`},
		"blank after the slash":      {"/ close", `1 "/" is no command; if it is meant as text, write other words before it -> /close`},
		"path":                       {"/etc/cups/printers.conf was empty, I restored it.", `1 "/etc/cups/printers.conf" is no command; if it is meant as text, write other words before it`},
		"comment":                    {"// is how comments begin", `1 "//" is no command; if it is meant as text, write other words before it`},
		"full stop":                  {"/close.", `1 "/close." is no command; if it is meant as text, write other words before it -> /close`},
		"zero-width space inside":    {"/cl\u200bose", "1 the command holds an invisible character; type it again -> /close"},
		"invisible before the slash": {"\u200b/closed", `1 "/closed" is no command; if it is meant as text, write other words before it -> /close`},
		"kelvin sign":                {"/lin\u212a 5", "1 \"/lin\u212a\" is no command; if it is meant as text, write other words before it -> /link 5"},
		"control character":          {"/subject a\x07b", "1 the line holds characters that are no text"},
		"not UTF-8":                  {"/subject a\xff", "1 the line holds characters that are no text"},
		"extra words":                {"/close the door please, then look at tray 2", "1 /close takes nothing after it; write the message in the lines below -> /close"},
		"missing value":              {"/assign\n/priority", `1 /assign needs a value: /assign NAME|none -> /assign bob | 2 /priority needs a value: /priority P1..P5|high|low|auto -> /priority P2`},
		"bad priority":               {"/priority hihg", `1 "hihg" is not possible here -> /priority high`},
		"priority in words":          {"/priority urgent", `1 "urgent" is not possible here`},
		"bad level":                  {"/impact huge", `1 "huge" is not possible here`},
		"bad type":                   {"/type emergancy", `1 "emergancy" is not possible here -> /type emergency`},
		"bad rating":                 {"/rate 6", `1 "6" is not possible here`},
		"shell":                      {"/assign $(id);rm -rf .", `1 one name is wanted, not "$(id);rm -rf ."; write the message in the lines below`},
		"shell in one word":          {"/assign $(id);rm", `1 "$(id);rm" cannot be a name: names are letters, digits and . _ - @ +`},
		"no address":                 {"/cc bob", `1 "bob" is no e-mail address`},
		"two addresses where one":    {"/requester a@x.example b@x.example", "1 one address is wanted, not 2"},
		"no number":                  {"/link abc", `1 "abc" is no ticket number`},
		"number zero":                {"/link 0", `1 "0" is no ticket number`},
		"huge number":                {"/link 99999999999999999999", `1 "99999999999999999999" is no ticket number`},
		"number or new":              {"/problem none", `1 "none" is no ticket number; write the number of a problem, or new`},
		"no date":                    {"/due soon", `1 "soon" is no time: write it like 3d, 4h, 2w, 2026-12-01, fri, tomorrow or tomorrow 9:00`},
		"no window":                  {"/schedule 2026-12-01", `1 "2026-12-01" is no beginning and end: write them like 2026-12-01 22:00 2026-12-02 02:00`},
		"field without value":        {"/set model", "1 a value for model is missing: /set model VALUE"},
		"bad field":                  {"/set a=b c", `1 "a=b" cannot be the name of a field`},
		"bad tag":                    {"/tag a$", `1 "a$" cannot be a tag: tags are letters, digits and . _ - @ +, 64 at most`},
		"bad release":                {"/quarantine drop 5", "1 after /quarantine stands nothing, or release and one number of the list"},
		"one bad of two":             {"/priority high\n/assing bob\n\ntext", `2 "/assing" is no command; if it is meant as text, write other words before it -> /assign bob`},
		"line of 10 000 characters":  {"/assign " + strings.Repeat("b", 10000), "1 a command line may be 2000 bytes long; write longer text below the commands"},

		"two priorities":      {"/priority high\n/priority low", `2 contradicts "/priority high" in line 1; say only one of them`},
		"two states":          {"/close\n\n/reopen", `3 contradicts "/close" in line 1; say only one of them`},
		"status twice":        {"/status open\n/status closed", `2 contradicts "/status open" in line 1; say only one of them`},
		"resolve and pending": {"/resolve\n/pending 3d", `2 contradicts "/resolve" in line 1; say only one of them`},
		"take and assign":     {"/take\n/assign bob", `2 contradicts "/take" in line 1; say only one of them`},
		"approve and reject":  {"/approve\n/reject no", `2 contradicts "/approve" in line 1; say only one of them`},
		"note and broadcast":  {"/note\n/broadcast", `2 contradicts "/note" in line 1; say only one of them`},
		"cc and uncc of one":  {"/cc a@x.example b@x.example\n/uncc B@x.example", `2 contradicts "/cc a@x.example b@x.example" in line 1; say only one of them`},
		"untag and tag":       {"/untag a\n/tag b a", `2 contradicts "/untag a" in line 1; say only one of them`},
		"field twice":         {"/set model 13 inch\n/set MODEL 16 inch", `2 contradicts "/set model 13 inch" in line 1; say only one of them`},
		"undo and more":       {"/note\n/undo", "2 /undo stands alone: it takes back an earlier mail"},
		"question and act":    {"/list\n/close", `2 cannot stand in one mail with "/list" in line 1: one asks the desk something, the other changes something`},
		"three states":        {"/close\n/reopen\n/resolve", `2 contradicts "/close" in line 1; say only one of them | 3 contradicts "/close" in line 1; say only one of them`},
	} {
		t.Run(name, func(t *testing.T) {
			b := Parse(c.typed, 20)
			if got := wrong(b.Problems); got != c.problems {
				t.Errorf("problems\n got %s\nwant %s", got, c.problems)
			}
			if !Begins(c.typed) {
				t.Error("Begins says that a message starts here")
			}
		})
	}
}

func TestParseKeepsWhatContradictsNothing(t *testing.T) {
	b := Parse("/cc a@x.example\n/uncc b@x.example\n/set a 1\n/set b 2\n/set c X\n/assign bob\n/pending fri\n/note", 20)
	if len(b.Problems) > 0 || len(b.Commands) != 8 {
		t.Errorf("%s; problems: %s", said(b.Commands), wrong(b.Problems))
	}
}

func TestParseLimit(t *testing.T) {
	flood := strings.Repeat("/priority low\n/priority high\n", 250) + "text"
	b := Parse(flood, 20)
	last := b.Problems[0]
	if last.Line != 21 || !strings.Contains(last.Message, "20 commands at most") {
		t.Errorf("problems: %s", wrong(b.Problems))
	}
	if len(b.Problems) > 21 {
		t.Errorf("%d problems for one mail", len(b.Problems))
	}
	if b.Rest != "text" {
		t.Errorf("rest %q", b.Rest)
	}
	var many strings.Builder
	for i := range 20 {
		fmt.Fprintf(&many, "/tag t%d\n", i)
	}
	if b := Parse(many.String(), 20); len(b.Problems) > 0 || len(b.Commands) != 20 {
		t.Errorf("20 of 20 commands: %d, %s", len(b.Commands), wrong(b.Problems))
	}
	if b := Parse(many.String(), 0); len(b.Problems) > 0 {
		t.Errorf("no limit: %s", wrong(b.Problems))
	}
}

func TestProblemsRepeatLittle(t *testing.T) {
	for _, typed := range []string{"/assign " + strings.Repeat("b", 1900), "/" + strings.Repeat("ä", 900), "/cc " + strings.Repeat("c", 1900), "/assign " + strings.Repeat("b", 99999)} {
		b := Parse(typed, 20)
		if len(b.Problems) != 1 {
			t.Fatalf("problems: %s", wrong(b.Problems))
		}
		p := b.Problems[0]
		if n := len([]rune(p.Text)); n > maxShown {
			t.Errorf("Text repeats %d characters", n)
		}
		if n := len([]rune(p.Message)); n > maxShown+150 {
			t.Errorf("Message has %d characters", n)
		}
	}
}

func TestProblemPossible(t *testing.T) {
	b := Parse("/impact huge\n/urgency", 20)
	for _, p := range b.Problems {
		if !reflect.DeepEqual(p.Possible, []string{"high", "medium", "low"}) {
			t.Errorf("line %d: possible %q", p.Line, p.Possible)
		}
	}
	if len(b.Problems) != 2 {
		t.Errorf("problems: %s", wrong(b.Problems))
	}
}

func TestParseArgv(t *testing.T) {
	for _, c := range []struct {
		argv               []string
		commands, problems string
	}{
		{nil, "", ""},
		{[]string{"close"}, "close", ""},
		{[]string{"/close"}, "close", ""},
		{[]string{"#close"}, "close", ""},
		{[]string{"assign", "bob"}, "assign:bob", ""},
		{[]string{"assign bob"}, "assign:bob", ""},
		{[]string{"/assign", "bob", "/priority", "high"}, "assign:bob | priority:high", ""},
		{[]string{"/assign bob", "/note"}, "assign:bob | note", ""},
		{[]string{"/subject close the door", "/note"}, "subject:close the door | note", ""},
		{[]string{"/subject", "close", "the", "door"}, "subject:close the door", ""},
		{[]string{"/set", "dir", ""}, "", "1 a value for dir is missing: /set dir VALUE"},
		{[]string{"/subject two\nlines"}, "subject:two lines", ""},
		{[]string{"close", "now"}, "", "1 /close takes nothing after it; write the message in the lines below -> /close"},
		{[]string{""}, "", `1 "/" is no command; if it is meant as text, write other words before it`},
		{[]string{"/note", "/clsoe"}, "note", `2 "/clsoe" is no command; if it is meant as text, write other words before it -> /close`},
	} {
		b := ParseArgv(c.argv)
		if got := said(b.Commands); got != c.commands {
			t.Errorf("%q: commands %q, want %q", c.argv, got, c.commands)
		}
		if got := wrong(b.Problems); got != c.problems {
			t.Errorf("%q: problems\n got %s\nwant %s", c.argv, got, c.problems)
		}
	}
}

func TestBegins(t *testing.T) {
	for text, want := range map[string]bool{
		"":                    false,
		"\n \n":               false,
		"Hello\n/close":       false,
		"/close":              true,
		"\n\u00a0/etc/passwd": true,
		"#close\nx":           true,
		"#1234":               false,
		"#urgent":             false,
		"> /close":            false,
	} {
		if got := Begins(text); got != want {
			t.Errorf("Begins(%q) = %v", text, got)
		}
	}
}

func TestBlockGet(t *testing.T) {
	b := Parse("/take\n/tag a\n/tag b\n", 20)
	if c, ok := b.Get("tag"); !ok || c.Value != "a" || c.Line != 2 || c.Text != "/tag a" {
		t.Errorf("Get(tag) = %+v, %v", c, ok)
	}
	if b.Has("note") || !b.Has("take") {
		t.Error("Has is wrong")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"/close\r\n\r\n-- \r\nAlice", "/set a b\n#tag x, y\ntext", "\ufeff/cl\u200bose", "/schedule sat 22:00-23:30", "/away until fri to bob", "/cc Ann <a@x.example>, b@x.example<mailto:b@x.example>", "/priority p2\n/prio high"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		b := Parse(typed, 20)
		if len(b.Commands) > 20 || len(b.Problems) > 41 {
			t.Errorf("%d commands, %d problems", len(b.Commands), len(b.Problems))
		}
		for _, p := range b.Problems {
			if p.Line < 1 || p.Message == "" || len([]rune(p.Text)) > maxShown {
				t.Errorf("bad problem %+v", p)
			}
		}
		if (len(b.Commands) > 0 || len(b.Problems) > 0) != Begins(typed) {
			t.Errorf("Begins disagrees with Parse on %q", typed)
		}
		if b.Rest != "" && Begins(b.Rest) {
			t.Errorf("the message %q begins with a command", b.Rest)
		}
		for _, c := range b.Commands { // normal form is a fixed point
			line := "/" + c.Name
			if c.Value != "" {
				line += " " + c.Value
			}
			again := Parse(line, 20)
			if len(again.Commands) != 1 || again.Commands[0].Value != c.Value || !reflect.DeepEqual(again.Commands[0].Args, c.Args) {
				t.Errorf("%q reads as %+v, again as %+v", c.Text, c, again)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := "/assign bob\n/priority high\n/tag printer floor3\n/pending 3d\n\n" + strings.Repeat("Hello Dana, it will take some days.\n", 100)
	for b.Loop() {
		Parse(text, 20)
	}
}
