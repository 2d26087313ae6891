package desk

import (
	"fmt"
	"slices"
	"strings"

	"frontdesk/desk/command"
	"frontdesk/desk/knowledge"
)

// Knowledge is what the desk knows to answer, and to whom it names that.
type Knowledge struct {
	Base              *knowledge.Base // nil: there is none
	Suggest           bool            // articles that fit a new ticket are named to agents
	SuggestRequesters bool            // and the best public one is offered to its requester
}

// The fields of an article that every ticket has; others are those of services.
const (
	articleRequester = "requester" // the name
	articleTicket    = "ticket"    // "ACME #1042"
	articleSubject   = "subject"
	articleAgent     = "agent" // the full name of who sends it
	articleService   = "service"
	articleDesk      = "desk"
)

// ArticleFields are what articles can have filled in: of every ticket, and of an article's service, or of all where it names
// none.
func ArticleFields(services []Service, service string) []string {
	fields := []string{articleRequester, articleTicket, articleSubject, articleAgent, articleService, articleDesk}
	for _, s := range services {
		for _, f := range s.Fields {
			if (service == "" || s.Name == service) && !slices.Contains(fields, f.Name) {
				fields = append(fields, f.Name)
			}
		}
	}
	return fields
}

// articleValues are what is known for the fields of an article. Agent is who sends it, nil where the desk offers it.
func (d *decider) articleValues(t Ticket, agent *Agent) map[string]string {
	values := map[string]string{articleRequester: t.Requester, articleTicket: fmt.Sprintf("%s #%d", d.p.Tag, t.ID), articleSubject: t.Subject,
		articleService: t.Service, articleDesk: d.p.Name}
	if t.Name != "" {
		values[articleRequester] = t.Name
	}
	for _, s := range d.p.Services {
		if s.Name == t.Service && s.Title != "" {
			values[articleService] = s.Title
		}
	}
	if agent != nil {
		values[articleAgent] = agent.Name
		if agent.FullName != "" {
			values[articleAgent] = agent.FullName
		}
	}
	for name, value := range t.Fields {
		if values[name] == "" {
			values[name] = value
		}
	}
	return values
}

// sentArticle is an article that an agent sends with the mail in hand.
type sentArticle struct {
	name   string
	letter knowledge.Letter
}

// with puts the article below the agent's own words, as text.
func (a *sentArticle) with(words string) string {
	if a == nil {
		return words
	}
	return strings.TrimSpace(words + "\n\n" + a.letter.Text())
}

// sections are the article as a mail shows it below the agent's own words.
func (a *sentArticle) sections() []Section {
	if a == nil {
		return nil
	}
	return []Section{{Article: &a.letter}}
}

// reply makes an article the agent's public answer, or what stands below it.
func (d *decider) reply(id int64, agent *Agent, c command.Command) *CommandProblem {
	var names []string
	for _, a := range d.p.Knowledge.Base.Articles() {
		names = append(names, a.Name)
	}
	t := d.ticket(id)
	name, found := complete(c.Value, names)
	switch {
	case len(names) == 0:
		return problem(c, nil, "the configuration has no articles")
	case !found:
		return problem(c, d.possibleArticles(c.Value, names), "there is no article %s", cutRunes(c.Value, 40))
	case !d.exists(id):
		return problem(c, nil, "this mail opens a ticket; an article goes out with an answer to it")
	case d.isOwn(agent, t):
		return problem(c, nil, "the ticket is your own; nobody else would read the article")
	case d.in.Mail != nil && (!forRequester(d.block()) || d.answersQuestion(d.f.Tickets[id])):
		return problem(c, nil, "the words of this mail do not go to the requester, and an article would")
	}
	article, _ := d.p.Knowledge.Base.Article(name)
	letter, missing := article.Fill(d.articleValues(t, agent))
	if len(missing) > 0 {
		return problem(c, howToFill(missing), "the article %s names what the ticket does not have: %s", name, strings.Join(missing, ", "))
	}
	d.article = &sentArticle{name, letter}
	d.emit(id, Offered{Article: name, To: string(ToRequester), Sent: true})
	return nil
}

// possibleArticles are the names that begin as the value does, or else all.
func (d *decider) possibleArticles(value string, names []string) (some []string) {
	for _, n := range names {
		if len(n) > len(value) && value != "" && strings.EqualFold(n[:len(value)], value) {
			some = append(some, n)
		}
	}
	if len(some) == 0 {
		some = names
	}
	return some[:min(len(some), 30)]
}

// howToFill are the commands that fill fields in.
func howToFill(fields []string) (commands []string) {
	for _, f := range fields {
		switch f {
		case articleService:
			commands = append(commands, "/service NAME")
		case FieldCause, FieldWorkaround:
			commands = append(commands, commandOf(f))
		default:
			commands = append(commands, "/set "+f+" VALUE")
		}
	}
	return commands
}

// sayArticle writes the article of a command from the shell into the conversation.
func (d *decider) sayArticle(id int64, agent *Agent, s saying) saying {
	if d.article == nil {
		return s
	}
	d.file(Message{Ticket: id, At: d.f.Now, From: agent.Address(), Agent: agent.Name, Visibility: Public, Text: d.article.with(""), Auto: ClassHuman, Proven: true},
		"said from the shell")
	s.said, s.article = true, d.article
	return s
}

// mostSuggested is how many articles are named to agents.
const mostSuggested = 2

// fitting are the articles that fit a new ticket, the best first: what shares words with it that stand in the title, or
// several others.
func (d *decider) fitting(t Ticket, least func(knowledge.Hit) bool) (hits []knowledge.Hit) {
	words, _ := d.firstWords(t.ID)
	for _, h := range d.p.Knowledge.Base.Search(t.Subject+"\n"+words, func(a knowledge.Article) bool {
		return a.Service == "" || t.Service == "" || a.Service == t.Service
	}) {
		if least(h) {
			hits = append(hits, h)
		}
	}
	return hits
}

// suggest names the articles to agents that fit a new ticket best, each with the mail that sends it.
func (d *decider) suggest(t Ticket) []Section {
	if !d.p.Knowledge.Suggest || d.in.Mail.Class.Automatic() {
		return nil
	}
	hits := d.fitting(t, func(h knowledge.Hit) bool { return h.Titled > 0 || h.Shared > 2 })
	if len(hits) == 0 {
		return nil
	}
	s := Section{Title: "Articles that may fit"}
	cause := d.actor
	d.actor = Actor{Kind: ActorDesk}
	for _, h := range hits[:min(len(hits), mostSuggested)] {
		d.emit(t.ID, Offered{Article: h.Name, To: string(ToAgent)})
		s.Offers = append(s.Offers, Offer{Label: "Send: " + h.Title, Body: "/reply " + h.Name + "\r\n"})
	}
	d.actor = cause
	return []Section{s}
}

// offer is the public article for the acknowledgement of a new ticket that fits it so well that it may be all that its
// requester needs. Only who is proven to have written gets one, and only what can be filled in without an agent.
func (d *decider) offer(t Ticket, o opening) []Section {
	service := slices.IndexFunc(d.p.Services, func(s Service) bool { return s.Name == t.Service })
	live := service < 0 || d.p.Services[service].State == ServiceLive || d.p.Services[service].State == ""
	if !d.p.Knowledge.SuggestRequesters || !d.in.Evidence.Proven || o.forwarded || o.agent != nil || !live {
		return nil
	}
	for _, h := range d.fitting(t, func(h knowledge.Hit) bool { return h.Public && (h.Titled > 1 || h.Titled > 0 && h.Shared > 2) }) {
		letter, missing := h.Fill(d.articleValues(t, nil))
		if len(missing) > 0 {
			continue
		}
		cause := d.actor
		d.actor = Actor{Kind: ActorDesk}
		d.emit(t.ID, Offered{Article: h.Name, To: string(ToRequester)})
		d.actor = cause
		return []Section{{Title: h.Title, Lines: []string{"This may help at once. If it does, please tell us with the mail “It is solved” below."}, Article: &letter}}
	}
	return nil
}
