package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

	"warrant/cmd/internal/qemu"
	"warrant/cmd/internal/smoke"
)

// smokeCommand is `warrant smoke`.
type smokeCommand struct {
	Folder  string `default:"smokes" type:"existingdir" help:"Folder of the cases (${default})."`
	Build   string `default:"build" type:"existingdir" help:"Folder of what has been built (${default})."`
	Match   string `name:"run" placeholder:"REGEXP" help:"Only the cases whose names match."`
	Jobs    int    `short:"j" placeholder:"N" help:"Machines that run at once; as many as there are processors unless given."`
	Update  bool   `help:"Write the expected transcripts instead of comparing them."`
	Nightly bool   `help:"Run the cases that take minutes as well."`
	List    bool   `help:"List the cases and what they show."`
	Counts  string `placeholder:"FILE" help:"Write the numbers of passed, failed and skipped cases to a file."`
}

// Run runs the cases and prints those that fail, with a line of numbers behind them.
func (c *smokeCommand) Run(ctx context.Context) error {
	match, err := regexp.Compile(c.Match)
	if err != nil {
		return fmt.Errorf("-run: %w", err)
	}
	cases, err := smoke.Load(c.Folder, match)
	if err != nil {
		return err
	}
	if !c.Nightly {
		cases = slices.DeleteFunc(cases, func(one *smoke.Case) bool { return one.Nightly && one.Name != c.Match })
	}
	if len(cases) == 0 {
		return fmt.Errorf("%s has no case whose name matches %q", c.Folder, c.Match)
	}
	if c.List {
		for _, one := range cases {
			fmt.Printf("%-24s %s\n", one.Name, one.Shows)
		}
		return nil
	}
	logs := c.Build + "/smokes"
	if err := os.MkdirAll(logs, 0o755); err != nil {
		return err
	}
	suite := &smoke.Suite{Build: c.Build, Logs: logs, Update: c.Update, Machine: qemu.Run}
	failures, err := c.all(ctx, suite, cases)
	if err != nil {
		return err
	}
	failed := 0
	for n, failure := range failures {
		if failure != nil {
			failed++
			fmt.Printf("FAIL %s: %s\n  %s\n", cases[n].Name, cases[n].Shows, strings.ReplaceAll(failure.Error(), "\n", "\n  "))
		}
	}
	if c.Counts != "" {
		if err := os.WriteFile(c.Counts, fmt.Appendf(nil, "%d %d 0\n", len(cases)-failed, failed), 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%d passed, %d failed\n", len(cases)-failed, failed)
	if failed > 0 {
		return errors.New("some smokes failed")
	}
	return nil
}

// all runs the cases, several at once, and answers what is wrong with each of them. A bar on a terminal shows how far it is.
func (c *smokeCommand) all(ctx context.Context, suite *smoke.Suite, cases []*smoke.Case) (failures []error, err error) {
	jobs := c.Jobs
	if jobs <= 0 {
		jobs = runtime.NumCPU()
	}
	var out io.Writer // mpb takes nil for silence
	if term.IsTerminal(int(os.Stderr.Fd())) {
		out = os.Stderr
	}
	progress := mpb.New(mpb.WithOutput(out), mpb.WithWidth(40))
	bar := progress.AddBar(int64(len(cases)),
		mpb.PrependDecorators(decor.Name("smokes "), decor.CountersNoUnit("%d/%d ")), mpb.BarRemoveOnComplete())
	failures = make([]error, len(cases))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(jobs)
	for n, one := range cases {
		group.Go(func() error {
			failures[n] = suite.Run(ctx, one)
			bar.Increment()
			return ctx.Err()
		})
	}
	err = group.Wait()
	if err != nil {
		bar.Abort(true)
	}
	progress.Wait()
	return failures, err
}
