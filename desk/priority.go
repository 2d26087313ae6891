package desk

// Level is a degree of impact or urgency.
type Level string

// The three degrees of ITIL's impact and urgency.
const (
	Low    Level = "low"
	Medium Level = "medium"
	High   Level = "high"
)

// Valid says whether l is one of the three degrees.
func (l Level) Valid() bool { return l == Low || l == Medium || l == High }

// Priority is P1 (most urgent) to P5.
type Priority string

// Valid says whether p is P1 to P5.
func (p Priority) Valid() bool {
	return len(p) == 2 && p[0] == 'P' && p[1] >= '1' && p[1] <= '5'
}

// PriorityOf is the matrix of impact and urgency. An unknown degree counts as medium.
func PriorityOf(impact, urgency Level) Priority {
	return Priority([]byte{'P', byte('1' + impact.rank() + urgency.rank())})
}

func (l Level) rank() int {
	switch l {
	case High:
		return 0
	case Low:
		return 2
	}
	return 1
}
