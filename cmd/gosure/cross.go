package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"warrant/cmd/internal/command"
	"warrant/verify/cross"
)

// crossCommand has the contracts judged by all engines and compares them.
type crossCommand struct {
	Patterns []string `arg:"" optional:"" help:"Packages: directories or import paths, with /... for all below. Default: the current one."`
	Dir      string   `short:"C" help:"Directory in which patterns start." default:"." type:"existingdir"`
	Table    string   `help:"File that says which engine decides which function, and what is left out." placeholder:"FILE" required:""`
	Update   bool     `help:"Write the table anew. A disagreement is an error all the same."`
	Again    bool     `help:"Ask also about what the table leaves out or open."`
	Search   bool     `help:"Like --again, and where Silicon does not end on a package, find the functions (may take hours)."`
	Limit    int      `help:"Seconds of a processor that Silicon gets for what the table does not have yet." default:"30"`
	Timeout  int      `help:"cvc5's resource limit of one goal, in the units of gosure verify." default:"1"`
	Jobs     int      `short:"j" help:"Packages that Silicon works on at a time; 0 takes the number of processors."`
	NoCache  bool     `help:"Ignore and keep no results of earlier runs."`
}

// Run compares and reports.
func (c *crossCommand) Run(ctx context.Context) error {
	known, err := cross.Read(c.Table)
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	if len(c.Patterns) == 0 {
		c.Patterns = []string{"."}
	}
	say := func(string) {}
	if progress := showProgress(); progress != nil {
		say = func(what string) { progress(0, 1, what) }
		defer progress(1, 1, "")
	}
	begin := time.Now()
	o := cross.Options{Dir: c.Dir, Patterns: c.Patterns, Known: known, Effort: c.Timeout * 1_000_000, Limit: c.Limit,
		Again: c.Again, Search: c.Search, Jobs: c.Jobs, NoCache: c.NoCache}
	var report *cross.Report
	if c.Update {
		report, err = cross.Update(ctx, o, c.Table, say)
	} else {
		report, err = cross.Run(ctx, o, say)
	}
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	printCross(report)
	for _, w := range slices.Concat(report.Wrong, report.Drift) {
		fmt.Fprintln(os.Stderr, w)
	}
	if len(report.Drift) > 0 {
		fmt.Fprintf(os.Stderr, "%s is out of date: look at each line, then run with --update\n", c.Table)
	}
	if len(report.Wrong)+len(report.Drift) > 0 {
		return errRefuted
	}
	fmt.Printf("the engines agree, in %.0f s\n", time.Since(begin).Seconds())
	return nil
}

// printCross prints one line for each package: the functions proved with unbounded integers, what cvc5 proved and left open, and how many functions Silicon proved and was not asked about,
// with values and with a heap.
func printCross(r *cross.Report) {
	width := len("package")
	for _, x := range r.Rows {
		width = max(width, len(x.Package))
	}
	fmt.Printf("%-*s  functions  unbounded  obligations   cvc5  open  seconds  values  left out  heap  left out  seconds\n", width, "package")
	for _, x := range r.Rows {
		fmt.Printf("%-*s  %9d  %9d  %11d  %5d  %4d  %7.1f  %6d  %8d  %4d  %8d  %7.1f\n", width, x.Package, x.Functions, x.Unbounded, x.Obligations, x.Proved, x.Open,
			x.Solver, x.Ended["values"], x.Left["values"], x.Ended["heap"], x.Left["heap"], x.Silicon)
	}
}
