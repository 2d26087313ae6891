package desk

// PracticeGroup is one of the three groups of ITIL 4 practices.
type PracticeGroup string

// The groups: 14 general, 17 service and 3 technical management practices.
const (
	GeneralManagement   PracticeGroup = "general management"
	ServiceManagement   PracticeGroup = "service management"
	TechnicalManagement PracticeGroup = "technical management"
)

// Practice is one of the 34 practices of ITIL 4. A queue belongs to exactly one.
type Practice struct {
	Key       string // the name used in configuration and JSON
	Name      string // the name for people
	Group     PracticeGroup
	Lifecycle string // name of its built-in lifecycle
}

// Practices are the 34 practices in the order of ITIL 4's own list.
var Practices = []Practice{
	{"architecture", "architecture management", GeneralManagement, "incident"},
	{"improvement", "continual improvement", GeneralManagement, "improvement"},
	{"security", "information security management", GeneralManagement, "incident"},
	{"knowledge", "knowledge management", GeneralManagement, "incident"},
	{"reporting", "measurement and reporting", GeneralManagement, "incident"},
	{"organizational-change", "organizational change management", GeneralManagement, "incident"},
	{"portfolio", "portfolio management", GeneralManagement, "incident"},
	{"project", "project management", GeneralManagement, "incident"},
	{"relationship", "relationship management", GeneralManagement, "incident"},
	{"risk", "risk management", GeneralManagement, "incident"},
	{"financial", "service financial management", GeneralManagement, "incident"},
	{"strategy", "strategy management", GeneralManagement, "incident"},
	{"supplier", "supplier management", GeneralManagement, "incident"},
	{"workforce", "workforce and talent management", GeneralManagement, "incident"},

	{"availability", "availability management", ServiceManagement, "incident"},
	{"business-analysis", "business analysis", ServiceManagement, "incident"},
	{"capacity", "capacity and performance management", ServiceManagement, "incident"},
	{"change", "change enablement", ServiceManagement, "change"},
	{"incident", "incident management", ServiceManagement, "incident"},
	{"asset", "IT asset management", ServiceManagement, "incident"},
	{"event", "monitoring and event management", ServiceManagement, "event"},
	{"problem", "problem management", ServiceManagement, "problem"},
	{"release", "release management", ServiceManagement, "incident"},
	{"catalogue", "service catalogue management", ServiceManagement, "incident"},
	{"configuration", "service configuration management", ServiceManagement, "incident"},
	{"continuity", "service continuity management", ServiceManagement, "incident"},
	{"service-design", "service design", ServiceManagement, "incident"},
	{"service-desk", "service desk", ServiceManagement, "incident"},
	{"service-level", "service level management", ServiceManagement, "incident"},
	{"request", "service request management", ServiceManagement, "request"},
	{"validation", "service validation and testing", ServiceManagement, "incident"},

	{"deployment", "deployment management", TechnicalManagement, "incident"},
	{"infrastructure", "infrastructure and platform management", TechnicalManagement, "incident"},
	{"software", "software development and management", TechnicalManagement, "incident"},
}

// PracticeByKey finds a practice by its key.
func PracticeByKey(key string) (Practice, bool) {
	for _, p := range Practices {
		if p.Key == key {
			return p, true
		}
	}
	return Practice{}, false
}
