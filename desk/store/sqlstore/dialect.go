package sqlstore

import (
	"net/url"
	"strconv"
)

// dialect is what differs between database engines. All other SQL is in the subset that SQLite and
// PostgreSQL share: $N placeholders, ON CONFLICT, RETURNING, partial indexes.
type dialect struct {
	driver      string
	begin       string // starts a write transaction and takes its lock
	read        string // starts a transaction that sees one state
	tables      string // counts the tables of the database
	dataVersion string // changes when another connection commits
	checkpoint  string // moves the log into the database: busy, pages in the log, pages moved
	logLength   string // the same figures, and moves nothing
	backup      string // copies the database into the file $1
	integrity   string // "ok", or what is damaged

	index  string // adds words $2 under rowid $1 to the search index
	remove string // takes rowid $1 out of it
	match  string // tickets with the word $1, and whether it stands in their subject
	recent string // tickets of the texts with the word $1, from rowid $2 on, at most $3 texts
}

var sqliteDialect = dialect{
	driver:      "sqlite",
	begin:       "BEGIN IMMEDIATE",
	read:        "BEGIN",
	tables:      "SELECT count(*) FROM sqlite_schema WHERE type = 'table'",
	dataVersion: "PRAGMA data_version",
	checkpoint:  "PRAGMA wal_checkpoint(PASSIVE)",
	logLength:   "PRAGMA wal_checkpoint(NOOP)",
	backup:      "VACUUM INTO $1",
	integrity:   "PRAGMA quick_check(1)",
	index:       "INSERT INTO search (rowid, words) VALUES ($1, $2)",
	remove:      "DELETE FROM search WHERE rowid = $1",
	match:       "SELECT rowid / 1048576, max(rowid % 1048576 = 0) FROM search WHERE search MATCH $1 GROUP BY 1",
	recent:      "SELECT rowid / 1048576 FROM search WHERE search MATCH $1 AND rowid >= $2 ORDER BY rowid DESC LIMIT $3",
}

// Cache sizes in KiB: more costs memory and gains nothing.
const (
	writerCache = 8 << 10
	readerCache = 2 << 10
)

// dsn names a database file. The "file:" form is the one in which SQLite's own parameters count; DQS off makes
// a misspelt column an error; checkpoints are ours alone, because their failure must be noticed.
func dsn(path string, cache int, readOnly bool) string {
	pragmas := []string{"busy_timeout(10000)", "foreign_keys(1)", "journal_mode(WAL)", "synchronous(FULL)",
		"temp_store(MEMORY)", "wal_autocheckpoint(0)", "cache_size(-" + strconv.Itoa(cache) + ")"}
	q := url.Values{"_dqs": {"0"}, "_defensive": {"1"}, "_error_rc": {"1"}, "mode": {"rw"}, "_pragma": pragmas}
	if readOnly {
		q.Set("_query_only", "1")
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}
