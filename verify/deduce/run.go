package deduce

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"warrant/verify/annot"
	"warrant/verify/ir"
	"warrant/verify/lower"
	"warrant/verify/obligation"
	"warrant/verify/vc"
)

// Progress is told how many functions are done of how many, and which comes next.
type Progress func(done, total int, title string)

// Load reads and lowers the packages that the options name.
func Load(o *Options) (*lower.Result, *Report, error) { return load(o, nil) }

// load reads the packages, and lowers what the results of earlier runs say nothing about.
func load(o *Options, earlier *earlier) (*lower.Result, *Report, error) {
	filter, err := o.check()
	if err != nil {
		return nil, nil, err
	}
	l, err := lower.NewLoader(o.Dir)
	if err != nil {
		return nil, nil, err
	}
	l.Overlay = o.Overlay
	if o.Session != nil {
		l.Sources = o.Session.sources
	}
	report := &Report{}
	seen := map[string]bool{}
	var targets []*lower.Package
	for _, pattern := range o.Patterns {
		paths, err := l.Match(o.Dir, pattern)
		if err != nil {
			return nil, nil, err
		}
		if len(paths) == 0 {
			return nil, nil, fmt.Errorf("pattern %s matches no package", pattern)
		}
		for _, path := range paths {
			if seen[path] {
				continue
			}
			seen[path] = true
			p, err := l.Load(path)
			if err != nil {
				report.Problems = append(report.Problems, lower.Problem{Package: path, Err: err})
				continue
			}
			if !p.Annotated() {
				if !strings.HasSuffix(pattern, "...") {
					report.Problems = append(report.Problems, lower.Problem{Package: path, Err: fmt.Errorf("package %s has no annotations: nothing to verify", path)})
				}
				report.Packages = append(report.Packages, &Package{Path: path})
				continue
			}
			p.Target = true
			targets = append(targets, p)
			report.Packages = append(report.Packages, &Package{Path: path, Contracts: true, dir: p.Dir})
		}
	}
	problems, err := earlier.open(l, targets)
	if err != nil {
		return nil, nil, err
	}
	report.Problems = append(report.Problems, problems...)
	if o.Portable {
		report.Problems = append(report.Problems, portability(l, targets)...)
	}
	match := func(path, title string) bool {
		return (filter == nil || filter.MatchString(title)) && !earlier.has(path, title)
	}
	res := lower.Lower(l, lower.Options{Filter: match, Calls: earlier.calls(), Unbounded: o.Unbounded, Heap: o.Backend == "heap", Plain: o.plain()})
	if o.Backend == "heap" {
		res.Heap, res.Program = res.Program, &ir.Program{Funcs: map[string]*ir.Func{}}
	}
	if o.Backend == "auto" || o.Backend == "viper" {
		if err := withHeap(o, l, targets, earlier.calls(), res); err != nil {
			return nil, nil, err
		}
	}
	if o.Portable {
		for _, e := range res.Foreign {
			report.Problems = append(report.Problems, lower.Problem{Err: e})
		}
	}
	report.setAside(res)
	report.Problems = append(report.Problems, res.Problems...)
	report.Trusts = res.Trusts
	for _, p := range report.Packages {
		p.Functions = res.Functions(p.Path)
		p.Unread = res.Unread[p.Path]
	}
	report.Functions = earlier.functions(report, filter)
	if filter != nil && len(res.Program.Methods) == 0 && res.Heap == nil && len(report.Problems) == 0 && len(report.Functions) == 0 {
		return nil, nil, fmt.Errorf("function filter %q matches nothing", o.Func)
	}
	return res, report, nil
}

// portability lists what the official tool would refuse or misread.
func portability(l *lower.Loader, packages []*lower.Package) []lower.Problem {
	var list []lower.Problem
	for _, p := range packages {
		for _, f := range p.Files {
			src, err := os.ReadFile(filepath.Join(l.Root(), f.Name))
			if err != nil {
				list = append(list, lower.Problem{Package: p.Path, Err: err})
				continue
			}
			errs, err := annot.Portable(f.Name, string(src))
			if err != nil {
				list = append(list, lower.Problem{Package: p.Path, Err: err})
			}
			for _, e := range errs {
				list = append(list, lower.Problem{Package: p.Path, Err: e})
			}
		}
	}
	return list
}

// Run verifies packages.
func Run(ctx context.Context, o Options, progress Progress) (result *Report, err error) {
	start := time.Now()
	engine, err := newEngine(&o)
	if err != nil {
		return nil, err
	}
	defer engine.end()
	earlier := engine.earlier()
	res, report, err := load(&o, earlier)
	if err != nil {
		return nil, err
	}
	if err := engine.needs(res); err != nil {
		return nil, err
	}
	if !o.Unbounded { // cores are recorded of Go's integers
		if engine.cores, err = readCores(report.Packages); err != nil {
			return nil, err
		}
	}
	if progress == nil {
		progress = func(int, int, string) {}
	}
	defer func() {
		if err == nil && o.Func == "" {
			earlier.keep(result, res)
		}
		if err == nil && o.Record {
			err = result.writeCores(engine.cores, o.Func != "")
		}
	}()
	methods := res.Program.Methods
	if o.Backend == "viper" {
		report.Functions = append(report.Functions, engine.viper.run(ctx, res.Program, methods, progress)...)
		if res.Heap != nil {
			report.Functions = append(report.Functions, engine.heap(ctx, res.Heap, progress)...)
		}
		return report.finish(ctx, start)
	}
	asked := make([]*Function, len(methods))
	var group sync.WaitGroup
	work := make(chan int)
	var mu sync.Mutex
	done := 0
	for range o.Jobs {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := range work {
				f := engine.verify(ctx, res.Program, methods[i])
				mu.Lock()
				asked[i] = f
				done++
				progress(done, len(methods), f.Title)
				mu.Unlock()
			}
		}()
	}
	for _, i := range engine.dearest(methods) {
		work <- i
	}
	close(work)
	group.Wait()
	report.Functions = append(report.Functions, asked...)
	if res.Heap != nil {
		report.Functions = append(report.Functions, engine.heap(ctx, res.Heap, progress)...)
	}
	return report.finish(ctx, start)
}

// finish completes a report unless the run was stopped.
func (r *Report) finish(ctx context.Context, start time.Time) (*Report, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	slices.SortStableFunc(r.Functions, func(a, b *Function) int {
		return cmp.Or(strings.Compare(a.Package, b.Package), strings.Compare(a.Title, b.Title))
	})
	number(r.Functions)
	r.tally()
	r.Elapsed = time.Since(start)
	return r, nil
}

// number gives the obligations of each function their ordinals.
func number(functions []*Function) {
	var n obligation.Numberer
	for _, f := range functions {
		for i := range f.Obligations {
			f.Obligations[i].ID = n.Number(f.Obligations[i].ID)
		}
	}
}

// engine asks one back end.
type engine struct {
	options *Options
	solver  *vc.Solver
	end     func()
	cache   *cache
	// cores are by package, then by function.
	cores map[string]packageCores
	viper *viperEngine
	// noViper says why viper is nil although some functions need it.
	noViper error
}

func newEngine(o *Options) (*engine, error) {
	e := &engine{options: o}
	if _, err := o.check(); err != nil {
		return nil, err
	}
	var err error
	if e.solver, e.end, err = o.find(); err != nil {
		return nil, err
	}
	if !o.NoCache && !o.Record {
		if e.cache, err = openCache(); err != nil {
			e.end()
			return nil, err
		}
	}
	return e, nil
}

// needs starts Silicon where something can only be proved by it.
func (e *engine) needs(res *lower.Result) error {
	if e.options.Backend == "viper" || res.Heap != nil {
		if e.viper, e.noViper = newViper(e.options, e.cache); e.noViper != nil && e.options.Backend != "auto" {
			return e.noViper
		}
	}
	return nil
}

// verify checks one method.
func (e *engine) verify(ctx context.Context, p *ir.Program, m *ir.Method) *Function {
	f := &Function{Package: m.Module, Title: m.Title, Backend: "smt"}
	condition := vc.Generate(p, m)
	script := condition.Script(p)
	goals := condition.Goals()
	skip := e.skipped(m, goals)
	cores := e.cores[m.Module][m.Title]
	if e.options.Record {
		var err error
		if cores, err = e.solver.Record(ctx, script, skip, cores, e.options.Dear); err != nil {
			f.Err = err
			return f
		}
	}
	f.cores = cores
	key := e.cache.key(e.solver, fmt.Sprint(script.Text(), skip, e.options.Terse, cores))
	outcomes, ok := e.cache.get(key)
	if !ok || len(outcomes) != len(goals) {
		start := time.Now()
		var err error
		outcomes, f.replayed, err = e.solver.Solve(ctx, script, skip, cores)
		if err == nil {
			err = e.solver.Bits(ctx, condition, outcomes)
		}
		if err == nil && !e.options.Terse {
			err = e.solver.Explain(ctx, script, outcomes)
		}
		f.Seconds = time.Since(start).Seconds()
		if err != nil {
			f.Err = err
			return f
		}
		e.cache.put(key, outcomes)
	} else {
		f.Cached = true
	}
	f.Obligations = obligations(m, script, goals, outcomes, "verify/"+e.solver.Name)
	return f
}

// dearest orders methods so that those with the longest cores come first, and no long proof is left for the end.
func (e *engine) dearest(methods []*ir.Method) []int {
	order, size := make([]int, len(methods)), make([]int, len(methods))
	for i, m := range methods {
		order[i] = i
		for _, core := range e.cores[m.Module][m.Title] {
			size[i] += len(core)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size[b], size[a]) })
	return order
}

// skipped are the indices of the goals that the options leave out.
func (e *engine) skipped(m *ir.Method, goals []*vc.Goal) map[int]bool {
	if e.options.Skip == nil {
		return nil
	}
	var n obligation.Numberer
	skip := map[int]bool{}
	for i, g := range goals {
		if e.options.Skip(n.Number(identity(m, g))) {
			skip[i] = true
		}
	}
	return skip
}

// Dump writes a program as the back end would see it.
func Dump(o Options) (string, error) {
	res, report, err := Load(&o)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, p := range report.Problems {
		fmt.Fprintf(&b, "; %v\n", p.Err)
	}
	switch o.Dump {
	case "ir":
		b.WriteString(ir.Print(res.Program))
		if res.Heap != nil {
			b.WriteString(ir.Print(res.Heap))
		}
	case "smt":
		for _, m := range res.Program.Methods {
			fmt.Fprintf(&b, "; %s %s\n%s\n", m.Module, m.Title, vc.Generate(res.Program, m).Script(res.Program).Text())
		}
	case "viper":
		for _, group := range byPackage(res.Program.Methods) {
			file, err := printViper(res.Program, group)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "// %s\n%s\n", group[0].Module, file.Text)
		}
		if res.Heap == nil {
			break
		}
		for _, group := range byPackage(res.Heap.Methods) {
			file, err := printViper(res.Heap, group)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "// %s, with the heap\n%s\n", group[0].Module, file.Text)
		}
	}
	return b.String(), nil
}

// cacheDir is where results, tools and archives of earlier runs lie.
func cacheDir() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("cache: %w", err)
	}
	return filepath.Join(base, "warrant"), nil
}
