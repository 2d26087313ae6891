package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// The keys that users rely on, exactly.
const (
	ticketKeys   = "id subject queue practice status category priority impact urgency assignee requester participants service tags messages created_at updated_at due_at"
	showKeys     = ticketKeys + " conversation timeline links approvals sla fields deliveries"
	entryKeys    = "id at from visibility text attachments message_id auto proven"
	eventKeys    = "seq at actor kind detail"
	deliveryKeys = "recipient state at detail"
	outboxKeys   = "id ticket template to message_id state tries next_try_at error"
	heldKeys     = "id at from subject reason detail"
	explainKeys  = "file outcome ticket queue practice priority rules thread sender commands would_send would_not_send why"
	parseKeys    = "file message_id date from reply_to to cc subject text new_text signature html language in_reply_to references attachments auto bounce forward problems"
)

// nullable are the keys whose value may be null; all others never are.
var nullable = strings.Fields("due_at next_try_at ticket date bounce forward from")

func TestContractKeys(t *testing.T) {
	r := newRig(t, "")
	r.day()
	r.write("a.eml", "From: dana@acme.example\nTo: help@acme.example\nSubject: The VPN is down\nMessage-ID: <x@acme.example>\n\nPlease help.\n")
	for _, c := range []struct{ args, keys string }{
		{"ticket list --json", ticketKeys},
		{"ticket search server --json", ticketKeys},
		{"ticket show 1 --json", showKeys},
		{"ticket show 2 --json", showKeys},

		{"outbox list --json", outboxKeys},
		{"outbox list --all --json", outboxKeys},
		{"quarantine list --json", heldKeys},
		{"explain --json a.eml", explainKeys},
		{"explain --json 1@acme.example", explainKeys},
		{"parse --json a.eml", parseKeys},
	} {
		all := objects(t, r.must(strings.Fields(c.args)...))
		if len(all) == 0 {
			t.Errorf("%s: nothing", c.args)
		}
		for _, o := range all {
			exactly(t, c.args, o, c.keys)
			filled(t, c.args, o)
		}
	}
}

// exactly holds the keys of an object against those that it must have.
func exactly(t *testing.T, what string, o map[string]any, keys string) {
	t.Helper()
	got, want := slices.Sorted(maps.Keys(o)), slices.Sorted(slices.Values(strings.Fields(keys)))
	if !slices.Equal(got, want) {
		t.Errorf("%s:\nkeys %v\nwant %v", what, got, want)
	}
}

// filled refuses null, and times that are not RFC 3339 in UTC, at every depth.
func filled(t *testing.T, what string, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if value == nil && !slices.Contains(nullable, key) {
				t.Errorf("%s: %s is null", what, key)
			}
			if text, ok := value.(string); ok && (key == "at" || strings.HasSuffix(key, "_at")) {
				if at, err := time.Parse(time.RFC3339, text); err != nil || at.Location() != time.UTC {
					t.Errorf("%s: %s is %s, want RFC 3339 in UTC", what, key, text)
				}
			}
			filled(t, what, value)
		}
	case []any:
		for _, value := range v {
			filled(t, what, value)
		}
	}
}

// nth is an element of a list within an object.
func nth(o map[string]any, key string, i int) map[string]any {
	return o[key].([]any)[i].(map[string]any)
}

func TestContractOfShow(t *testing.T) {
	r := newRig(t, "")
	r.day()
	o := objects(t, r.must("ticket", "show", "1", "--json"))[0]
	for key, keys := range map[string]string{"conversation": entryKeys, "timeline": eventKeys, "deliveries": deliveryKeys} {
		for i := range o[key].([]any) {
			exactly(t, key, nth(o, key, i), keys)
		}
	}
	first := nth(o, "conversation", 0)
	file := nth(first, "attachments", 0)
	exactly(t, "attachment", file, "id name type size inline content_id sha256")
	if first["from"] != "dana@acme.example" || first["auto"] != "none" || first["proven"] != true || file["id"] != 1.0 {
		t.Errorf("the first message is %v", first)
	}
	if strings.Contains(first["text"].(string), "Dana") {
		t.Error("a signature is no new text")
	}
	kinds := map[string]map[string]any{}
	for i := range o["timeline"].([]any) {
		e := nth(o, "timeline", i)
		kinds[e["kind"].(string)] = e["detail"].(map[string]any)
	}
	if d := kinds["command"]; d["command"] != "pending" || d["value"] != "3d" {
		t.Errorf("the last command is %v", d)
	}
	if d := kinds["command-refused"]; d["line"] != "/asign alice" {
		t.Errorf("the refused command is %v", d)
	}
	if fields, ok := o["fields"].(map[string]any); !ok || len(fields) != 0 {
		t.Errorf("fields are %v, want an empty object", o["fields"])
	}
	states := map[any]any{}
	for i := range o["deliveries"].([]any) {
		d := nth(o, "deliveries", i)
		states[d["recipient"]] = d["state"]
	}
	if states["alice@acme.example"] != "delayed" || states["dana@acme.example"] != "relayed" || states["bob@acme.example"] != "failed" {
		t.Errorf("deliveries are %v", states)
	}
}

func TestContractOfExplain(t *testing.T) {
	r := newRig(t, "")
	r.day()
	o := objects(t, r.must("explain", "--json", "4@acme.example", "1@acme.example", "news@shop.example"))
	exactly(t, "command", nth(o[0], "commands", 0), "line ok error")
	exactly(t, "would_send", nth(o[0], "would_send", 0), "template to")
	exactly(t, "sender", o[0]["sender"].(map[string]any), "address role proven by")
	exactly(t, "thread", o[0]["thread"].(map[string]any), "by evidence")
	exactly(t, "rule", nth(o[1], "rules", 0), "name line matched")
	if o[0]["outcome"] != "reply" || o[0]["ticket"] != 1.0 || o[1]["outcome"] != "new" || o[1]["ticket"] != nil || o[2]["outcome"] != "quarantined" {
		t.Errorf("outcomes: %v", o)
	}
	o = objects(t, r.must("explain", "--json", "5@acme.example"))
	exactly(t, "would_not_send", nth(o[0], "would_not_send", 0), "template to why")
}
