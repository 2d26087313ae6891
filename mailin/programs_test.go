package mailin

import "testing"

// TestNewTextOfPrograms: forms that no language file has: desks, lists and programs
// that build their own lines.
func TestNewTextOfPrograms(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"groupwise", "new\n\n>>> Bob Lee <b@x.example> 02.11.2026 16:05 >>>\nold\n\nolder", "new"},
		{"groupwise, name alone", "new\n\n>>> \"Bob Lee\" 11/2/26 4:05 PM >>>\nold", "new"},
		{"notes, labels in columns", "new\n\n\nBob Lee/ACME\n02.11.2026 16:05\n\nAn\n\tAnn Field/FieldCo@FieldCo\nKopie\n\nThema\n\tRe: Gate\n\n\nold", "new"},
		{"notes, wrote on", "new\n\nBob Lee/ACME wrote on 02.11.2026 16:05:11:\n\n> old", "new"},
		{"notes, unquoted", "new\n\n-----Bob Lee/ACME wrote: -----\nTo: Ann\nFrom: Bob Lee/ACME\nDate: 02.11.2026 16:05\nSubject: Gate\n\nold", "new"},
		{"header on one line", "new\n\nFrom: Bob Lee <b@x.example> Sent: Monday, 2 Nov 2026 4:05 PM To: Ann <a@x.example> Subject: Gate\n\nold", "new"},
		{"header on two lines", "new\n\nFrom: Bob Lee <b@x.example> Sent: Monday, 2 Nov 2026\nTo: Ann Subject: Gate\nold", "new"},
		{"wrapped to pieces", "new\n\nOn Mon,\nNov 2, 2026\nat 4:05 PM,\nBob Lee\n<b@x.example>\nwrote:\n\n> old", "new"},
		{"wrapped in the address", "new\n\nOn Mon, Nov 2, 2026 at 4:05 PM, Bob Lee via Desk <\ndesk@x.example> wrote:\n\n> old", "new"},
		{"phone in front", "new\n\nSent from my iPhone\n\n> On 2 Nov 2026, at 16:05, Bob <b@x.example> wrote:\n> \n> old", "new"},
		{"mail with a link for the address", "new\n\nOn Mon, Nov 2, 2026 at 4:05pm, Bob <[b@x.example](mailto:b@x.example)> wrote:\n\nold", "new"},
		{"two languages in the closing", "new\n\nMit freundlichen Grüßen / Kind regards\n\nAnn Field", "new"},
		{"closing with a smile", "new\n\nCheers :-)\nAnn", "new"},
		{"closing with a picture", "new\n\nLG 😊\nAnn", "new"},
		{"closing in stars", "new\n\n*Best regards,*\n*Ann Field*\n*FieldCo*", "new"},
		{"long signature", "new\n\nKind regards,\n\nAnn Field\nHead of Gates\n\nFieldCo Ltd\nQuarry Street 4\nX1 2YZ Quarry\nUnited Kingdom\n\nT +44 20 5550 0199\nF +44 20 5550 0198\nM +44 20 5550 0197\nann@x.example\nwww.x.example\nTwitter: @fieldco", "new"},
		{"list footer", "new\n\n--\nYou received this message because you are subscribed to the group \"gates\".\nTo unsubscribe from this group, write to gates+unsubscribe@x.example.", "new"},
		{"virus scanner", "new\n\n---\nThis email has been checked for viruses by a scanner.\nhttps://x.example/av", "new"},
		{"issue tracker", "new\n\n—\nReply to this email directly, view it online <https://x.example/1>, or unsubscribe <https://x.example/2>.", "new"},
		{"tracker's cut line", "new\n\n##- Please type your reply above this line -##\n\nold", "new"},
		{"comment", "new\n\nOn 2 Nov 2026, at 16:05, Bob Lee (Tracker) <t@x.example> wrote:\n\nold", "new"},
		{"commented", "new\n\nBob Lee commented on 2 Nov 2026 at 16:05:\n> old", "new"},
		{"equal signs", "new\n\n======== Original Message ========\nold", "new"},
		{"name before date", "new\n\nBob Lee <b@x.example> (2 Nov 2026 16:05):\n\n> old", "new"},
		{"date alone and address", "new\n\nMon, 02 Nov 2026 16:05:11 +0100 Bob Lee <b@x.example>:\n\n> old", "new"},
		{"quoting", "new\n\nQuoting Bob Lee <b@x.example>:\n\n> old", "new"},
		{"bars as quote marks", "new\n\nOn 2026-11-02 16:05, Bob Lee wrote:\n| old\n| older", "new"},
		{"wrote without colon", "new\n\nOn Mon, 2 Nov 2026 at 16:05, Bob Lee <b@x.example> wrote\n\n> old", "new"},
		{"header with attachments", "new\n\nFrom: Bob <b@x.example>\nSent: Monday, November 2, 2026\nTo: Ann\nAttachments: gate.jpg\nImportance: High\nSubject: Gate\n\nold", "new"},
		{"header in another order", "new\n\nTo: a@x.example\nSubject: RE: Gate\nFrom: b@x.example\nDate: Mon, 2 Nov 2026 16:05:00 +0100\n\nold", "new"},
		{"header in capitals", "new\n\nFROM: Bob <b@x.example>\nSENT: Monday, November 2, 2026\nTO: Ann\nSUBJECT: Gate\n\nold", "new"},
		{"windows phone", "new\n\nSent from my Windows Phone\n________________________________\nFrom: Bob\nSent: 02/11/2026 16:05\nTo: Ann\nSubject: Gate\n\nold", "new"},
		{"rule of underscores and name", "new\n\n________________________________________\nVon: Bob Lee\nGesendet: Montag, 2. November 2026 16:05\nAn: Ann\nBetreff: Tor\n\nalt", "new"},
		{"signature below the quote", "new\n\n> old\n> older\n\n-- \nAnn Field\nFieldCo", "new"},
		{"quote marks alone", "new\n\n>\n> \n>>", "new"},
		{"name below dashes", "new\n\n--\nAnn", "new"},
		{"disclaimer of many lines", "new\n\nAnn\n\nThis message is intended for the addressee.\n" + "It goes on and on, line after line, about what may happen to you\nand what you must not do with it under any circumstances, ever.\nIt goes on and on, line after line, about what may happen to you\nand what you must not do with it under any circumstances, ever.\nIt goes on and on, line after line, about what may happen to you\nand what you must not do with it under any circumstances, ever.\nIt goes on and on, line after line, about what may happen to you\nand what you must not do with it under any circumstances, ever.\nIt goes on and on, line after line, about what may happen to you\nand what you must not do with it under any circumstances, ever.\nIt goes on and on, line after line, about what may happen to you\nand what you must not do with it under any circumstances, ever.\nIt goes on and on, line after line, about what may happen to you\nand what you must not do with it under any circumstances, ever.\nIt goes on and on, line after line, about what may happen to you\nand what you must not do with it under any circumstances, ever.\n", "new\n\nAnn"},

		{"a sentence with a time", "We met at 9:30 and the vendor wrote:\nno.\nThen we left.", "We met at 9:30 and the vendor wrote:\nno.\nThen we left."},
		{"a log", "2026-11-02 16:05:11 ERROR gate: closed\n2026-11-02 16:05:12 ERROR gate: open:\nwhat now?", "2026-11-02 16:05:11 ERROR gate: closed\n2026-11-02 16:05:12 ERROR gate: open:\nwhat now?"},
		{"a sentence with an address", "Please add bob@x.example before 9:00:\nhe needs it", "Please add bob@x.example before 9:00:\nhe needs it"},
		{"a list of persons", "New staff from 2 Nov 2026:\nAnn Field\nBob Lee", "New staff from 2 Nov 2026:\nAnn Field\nBob Lee"},
		{"a form", "Name: Ann\nTo: the gate\nDate: 2 Nov 2026\nReason: visit", "Name: Ann\nTo: the gate\nDate: 2 Nov 2026\nReason: visit"},
		{"a message that keeps coming", "see the screen\n\nThis message is shown at every start", "see the screen\n\nThis message is shown at every start"},
		{"a quoted forward of a vendor", "The vendor said:\n> we cannot\n\nWhat now?", "The vendor said:\n\nWhat now?"},
		{"who sent it", "It was sent from my iPhone, does that matter?", "It was sent from my iPhone, does that matter?"},
		{"a date and a question", "On 2 November 2026 at 9:00 the gate was closed again and the guard wrote:\nplease come", "On 2 November 2026 at 9:00 the gate was closed again and the guard wrote:\nplease come"},
		{"shell output", "$ ls\n> file\n> other\n\nthat is all", "$ ls\n\nthat is all"},
		{"dashes in a table", "a | b\n--- | ---\n1 | 2", "a | b\n--- | ---\n1 | 2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := plain(tt.in).text; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestNewTextOfHTML: the same for HTML.
func TestNewTextOfHTML(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"new outlook's line", `<div>new</div><div style="border-width: 1pt medium medium; border-style: solid none none; border-color: rgb(225, 225, 225) currentcolor currentcolor; padding: 3pt 0in 0in;"><p><b>Inviato da:</b> Bob</p></div><div>old</div>`, "new"},
		{"block quote alone, answer below", `<blockquote><p>old</p></blockquote><p>new</p>`, "new"},
		{"own quote above an attribution", `<p>The screen says</p><blockquote>no card</blockquote><p>What now?</p><p>On Mon, Nov 2, 2026 at 4:05 PM Bob &lt;b@x.example&gt; wrote:</p><blockquote>old</blockquote>`, "The screen says\n\nno card\n\nWhat now?"},
		{"prefixed classes", `<div>new</div><div class="x_gmail_quote"><div>On Mon, Bob wrote:</div><blockquote>old</blockquote></div>`, "new"},
		{"prefixed ids", `<div>new</div><div id="x_x_divRplyFwdMsg">From: Bob</div><div>old</div>`, "new"},
		{"answers in the quote of Gmail", `<div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 2, 2026 Bob wrote:</div><blockquote class="gmail_quote">one</blockquote><div>new</div><blockquote class="gmail_quote">two</blockquote></div>`, "new"},
		{"forward by Gmail keeps its quotes", `<div class="gmail_quote">---------- Forwarded message ---------<br>From: Bob &lt;b@x.example&gt;<br>Date: Mon, 2 Nov 2026<br>Subject: Gate<br>To: a@x.example<br><br><blockquote class="gmail_quote">older</blockquote>old</div>`, ""},
		{"signature of Gmail above the quote", `<div>new</div><div class="gmail_signature" data-smartmail="gmail_signature">Ann<br>FieldCo</div><div class="gmail_quote">On 2 Nov 2026 Bob wrote:<blockquote>old</blockquote></div>`, "new"},
		{"rule and header block", `<p>new</p><hr><p><b>From:</b> Bob<br><b>Sent:</b> Monday, 2 Nov 2026<br><b>To:</b> Ann<br><b>Subject:</b> Gate</p><p>old</p>`, "new"},
		{"header block in a table", `<p>new</p><table><tr><td>From:</td><td>Bob &lt;b@x.example&gt;</td></tr><tr><td>To:</td><td>Ann</td></tr><tr><td>Date:</td><td>02.11.2026 16:05</td></tr></table><p>old</p>`, "new"},
		{"header block on one line", `<p>new</p><p><b>From:</b> Bob &lt;b@x.example&gt; <b>Sent:</b> Monday, 2 Nov 2026 <b>To:</b> Ann <b>Subject:</b> Gate</p><p>old</p>`, "new"},
		{"phone in a span", `<div>new</div><div><span>Sent from my <a href="https://x.example">iPhone</a></span></div><blockquote type="cite">old</blockquote>`, "new"},
		{"table that is part of the text", `<p>new</p><table><tr><td>Gate</td><td>open</td></tr><tr><td>Door</td><td>shut</td></tr></table>`, "new\n\nGate\topen\nDoor\tshut"},
		{"rule in the text", `<p>one</p><hr><p>two</p>`, "one\n\n" + htmlRule + "\n\ntwo"},
		{"indented paragraph", `<p>new</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px">indented</blockquote><p>end</p>`, "new\n\nindented\n\nend"},
		{"hidden preview", `<div style="display:none;max-height:0">preview</div><p>new</p>`, "new"},
		{"fastmail", `<div>new</div><div><br></div><div>On Mon, 2 Nov 2026, at 4:05 PM, Bob wrote:</div><blockquote type="cite" id="qt" style=""><div>old</div></blockquote>`, "new"},
		{"front", `<div>new</div><div class="front-signature">Ann</div><blockquote type="cite" class="front-blockquote">On 2 Nov 2026, Bob wrote:<div>old</div></blockquote>`, "new"},
		{"mail.ru", `<div>new</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Понедельник, 2 ноября 2026, 16:05 +03:00 от Bob &lt;b@x.example&gt;:<br><div id="">old</div></blockquote>`, "new"},
		{"em client", `<div>new</div><div><br></div><div>------ Original Message ------</div><div>From "Bob" &lt;<a href="mailto:b@x.example">b@x.example</a>&gt;</div><div>To "Ann" &lt;a@x.example&gt;</div><div>Date 02.11.2026 16:05:11</div><div>Subject Gate</div><div>old</div>`, "new"},
		{"netease", `<div>new</div><br><div id="divNeteaseMailCard"></div><br><pre>At 2026-11-02 16:05:11, "Bob" &lt;b@x.example&gt; wrote:</pre><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex"><div>old</div></blockquote>`, "new"},
		{"hubspot", `<p>new</p><div class="hs_reply"><p>On Mon, Nov 2, 2026 at 4:05 PM, Bob &lt;b@x.example&gt; wrote:</p><blockquote>old</blockquote></div>`, "new"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			lines, _ := htmlLines(tt.in)
			if got := splitReply(lines, false).text; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
