package deduce

import (
	"errors"
	"fmt"
	"regexp"
	"runtime"

	"warrant/verify/obligation"
)

// Options are what a run is asked to do.
type Options struct {
	// Dir is where patterns start; empty is the working directory.
	Dir string
	// Patterns are directories or import paths, with /... for all below.
	Patterns []string
	// Func restricts the run to functions whose title matches.
	Func string
	// Backend is auto (smt where no heap is left, else heap), smt, viper (Silicon, without the heap as well) or heap (Silicon, with
	// the heap for all).
	Backend string
	// Solver is z3 or cvc5, for the SMT back end.
	Solver string
	// Effort is the resource limit of one goal in the solver's units.
	Effort int
	// Jobs is the number of functions in work at a time; 0 takes the number of processors.
	Jobs int
	// Unbounded reads integers as the official tool does: without ranges, so that no operation wraps.
	Unbounded bool
	// Portable also refuses what the official tool would refuse or misread.
	Portable bool
	// NoCache ignores and keeps no results of earlier runs.
	NoCache bool
	// Record looks for the cores of dear functions and writes them beside their packages, for runs to come. It implies NoCache.
	Record bool
	// Dear is what the goals of a function must cost together for Record, in the solver's units.
	Dear int
	// Terse leaves out counterexamples, which cost a query for each failure.
	Terse bool
	// Skip names obligations that are not asked, and stay undetermined; nil asks all.
	Skip func(obligation.ID) bool
	// Dump writes ir, viper or smt instead of asking.
	Dump string
	// Processor limits Silicon by seconds of a processor instead of wall time; 0 leaves the wall time.
	Processor int
	// Overlay replaces the text of files, by path relative to the module.
	Overlay map[string]string
	// Session keeps for other runs what this one reads and starts; nil keeps nothing.
	Session *Session
	// Jar is the Viper server's jar; empty looks in the cache.
	Jar string
}

// DefaultEffort is the resource limit of one goal: some 10 s of Z3 on a slow machine, ten times what the hardest goal of the kernel takes.
const DefaultEffort = 5_000_000

// DefaultDear is some second of Z3.
const DefaultDear = 500_000

// plain says that an engine gets what Go's types say written out at each place: the second opinions, which so do not rest on the functions that say it to Z3.
func (o *Options) plain() bool {
	return o.Solver == "cvc5" || o.Backend == "viper" || o.Backend == "heap"
}

func (o *Options) check() (*regexp.Regexp, error) {
	if o.Dir == "" {
		o.Dir = "."
	}
	if len(o.Patterns) == 0 {
		o.Patterns = []string{"."}
	}
	if o.Jobs <= 0 {
		o.Jobs = runtime.NumCPU()
	}
	if o.Effort <= 0 {
		o.Effort = DefaultEffort
	}
	if o.Dear <= 0 {
		o.Dear = DefaultDear
	}
	if o.Solver == "" {
		o.Solver = "z3"
	}
	if o.Backend == "" {
		o.Backend = "auto"
	}
	switch o.Backend {
	case "auto", "smt", "viper", "heap":
	default:
		return nil, fmt.Errorf("backend %q is none of auto, smt, viper, heap", o.Backend)
	}
	switch o.Solver {
	case "z3", "cvc5":
	default:
		return nil, fmt.Errorf("solver %q is none of z3, cvc5", o.Solver)
	}
	switch o.Dump {
	case "", "ir", "viper", "smt":
	default:
		return nil, fmt.Errorf("dump %q is none of ir, viper, smt", o.Dump)
	}
	if o.Record && (o.Solver != "z3" || o.Backend != "auto" && o.Backend != "smt" || o.Unbounded || len(o.Overlay) > 0) {
		return nil, errors.New("cores are recorded of z3 with the back end smt, Go's integers and the files as they are")
	}
	if o.Func == "" {
		return nil, nil
	}
	re, err := regexp.Compile(o.Func)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("function filter %q", o.Func), err)
	}
	return re, nil
}
