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
	"time"

	"warrant/verify/deduce"
	"warrant/verify/vc"
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
	// Limit is the time that Silicon gets for one function that it does not end on within a package.
	Limit time.Duration
	// Search also asks Silicon about the functions that the table leaves out.
	Search bool
	// Jobs is the number of packages that Silicon works on at a time; 0 takes the number of processors.
	Jobs int
	// NoCache is as in package deduce.
	NoCache bool
}

// Encodings are the back ends of package deduce that Silicon is asked through: with values in place of pointers where the ownership pass
// can, and with a heap for everything, as the official tool has it.
var Encodings = []string{"viper", "heap"}

// packageLimit is the time that Silicon gets for a package before its functions are tried one by one.
const packageLimit = 4 * time.Minute

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
	say("z3")
	z3, err := deduce.Run(ctx, deduce.Options{Dir: o.Dir, Patterns: o.Patterns, NoCache: o.NoCache}, nil)
	if err != nil {
		return nil, err
	}
	if err := r.first(z3); err != nil {
		return nil, err
	}
	say("cvc5")
	other, err := deduce.Run(ctx, deduce.Options{Dir: o.Dir, Patterns: o.Patterns, Solver: "cvc5", Effort: o.Effort, NoCache: o.NoCache}, nil)
	if err != nil {
		return nil, err
	}
	r.second(z3, other, o.Known, o.Known.Solver == solver.Version)
	if err := o.askSilicon(ctx, r, z3, say); err != nil {
		return nil, err
	}
	for _, e := range o.Known.Silicon {
		switch {
		case !r.asked(e.Package):
			r.Found.Silicon = append(r.Found.Silicon, e)
		case !slices.ContainsFunc(z3.Functions, func(f *deduce.Function) bool { return f.Package == e.Package && f.Title == e.Function }):
			r.drift("%s: %s: the table has it, but it is not there any more", e.Package, e.Function)
		}
	}
	return r, nil
}

// task is a package, or one function of it, for Silicon.
type task struct {
	encoding, pkg string
	titles        []string
}

// askSilicon asks Silicon about all functions but those of the table, package by package.
func (o *Options) askSilicon(ctx context.Context, r *Report, z3 *deduce.Report, say func(string)) error {
	var tasks []task
	for _, encoding := range Encodings {
		for _, row := range r.Rows {
			t := task{encoding: encoding, pkg: row.Package}
			for _, f := range z3.Functions {
				if f.Package != row.Package {
					continue
				}
				if out := o.Known.endless(row.Package, f.Title, encoding); out != nil && !o.Search {
					row.Endless[encoding]++
					r.Found.Silicon = append(r.Found.Silicon, *out)
					continue
				}
				t.titles = append(t.titles, f.Title)
			}
			if len(t.titles) > 0 {
				tasks = append(tasks, t)
			}
		}
	}
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

// try asks Silicon about a task. When it does not end on a package, its functions are tried one by one if that is searched for.
func (o *Options) try(ctx context.Context, r *Report, mu *sync.Mutex, t task) error {
	limit := packageLimit
	if len(t.titles) == 1 && o.Search {
		limit = o.Limit
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	report, err := deduce.Run(limited, deduce.Options{Dir: o.Dir, Patterns: []string{t.pkg}, Func: anyOf(t.titles), Backend: t.encoding, NoCache: o.NoCache}, nil)
	mu.Lock()
	defer mu.Unlock()
	if err == nil && !outOfTime(report) {
		r.silicon(t.encoding, t.titles, report)
		return nil
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !errors.Is(err, context.DeadlineExceeded):
		return err
	case !o.Search:
		r.drift("%s: silicon (%s) does not end in %v: find the function with --search", t.pkg, t.encoding, limit)
		r.row(t.pkg).Endless[t.encoding] += len(t.titles)
		for _, title := range t.titles {
			r.Found.Silicon = append(r.Found.Silicon, Endless{t.pkg, title, t.encoding, int(limit.Seconds())})
		}
		return nil
	case len(t.titles) == 1:
		r.row(t.pkg).Endless[t.encoding]++
		r.Found.Silicon = append(r.Found.Silicon, Endless{t.pkg, t.titles[0], t.encoding, int(o.Limit.Seconds())})
		return nil
	}
	mu.Unlock()
	defer mu.Lock()
	for _, title := range t.titles {
		if err := o.try(ctx, r, mu, task{t.encoding, t.pkg, []string{title}}); err != nil {
			return err
		}
	}
	return nil
}

// outOfTime says that Silicon stopped by itself before it had ended.
func outOfTime(r *deduce.Report) bool {
	return slices.ContainsFunc(r.Functions, func(f *deduce.Function) bool {
		return f.Err != nil && strings.Contains(f.Err.Error(), "Timeout occurred")
	})
}

// anyOf is a regular expression for these titles only.
func anyOf(titles []string) string {
	quoted := make([]string, len(titles))
	for i, t := range titles {
		quoted[i] = regexp.QuoteMeta(t)
	}
	return fmt.Sprintf("^(%s)$", strings.Join(quoted, "|"))
}
