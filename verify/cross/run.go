package cross

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"warrant/verify/deduce"
	"warrant/verify/obligation"
	"warrant/verify/vc"
	"warrant/verify/viper"
)

// Options are what a comparison is asked to do.
type Options struct {
	// Dir and Patterns are as in package deduce.
	Dir      string
	Patterns []string
	// Known is the committed table.
	Known *Table
	// Effort is cvc5's limit for a goal, in the units of package deduce.
	Effort int
	// Limit is what Silicon gets for what the table does not have yet, in seconds of a processor. What is in the table gets ample times as
	// much, so that a slower machine does not change the answer.
	Limit int
	// Again also asks about what the table leaves out or open.
	Again bool
	// Search looks for the functions on which Silicon does not end, where a package does not end as a whole.
	Search bool
	// Jobs is the number of packages that Silicon works on at a time; 0 takes the number of processors.
	Jobs int
	// NoCache is as in package deduce.
	NoCache bool
}

// Encodings are the ways in which Silicon is asked, in this order: with a heap for everything, as the official tool has it, and with values in
// place of pointers where the ownership pass can.
var Encodings = []string{"heap", "values"}

// withHeap is what the table says of values where the heap was proved.
const withHeap = "proved with the heap"

// backends are the encodings' names in package deduce.
var backends = map[string]string{"values": "viper", "heap": "heap"}

// ample is how much more than the limit what ended once may take.
const ample = 8

// unboundedEffort is the solver's limit for a goal without ranges. What is proved is proved in a tenth of it, but for a few functions, and a
// search for a proof that does not exist shall not take minutes.
const unboundedEffort = deduce.DefaultEffort / 10

// heapShare is the part of the limit that a package gets with a heap: most do not end in hours.
const heapShare = 3

// Run compares the engines.
func Run(ctx context.Context, o Options, say func(string)) (*Report, error) {
	if o.Jobs <= 0 {
		o.Jobs = runtime.NumCPU()
	}
	solver, err := vc.Find("cvc5", o.Effort)
	if err != nil {
		return nil, err
	}
	r := &Report{}
	r.Found.Solver = solver.Version
	say("gosure verify")
	z3, err := deduce.Run(ctx, deduce.Options{Dir: o.Dir, Patterns: o.Patterns, NoCache: o.NoCache}, nil)
	if err != nil {
		return nil, err
	}
	if err := r.first(z3, o.Known); err != nil {
		return nil, err
	}
	say("gosure verify -integers unbounded")
	unbounded, err := deduce.Run(ctx, deduce.Options{Dir: o.Dir, Patterns: o.Patterns, NoCache: o.NoCache, Unbounded: true, Terse: true,
		Effort: unboundedEffort}, nil)
	if err != nil {
		return nil, err
	}
	r.unbounded(unbounded, o.Known)
	say("cvc5")
	skip := o.skipped(solver.Version)
	other, err := deduce.Run(ctx, deduce.Options{Dir: o.Dir, Patterns: o.Patterns, Solver: "cvc5", Effort: o.Effort, NoCache: o.NoCache, Skip: skip}, nil)
	if err != nil {
		return nil, err
	}
	r.second(z3, other, o.Known)
	for _, encoding := range Encodings {
		if err := o.askSilicon(ctx, o.tasks(encoding, r, z3), r, say); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// skipped are the obligations that cvc5 is not asked: whether a place can be reached, where it looks for a model until its limit, and what
// the table says that this version leaves open.
func (o *Options) skipped(version string) func(obligation.ID) bool {
	open := map[Entry]bool{}
	if o.Known.Solver == version && !o.Again {
		for _, e := range o.Known.Open {
			open[e] = true
		}
	}
	return func(id obligation.ID) bool { return id.Kind == obligation.Vacuity || open[entry(id)] }
}

// task is a part of a package for Silicon.
type task struct {
	encoding, pkg string
	titles        []string
	// limit is in seconds of a processor.
	limit int
}

// tasks are what Silicon is to be asked in an encoding: for each package what it proved before, and what is new. What it proved with a heap it
// is not asked again with values.
func (o *Options) tasks(encoding string, r *Report, z3 *deduce.Report) []task {
	var list []task
	for _, row := range r.Rows {
		before, fresh := task{encoding: encoding, pkg: row.Package, limit: o.Limit * ample}, task{encoding: encoding, pkg: row.Package, limit: o.Limit}
		if encoding == "heap" {
			fresh.limit = o.Limit / heapShare
		}
		for _, f := range z3.Functions {
			if f.Package != row.Package {
				continue
			}
			said := ""
			if line := o.Known.line(f.Package, f.Title); line != nil {
				said = *line.silicon(encoding)
			}
			line := r.Found.line(f.Package, f.Title)
			found := line.silicon(encoding)
			switch {
			case encoding == "values" && line.Heap == Proved:
				*found = withHeap
			case bits(f):
				*found = "needs bit-vectors"
				row.Left[encoding]++
			case said == Proved:
				before.titles = append(before.titles, f.Title)
			case said == "" || said == withHeap || o.Again || o.Search || strings.HasPrefix(said, "DISAGREES"):
				fresh.titles = append(fresh.titles, f.Title)
			default:
				*found = said
				row.Left[encoding]++
			}
		}
		for _, t := range []task{before, fresh} {
			if len(t.titles) > 0 {
				list = append(list, t)
			}
		}
	}
	return list
}

// bits says that a function has an obligation that only bit-vectors decide; Silicon knows nothing of them.
func bits(f *deduce.Function) bool {
	return slices.ContainsFunc(f.Obligations, func(o obligation.Obligation) bool { return o.Class == obligation.ProvedBitVector })
}

// askSilicon has tasks done, several at a time.
func (o *Options) askSilicon(ctx context.Context, tasks []task, r *Report, say func(string)) error {
	var group sync.WaitGroup
	var mu sync.Mutex
	var failed error
	work := make(chan task)
	for range min(o.Jobs, len(tasks)) {
		group.Add(1)
		go func() {
			defer group.Done()
			for t := range work {
				mu.Lock()
				say("silicon (" + t.encoding + "): " + t.pkg)
				mu.Unlock()
				if err := o.try(ctx, r, &mu, t); err != nil {
					mu.Lock()
					failed = errors.Join(failed, err)
					mu.Unlock()
				}
			}
		}()
	}
	for _, t := range tasks {
		work <- t
	}
	close(work)
	group.Wait()
	return failed
}

// try asks Silicon about a task. When it does not end on several functions, they are tried in halves if that is searched for.
func (o *Options) try(ctx context.Context, r *Report, mu *sync.Mutex, t task) error {
	report, err := deduce.Run(ctx, deduce.Options{Dir: o.Dir, Patterns: []string{t.pkg}, Func: anyOf(t.titles), Backend: backends[t.encoding],
		NoCache: o.NoCache, Processor: t.limit}, nil)
	if err != nil {
		return err
	}
	ended := !slices.ContainsFunc(report.Functions, func(f *deduce.Function) bool { return errors.Is(f.Err, viper.ErrLimit) })
	if !ended && o.Search && len(t.titles) > 1 {
		half := len(t.titles) / 2
		for _, titles := range [][]string{t.titles[:half], t.titles[half:]} {
			if err := o.try(ctx, r, mu, task{t.encoding, t.pkg, titles, t.limit}); err != nil {
				return err
			}
		}
		return nil
	}
	mu.Lock()
	defer mu.Unlock()
	if ended {
		r.silicon(t.encoding, t.titles, report)
		return nil
	}
	r.endless(t)
	return nil
}

// endless enters that Silicon does not end on a task.
func (r *Report) endless(t task) {
	why := fmt.Sprintf("no end in %d s", t.limit)
	if len(t.titles) > 1 {
		why = fmt.Sprintf("no end in %d s with its package", t.limit)
	}
	for _, title := range t.titles {
		*r.Found.line(t.pkg, title).silicon(t.encoding) = why
		r.row(t.pkg).Left[t.encoding]++
	}
	r.drift("%s: silicon (%s) does not end in %d s of a processor on %s", t.pkg, t.encoding, t.limit, strings.Join(t.titles, ", "))
}

// anyOf is a regular expression for these titles only.
func anyOf(titles []string) string {
	quoted := make([]string, len(titles))
	for i, t := range titles {
		quoted[i] = regexp.QuoteMeta(t)
	}
	return fmt.Sprintf("^(%s)$", strings.Join(quoted, "|"))
}
