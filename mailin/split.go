package mailin

import "bytes"

// splitResult is a multipart body taken apart at its boundary lines (RFC 2046 §5.1.1).
type splitResult struct {
	parts    [][]byte
	closed   bool // the closing boundary line was there
	overflow bool // more parts than allowed
}

// splitParts cuts body at the lines "--boundary". Only whole lines count, so that one
// boundary may begin like another. At most limit parts are cut off.
func splitParts(body []byte, boundary string, limit int) (r splitResult) {
	delim := []byte("--" + boundary)
	start, inside := 0, false
	var declared []byte // boundary of the part that begins at declaredAt
	declaredAt := -1
	for from := 0; ; {
		i := bytes.Index(body[from:], delim)
		if i < 0 {
			break
		}
		at := from + i
		from = at + len(delim)
		closing, next, ok := boundaryLine(body, at, from)
		if !ok {
			continue
		}
		if closing && inside {
			if declaredAt != start {
				declared, declaredAt = declaredBoundary(body[start:at]), start
			}
			if declared != nil && bytes.Equal(bytes.TrimRight(body[at+2:next], " \t\r\n"), declared) {
				from = next // it opens a part of the part that is open
				continue
			}
		}
		if inside {
			r.parts = append(r.parts, body[start:lineStartTrim(body, start, at)])
		}
		if closing {
			r.closed = true
			return r
		}
		if len(r.parts) >= limit {
			r.overflow = true
			return r
		}
		start, from, inside = next, next, true
	}
	if inside {
		r.parts = append(r.parts, body[start:])
	}
	return r
}

// boundaryLine says whether the delimiter that stands at body[at:end] is a line of its
// own, whether it is the closing one, and where the next line begins.
func boundaryLine(body []byte, at, end int) (closing bool, next int, ok bool) {
	if at > 0 && body[at-1] != '\n' {
		return false, 0, false
	}
	if bytes.HasPrefix(body[end:], []byte("--")) {
		closing, end = true, end+2
	}
	for end < len(body) && (body[end] == ' ' || body[end] == '\t' || body[end] == '\r') {
		end++
	}
	switch {
	case end == len(body):
		return closing, end, true
	case body[end] == '\n':
		return closing, end + 1, true
	}
	return closing, end, closing // text glued to a closing line is forgiven
}

// declaredBoundary is the boundary that the part that begins with b names for itself;
// nil where it names none. A line of it may look like the closing line around it.
func declaredBoundary(b []byte) []byte {
	head := b[:min(len(b), 4096)]
	if i := bytes.Index(head, []byte("\n\n")); i >= 0 {
		head = head[:i]
	} else if i := bytes.Index(head, []byte("\n\r\n")); i >= 0 {
		head = head[:i]
	}
	i := bytes.Index(bytes.ToLower(head), []byte("boundary="))
	if i < 0 {
		return nil
	}
	rest := bytes.TrimPrefix(head[i+len("boundary="):], []byte(`"`))
	if j := bytes.IndexAny(rest, "\"; \t\r\n"); j >= 0 {
		rest = rest[:j]
	}
	return rest
}

// lineStartTrim is the end of a part: the line end before the boundary belongs to the boundary.
func lineStartTrim(body []byte, start, at int) int {
	if at > start && body[at-1] == '\n' {
		at--
		if at > start && body[at-1] == '\r' {
			at--
		}
	}
	return at
}

// guessBoundary finds the boundary of a multipart that does not name one, or names a
// wrong one: the first line "--x" that a header field or an empty line follows.
func guessBoundary(body []byte) string {
	b := body[:min(len(body), 64<<10)]
	for tries := 0; len(b) > 0 && tries < 20; {
		line, next := cutLine(b)
		b = next
		line = bytes.TrimRight(line, " \t")
		if len(line) < 3 || len(line) > 200 || !bytes.HasPrefix(line, []byte("--")) || bytes.Equal(line, bytes.Repeat([]byte("-"), len(line))) {
			continue
		}
		tries++
		follow, _ := cutLine(next)
		name, _, ok := splitField(follow)
		if ok && len(name) > 8 && bytes.EqualFold([]byte(name[:8]), []byte("content-")) {
			return string(line[2:])
		}
		if len(follow) == 0 && bytes.Contains(next, append(append([]byte("\n"), line...), "--"...)) {
			return string(line[2:])
		}
	}
	return ""
}
