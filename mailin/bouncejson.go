package mailin

import (
	"encoding/json"
	"strings"

	"frontdesk/desk"
)

// cloudReport is the JSON that a cloud mail service sends by mail about a delivery; one
// level down when its notification service wraps it.
type cloudReport struct {
	Message          string `json:"Message"`
	NotificationType string `json:"notificationType"`
	EventType        string `json:"eventType"`
	Bounce           struct {
		BounceType        string `json:"bounceType"`
		BouncedRecipients []struct {
			EmailAddress   string `json:"emailAddress"`
			Action         string `json:"action"`
			Status         string `json:"status"`
			DiagnosticCode string `json:"diagnosticCode"`
		} `json:"bouncedRecipients"`
	} `json:"bounce"`
	Complaint struct {
		ComplainedRecipients []struct {
			EmailAddress string `json:"emailAddress"`
		} `json:"complainedRecipients"`
	} `json:"complaint"`
	Mail struct {
		CommonHeaders struct {
			MessageID string `json:"messageId"`
		} `json:"commonHeaders"`
	} `json:"mail"`
}

// byCloudReport recognises delivery reports in JSON.
func byCloudReport(m *desk.Mail, _ *part, _ *walker) (desk.Class, string) {
	if !strings.HasPrefix(m.Text, "{") || !strings.Contains(m.Text, "notificationType") && !strings.Contains(m.Text, "eventType") {
		return desk.ClassHuman, ""
	}
	text := strings.ReplaceAll(head(m.Text, maxReportText), "!\n", "") // how old relays break long lines
	r, ok := readCloudReport(text)
	if ok && r.Message != "" {
		r, ok = readCloudReport(r.Message)
	}
	if !ok {
		return desk.ClassHuman, ""
	}
	b := &desk.Bounce{Recipients: []desk.BounceRecipient{}, OriginalMessageID: firstID(r.Mail.CommonHeaders.MessageID)}
	switch kind := r.NotificationType + r.EventType; kind {
	case "Bounce":
		b.Permanent = r.Bounce.BounceType == "Permanent"
		for _, x := range r.Bounce.BouncedRecipients {
			b.Recipients = append(b.Recipients, desk.BounceRecipient{Address: cleanAddr(x.EmailAddress), Action: firstWord(x.Action), Status: statusCode(x.Status), Reason: diagnostic(x.DiagnosticCode)})
		}
		b.Unreadable = len(b.Recipients) == 0
		m.Bounce = b
		return desk.ClassBounce, "a bounce in JSON"
	case "Complaint":
		b.Complaint, b.Permanent = true, true
		for _, x := range r.Complaint.ComplainedRecipients {
			b.Recipients = append(b.Recipients, desk.BounceRecipient{Address: cleanAddr(x.EmailAddress), Action: "failed", Reason: "complaint"})
		}
		m.Bounce = b
		return desk.ClassReport, "a complaint in JSON"
	case "Delivery", "DeliveryDelay", "Send":
		return desk.ClassReport, "a delivery notification in JSON"
	}
	return desk.ClassHuman, ""
}

// readCloudReport decodes the JSON value at the beginning of a text; line breaks that
// mail put into it are no part of it.
func readCloudReport(t string) (r cloudReport, ok bool) {
	err := json.NewDecoder(strings.NewReader(strings.ReplaceAll(t, "\n", " "))).Decode(&r)
	return r, err == nil
}
