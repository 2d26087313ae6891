package mailin

import (
	"strings"
	"testing"
	"time"
)

// plain splits a text as if it were the plain body of a reply.
func plain(text string) reply { return splitReply(plainLines(text), false) }

func TestNewText(t *testing.T) {
	const quoted = "\n\n> old text\n> more"
	tests := []struct{ name, in, want string }{
		{"no quote", "just text\n\nin two parts", "just text\n\nin two parts"},
		{"quote alone", "new" + quoted, "new"},
		{"answer below", "> old\n\nnew", "new"},
		{"answers between", "> a\n\none\n\n> b\n\ntwo", "one\n\ntwo"},
		{"nested marks", "new\n\n>> old\n> > older", "new"},
		{"only quote", "> old\n> old", ""},
		{"english", "new\n\nOn Mon, Nov 2, 2026 at 4:05 PM, Bob <b@x.example> wrote:" + quoted, "new"},
		{"english without quote marks", "new\n\nOn 2 Nov 2026, at 16:05, Bob wrote:\n\nold text", "new"},
		{"wrapped", "new\n\nOn Mon, Nov 2, 2026 at 4:05 PM, Bob of the Long Names\n<b@x.example>\nwrote:" + quoted, "new"},
		{"wrapped after the year", "new\n\nOn Mon, Nov 2,\n2026 at 4:05 PM Bob <b@x.example> wrote:" + quoted, "new"},
		{"without empty line", "new\nOn 11/02/2026 04:05 PM, Bob wrote:\n> old", "new"},
		{"sharing a line", "new On Mon, Nov 2, 2026 at 4:05 PM, b@x.example wrote:\n> old", "new"},
		{"no date", "new\n\nBob wrote:\n> old", "new"},
		{"writes", "b@x.example (Bob) writes:\n\n> old\n\nnew", "new"},
		{"date and address alone", "new\n\n2026-11-02 16:05 GMT+01:00 Bob <b@x.example>:\n\n> old", "new"},
		{"verb before the name", "neu\n\nAm 02.11.2026 um 16:05 schrieb Bob:\n\nalt", "neu"},
		{"neither date nor verb", "new\n\nQuoting Bob <b@x.example>:" + quoted, "new"},
		{"dashes around", "new\n\n---- Bob wrote ----\n\n> old", "new"},
		{"original message", "new\n\n-----Original Message-----\nFrom: Bob\n\nold", "new"},
		{"original message, german", "neu\n\n-----Ursprüngliche Nachricht-----\nalt", "neu"},
		{"header block", "new\n\nFrom: Bob <b@x.example>\nSent: Monday, November 2, 2026 4:05 PM\nTo: Ann\nSubject: x\n\nold", "new"},
		{"header block in bold", "new\n\n*From:* Bob [mailto:b@x.example]\n*Sent:* Monday, November 2, 2026\n*To:* Ann\n\nold", "new"},
		{"header block of two", "new\n\nDate: Mon, 2 Nov 2026 16:05\nTo: ann@x.example\n\nold", "new"},
		{"header block, wrapped value", "new\n\nFrom: Bob\n  <b@x.example>\nSent: 2 Nov 2026\nTo: Ann\n\nold", "new"},
		{"header block, swedish", "nytt\nFrån: Bob <b@x.example>\nSkickat: den 2 november 2026 16:05\nTill: Ann\nÄmne: x\n\ngammalt", "nytt"},
		{"rule and header block", "new\n________________________________\nFrom: Bob <b@x.example>\nSent: Monday 4:05\nTo: Ann\nSubject: x\n\nold", "new"},
		{"rule above one label", "new\n\n" + htmlRule + "\nFrom: b@x.example Date: 2 Nov 2026\nold", "new"},
		{"foreign cut line", "new\n\n--- Please reply above this line ---\nold", "new"},
		{"cut line in a quote", "new\n\n> ## Reply above this line ##\nold without mark", "new"},
		{"cut line above an answer below", "On Mon, 2 Nov 2026 at 16:05, Bob wrote:\n> ## Reply above this line ##\n> old\n\nnew", "new"},
		{"cut line and nothing new", "## Reply above this line ##\nold without mark", ""},
		{"link broken off a quote", "new\n\nOn Mon, 2 Nov 2026 at 16:05, Bob wrote:\n\n> see (http://x.example/a\nbc)\n> end", "new"},

		// What looks like history and is none.
		{"on in a sentence", "On Thursday:\n\nwe meet.", "On Thursday:\n\nwe meet."},
		{"on and a number", "On page 3 you wrote:\nnothing", "On page 3 you wrote:\nnothing"},
		{"wrote in a sentence", "As I wrote: it is broken.", "As I wrote: it is broken."},
		{"labels in a sentence", "I get mail from: ann@x.example and from: bob@x.example", "I get mail from: ann@x.example and from: bob@x.example"},
		{"an appointment", "Date: Wednesday 3\nTime: 7:00\nAddress: 1 Fox St", "Date: Wednesday 3\nTime: 7:00\nAddress: 1 Fox St"},
		{"markdown rules", "one\n----\n\ntwo words here\n\n====\n\nthree and four", "one\n----\n\ntwo words here\n\n====\n\nthree and four"},
		{"arrows", ">>> http://x.example <<<\nclick", ">>> http://x.example <<<\nclick"},
		{"dashes in a line", "here -- as you know -- it ends", "here -- as you know -- it ends"},
		{"code with colons", "error at 12:30:\nline 5: x", "error at 12:30:\nline 5: x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := plain(tt.in).text; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSignature(t *testing.T) {
	tests := []struct{ name, in, text, signature string }{
		{"delimiter", "text\n-- \nAnn\nFirm", "text", "--\nAnn\nFirm"},
		{"dashes", "text\n---\nAnn", "text", "---\nAnn"},
		{"closing", "text\n\nKind regards,\nAnn", "text", "Kind regards,\nAnn"},
		{"closing in one line", "text\n\nRegards, Ann", "text", "Regards, Ann"},
		{"german closing", "Text\n\nMit freundlichen Grüßen\n\nAnn Lee", "Text", "Mit freundlichen Grüßen\n\nAnn Lee"},
		{"closing above a delimiter", "text\n\nBest\nAnn\n--\nFirm", "text", "Best\nAnn\n--\nFirm"},
		{"telephone", "text\n\nSent from my iPhone", "text", "Sent from my iPhone"},
		{"telephone below a closing", "text\n\nThanks,\nAnn\n\nSent from my iPhone", "text", "Thanks,\nAnn\n\nSent from my iPhone"},
		{"dashed name", "text\n-ann", "text", "-ann"},
		{"thanks with a name", "text\n\nThanks!\nAnn", "text", "Thanks!\nAnn"},
		{"disclaimer", "text\n\nThis e-mail and any attachments are confidential.\nDelete it.", "text", "This e-mail and any attachments are confidential.\nDelete it."},
		{"contact block", "text here\n\nAnn Lee\nFirm Ltd\n555-010-0199", "text here", "Ann Lee\nFirm Ltd\n555-010-0199"},
		{"list footer", "text\n\n________________________________\nusers mailing list\nhttp://lists.x.example", "text", "________________________________\nusers mailing list\nhttp://lists.x.example"},

		{"thanks alone", "please help\nthanks", "please help\nthanks", ""},
		{"thanks at the top", "Thanks,\n\nit works", "Thanks,\n\nit works", ""},
		{"closing alone is all", "Regards,\nAnn", "Regards,\nAnn", ""},
		{"regards in a sentence", "With regards to the printer I have news.\nIt works.", "With regards to the printer I have news.\nIt works.", ""},
		{"sent from in a sentence", "Here\n\nSent from my desk, it is easier.", "Here\n\nSent from my desk, it is easier.", ""},
		{"list", "Needed:\n- paper\n- toner", "Needed:\n- paper\n- toner", ""},
		{"one item", "Needed:\n- toner", "Needed:\n- toner", ""},
		{"data after a colon", "Create an account for:\n\nAnn Lee\nann@x.example", "Create an account for:\n\nAnn Lee\nann@x.example", ""},
		{"question below", "Thanks\n\ntext\n\nBest\nor not best?", "Thanks\n\ntext\n\nBest\nor not best?", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := plain(tt.in)
			if r.text != tt.text || r.signature != tt.signature {
				t.Errorf("got %q and %q, want %q and %q", r.text, r.signature, tt.text, tt.signature)
			}
		})
	}
}

// TestTyped: commands stand at the top of what was typed, or nowhere.
func TestTyped(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"top", "/close\n\ndone\n\n> old", "/close\n\ndone"},
		{"below a quote", "> old\n\n/close", ""},
		{"below an attribution", "On Mon, 2 Nov 2026 at 16:05, Bob <b@x.example> wrote:\n> old\n\n/close", ""},
		{"between quotes", "hello\n\n> old\n\n/close", "hello"},
		{"in a signature", "text\n-- \n/close", "text"},
		{"in a forward", "see\n\n---------- Forwarded message ---------\nFrom: a@b.example\nSubject: x\n\n/close", "see"},
		{"below the cut line", "text\n## Reply above this line ##\n/close", "text"},
		{"below a quoted cut line", "> ## Reply above this line ##\n> old\n\n/close", ""},
		{"command above a signature", "/close\n-- \nAnn", "/close"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := splitReply(plainLines(tt.in), false).typed; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCutLines(t *testing.T) {
	for lang, want := range map[string]string{
		"en": "## Reply above this line ##", "de": "## Bitte oberhalb dieser Zeile antworten ##",
		"fr": "## Répondez au-dessus de cette ligne ##", "es": "## Responda por encima de esta línea ##", "xx": "## Reply above this line ##",
	} {
		if got := CutLine(lang); got != want {
			t.Errorf("CutLine(%q) = %q", lang, got)
		}
		for _, line := range []string{want, "> " + want, ">> >" + want + " ", "\t" + strings.ToUpper(want)} {
			if !isCutLine(line) {
				t.Errorf("%q is not recognised", line)
			}
		}
	}
	for _, line := range []string{"", "## Heading ##", "reply above this line", "Please write ## Reply above this line ## there", "----------", "## Reply above this line"} {
		if isCutLine(line) {
			t.Errorf("%q is taken for a cut line", line)
		}
	}
}

func TestForward(t *testing.T) {
	r := splitReply(plainLines("look\n\n-------- Weitergeleitete Nachricht --------\nBetreff: \tTür\nVon: \tCarla <c@x.example>\nAn: \ta@x.example, b@x.example\nDatum: \t2.11.2026\n\nsie klemmt\n-- \nCarla"), false)
	f := r.forward
	if f == nil || r.text != "look" {
		t.Fatalf("forward %+v, text %q", f, r.text)
	}
	if f.From.Addr != "c@x.example" || f.From.Name != "Carla" || len(f.To) != 2 || f.Subject != "Tür" || f.Date != "2.11.2026" || f.Text != "sie klemmt\n--\nCarla" {
		t.Errorf("forward %+v", f)
	}
	const block = "fyi\n\nFrom: Carla <c@x.example>\nSent: Monday 2 Nov\nTo: a@x.example\nSubject: door\n\nit sticks"
	if r := splitReply(plainLines(block), false); r.forward != nil || r.text != "fyi" {
		t.Errorf("an answer was taken for a forward: %+v", r)
	}
	if r := splitReply(plainLines(block), true); r.forward == nil || r.forward.Text != "it sticks" || r.text != "fyi" {
		t.Errorf("a forward by its subject: %+v", r)
	}
	if r := plain("new\n\nOn Mon, 2 Nov 2026 at 16:05, Bob <b@x.example> wrote:\n> ---------- Forwarded message ---------\n> From: c@x.example"); r.forward != nil {
		t.Errorf("a quoted forward counts: %+v", r.forward)
	}
	for s, want := range map[string]bool{"Fwd: x": true, "WG: x": true, "TR : x": true, "Re: x": false, "Forward": false, "转发: x": true} {
		if isForwardSubject(s) != want {
			t.Errorf("isForwardSubject(%q) = %v", s, !want)
		}
	}
}

// TestReplyBounded feeds texts that make careless splitters slow.
func TestReplyBounded(t *testing.T) {
	inputs := map[string]string{
		"attributions":  strings.Repeat("On 2026-11-02 16:05 Bob <\n", 10000),
		"labels":        strings.Repeat("From: a@b.example\n", 10000),
		"quotes":        strings.Repeat("> x\n\n", 10000),
		"block quotes":  strings.Repeat("> > > x\ny\n", 10000),
		"dashes":        strings.Repeat("-----\n", 50000),
		"one line":      strings.Repeat("On 2026 wrote: ", 50000),
		"many On":       "x" + strings.Repeat(" On 2026-11-02", 200) + " wrote:\n> y",
		"closings":      strings.Repeat("Regards\n", 50000),
		"open brackets": strings.Repeat("On 2 Nov 2026 <", 50000),
	}
	for name, in := range inputs {
		start := time.Now()
		plain(in)
		splitReply(plainLines(in), true)
		if d := time.Since(start); d > tooLong {
			t.Errorf("%s took %v", name, d)
		}
	}
}
