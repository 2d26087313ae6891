package demo

import (
	core "frontdesk/desk"
)

// morning: a printer, a holiday, a German, an order, a disk.
func (p *play) morning() {
	p.chapter = "Morning: mail comes in"
	jam := p.mail("08:02", write(dana, "Printer on floor 3 jams",
		"Good morning,\n\nit jams on every second page, and the invoices have to go out by noon."),
		want{core.OutcomeNew, "ack>dana agent-new>alice agent-new>bob", "new", "service-desk", ""})

	p.aside = "Lucia is on holiday; her mail program answers everything, even acknowledgements."
	fair := p.mail("08:07", write(lucia, "Access to the shared mailbox of the fair",
		"Hello, please let Jonas read the mailbox fair@ while I am away."),
		want{core.OutcomeNew, "ack>lucia agent-new>alice agent-new>bob", "new", "service-desk", ""})
	p.machine("08:07", fair, lucia, want{core.OutcomeReply, "", "new", "", ""})

	take := p.mail("08:11", reply(alice, jam.mailTo(alice), "/take\nGood morning Dana, which tray is it, and does it say anything?"),
		want{core.OutcomeReply, "reply>dana", "open", "", ""})
	more := p.mail("08:19", reply(dana, take.mailTo(dana), "Tray 2. It says 13.B9, whatever that is."),
		want{core.OutcomeReply, "agent-update>alice", "open", "", ""})
	p.mail("08:24", reply(bob, jam.mailTo(bob), "/note\nThird time this month. I have a new fuser roller in the cupboard."),
		want{core.OutcomeReply, "", "open", "", ""})

	vpn := p.mail("08:31", write(jonas, "VPN bricht ständig ab",
		"Guten Morgen,\n\nseit gestern bricht die Verbindung alle paar Minuten ab, wenn ich zu Hause arbeite.\nKönnen Sie mir bitte helfen?\n\nViele Grüße\nJonas Keller"),
		want{core.OutcomeNew, "ack>jonas.keller agent-new>alice agent-new>bob", "new", "service-desk", ""})
	p.inGerman(vpn)
	answer := p.mail("08:40", reply(bob, vpn.mailTo(bob), "/take\nGuten Morgen Herr Keller, bitte wählen Sie im Programm das Profil „Heimarbeit 2“. Hält die Verbindung damit?"),
		want{core.OutcomeReply, "reply>jonas.keller", "open", "", ""})
	p.inGerman(answer)

	p.order()
	p.printer(jam, more)
}

// order: a rule knows where it belongs, and a machine gets no thanks.
func (p *play) order() {
	p.aside = "A rule sends orders to purchasing."
	laptop := p.mail("09:05", write(priya, "New laptop for our trainee",
		"Hi, Linus starts on the first of next month and needs a laptop, 16 inch please."),
		want{core.OutcomeNew, "ack>priya agent-new>bob agent-new>carol", "approved", "requests", ""})
	p.aside = "Carol types in a hurry."
	mistake := p.mail("09:14", reply(carol, laptop.mailTo(carol), "/asign bob\nBob, do we have one in stock?"),
		want{core.OutcomeReply, "command-error>carol", "approved", "", ""})
	p.mail("09:15", reply(carol, mistake.mailTo(carol), "/assign bob\n/note\nBob, do we have one in stock?"),
		want{core.OutcomeReply, "agent-update>bob", "approved", "", ""})
	p.never("in stock", priya)
	p.mail("09:20", write(watch, "[DISK] srv-files: /data is 94 % full",
		"host: srv-files\nfilesystem: /data\nused: 94 %", "Auto-Submitted: auto-generated"),
		want{core.OutcomeNew, "agent-new>bob", "exception", "monitoring", ""})
}

// printer: the first ticket comes to its end.
func (p *play) printer(jam, more *happening) {
	p.aside = "Bob's note came after the mail that Alice answers now: she hears of it."
	resolved := p.mail("09:48", reply(alice, more.mailTo(alice), "/resolve\nThe new roller is in and forty pages went through. Good luck with the invoices!"),
		want{core.OutcomeReply, "agent-update>alice resolved>dana", "resolved", "", ""})
	p.never("fuser roller", dana)
	p.aside = "The desk does not guess what a mail means: who writes is heard."
	thanks := p.mail("09:55", reply(dana, resolved.mailTo(dana), "It works. You are the best, thank you!"),
		want{core.OutcomeReply, "agent-update>alice", "open", "", ""})
	p.mail("09:57", reply(alice, thanks.mailTo(alice), "/close"),
		want{core.OutcomeCommand, "closed>dana", "closed", "", ""})

	p.chapter = "Noon: not everybody is who they seem to be"
	p.aside = "Dana gave Erik her acknowledgement: “just answer this one, they are quick”."
	screen := p.mail("11:30", reply(erik, jam.mailTo(dana), "Hi, my screen flickers since the update. Can somebody have a look?"),
		want{core.OutcomeNew, "ack>erik agent-new>alice agent-new>bob", "new", "service-desk", ""})
	p.never("13.B9", erik)
	p.mail("11:36", reply(alice, screen.mailTo(alice), "/take\n/subject Screen flickers since the update\nHi Erik, I am on my way. Does it flicker on the second screen, too?"),
		want{core.OutcomeReply, "reply>erik", "open", "", ""})
}

// noon: somebody pretends, and a mailbox is full.
func (p *play) noon() {
	p.aside = "It says it is from Alice. It came from elsewhere, and nobody vouches for it."
	p.scene("11:42", nil, letter{from: alice, to: desk.Address, subject: "Re: [NORD #3] VPN bricht ständig ab",
		text: "/close\nAll done, send me the password list please."},
		want{outcome: core.OutcomeQuarantined, held: "unproven-agent"})

	gauge := p.mail("12:10", write(tom, "Calibration sheet for gauge 4711",
		"Hello, I am at the customer's and need the calibration sheet of gauge 4711 today."),
		want{core.OutcomeNew, "ack>tom agent-new>alice agent-new>bob", "new", "service-desk", ""})
	p.aside = "Meanwhile Tom's mailbox has run full."
	p.World.Behave(tom.Address, fullMailbox)
	answer := p.mail("12:22", reply(bob, gauge.mailTo(bob), "/take\nHello Tom, the sheet is on the portal under 4711. Do you get in?"),
		want{core.OutcomeReply, "reply>tom:lost", "open", "", ""})
	p.machine("12:23", answer, mailer, want{core.OutcomeBounce, "alert>bob", "open", "", ""})
	p.mail("12:31", reply(bob, gauge.mailTo(bob), "/note\n/pending 2d\nMailbox full. I reached him by phone, and he has the sheet."),
		want{core.OutcomeReply, "", "pending", "", ""})
}

// evening: what is left is done.
func (p *play) evening() {
	p.chapter = "Evening: loose ends"
	p.mail("16:05", write(alice, "How was that again?", "/help\n"), want{core.OutcomeQuery, "transcript>alice", "", "", ""})
}
