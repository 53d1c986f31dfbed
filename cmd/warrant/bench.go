package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"warrant/cmd/internal/bench"
	"warrant/cmd/internal/manifest"
	"warrant/cmd/internal/qemu"
)

// benchCommand is `warrant bench`.
type benchCommand struct {
	Build  string `default:"build" type:"existingdir" help:"Folder of what has been built (${default})."`
	Folder string `default:"docs/bench" type:"existingdir" help:"Folder of targets.toml and of the committed figures and chart (${default})."`
	Update bool   `help:"Write the figures and the chart instead of comparing them."`
	JSON   bool   `name:"json" help:"Print the figures as JSON."`
}

// benchManifests are what is booted, one machine after the other.
var benchManifests = []string{"manifests/bench-boot.cue", "manifests/bench.cue"}

// Run boots each bench system under -icount, where the time-stamp counter counts instructions, and compares what it prints.
func (c *benchCommand) Run(ctx context.Context) error {
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
	figures, drawing := filepath.Join(c.Folder, "figures.json"), filepath.Join(c.Folder, "chart.svg")
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
		var b bytes.Buffer
		return errors.Join(bench.Save(figures, all), bench.Chart(&b, rows), os.WriteFile(drawing, b.Bytes(), 0o644))
	}
	for _, r := range rows {
		if r.Regressed() {
			return fmt.Errorf("%s: %d instructions, before %d: more than 5 %% more; -update accepts it", r.Name, r.Instructions, r.Before)
		}
	}
	return nil
}

// measure boots one system and reads its figures.
func (c *benchCommand) measure(ctx context.Context, source string) ([]bench.Figure, error) {
	module, err := manifest.CompileToTemporary(manifest.Options{Sources: []string{source}, Build: c.Build})
	if err != nil {
		return nil, err
	}
	defer os.Remove(module)
	var console bytes.Buffer
	status, err := qemu.Run(ctx, qemu.Options{
		Kernel: filepath.Join(c.Build, "kernel.elf"), Module: module, Machine: "q35", Memory: 128, ICount: true, Timeout: 2 * time.Minute, Console: &console,
	})
	if err != nil {
		return nil, err
	}
	if status != qemu.Clean {
		return nil, fmt.Errorf("the machine ended with %s\n%s", status, console.String())
	}
	return bench.Read(&console)
}
