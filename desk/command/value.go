package command

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// possible lists the values of the kinds that have few.
var possible = map[Kind][]string{
	KindPriority: {"P1", "P2", "P3", "P4", "P5", "high", "low", "auto"},
	KindLevel:    {"high", "medium", "low"},
	KindType:     {"standard", "normal", "emergency"},
	KindRating:   {"1", "2", "3", "4", "5"},
}

// readers take a value, never empty, apart: its parts in normal form, or what is wrong.
var readers = map[Kind]func(value string) (args []string, fault string){
	KindAgent:     readAgent,
	KindQueue:     readName,
	KindStatus:    readName,
	KindName:      readName,
	KindFilter:    readName,
	KindLevel:     oneOf(KindLevel),
	KindPriority:  oneOf(KindPriority),
	KindType:      oneOf(KindType),
	KindRating:    oneOf(KindRating),
	KindAddress:   readAddress,
	KindAddresses: readAddresses,
	KindWords:     readWords,
	KindNumber:    readNumber,
	KindProblem:   readProblem,
	KindWhen:      readWhen,
	KindDue:       readDue,
	KindWindow:    readWindow,
	KindAway:      readAway,
	KindText:      readText,
	KindField:     readField,
	KindRelease:   readRelease,
}

// oneOf accepts the listed values in any case.
func oneOf(kind Kind) func(string) ([]string, string) {
	return func(value string) ([]string, string) {
		for _, p := range possible[kind] {
			if strings.EqualFold(value, p) {
				return []string{p}, ""
			}
		}
		return nil, fmt.Sprintf("%q is not possible here", shorten(value))
	}
}

func readText(value string) ([]string, string) { return []string{value}, "" }

// isName says whether s may be a name: letters, digits and . _ - @ +, no longer than
// maxName. Anything else cannot be the name of an agent, queue or service.
func isName(s string) bool {
	n := utf8.RuneCountInString(s)
	return n > 0 && n <= maxName && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._-@+", r)
	})
}

func readName(value string) ([]string, string) {
	if strings.ContainsFunc(value, unicode.IsSpace) {
		return nil, fmt.Sprintf("one name is wanted, not %q; write the message in the lines below", shorten(value))
	}
	if !isName(value) {
		return nil, fmt.Sprintf("%q cannot be a name: names are letters, digits and . _ - @ +", shorten(value))
	}
	return []string{value}, ""
}

func readAgent(value string) ([]string, string) {
	value = dropMailto(value)
	if strings.EqualFold(value, "none") {
		return []string{"none"}, ""
	}
	return readName(value)
}

// mailto is what Outlook writes behind an address when it makes plain text of a link.
var mailto = regexp.MustCompile(`(?i)(\S)\s?<mailto:[^<>\s]*>`)

func dropMailto(value string) string { return mailto.ReplaceAllString(value, "$1") }

// maxAddress is the longest address that SMTP can carry (RFC 5321 §4.5.3.1.3, less
// the angle brackets).
const maxAddress = 254

// isAddress says whether s is a dot-atom local part and a domain (RFC 5322 §3.4.1,
// RFC 6532): what identifies a person. Quoted local parts and literals do not.
func isAddress(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && len(s) <= maxAddress && isDotted(s[:at], isAtext) && isDotted(s[at+1:], isLabel)
}

// isDotted says whether s is one or more non-empty parts between dots.
func isDotted(s string, ok func(rune) bool) bool {
	for part := range strings.SplitSeq(s, ".") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool { return !ok(r) }) {
			return false
		}
	}
	return true
}

func isAtext(r rune) bool {
	return isLabel(r) || strings.ContainsRune("!#$%&'*+/=?^_`{|}~", r)
}

func isLabel(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '-'
}

func readAddress(value string) ([]string, string) {
	args, fault := readAddresses(value)
	if fault == "" && len(args) != 1 {
		return nil, fmt.Sprintf("one address is wanted, not %d", len(args))
	}
	return args, fault
}

// readAddresses takes addresses between blanks, commas or semicolons, bare, in angle
// brackets, or behind a display name.
func readAddresses(value string) ([]string, string) {
	var args []string
	for item := range strings.FieldsFuncSeq(dropMailto(value), func(r rune) bool { return r == ',' || r == ';' }) {
		words := strings.Fields(item)
		if last := len(words) - 1; last >= 0 && strings.HasPrefix(words[last], "<") && !strings.Contains(strings.Join(words[:last], ""), "@") {
			words = words[last:] // Ann Lee <ann@example.com>
		}
		for _, word := range words {
			address := word
			if strings.HasPrefix(word, "<") && strings.HasSuffix(word, ">") {
				address = word[1 : len(word)-1]
			}
			if !isAddress(address) {
				return nil, fmt.Sprintf("%q is no e-mail address", shorten(word))
			}
			args = appendNew(args, address)
		}
	}
	if len(args) == 0 {
		return nil, "an e-mail address is missing"
	}
	return args, ""
}

// appendNew appends what is not there yet, in whatever case.
func appendNew(list []string, s string) []string {
	if slices.ContainsFunc(list, func(have string) bool { return strings.EqualFold(have, s) }) {
		return list
	}
	return append(list, s)
}

// readWords takes tags between blanks or commas, with or without "#", folded.
func readWords(value string) ([]string, string) {
	var args []string
	for word := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
		tag := strings.ToLower(strings.TrimPrefix(word, "#"))
		if !isName(tag) {
			return nil, fmt.Sprintf("%q cannot be a tag: tags are letters, digits and . _ - @ +, %d at most", shorten(word), maxName)
		}
		args = appendNew(args, tag)
	}
	if len(args) == 0 {
		return nil, "a tag is missing"
	}
	return args, ""
}

// readNumber takes a ticket number, with or without "#".
func readNumber(value string) ([]string, string) {
	n, err := strconv.ParseUint(strings.TrimPrefix(value, "#"), 10, 63)
	if err != nil || n == 0 {
		return nil, fmt.Sprintf("%q is no ticket number", shorten(value))
	}
	return []string{strconv.FormatUint(n, 10)}, ""
}

func readProblem(value string) ([]string, string) {
	if strings.EqualFold(value, "new") {
		return []string{"new"}, ""
	}
	args, fault := readNumber(value)
	if fault != "" {
		fault += "; write the number of a problem, or new"
	}
	return args, fault
}

// readField takes a field's name and the value for it.
func readField(value string) ([]string, string) {
	field, rest := cutWord(value)
	if !isName(field) {
		return nil, fmt.Sprintf("%q cannot be the name of a field", shorten(field))
	}
	if rest == "" {
		return nil, fmt.Sprintf("a value for %s is missing: /set %s VALUE", field, field)
	}
	return []string{field, rest}, ""
}

// readRelease takes "release" and the number of a held mail.
func readRelease(value string) ([]string, string) {
	words := strings.Fields(value)
	if len(words) != 2 || !strings.EqualFold(words[0], "release") || !isName(words[1]) {
		return nil, "after /quarantine stands nothing, or release and one number of the list"
	}
	return []string{"release", words[1]}, ""
}
