package authres

import (
	"fmt"
	"strings"
)

// result is one resinfo of RFC 8601 §2.2: method, result and the properties of that
// clause alone.
type result struct {
	method, result string // lower case
	props          map[string][]string
}

// one is the value of a property that the clause has exactly once.
func (r result) one(name string) (string, bool) {
	if v := r.props[name]; len(v) == 1 {
		return v[0], true
	}
	return "", false
}

// passes says whether the clause is a pass and its property name, folded by fold, is want.
func (r result) passes(name, want string, fold func(string) string) bool {
	v, ok := r.one(name)
	return ok && r.result == "pass" && fold(v) == want
}

// fieldResults is what one Authentication-Results field says.
type fieldResults struct {
	id      string // authserv-id; "" where the field has none
	results []result
	// problem says what could not be read. Then the field vouches for nothing; the
	// results that could be read still count against the sender.
	problem string
}

// parseResults reads the unfolded body of an Authentication-Results field.
func parseResults(body string) fieldResults {
	l := &lexer{s: body}
	var f fieldResults
	id, err := authservID(l)
	if err != nil {
		f.problem = err.Error()
		return f
	}
	f.id = id
	if id == "" {
		l.i = 0 // no id: the first clause begins at once
		f.clause(l)
	}
	for !l.end() && l.take(';') {
		f.clause(l)
	}
	return f
}

// authservID reads the id and the version of the format that may follow it. It gives ""
// where the field begins with a result instead.
func authservID(l *lexer) (string, error) {
	if err := l.space(); err != nil {
		return "", err
	}
	id, err := l.word("=/")
	if err != nil {
		return "", fmt.Errorf("no authserv-id: %w", err)
	}
	if err := l.space(); err != nil {
		return "", err
	}
	if l.end() || l.s[l.i] == ';' {
		return id, nil
	}
	if l.s[l.i] == '=' || l.s[l.i] == '/' {
		return "", nil
	}
	version, err := l.word("")
	if err == nil {
		err = l.space()
	}
	if err != nil {
		return "", err
	}
	if version != "1" || !l.end() && l.s[l.i] != ';' {
		return "", fmt.Errorf("%q after the authserv-id, want a semicolon", version)
	}
	return id, nil
}

// clause reads one resinfo up to the semicolon that ends it.
func (f *fieldResults) clause(l *lexer) {
	r, err := resinfo(l)
	if err != nil {
		if f.problem == "" {
			f.problem = err.Error()
		}
		l.nextClause()
		return
	}
	if r.method != "" {
		f.results = append(f.results, r)
	}
}

func resinfo(l *lexer) (result, error) {
	r := result{props: map[string][]string{}}
	if err := l.space(); err != nil {
		return r, err
	}
	if l.end() || l.s[l.i] == ';' {
		return r, nil // an empty clause, as after a last semicolon
	}
	var err error
	if r.method, err = l.keyword(); err != nil {
		return r, fmt.Errorf("a clause without a method: %w", err)
	}
	if err = l.space(); err != nil {
		return r, err
	}
	if r.method == "none" && (l.end() || l.s[l.i] == ';') {
		return result{}, nil // no-result, RFC 8601 §2.2
	}
	if err = methodVersion(l); err != nil {
		return r, fmt.Errorf("%s: %w", r.method, err)
	}
	if !l.take('=') {
		return r, fmt.Errorf("%s without a result", r.method)
	}
	if err = l.space(); err != nil {
		return r, err
	}
	if r.result, err = l.keyword(); err != nil {
		return r, fmt.Errorf("%s without a result: %w", r.method, err)
	}
	for {
		if err = l.space(); err != nil {
			return r, err
		}
		if l.end() || l.s[l.i] == ';' {
			return r, nil
		}
		if err = r.property(l); err != nil {
			return r, fmt.Errorf("%s=%s: %w", r.method, r.result, err)
		}
	}
}

// methodVersion skips "/1"; another version has rules that nobody here knows.
func methodVersion(l *lexer) error {
	if !l.take('/') {
		return nil
	}
	if err := l.space(); err != nil {
		return err
	}
	v, err := l.keyword()
	if err != nil || v != "1" {
		return fmt.Errorf("unknown version %q of the method", v)
	}
	return l.space()
}

// property reads reason=… or ptype.property=… . Beside reason, "action" (Exchange Online)
// and private x- words stand without a ptype; any other bare word, such as a method, is
// taken for what it may be: text of the sender that got out of its quotes.
func (r *result) property(l *lexer) error {
	name, err := l.keyword()
	if err != nil {
		return fmt.Errorf("a property without a name: %w", err)
	}
	if err := l.space(); err != nil {
		return err
	}
	if l.take('.') {
		if err := l.space(); err != nil {
			return err
		}
		sub, err := l.keyword()
		if err != nil {
			return fmt.Errorf("the property %s. has no name: %w", name, err)
		}
		name += "." + sub
	} else if name != "reason" && name != "action" && !strings.HasPrefix(name, "x-") {
		return fmt.Errorf("the word %q stands where a property must stand", name)
	}
	if err := l.space(); err != nil {
		return err
	}
	if !l.take('=') {
		return fmt.Errorf("the property %s has no value", name)
	}
	if err := l.space(); err != nil {
		return err
	}
	v, err := l.word("")
	if err == errWord {
		v, err = "", nil // "smtp.mailfrom=;" of the null sender
	}
	if err != nil {
		return fmt.Errorf("the property %s: %w", name, err)
	}
	r.props[name] = append(r.props[name], v)
	return nil
}
