package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"warrant/verify/bmc"
	"warrant/verify/bounds"
)

// boundsCommand is `gosure bounds`.
type boundsCommand struct {
	Check   boundsCheckCommand   `cmd:"" help:"Compare harness-bounds.toml with the sources, the docs and the results of the harnesses."`
	Explore boundsExploreCommand `cmd:"" help:"Measure what smaller and larger bounds of a harness cost and buy."`
	Report  boundsReportCommand  `cmd:"" help:"Write the page of harnesses."`
}

// boundsCheckCommand is `gosure bounds check`.
type boundsCheckCommand struct {
	selection
	Static  bool `help:"Compare only, run no harness."`
	Measure bool `help:"Write the processor time of each harness into harness-bounds.toml; implies -no-cache -jobs 1."`
}

// Run reports every difference between the file, the sources, the page and the outcomes.
func (c *boundsCheckCommand) Run(ctx context.Context) (err error) {
	if c.Measure {
		c.NoCache, c.Jobs = true, 1
	}
	session, err := c.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.close()) }()
	problems := session.file.Compare(session.program, c.isWhole())
	problems = append(problems, comparePage(session.file)...)
	seconds := make(map[string]float64)
	if !c.Static {
		session.verify(ctx, nil, func(o outcome) {
			name := o.harness.Package + "." + o.harness.Name
			if o.err != nil {
				problems = append(problems, bounds.Problem{Harness: name, Text: o.err.Error()})
				return
			}
			problems = append(problems, session.file.Judge(o.report)...)
			seconds[name] = o.processor
		})
	}
	if c.Measure {
		if err := bounds.WriteMeasured(bounds.FileName, seconds); err != nil {
			return err
		}
	}
	for _, problem := range problems {
		fmt.Println(problem)
	}
	fmt.Printf("%d harnesses, %d run, %d problems\n", len(session.harnesses), len(seconds), len(problems))
	if len(problems) > 0 {
		return errRefuted
	}
	return nil
}

// isWhole tells whether the packages are given by a pattern, so that entries of packages outside have no harnesses.
func (c *boundsCheckCommand) isWhole() bool {
	return len(c.Packages) == 0 || slices.ContainsFunc(c.Packages, func(pattern string) bool { return strings.Contains(pattern, "...") })
}

// comparePage tells whether the generated page is up to date.
func comparePage(file *bounds.File) []bounds.Problem {
	var want bytes.Buffer
	if err := file.WritePage(&want); err != nil {
		return []bounds.Problem{{Harness: bounds.PageName, Text: err.Error()}}
	}
	have, err := os.ReadFile(bounds.PageName)
	if err != nil || !bytes.Equal(have, want.Bytes()) {
		return []bounds.Problem{{Harness: bounds.PageName, Text: "is not what gosure bounds report writes"}}
	}
	return nil
}

// boundsReportCommand is `gosure bounds report`.
type boundsReportCommand struct{}

// Run writes the page.
func (c *boundsReportCommand) Run() error {
	file, err := bounds.Load(bounds.FileName)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(bounds.PageName), 0o755); err != nil {
		return err
	}
	var page bytes.Buffer
	if err := file.WritePage(&page); err != nil {
		return err
	}
	if err := os.WriteFile(bounds.PageName, page.Bytes(), 0o644); err != nil {
		return err
	}
	fmt.Println(bounds.PageName)
	return nil
}

// boundsExploreCommand is `gosure bounds explore`.
type boundsExploreCommand struct {
	Name     string   `arg:"" help:"Regular expression that matches the harness, as for prove -harness."`
	Packages []string `arg:"" optional:"" help:"Packages to look in; ./... if none."`
}

// variation is one change of the bounds of a harness.
type variation struct {
	label  string
	change func(*bmc.Bounds)
	// bound and value say which bound becomes what; lower that it is less than stated.
	bound string
	value int
	lower bool
}

// variations lists, for each bound, one step down, one step up and twice.
func variations(b bmc.Bounds) []variation {
	list := []variation{{label: "as stated", change: func(*bmc.Bounds) {}}}
	add := func(name string, now int, set func(*bmc.Bounds, int)) {
		for _, value := range []int{now / 2, now - 1, now + 1, 2 * now} {
			if value > 0 && value != now {
				list = append(list, variation{label: fmt.Sprintf("%s %d -> %d", name, now, value), change: func(b *bmc.Bounds) { set(b, value) },
					bound: name, value: value, lower: value < now})
			}
		}
	}
	add("unwind", b.Unwind, func(b *bmc.Bounds, n int) { b.Unwind = n })
	for _, loop := range slices.Sorted(maps.Keys(b.Loops)) {
		add("loop "+loop, b.Loops[loop], func(b *bmc.Bounds, n int) {
			b.Loops = maps.Clone(b.Loops)
			b.Loops[loop] = n
		})
	}
	add("recursion", b.Recursion, func(b *bmc.Bounds, n int) { b.Recursion = n })
	add("slice", b.Slice, func(b *bmc.Bounds, n int) { b.Slice = n })
	add("map", b.Map, func(b *bmc.Bounds, n int) { b.Map = n })
	add("dense", b.Dense, func(b *bmc.Bounds, n int) { b.Dense = n })
	return list
}

// Run measures each variation and suggests the smallest bounds that verify.
func (c *boundsExploreCommand) Run(ctx context.Context) (err error) {
	session, err := selection{Packages: c.Packages, Harness: c.Name, Lane: "all", NoCache: true}.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.close()) }()
	for _, h := range session.harnesses {
		if err := explore(ctx, session, h); err != nil {
			return err
		}
	}
	return nil
}

// explore prints the measurements of one harness.
func explore(ctx context.Context, session *session, h *bmc.Harness) error {
	stated := session.options(h)
	fmt.Printf("%s.%s\n%-24s %-11s %8s %12s %10s\n", h.Package, h.Name, "bounds", "verdict", "seconds", "instructions", "terms")
	var base *bmc.Report
	least := make(map[string]int)
	for _, v := range variations(stated.Bounds) {
		options := stated
		v.change(&options.Bounds)
		report, err := h.Verify(ctx, options)
		if err != nil {
			return err
		}
		verdict := "SUCCESSFUL"
		if !report.Successful {
			verdict = "FAILED"
		}
		if base == nil {
			base = report
		}
		if known, ok := least[v.bound]; v.lower && v.bound != "dense" && report.Successful && (!ok || v.value < known) {
			least[v.bound] = v.value
		}
		fmt.Printf("%-24s %-11s %8.2f %12d %10d%s\n", v.label, verdict, report.Seconds, report.Instructions, report.Terms,
			advice(base, report))
	}
	suggest(least)
	return nil
}

// suggest prints the least values of bounds with which a harness still verifies.
func suggest(least map[string]int) {
	if len(least) == 0 {
		fmt.Print("suggestion: no bound can be lower\n\n")
		return
	}
	fmt.Print("suggestion: these suffice, each alone:")
	for _, bound := range slices.Sorted(maps.Keys(least)) {
		fmt.Printf(" %s %d", bound, least[bound])
	}
	fmt.Print("\n\n")
}

// advice says what a variation shows against the stated bounds.
func advice(base, report *bmc.Report) string {
	switch {
	case report == base:
		return ""
	case base.Successful && !report.Successful:
		return "  too small: a bound is reached"
	case !base.Successful && report.Successful:
		return "  suffices where the stated bound does not"
	case report.Instructions == base.Instructions && report.Terms == base.Terms:
		return "  same executions: buys nothing"
	case report.Instructions < base.Instructions:
		return "  suffices and is smaller"
	}
	return "  more executions"
}
