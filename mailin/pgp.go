package mailin

import "strings"

// The lines that OpenPGP puts around what it protects (RFC 9580 §6.2, §7).
const (
	pgpSigned    = "-----BEGIN PGP SIGNED MESSAGE-----\n"
	pgpSignature = "\n-----BEGIN PGP SIGNATURE-----\n"
	pgpMessage   = "-----BEGIN PGP MESSAGE-----\n"
	pgpEnd       = "-----END PGP "
)

// openPGP takes the armor off clear-signed text and names what is encrypted. Text
// outside the armor stays: mailing lists add to it.
func (w *walker) openPGP(t string) string {
	if !strings.Contains(t, "-----BEGIN PGP ") {
		return t
	}
	if i := strings.Index(t, pgpMessage); i == 0 || i > 0 && t[i-1] == '\n' {
		w.problem("encrypted with PGP, not readable")
	}
	var out strings.Builder
	for {
		before, rest, ok := cutAtLine(t, pgpSigned)
		_, body, ok2 := strings.Cut(rest, "\n\n") // behind the Hash fields
		text, signature, ok3 := strings.Cut(body, pgpSignature)
		if !ok || !ok2 || !ok3 {
			break
		}
		w.problem("PGP signature not checked, its lines left out")
		out.WriteString(before)
		out.WriteString(strings.TrimPrefix(strings.ReplaceAll("\n"+text, "\n- ", "\n"), "\n"))
		out.WriteByte('\n')
		_, t, ok = strings.Cut(signature, pgpEnd+"SIGNATURE-----")
		if t = strings.TrimPrefix(t, "\n"); !ok {
			break
		}
	}
	out.WriteString(t)
	return out.String()
}

// cutAtLine cuts t around a line, which stands at the beginning of one.
func cutAtLine(t, line string) (before, after string, ok bool) {
	if after, ok = strings.CutPrefix(t, line); ok {
		return "", after, true
	}
	before, after, ok = strings.Cut(t, "\n"+line)
	return before + "\n", after, ok
}
