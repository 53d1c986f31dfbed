package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/muesli/termenv"
	"golang.org/x/term"

	"warrant/cmd/internal/command"
	"warrant/verify/deduce"
	"warrant/verify/obligation"
)

// verifyCommand proves the Gobra contracts of packages.
type verifyCommand struct {
	Patterns []string `arg:"" optional:"" help:"Packages: directories or import paths, with /... for all below. Default: the current one."`
	Dir      string   `short:"C" help:"Directory in which patterns start." default:"." type:"existingdir"`
	Func     string   `help:"Check only functions whose name matches this regular expression."`
	Backend  string   `help:"Back end: auto (smt, and Silicon where a heap is needed), smt, viper (Silicon, values where possible) or heap (Silicon, heap for all)." default:"auto" enum:"auto,smt,viper,heap"`
	Solver   string   `help:"Solver of the SMT back end: z3 or cvc5." default:"z3" enum:"z3,cvc5"`
	Timeout  int      `help:"Resource limit of one goal in millions of the solver's units (no wall time, so verdicts repeat)." default:"5"`
	Jobs     int      `short:"j" help:"Functions in work at a time; 0 takes the number of processors."`
	Integers string   `help:"go: real ranges, no operation may wrap. unbounded: as the official tool reads them." default:"go" enum:"go,unbounded"`
	JSON     bool     `name:"json" help:"Write the obligations as JSON (schema: docs/verify.md)."`
	Portable bool     `help:"Also refuse what the official tool would refuse or misread."`
	Dump     string   `help:"Write the program for a back end instead of asking it: ir, viper or smt." enum:",ir,viper,smt" default:""`
	Record   bool     `help:"Write beside each package which hypotheses its dear goals needed, so that later runs are quicker (gosure.cores)."`
	NoCache  bool     `help:"Ignore and keep no results of earlier runs."`
	Slowest  int      `help:"How many of the slowest functions to list." default:"5"`
	Trusted  int      `help:"Greatest number of trusted members and assumptions allowed; -1 sets no limit." default:"-1"`
	Emit     string   `name:"emit-runtime-checks" help:"Write a Go test to this file that runs one package's functions with their contracts checked." placeholder:"FILE"`
	Quiet    bool     `short:"q" help:"Print failures only."`
}

// options are the run's settings in the library's terms.
func (v *verifyCommand) options() deduce.Options {
	return deduce.Options{Dir: v.Dir, Patterns: v.Patterns, Func: v.Func, Backend: v.Backend, Solver: v.Solver, Effort: v.Timeout * 1_000_000,
		Jobs: v.Jobs, Unbounded: v.Integers == "unbounded", NoCache: v.NoCache, Record: v.Record, Portable: v.Portable, Dump: v.Dump}
}

// Run verifies and reports.
func (v *verifyCommand) Run(ctx context.Context) error {
	if v.Dump != "" {
		text, err := deduce.Dump(v.options())
		if err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
		fmt.Print(text)
		return nil
	}
	if v.Emit != "" {
		text, err := deduce.EmitChecks(v.options())
		if err == nil {
			err = os.WriteFile(v.Emit, text, 0o644)
		}
		if err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
		return nil
	}
	report, err := deduce.Run(ctx, v.options(), showProgress())
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	switch {
	case v.JSON:
		if err := obligation.WriteJSON(os.Stdout, "gosure verify", report.Obligations()); err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
	default:
		printVerdicts(report, v)
	}
	for _, p := range report.Problems {
		fmt.Fprintf(os.Stderr, "%v\n", p.Err)
	}
	last := ""
	for _, f := range report.Functions {
		if f.Err == nil {
			continue
		}
		if f.Err.Error() == last { // one answer about a whole package
			fmt.Fprintf(os.Stderr, "%s: %s: the same\n", f.Package, f.Title)
			continue
		}
		last = f.Err.Error()
		fmt.Fprintf(os.Stderr, "%s: %s: %v\n", f.Package, f.Title, f.Err)
	}
	for _, t := range report.Unreasoned() {
		fmt.Fprintf(os.Stderr, "%s: %s: %s needs //gosure:reason \"...\" on the line above\n", t.At, t.Function, t.What)
	}
	if len(report.Problems) > 0 {
		return command.Exit{Status: statusBroken, Err: fmt.Errorf("%d unsupported or ill-formed members", len(report.Problems))}
	}
	if v.Trusted >= 0 && len(report.Trusts) > v.Trusted {
		return command.Exit{Status: statusRefuted, Err: fmt.Errorf("%d members are trusted or assumed, at most %d are allowed", len(report.Trusts), v.Trusted)}
	}
	if len(report.Functions) == 0 {
		return command.Exit{Status: statusBroken, Err: fmt.Errorf("nothing was checked")}
	}
	if !report.Verified() {
		return errRefuted
	}
	return nil
}

// showProgress prints one line that changes, on a terminal only.
func showProgress() deduce.Progress {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return nil
	}
	return func(done, total int, title string) {
		if done == total {
			fmt.Fprintf(os.Stderr, "\r\033[K")
			return
		}
		if len(title) > 48 {
			title = title[:48]
		}
		fmt.Fprintf(os.Stderr, "\r\033[Kverify %d/%d %s", done, total, title)
	}
}

func printVerdicts(r *deduce.Report, v *verifyCommand) {
	out := termenv.NewOutput(os.Stdout)
	for _, o := range r.Failed() {
		fmt.Printf("%s: %s: %s\n", o.Place, out.String(strings.ToLower(string(o.Verdict))+" "+string(o.ID.Kind)).Foreground(termenv.ANSIRed).Bold(), o.ID.Expression)
		fmt.Printf("\t%s, in %s\n", o.Description, o.ID.Function)
		for _, line := range strings.Split(o.Detail, "\n") {
			if line != "" && line != o.Description {
				fmt.Printf("\t%s\n", line)
			}
		}
	}
	if v.Quiet {
		return
	}
	width := len("package")
	for _, p := range r.Packages {
		width = max(width, len(p.Path))
	}
	fmt.Printf("%-*s  functions  obligations  proved  trusted  seconds\n", width, "package")
	checked := 0
	for _, p := range r.Packages {
		switch {
		case p.Broken:
			fmt.Printf("%-*s  not checked: it does not compile or cannot be read\n", width, p.Path)
			continue
		case !p.Contracts:
			fmt.Printf("%-*s  no annotations: nothing was said\n", width, p.Path)
			continue
		case p.Functions == 0:
			fmt.Printf("%-*s  nothing was checked (%d trusted)\n", width, p.Path, p.Trusted)
		default:
			fmt.Printf("%-*s  %9d  %11d  %6d  %7d  %7.2f\n", width, p.Path, p.Functions, p.Obligations, p.Proved, p.Trusted, p.Seconds)
		}
		if len(p.Unread) > 0 {
			fmt.Printf("%-*s  %d functions stand in files without annotations\n", width, "", len(p.Unread))
		}
		if p.Heap > 0 {
			fmt.Printf("%-*s  %d of them by Silicon, with the heap\n", width, "", p.Heap)
		}
		checked += p.Functions
	}
	for _, t := range r.Trusts {
		fmt.Printf("trusted: %s\n", t)
	}
	for _, o := range r.Obligations() {
		if o.Verdict == obligation.Unreachable {
			fmt.Printf("%s: dead code: %s\n", o.Place, o.ID.Expression)
		}
	}
	if used, all := r.Cores(); all > 0 {
		fmt.Printf("cores: %d of %d proved their goals\n", used, all)
	}
	for _, f := range r.Slowest(v.Slowest) {
		fmt.Printf("slow: %6.2f s  %s %s\n", f.Seconds, f.Package, f.Title)
	}
	failed := len(r.Failed())
	switch {
	case r.Verified():
		fmt.Printf("%s: %d functions in %.2f s\n", out.String("verified").Foreground(termenv.ANSIGreen).Bold(), checked, r.Elapsed.Seconds())
	default:
		fmt.Printf("%s: %d of %d obligations, in %.2f s\n", out.String("not verified").Foreground(termenv.ANSIRed).Bold(), failed, len(r.Obligations()), r.Elapsed.Seconds())
	}
}
