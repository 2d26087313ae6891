package desk

import (
	"time"

	"frontdesk/desk/command"
	"frontdesk/desk/knowledge"
)

// Question is one thing that a person asks the desk by mail. What it may show is decided with it: the answer is
// made of what the store has on that, and of nothing else.
type Question struct {
	Kind    QuestionKind
	Text    string   // the command or subject as written, the heading of its answer
	Ticket  int64    // of show and why
	Words   string   // of search
	Queues  []string // those whose tickets may be shown; nil for all
	Filter  QuestionFilter
	By      command.Who // of help: whose commands
	Manager bool        // may see what was held back
	Held    int64       // of quarantine: the held mail to let in, 0 for none
	Hears   []string    // of why: who hears of the ticket's requester now, by name
	Refusal string      // why there is no answer, in words for the person who asks; "" where there is one
}

// QuestionKind says what is asked.
type QuestionKind string

// What can be asked.
const (
	AskHelp       QuestionKind = "help"
	AskList       QuestionKind = "list"
	AskSchedule   QuestionKind = "schedule" // /list schedule
	AskShow       QuestionKind = "show"
	AskWhy        QuestionKind = "why"
	AskSearch     QuestionKind = "search"
	AskReport     QuestionKind = "report"
	AskQuarantine QuestionKind = "quarantine"
	AskStatus     QuestionKind = "status" // a requester's own tickets
)

// QuestionFilter selects the tickets of a list; empty fields select all.
type QuestionFilter struct {
	Assignee, Queue, Status, Requester string
	Open                               bool // neither resolved nor closed
}

// Section is one part of a transcript: a heading and what stands below it. Fields that are empty are left out.
type Section struct {
	Title    string
	Ticket   int64    // whose mails with a command stand below it, 0 for none
	Lines    []string // sentences, one a line
	Facts    []Fact
	Head     []string          // names of the columns of Rows; nil where they speak for themselves
	Rows     [][]string        // the last column may be long
	Phrases  []int             // columns of Rows that hold words of the desk
	Entries  []Message         // a conversation, oldest first
	Items    []CatalogueItem   // what can be ordered
	Verbatim string            // text that keeps its lines
	Article  *knowledge.Letter // below Lines, nil for none
	Offers   []Offer           // mails to the notice's ticket that its recipient may send, below all else
	Picture  string            // Content-ID of an inline attachment of the notice that shows what Lines say; "" for none
}

// Fact is a name and what it is, on a line.
type Fact struct {
	Name, Value string
	Phrase      bool // the value is words of the desk, and not a name or what people wrote
}

// Absence says that an agent is away: no work is handed to that agent, and new work goes to the deputy.
type Absence struct {
	Agent    string
	Since    time.Time
	Until    time.Time // zero until /back
	Deputy   string    // "" for none
	Inferred bool      // from an automatic reply: the agent's next own mail ends it
	Ended    bool      // the agent is back: in a Decision it deletes the absence
}

// Bundled is a notice that waits until Due so that others can go out with it.
type Bundled struct {
	Agent  string
	Due    time.Time
	Notice Notice
}
