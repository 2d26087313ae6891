package desk

import (
	"fmt"
	"slices"
	"strings"
)

// Wish is what a requester asks for with a mail that says nothing else.
type Wish string

// The wishes.
const (
	WishSolved Wish = "solved" // it is solved
	WishCancel Wish = "cancel" // it is no longer needed
)

// wishes are the words that mean a wish where they are all that a requester writes: folded, without signs at the ends
// and between the words. Nothing else is guessed at: "not solved yet" is a message like any other.
var wishes = map[Wish]map[string][]string{
	WishSolved: {
		"en": {"solved", "it is solved", "it's solved", "this is solved", "is solved", "problem solved", "the problem is solved", "solved thanks",
			"solved thank you", "resolved", "it is resolved", "it's resolved", "resolved thanks", "resolved thank you"},
		"de": {"gelöst", "ist gelöst", "es ist gelöst", "das ist gelöst", "problem gelöst", "das problem ist gelöst", "gelöst danke", "geloest", "erledigt",
			"ist erledigt", "es ist erledigt", "hat sich erledigt", "es hat sich erledigt", "das hat sich erledigt", "erledigt danke"},
		"fr": {"résolu", "resolu", "c'est résolu", "c'est resolu", "est résolu", "problème résolu", "probleme resolu", "le problème est résolu", "résolu merci"},
		"es": {"resuelto", "está resuelto", "esta resuelto", "ya está resuelto", "ya esta resuelto", "problema resuelto", "el problema está resuelto",
			"solucionado", "está solucionado", "problema solucionado", "resuelto gracias", "solucionado gracias"},
	},
	WishCancel: {
		"en": {"cancel", "please cancel", "cancel please", "cancel it", "please cancel it", "i no longer need it", "i don't need it any more",
			"no longer needed", "not needed any more"},
		"de": {"abbrechen", "bitte abbrechen", "stornieren", "bitte stornieren", "ich brauche es nicht mehr", "ich brauche das nicht mehr", "nicht mehr nötig",
			"nicht mehr benötigt", "wird nicht mehr benötigt"},
		"fr": {"annuler", "à annuler", "annuler svp", "veuillez annuler", "annulez", "je n'en ai plus besoin", "plus besoin", "plus nécessaire"},
		"es": {"cancelar", "por favor cancelar", "cancele", "anular", "ya no lo necesito", "ya no hace falta", "ya no es necesario"},
	},
}

// maxWish bounds what is looked at for a wish, in bytes.
const maxWish = 60

// WishOf reads a mail's own words as a wish; "" where they are anything else.
func WishOf(words string) Wish {
	if len(words) > maxWish {
		return ""
	}
	said := strings.Join(strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(words, "’", "'")), func(r rune) bool {
		return strings.ContainsRune(" \t\r\n\u00a0\u202f.,;:!¡…", r)
	}), " ")
	for wish, languages := range wishes {
		for _, phrases := range languages {
			if slices.Contains(phrases, said) {
				return wish
			}
		}
	}
	return ""
}

// wishes carries out what the requester asks for with one word; false where the mail is a message like any other. Only
// who is proven to be the requester can ask. How a change went that must be reviewed is for those to say who made it.
func (d *decider) wishes(t Ticket, ev evidence) bool {
	m := d.in.Mail
	life := d.p.LifecycleOf(t.Queue)
	wish := WishOf(m.NewText)
	switch {
	case wish == "" || d.Trace.Sender.Role != SenderRequester || !d.in.Evidence.Proven || m.UTF7 || hasRealAttachment(m):
		return false
	case life.Review != "" && (wish == WishSolved || t.Category == CategoryResolved) && t.Category != CategoryClosed:
		return false
	}
	d.write(t.ID, ev, Public, m.NewText, "")
	d.proposeCc(t.ID)
	to, why := fulfilment(life, t, wish)
	if to == "" {
		d.suppress(TemplateAgentUpdate, t.Assignee, "the ticket is "+t.Status+" already")
		d.conclude(OutcomeReply, t.ID, "the requester %s, and ticket %d is %s already", why, t.ID, t.Status)
		return true
	}
	d.emit(t.ID, StatusChanged{From: t.Status, To: to, Category: life.Category(to), Why: "the requester " + why})
	d.tellWish(d.ticket(t.ID), why, fmt.Sprintf("Status: %s → %s", t.Status, to))
	d.conclude(OutcomeReply, t.ID, "the requester of ticket %d %s: %s", t.ID, why, ev.what)
	return true
}

// noLongerNeeds is what a requester says who cancels.
const noLongerNeeds = "no longer needs it"

// fulfilment is the status that a wish leads to, "" where the ticket is closed already, and what the wish says. What is
// resolved is closed: the requester, for whose reply it would have waited, has confirmed it.
func fulfilment(life *Lifecycle, t Ticket, wish Wish) (to, why string) {
	gated := slices.Contains(life.Gates, t.Status)
	_, cancels := life.Status("cancelled")
	why = "says that it is solved"
	if wish == WishCancel {
		why = noLongerNeeds
	}
	switch {
	case t.Category == CategoryClosed:
		return "", why
	case wish == WishSolved && t.Category == CategoryResolved:
		return life.Close, "confirms that it is solved"
	case wish == WishSolved && life.Resolve != "" && !gated:
		return life.Resolve, why
	case wish == WishCancel && cancels && t.Category != CategoryResolved:
		return "cancelled", why
	}
	return life.Close, why
}

// tellWish tells the listeners what the requester said. Their mail begins with it.
func (d *decider) tellWish(t Ticket, said, change string) {
	who := t.Requester
	set(&who, t.Name)
	for _, l := range d.listeners(t, TemplateAgentUpdate) {
		if n, ok := d.toAgent(l.name, TemplateAgentUpdate, t.ID); ok {
			n.Why, n.Shared = l.why, l.shared
			n.Changes = []string{who + " " + said, change}
			d.notify(n)
		}
	}
}
