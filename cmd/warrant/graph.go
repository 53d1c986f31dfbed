package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"warrant/cmd/internal/authority"
	"warrant/cmd/internal/manifest"
	"warrant/cmd/internal/monitor"
)

// graphCommand is `warrant graph`.
type graphCommand struct {
	Output string   `short:"o" placeholder:"FILE" help:"Where to write the picture; standard output unless given."`
	Format string   `enum:"svg,dot" default:"svg" help:"svg, or dot for Graphviz."`
	Files  []string `arg:"" name:"file" help:"CUE files that make up one manifest; or one snapshot of warrant run --monitor-json; or one console log with the monitor's lines."`
}

// Help says what the picture shows.
func (c *graphCommand) Help() string {
	return "Each process is a box with a row for each of its capabilities, and a line from the row to what the capability reaches. Of a manifest " +
		"the picture shows what init and its services start with; of a running system what everybody holds at the newest snapshot."
}

// Run draws the graph.
func (c *graphCommand) Run() error {
	g, err := c.graph()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	draw := g.SVG
	if c.Format == "dot" {
		draw = g.DOT
	}
	if err := draw(&out); err != nil {
		return err
	}
	if c.Output == "" {
		_, err = os.Stdout.Write(out.Bytes())
		return err
	}
	return os.WriteFile(c.Output, out.Bytes(), 0o644)
}

// graph reads the input.
func (c *graphCommand) graph() (*authority.Graph, error) {
	first := c.Files[0]
	if filepath.Ext(first) == ".cue" {
		system, err := manifest.Read(c.Files)
		if err != nil {
			return nil, fmt.Errorf("%s is refused:\n%w", first, err)
		}
		return authority.FromManifest("Who starts with which capability: "+first, system), nil
	}
	if len(c.Files) != 1 {
		return nil, errors.New("several files have to be CUE sources")
	}
	text, err := os.ReadFile(first)
	if err != nil {
		return nil, err
	}
	s := new(monitor.Snapshot)
	if filepath.Ext(first) == ".json" {
		if err := json.Unmarshal(text, s); err != nil {
			return nil, fmt.Errorf("%s: %w", first, err)
		}
	} else {
		reader := &monitor.Reader{Console: io.Discard}
		if _, err := reader.Write(text); err != nil {
			return nil, err
		}
		if err := reader.Close(); err != nil {
			return nil, fmt.Errorf("%s: %w", first, err)
		}
		if s = reader.Last(); s == nil {
			return nil, fmt.Errorf("%s has no complete snapshot of the monitor", first)
		}
	}
	title := fmt.Sprintf("Who holds which capability: snapshot %d at %d.%03d ms", s.Number, s.Nanoseconds/1e6, s.Nanoseconds/1e3%1e3)
	return authority.FromSnapshot(title, s), nil
}
