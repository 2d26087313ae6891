package storetest

import (
	"bytes"
	"errors"
	"io/fs"
	"path/filepath"
	"reflect"
	"testing"

	"frontdesk/desk"
	"frontdesk/desk/store"
)

// testLife is about the store as a thing: its secret, its lock, its copies.
func testLife(t *testing.T, open Opener) {
	t.Run("the secret stays", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, nil)
		one, err := s.Secret(t.Context())
		if err != nil || len(one) != 32 || bytes.Equal(one, make([]byte, 32)) {
			t.Errorf("secret %x, %v", one, err)
		}
		s.Close()
		s = open(t, dir, nil)
		defer s.Close()
		if again, err := s.Secret(t.Context()); err != nil || !bytes.Equal(one, again) {
			t.Errorf("again %x, %v", again, err)
		}
		other, err := fresh(t, open).Secret(t.Context())
		if err != nil || bytes.Equal(one, other) {
			t.Errorf("another store has %x, %v", other, err)
		}
	})
	t.Run("only one serves", func(t *testing.T) {
		dir := t.TempDir()
		daemon, command := open(t, dir, nil), open(t, dir, nil)
		defer daemon.Close()
		defer command.Close()
		release, err := daemon.Serve(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := command.Serve(t.Context()); !errors.Is(err, store.ErrLocked) {
			t.Errorf("a second one: %v", err)
		}
		write(t, command, newTicket(1, zero, "beside it", "text"))
		write(t, daemon, newTicket(2, zero, "and so does the daemon", "text"))
		verify(t, daemon)
		if err := release(); err != nil {
			t.Error(err)
		}
		release, err = command.Serve(t.Context())
		if err != nil {
			t.Fatalf("after the first: %v", err)
		}
		if err := release(); err != nil {
			t.Error(err)
		}
	})
	t.Run("changed", func(t *testing.T) { testChanged(t, open) })
	t.Run("backup", func(t *testing.T) { testBackup(t, open) })
}

func testChanged(t *testing.T, open Opener) {
	dir := t.TempDir()
	daemon, command := open(t, dir, nil), open(t, dir, nil)
	defer daemon.Close()
	defer command.Close()
	want := func(what string, want bool) {
		t.Helper()
		if got, err := daemon.Changed(t.Context()); err != nil || got != want {
			t.Errorf("%s: %t, %v", what, got, err)
		}
	}
	daemon.Changed(t.Context())
	want("nothing happened", false)
	write(t, daemon, newTicket(1, zero, "one", "text"))
	want("own commit", false)
	write(t, command, newTicket(2, zero, "two", "text"))
	want("another's commit", true)
	want("asked again", false)
	err := command.Update(t.Context(), func(tx store.Tx) error { return errors.Join(tx.Write(newTicket(3, zero, "three", "text")), errSorry) })
	if !errors.Is(err, errSorry) {
		t.Error(err)
	}
	want("taken back", false)
	write(t, command, newTicket(3, zero, "three", "text"))
	write(t, daemon, newTicket(4, zero, "four", "text"))
	want("another's commit before an own one", true)
}

func testBackup(t *testing.T, open Opener) {
	s := fresh(t, open)
	write(t, s, arrived(s, newTicket(1, zero, "one", "text"), "ann@example.net", "a@x", desk.OutcomeNew))
	dir := t.TempDir()
	path := filepath.Join(dir, "frontdesk.db")
	err := s.Update(t.Context(), func(tx store.Tx) error { // while somebody writes
		return errors.Join(tx.Write(newTicket(2, zero, "two", "text")), s.Backup(t.Context(), path))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file that exists: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
	copied := open(t, dir, nil)
	defer copied.Close()
	if n := count(t, copied); n != 1 {
		t.Errorf("the copy has %d tickets", n)
	}
	verify(t, copied)
	one, _ := s.Secret(t.Context())
	if two, err := copied.Secret(t.Context()); err != nil || !reflect.DeepEqual(one, two) {
		t.Errorf("the copy has another secret (%v)", err)
	}
}
