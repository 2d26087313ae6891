package mailin

import (
	"path"
	"strings"
	"unicode"
)

// maxName bounds a file name, in bytes: what common file systems can hold.
const maxName = 255

// safeName makes a file name from mail safe to show and to store: the last element of
// a path, without controls, direction overrides or invisible characters, never one of
// the names that mean a device or a directory.
func safeName(name string) string {
	name = oneLine(decodeWords(utf8Value(name)))
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar && len(name) < 2:
			return -1
		case r == '/' || r == '\\' || r == '\u2044' || r == '\u2215' || r == '\uff0f' || r == '\uff3c':
			return '/'
		case r == ':' || r == '<' || r == '>' || r == '|' || r == '*' || r == '?' || r == '"':
			return '_'
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, name)
	name = strings.TrimSpace(path.Base("/" + name))
	name = strings.TrimRight(strings.TrimLeft(name, " "), ". ")
	if name == "" || name == "/" {
		return ""
	}
	if stem, _, _ := strings.Cut(name, "."); isDevice(stem) || stem == "" {
		name = "_" + name
	}
	return shortenName(name)
}

// isDevice names what Windows reserves.
func isDevice(stem string) bool {
	s := strings.ToUpper(strings.TrimSpace(stem))
	switch s {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	return len(s) == 4 && (strings.HasPrefix(s, "COM") || strings.HasPrefix(s, "LPT")) && s[3] >= '0' && s[3] <= '9'
}

// shortenName cuts the middle of a long name and keeps its extension.
func shortenName(name string) string {
	if len(name) <= maxName {
		return name
	}
	ext := path.Ext(name)
	if len(ext) > 20 {
		ext = ""
	}
	return strings.ToValidUTF8(name[:maxName-len(ext)], "") + ext
}

// extensionOf is the usual file name extension of a media type; "" where none is.
func extensionOf(mediaType string) string {
	switch mediaType { // the table of the system differs from machine to machine
	case "text/plain":
		return ".txt"
	case "text/html":
		return ".html"
	case "message/rfc822":
		return ".eml"
	case "text/calendar":
		return ".ics"
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	case "image/gif":
		return ".gif"
	case "application/pdf":
		return ".pdf"
	}
	return ""
}
