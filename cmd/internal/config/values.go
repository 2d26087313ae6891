package config

import (
	"errors"
	"fmt"
	"math"
	"net"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	"frontdesk/desk"
)

// units of durations, as they are written. A day is 24 hours, a week seven days.
var units = map[string]time.Duration{
	"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour,
	"d": 24 * time.Hour, "w": 7 * 24 * time.Hour,
}

var durationPart = regexp.MustCompile(`^([0-9]{1,9})(ms|s|m|h|d|w)`)

// Duration reads a duration such as "90s", "4h", "3d", "1w" or "1d12h": whole numbers, each with its unit.
// A bare number is refused, "0s" is not.
func Duration(s string) (time.Duration, error) {
	var sum time.Duration
	rest := strings.TrimSpace(s)
	if rest == "" {
		return 0, errors.New("the duration is empty")
	}
	for rest != "" {
		part := durationPart.FindStringSubmatch(rest)
		if part == nil {
			return 0, fmt.Errorf("%q is no duration", cut(s))
		}
		n, err := strconv.ParseInt(part[1], 10, 64)
		unit := units[part[2]]
		if err != nil || n > int64(math.MaxInt64-sum)/int64(unit) {
			return 0, fmt.Errorf("the duration %q is too long", cut(s))
		}
		sum += time.Duration(n) * unit
		rest = rest[len(part[0]):]
	}
	return sum, nil
}

// Rate reads "10/10m": how often within which time. "none" is no limit.
func Rate(s string) (desk.Rate, error) {
	if s == "none" {
		return desk.Rate{}, nil
	}
	count, per, found := strings.Cut(s, "/")
	n, err := strconv.Atoi(strings.TrimSpace(count))
	if !found || err != nil || n < 1 {
		return desk.Rate{}, fmt.Errorf("%q is no rate", cut(s))
	}
	d, err := Duration(per)
	if err != nil || d <= 0 {
		return desk.Rate{}, fmt.Errorf("%q is no rate", cut(s))
	}
	return desk.Rate{Count: n, Per: d}, nil
}

var sizeForm = regexp.MustCompile(`^([0-9]{1,9}) ?(B|KiB|MiB|GiB|kB|KB|MB|GB)$`)

var sizes = map[string]int64{
	"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30,
	"kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9,
}

// Size reads a number of bytes such as "25MiB" or "10 MB".
func Size(s string) (int64, error) {
	part := sizeForm.FindStringSubmatch(strings.TrimSpace(s))
	if part == nil {
		return 0, fmt.Errorf("%q is no size", cut(s))
	}
	n, err := strconv.ParseInt(part[1], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is no size", cut(s))
	}
	return n * sizes[part[2]], nil
}

var (
	nameForm   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	labelForm  = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)
	atomForm   = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+$")
	langForm   = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	authIDForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,255}$`)
)

// isHost says whether s is a host name (RFC 1123 §2.1) or an IP address.
func isHost(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	return isDomain(s)
}

// isDomain says whether s is a host name of labels with dots between them.
func isDomain(s string) bool {
	if s == "" || len(s) > 253 {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if !labelForm.MatchString(label) {
			return false
		}
	}
	return true
}

// addressProblem says why s is no address as the configuration wants it: local@domain, dot-atom
// (RFC 5322 §3.4.1) and nothing else; "" where it is one.
func addressProblem(s string) (what, hint string) {
	local, domain, found := strings.Cut(s, "@")
	switch {
	case strings.ContainsAny(s, "<>"):
		return strconv.Quote(cut(s)) + " is more than an address", "write only what stands between < and >"
	case !found || strings.Contains(domain, "@"):
		return strconv.Quote(cut(s)) + " is no address", "such as support@example.com"
	case len(local) > 64 || len(s) > 254:
		return strconv.Quote(cut(s)) + " is longer than an address may be", ""
	case !isDomain(domain):
		return strconv.Quote(cut(s)) + " has no usable domain after the @", "such as support@example.com; other scripts in their xn-- form"
	}
	for atom := range strings.SplitSeq(local, ".") {
		if !atomForm.MatchString(atom) {
			return strconv.Quote(cut(s)) + " has no usable name before the @", "letters, digits and single dots between them"
		}
	}
	return "", ""
}

// isLoopback says whether a host is this machine by its very name.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
