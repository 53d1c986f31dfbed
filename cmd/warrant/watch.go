package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"warrant/cmd/internal/monitor"
)

// monitorSource is what adds the monitor to a manifest.
const monitorSource = "manifests/more/monitor.cue"

// watch answers what takes the monitor's lines out of the console and shows them, or nil when nobody wants that. On a terminal each table
// takes the place of the one before.
func (c *runCommand) watch(console io.Writer) *monitor.Reader {
	if !c.Monitor && c.JSON == "" {
		return nil
	}
	reader := &monitor.Reader{Console: console}
	if c.Monitor {
		live := term.IsTerminal(int(os.Stdout.Fd()))
		reader.Show = func(s *monitor.Snapshot) {
			if live {
				fmt.Print("\x1b[2J\x1b[H")
			}
			_ = s.Table(os.Stdout) // a terminal that is gone ends the run by itself
		}
	}
	return reader
}

// conclude writes the newest snapshot, if a file is wanted.
func (c *runCommand) conclude(reader *monitor.Reader) error {
	err := reader.Close()
	if c.JSON == "" {
		return err
	}
	if reader.Last() == nil {
		return errors.Join(err, errors.New("the monitor has written no complete snapshot"))
	}
	text, failure := json.MarshalIndent(reader.Last(), "", "\t")
	if failure != nil {
		return errors.Join(err, failure)
	}
	return errors.Join(err, os.WriteFile(c.JSON, append(text, '\n'), 0o644))
}
