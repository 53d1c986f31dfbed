package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"warrant/cmd/internal/command"
	"warrant/verify/deduce"
	"warrant/verify/obligation"
	"warrant/verify/report"
)

// reportCommand is `gosure report`.
type reportCommand struct {
	Patterns []string `arg:"" optional:"" help:"Packages whose contracts are reported: directories or import paths, with /... for all below. Default: ./..."`
	Dir      string   `short:"C" help:"Directory of the module." default:"." type:"existingdir"`
	Check    bool     `help:"Write nothing; fail when the committed pages are not what would be written."`
	HTML     string   `name:"html" help:"Also write the report as one HTML file with the sources." placeholder:"FILE"`
	Panics   string   `help:"The panic ledger: the output of gosure panics -json." type:"existingfile" placeholder:"FILE"`
	Harness  bool     `help:"Run the bounded harnesses of the pr lane too, so that the HTML file colours what they check."`
	Jobs     int      `short:"j" help:"Functions in work at a time; 0 takes the number of processors."`
}

// Run collects, and writes or compares.
func (c *reportCommand) Run(ctx context.Context) error {
	patterns := c.Patterns
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	run, err := deduce.Run(ctx, deduce.Options{Dir: c.Dir, Patterns: patterns, Jobs: c.Jobs}, showProgress())
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	result, err := report.Collect(c.Dir, run)
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	for _, p := range run.Problems {
		result.Problems = append(result.Problems, p.Err.Error())
	}
	if c.Panics != "" {
		if result.Panics, err = readList(c.Panics); err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
	}
	if c.Harness {
		if result.Bounded, err = bounded(ctx); err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
	}
	if c.HTML != "" {
		var page bytes.Buffer
		if err := result.WriteHTML(&page); err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
		if err := os.MkdirAll(filepath.Dir(c.HTML), 0o755); err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
		if err := os.WriteFile(c.HTML, page.Bytes(), 0o644); err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
		fmt.Printf("%s: %d bytes\n", c.HTML, page.Len())
	}
	return c.settle(result)
}

// settle writes or compares the pages and prints what contradicts itself.
func (c *reportCommand) settle(result *report.Report) error {
	folder := filepath.Join(c.Dir, filepath.FromSlash(report.PagesFolder))
	pages := result.Pages()
	stale := 0
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		file := filepath.Join(folder, name)
		have, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return command.Exit{Status: statusBroken, Err: err}
		}
		if bytes.Equal(have, pages[name]) {
			continue
		}
		if c.Check {
			stale++
			fmt.Fprintf(os.Stderr, "report: %s/%s is not what the sources say; run: make report\n%s", report.PagesFolder, name, report.Difference(have, pages[name]))
			continue
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
		if err := os.WriteFile(file, pages[name], 0o644); err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
		fmt.Println(file)
	}
	for _, problem := range result.Problems {
		fmt.Fprintf(os.Stderr, "report: %s\n", problem)
	}
	gaps := 0
	for _, i := range result.Invariants {
		gaps += len(i.Gaps())
	}
	fmt.Printf("report: %d invariants, %d gaps, %d packages, %d pages stale, %d problems\n", len(result.Invariants), gaps, len(result.Packages), stale, len(result.Problems))
	if stale+len(result.Problems) > 0 {
		return errRefuted
	}
	return nil
}

// readList reads a list of obligations that another run wrote.
func readList(name string) ([]obligation.Obligation, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	list, err := obligation.ReadJSON(file)
	return list.Obligations, err
}

// bounded runs the harnesses of the pr lane, mostly from the cache, and returns what they check outside of themselves.
func bounded(ctx context.Context) (checks []obligation.Obligation, err error) {
	session, err := selection{Packages: []string{"./proofs/..."}, Lane: "pr", NoReplay: true}.open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.close()) }()
	session.verify(ctx, nil, func(o outcome) {
		if o.err != nil {
			err = errors.Join(err, o.err)
			return
		}
		entry, ok := session.file.Find(o.report.Package, o.report.Harness)
		if !ok || entry.Expect != "pass" {
			return
		}
		for _, check := range o.report.Checks {
			check.Bound = o.report.Harness + ": " + session.file.BoundsText(entry)
			checks = append(checks, check)
		}
	})
	return checks, err
}
