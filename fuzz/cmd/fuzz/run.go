package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"warrant/fuzz"
	"warrant/fuzz/corpus"
	"warrant/fuzz/drive"
)

// options are the flags of run.
type options struct {
	duration   time.Duration
	executions uint64
	seed       uint64
	names      string
	coverage   bool
	crashes    string
	cached     bool
	empty      bool
	most       int
	record     bool
}

// row is a line of the summary.
type row struct {
	target         fuzz.Target
	guided, grown  uint64 // executions and new inputs of native fuzzing
	direct         drive.Result
	nativeCrash    string
	corpus, cached int
}

// crashes is the number of crashes at different places.
func (r *row) crashes() int {
	if r.nativeCrash != "" {
		return len(r.direct.Crashes) + 1
	}
	return len(r.direct.Crashes)
}

func run(args []string) error {
	var o options
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.DurationVar(&o.duration, "time", time.Minute, "time of each target")
	flags.Uint64Var(&o.executions, "executions", 0, "end each target after that many executions, not after -time")
	flags.Uint64Var(&o.seed, "seed", 1, "where the random numbers begin")
	flags.StringVar(&o.names, "targets", "", "only these targets, with commas between them")
	flags.BoolVar(&o.coverage, "coverage", false, "spend the first half of -time on native, coverage-guided fuzzing, which grows the cached corpus")
	flags.BoolVar(&o.cached, "cached", false, "start from the cached corpus of native fuzzing too")
	flags.BoolVar(&o.empty, "empty", false, "start from nothing instead of the committed corpus")
	flags.IntVar(&o.most, "most", 8, "end a target after that many crashes at different places")
	flags.StringVar(&o.crashes, "crashes", filepath.Join("..", "build", "crashes"), "folder for crashes")
	flags.BoolVar(&o.record, "record", false, "add each target that does not crash to "+recordName)
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("run: unexpected %q", flags.Args())
	}
	targets := fuzz.Targets()
	if o.names != "" {
		targets = nil
		for _, name := range strings.Split(o.names, ",") {
			t, err := find(name)
			if err != nil {
				return err
			}
			targets = append(targets, t)
		}
	}
	var before map[string]string
	if o.record {
		var err error
		if before, err = codes(); err != nil {
			return err
		}
	}
	var rows []row
	for _, t := range targets {
		r, err := one(t, o)
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		rows = append(rows, r)
		if o.record && r.crashes() == 0 {
			if err := record(recordName, r, before[t.Package], o.seed); err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
		}
	}
	return summary(rows, o)
}

// one fuzzes a target.
func one(t fuzz.Target, o options) (r row, err error) {
	r.target = t
	direct := o.duration
	if o.coverage {
		direct /= 2
		if err := native(&r, o.duration-direct); err != nil {
			return r, err
		}
	}
	var inputs [][]byte
	if !o.empty {
		if inputs, err = corpus.Native(committed(t.Name)); err != nil {
			return r, err
		}
	}
	r.corpus = len(inputs)
	if o.cached || o.coverage {
		more, err := corpus.Native(cachedCorpus(t.Name))
		if err != nil {
			return r, err
		}
		r.cached = len(more)
		inputs = append(inputs, more...)
	}
	words, err := corpus.Dictionary(dictionary(t.Name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r, err
	}
	plan := drive.Plan{Executions: o.executions, Seed: o.seed, Corpus: inputs, Words: words, Max: t.Max, Crashes: o.most, Progress: progress(t.Name),
		Hung: func(input []byte) { hung(t, input, o) }}
	if o.executions == 0 {
		plan.Until = time.Now().Add(direct)
	}
	r.direct = drive.Run(t.Run, plan)
	for _, c := range r.direct.Crashes {
		file, err := corpus.WritePlain(filepath.Join(o.crashes, t.Name), c.Input)
		if err != nil {
			return r, err
		}
		fmt.Printf("%s crashed at %s: %s\n    input %s: %q\n    make fuzz-keep CRASH=%s\n", t.Name, c.Place, c.Reason, file, shown(c.Input), file)
	}
	return r, nil
}

// hung reports an input on which a target does not end, and ends the program: nothing can end the target.
func hung(t fuzz.Target, input []byte, o options) {
	file, err := corpus.WritePlain(filepath.Join(o.crashes, t.Name), input)
	if err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
	}
	fmt.Printf("%s does not end\n    input %s: %q\n    make fuzz-keep CRASH=%s\n", t.Name, file, shown(input), file)
	os.Exit(1)
}

// shown is the beginning of an input.
func shown(b []byte) []byte { return b[:min(len(b), 64)] }

// progress shows on a terminal where a run is, and nothing elsewhere.
func progress(name string) func(drive.Result) {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return nil
	}
	next := time.Second
	return func(r drive.Result) {
		if r.Took >= next {
			next += time.Second
			fmt.Fprintf(os.Stderr, "\r%-16s %12d executions, %3.0f s, %d crashes ", name, r.Executions, r.Took.Seconds(), len(r.Crashes))
		}
	}
}

// summary prints what was done and fails when something crashed.
func summary(rows []row, o options) error {
	crashes := 0
	total := uint64(0)
	fmt.Printf("%-16s %12s %12s %10s %7s %9s %6s %8s\n", "target", "guided", "direct", "per s", "corpus", "accepted", "new", "crashes")
	for _, r := range rows {
		n := r.crashes()
		crashes += n
		total += r.guided + r.direct.Executions
		fmt.Printf("%-16s %12d %12d %10.0f %7d %8.1f%% %6d %8d\n", r.target.Name, r.guided, r.direct.Executions,
			float64(r.direct.Executions)/max(r.direct.Took.Seconds(), 1e-9), r.corpus+r.cached,
			100*float64(r.direct.Accepted)/float64(max(r.direct.Executions, 1)), r.grown, n)
	}
	fmt.Printf("%d executions, seed %d, %d crashes at different places\n", total, o.seed, crashes)
	if crashes > 0 {
		return fmt.Errorf("%d crashes", crashes)
	}
	return nil
}
