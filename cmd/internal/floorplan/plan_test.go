package floorplan

// complete says that every room of the plan is built: from then on a listed package
// that no longer exists is a mistake. Until then it is only mentioned.
const complete = true

// room is one package of the house.
type room struct {
	dir   string   // within the module
	floor int      // may import any lower floor, never its own
	only  []string // where given: of floors above 0 it may import these alone
	pure  bool     // no I/O, no clock, no dice, no log
	tests bool     // for tests alone: nothing but test files may import it
}

// house is every package, from the cellar up. Floor -1 is what even floor 0 may lean on.
var house = []room{
	{dir: "desk/nearest", floor: -1, pure: true},

	{dir: "desk/match", floor: 0, pure: true},
	{dir: "desk/command", floor: 0, pure: true},
	{dir: "desk/worktime", floor: 0, pure: true},
	{dir: "desk/knowledge", floor: 0, pure: true},
	{dir: "desk/crashpoint", floor: 0, pure: true}, // as built for users

	{dir: "desk", floor: 1, pure: true},

	{dir: "desk/store", floor: 2},
	{dir: "desk/report", floor: 2, pure: true},
	{dir: "desk/report/workyear", floor: 2, tests: true},
	{dir: "mailin", floor: 2, pure: true},
	{dir: "mailin/authres", floor: 2, pure: true},
	{dir: "mailout", floor: 2, pure: true},
	{dir: "templates", floor: 2},

	{dir: "desk/engine", floor: 3},
	{dir: "desk/store/sqlstore", floor: 3, only: []string{"desk", "desk/store"}},
	{dir: "desk/store/storetest", floor: 3, only: []string{"desk", "desk/store"}, tests: true},
	{dir: "mailin/imap", floor: 3, only: []string{"mailin"}},
	{dir: "mailin/realservers", floor: 3, tests: true},
	{dir: "mailout/courier", floor: 3, only: []string{"mailout", "desk/store", "desk"}},
	{dir: "mailout/smtp", floor: 3, only: []string{"mailout"}},
	{dir: "cmd/internal/loopback", floor: 3, only: []string{}},
	{dir: "cmd/internal/config", floor: 3, only: []string{"desk"}},

	{dir: "cmd/internal/daemon", floor: 4},
	{dir: "cmd/internal/floorplan", floor: 4, tests: true},
	{dir: "cmd/internal/bench", floor: 4, only: []string{}}, // a program of its own, for make bench

	{dir: "cmd/internal/demo", floor: 5},

	{dir: "cmd/frontdesk", floor: 6},
}

// ban keeps packages out of all rooms but some.
type ban struct {
	what []string // import paths; a path ending in "/..." means all below it too
	in   func(room) bool
	why  string
}

// anywhereBut bans everywhere outside some rooms, and what lies below them.
func anywhereBut(dirs ...string) func(room) bool {
	return func(r room) bool {
		for _, dir := range dirs {
			if under(r.dir, dir) {
				return false
			}
		}
		return true
	}
}

func isPure(r room) bool { return r.pure }

// bans are what the floors alone do not say.
var bans = []ban{
	{[]string{"os/...", "io/fs", "syscall", "net", "net/http/...", "net/smtp", "net/rpc/...", "plugin"}, isPure,
		"deciding and parsing are repeated, by explain, replay and retries: what touches the world cannot be"},
	{[]string{"math/rand/...", "crypto/rand"}, isPure,
		"the same input must give the same decision: dice come in as values"},
	{[]string{"log/..."}, isPure,
		"what happened is returned with its reason; who has the context logs it"},
	{[]string{"unsafe", "plugin"}, anywhereBut(),
		"nothing here is worth the risk"},
	{[]string{"database/sql/...", "modernc.org/...", "github.com/jackc/..."}, anywhereBut("desk/store/sqlstore"),
		"all SQL stands once; a second store is a second package behind desk/store"},
	{[]string{"github.com/expr-lang/..."}, anywhereBut("desk/match"),
		"the language of conditions is a detail of one package, which bounds what it may cost"},
	{[]string{"github.com/BurntSushi/toml/...", "github.com/pelletier/go-toml/..."}, anywhereBut("cmd/internal/config"),
		"inner packages get values, checked, never configuration"},
	{[]string{"github.com/rickar/cal/..."}, anywhereBut("cmd/internal/config"),
		"a calendar is days; who names a country for them is the configuration"},
	{[]string{"github.com/alecthomas/kong/..."}, anywhereBut("cmd/frontdesk"),
		"the command line is the outermost floor"},
	{[]string{"github.com/emersion/go-imap/..."}, anywhereBut("mailin/imap", "mailin/realservers", "cmd/internal/loopback"),
		"one package speaks IMAP; the demo plays the server"},
	{[]string{"github.com/emersion/go-smtp/..."}, anywhereBut("mailout/smtp", "mailin/realservers", "cmd/internal/loopback"),
		"nobody but the demo and tests receives SMTP"},
	{[]string{"github.com/wneessen/go-mail/..."}, anywhereBut("mailout"),
		"mail is composed and sent in one place"},
	{[]string{"github.com/emersion/go-message/..."}, anywhereBut("mailin", "mailout"),
		"bytes become a Mail at one door and leave as bytes by another"},
	{[]string{"github.com/emersion/go-msgauth/..."}, anywhereBut("mailin/authres", "mailout"),
		"who is believed is judged in one place"},
	{[]string{"github.com/emersion/go-sasl/..."}, anywhereBut("mailin/imap", "mailin/realservers", "mailout/smtp", "cmd/internal/loopback"),
		"only who logs in to a server needs it"},
	{[]string{"github.com/klauspost/compress/..."}, anywhereBut("desk/store/sqlstore"),
		"how bytes are kept is the store's own affair"},
	{[]string{"github.com/lmittmann/tint/...", "github.com/mattn/go-isatty/...", "github.com/dustin/go-humanize/..."}, anywhereBut("cmd/frontdesk", "cmd/internal/daemon"),
		"how things look on a terminal is decided at the terminal"},
	{[]string{"github.com/yuin/goldmark/..."}, anywhereBut("desk/knowledge"),
		"articles alone are Markdown; what people write is text"},
	{[]string{"golang.org/x/image/..."}, anywhereBut("desk/report"),
		"only reports draw pictures"},
	{[]string{"golang.org/x/sys/..."}, anywhereBut("cmd/frontdesk"),
		"only the command line asks the terminal for its width"},
	{[]string{"github.com/rogpeppe/go-internal/...", "pgregory.net/rapid/...", "testing/...", "golang.org/x/tools/..."}, func(r room) bool { return !r.tests },
		"tools of tests have no place in the program"},
}

// free are the libraries that every room may use: pure functions over text. A library
// that stands neither here nor in a ban has not been decided on.
var free = []string{"golang.org/x/text/...", "golang.org/x/net/html/...", "golang.org/x/net/idna"}

// clockFile is the one file that reads the clock; everything else is given the time.
const clockFile = "cmd/internal/daemon/clock.go"

// clockReaders are the functions of time that read the clock, wherever they stand.
var clockReaders = []string{"Now", "Since", "Until"}

// clockUsers are the names of time that a pure room must not use beside them: they
// wait, or depend on the machine.
var clockUsers = []string{"Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local", "LoadLocation"}

// Marks for size, in lines, of what is no test. Beyond the hard ones a reader loses the
// thread; nine of ten stay below the others.
const (
	hardFile, usualFile         = 450, 380
	hardFunction, usualFunction = 100, 40
)
