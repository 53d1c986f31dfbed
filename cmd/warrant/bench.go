package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"warrant/cmd/internal/bench"
	"warrant/cmd/internal/manifest"
	"warrant/cmd/internal/qemu"
)

// benchCommand is `warrant bench`.
type benchCommand struct {
	Build  string `default:"build" type:"existingdir" help:"Folder of what has been built (${default})."`
	Folder string `default:"docs/bench" type:"existingdir" help:"Folder of targets.toml and of the committed figures and drawings (${default})."`
	Update bool   `help:"Write the figures and the drawings instead of comparing them."`
	JSON   bool   `name:"json" help:"Print the figures as JSON."`

	Profile int `placeholder:"N" help:"Instead, trace the machine and print where the instructions of the N most frequent stays in the kernel go (minutes)."`
}

// benchManifests are what is booted, one machine after the other.
var benchManifests = []string{"manifests/bench-boot.cue", "manifests/bench.cue"}

// Run boots each bench system under -icount, where the time-stamp counter counts instructions, and compares what it prints.
func (c *benchCommand) Run(ctx context.Context) error {
	if c.Profile > 0 {
		return c.profile(ctx)
	}
	var all []bench.Figure
	for _, source := range benchManifests {
		figures, err := c.measure(ctx, source)
		if err != nil {
			return fmt.Errorf("%s: %w", source, err)
		}
		all = append(all, figures...)
	}
	targets, err := bench.LoadTargets(filepath.Join(c.Folder, "targets.toml"))
	if err != nil {
		return err
	}
	figures := filepath.Join(c.Folder, "figures.json")
	before, err := bench.Load(figures)
	if err != nil {
		return err
	}
	if c.Update {
		before = nil
	}
	rows, err := bench.Join(all, targets, before)
	if err != nil {
		return err
	}
	if c.JSON {
		err = bench.Save("/dev/stdout", all)
	} else {
		err = bench.Table(os.Stdout, rows)
	}
	if err != nil {
		return err
	}
	if c.Update {
		return errors.Join(bench.Save(figures, all), c.draw("chart.svg", bench.Chart, rows), c.draw("growth.svg", bench.Growth, rows))
	}
	for _, r := range rows {
		if r.Regressed() {
			return fmt.Errorf("%s: %d instructions, before %d: more than 5 %% more; -update accepts it", r.Title(), r.Instructions, r.Before)
		}
	}
	return nil
}

// draw writes a drawing of rows to a file of the folder.
func (c *benchCommand) draw(name string, drawing func(io.Writer, []bench.Row) error, rows []bench.Row) error {
	var b bytes.Buffer
	if err := drawing(&b, rows); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.Folder, name), b.Bytes(), 0o644)
}

// profile boots the bench system with a trace and prints the most frequent stays in the kernel.
func (c *benchCommand) profile(ctx context.Context) error {
	work, err := os.MkdirTemp("", "warrant-trace-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	pipe := filepath.Join(work, "trace")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		return fmt.Errorf("%s: %w", pipe, err)
	}
	var runs []bench.Run
	var group errgroup.Group
	group.Go(func() error {
		trace, err := os.Open(pipe)
		if err != nil {
			return err
		}
		defer trace.Close()
		runs, err = bench.Profile(trace, filepath.Join(c.Build, "kernel.sym"))
		return err
	})
	_, err = c.boot(ctx, benchManifests[1], pipe)
	if err := errors.Join(err, group.Wait()); err != nil {
		return err
	}
	for _, r := range runs[:min(len(runs), c.Profile)] {
		r.Print(os.Stdout, 25)
	}
	return nil
}

// measure boots one system and reads its figures.
func (c *benchCommand) measure(ctx context.Context, source string) ([]bench.Figure, error) {
	console, err := c.boot(ctx, source, "")
	if err != nil {
		return nil, err
	}
	return bench.Read(console)
}

// boot boots one system, with a trace in a file unless that is empty, and answers what it prints.
func (c *benchCommand) boot(ctx context.Context, source, trace string) (*bytes.Buffer, error) {
	module, err := manifest.CompileToTemporary(manifest.Options{Sources: []string{source}, Build: c.Build})
	if err != nil {
		return nil, err
	}
	defer os.Remove(module)
	var console bytes.Buffer
	status, err := qemu.Run(ctx, qemu.Options{
		Kernel: filepath.Join(c.Build, "kernel.elf"), Module: module, Machine: "q35", Memory: 128, ICount: true, Timeout: 10 * time.Minute, Console: &console,
		Trace: trace,
	})
	if err != nil {
		return nil, err
	}
	if status != qemu.Clean {
		return nil, fmt.Errorf("the machine ended with %s\n%s", status, console.String())
	}
	return &console, nil
}
