package sqlstore_test

import (
	"path/filepath"
	"testing"

	"frontdesk/desk/store"
	"frontdesk/desk/store/sqlstore"
	"frontdesk/desk/store/storetest"
)

func opener(t testing.TB, dir string, fault func(string) error) store.Store {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), filepath.Join(dir, "frontdesk.db"), sqlstore.Options{Fault: fault})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return s
}

func TestConformance(t *testing.T) { storetest.Run(t, opener) }
