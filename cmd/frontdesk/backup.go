package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

type backupCmd struct {
	File string `arg:"" help:"A file that does not exist yet."`
}

// Help tells what is in it.
func (*backupCmd) Help() string {
	return "Writes a consistent copy of the store, the secret included, while the daemon goes on. It holds all mail: keep it unreadable to others. " +
		"To go back to it, stop the daemon and put the copy in the place of frontdesk.db in desk.data."
}

func (b *backupCmd) Run(c *call) error {
	return c.desk(func(d opened) error {
		if err := d.Store.Backup(c.ctx, b.File); err != nil {
			if errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%s exists already; name a file that does not", b.File)
			}
			return err
		}
		info, err := os.Stat(b.File)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.stdout, "%s: %s\n", b.File, size(int(info.Size())))
		return err
	})
}
