package mailin

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attributes are the attributes of one tag that the reader looks at, lower case
// except where they are shown.
type attributes struct {
	id, class, style, kind, name, href, alt string
	hiddenAttr                              bool
	smartmail                               string
}

func readAttributes(z *html.Tokenizer) (at attributes) {
	for n := 0; n < 64; n++ {
		key, val, more := z.TagAttr()
		switch string(key) {
		case "id":
			at.id = strings.ToLower(string(val))
		case "class":
			at.class = strings.ToLower(string(val))
		case "style":
			at.style = strings.ToLower(strings.ReplaceAll(string(val), " ", ""))
		case "type":
			at.kind = strings.ToLower(string(val))
		case "name":
			at.name = strings.ToLower(string(val))
		case "href":
			at.href = oneLine(urlBreaks.Replace(string(val)))
		case "alt":
			at.alt = string(val)
		case "hidden":
			at.hiddenAttr = true
		case "data-smartmail":
			at.smartmail = string(val)
		}
		if !more {
			break
		}
	}
	return at
}

// hidden says whether a person would not see the element.
func (at attributes) hidden() bool {
	if at.hiddenAttr {
		return true
	}
	s := at.style
	if s == "" || !strings.Contains(s, "none") && !strings.Contains(s, "hid") && !strings.Contains(s, ":0") {
		return false
	}
	for _, h := range []string{"display:none", "visibility:hidden", "mso-hide:all", "opacity:0;", "font-size:0;", "font-size:0px", "font-size:0pt"} {
		if strings.Contains(s, h) {
			return true
		}
	}
	return strings.Contains(s, "max-height:0") && strings.Contains(s, "overflow:hidden") ||
		strings.HasSuffix(s, "opacity:0") || strings.HasSuffix(s, "font-size:0")
}

// tight says that a paragraph has no space around it.
func (at attributes) tight() bool {
	return strings.Contains(at.class, "msonormal") || strings.Contains(at.style, "margin:0") || strings.Contains(at.style, "margin-bottom:0")
}

// indentOnly tells the block quotes that programs use for indenting from real ones.
func (at attributes) indentOnly() bool {
	return at.kind != "cite" && !strings.Contains(at.class, "quote") && strings.Contains(at.style, "border:none") && !strings.Contains(at.style, "border-left")
}

// The kinds of markup around an earlier mail.
type marker int

const (
	noMarker    marker = iota
	quoteRegion        // the element holds an earlier mail
	quoteToEnd         // an earlier mail begins here and goes to the end
)

// quoteClasses and quoteIDs name the element in which programs put an earlier mail.
var (
	quoteClasses = []string{"gmail_quote", "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "outlookmessageheader", "moz-cite-prefix", "moz-email-headers-table", "gmail_attr", "wordsection_quote", "hs_reply", "mailspring-quote", "nylas-quote", "front-blockquote"}
	quoteIDs     = []string{"yahoo_quoted", "mail-editor-reference-message-container", "olk_src_body_section", "ms-outlook-mobile-reference-message", "isreplycontent", "isforwardcontent", "reply-intro", "reply_quote", "replymessage"}
	quoteEndIDs  = []string{"divrplyfwdmsg", "appendonsend", "divtaglinesrpl"}
)

// urlBreaks takes out what a line break in an attribute leaves in an address: it is no
// part of it (WHATWG URL §4.1).
var urlBreaks = strings.NewReplacer("\r", "", "\n", "", "\t", "")

// quoteMarker recognises the markup that mail programs put around an earlier mail.
func (at attributes) quoteMarker(name atom.Atom) marker {
	if at.class != "" {
		class := strings.ReplaceAll(at.class, "x_", "")
		for _, c := range quoteClasses {
			if strings.Contains(class, c) { // also with a prefix of the program that passed it on
				return quoteRegion
			}
		}
	}
	if at.id != "" {
		id := strings.TrimPrefix(at.id, "x_")
		for _, i := range quoteIDs {
			if strings.Contains(id, i) {
				return quoteRegion
			}
		}
		for _, i := range quoteEndIDs {
			if strings.HasSuffix(at.id, i) {
				return quoteToEnd
			}
		}
	}
	switch {
	case name == atom.Blockquote && at.kind == "cite":
		return quoteRegion
	case name == atom.Div && at.name == "messagereplysection":
		return quoteRegion
	case (name == atom.Div || name == atom.P) && isOutlookLine(at.style):
		return quoteToEnd
	}
	return noMarker
}

// isOutlookLine recognises the thin line that Outlook draws above the header block of
// the mail that is answered: only a top border, in one of its colours.
func isOutlookLine(style string) bool {
	if !strings.Contains(style, "border-top:solid") || !strings.Contains(style, "border:none") {
		return false
	}
	return strings.Contains(style, "#e1e1e1") || strings.Contains(style, "#b5c4df") || strings.Contains(style, "windowtext1.0pt;padding:3.0pt0")
}

// isSignature recognises the markup that mail programs put around a signature: an id, a
// name or a class that says so.
func (at attributes) isSignature() bool {
	if at.smartmail == "gmail_signature" || at.name == "messagesignaturesection" || strings.Contains(at.id, "signature") || at.id == "_rc_sig" {
		return true
	}
	if strings.Contains(at.class, "signature") {
		for class := range strings.FieldsSeq(at.class) {
			if strings.HasSuffix(class, "signature") || strings.HasSuffix(class, "signature_block") {
				return true
			}
		}
	}
	return false
}
