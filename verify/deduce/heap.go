package deduce

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"warrant/verify/ir"
	"warrant/verify/lower"
	"warrant/verify/obligation"
	"warrant/verify/viper"
)

// member names a function or predicate of a package.
type member = lower.Member

// withHeap lowers a second time, with a heap, what the first lowering could not rid of it. A member that both refuse keeps the
// second refusal, which is about the construct and not about the way it was first tried.
func withHeap(o *Options, l *lower.Loader, targets []*lower.Package, known map[member]lower.Calls, res *lower.Result) error {
	need := map[member]bool{}
	for _, p := range res.Problems {
		if p.Function != "" && lower.IsUnsupported(p.Err) {
			need[member{Path: p.Package, Title: p.Function}] = true
		}
	}
	if len(need) == 0 {
		return nil
	}
	again, err := lower.NewLoader(l.Root())
	if err != nil {
		return err
	}
	again.Overlay, again.Sources = o.Overlay, l.Sources
	for _, t := range targets {
		p, err := again.Load(t.Path)
		if err != nil {
			return err
		}
		p.Target = true
	}
	pick := func(path, title string) bool { return need[member{Path: path, Title: title}] }
	calls := maps.Clone(res.Calls)
	maps.Copy(calls, known)
	heap := lower.Lower(again, lower.Options{Filter: pick, Calls: calls, Unbounded: o.Unbounded, Heap: true, Plain: true})
	maps.Copy(res.Calls, heap.Calls)
	var problems []lower.Problem
	for _, p := range res.Problems {
		if !need[member{Path: p.Package, Title: p.Function}] {
			problems = append(problems, p)
		}
	}
	for _, p := range heap.Problems {
		if need[member{Path: p.Package, Title: p.Function}] {
			problems = append(problems, p)
		}
	}
	res.Problems = problems
	var trusts []lower.Trust
	for _, t := range res.Trusts { // what the first lowering met before it gave up is met again
		if !need[member{Path: t.Package, Title: t.Function}] {
			trusts = append(trusts, t)
		}
	}
	res.Trusts = append(trusts, heap.Trusts...)
	for of, n := range heap.Counted {
		res.Counted[of] += n
	}
	if len(heap.Program.Methods) > 0 {
		res.Heap = heap.Program
	}
	return nil
}

// setAside takes the functions of packages that do not compile out of the programs: a proof about them would mean nothing.
func (r *Report) setAside(res *lower.Result) {
	broken := map[string]bool{}
	for _, p := range r.Problems {
		if p.Function == "" {
			broken[p.Package] = true
		}
	}
	if len(broken) == 0 {
		return
	}
	for _, p := range r.Packages {
		p.Broken = broken[p.Path]
	}
	for _, program := range []*ir.Program{res.Program, res.Heap} {
		if program == nil {
			continue
		}
		var kept []*ir.Method
		for _, m := range program.Methods {
			if !broken[m.Module] {
				kept = append(kept, m)
			}
		}
		program.Methods = kept
	}
	maps.DeleteFunc(res.Counted, func(of lower.Member, _ int) bool { return broken[of.Path] })
}

// heap asks Silicon about the members that keep their heap.
func (e *engine) heap(ctx context.Context, p *ir.Program, progress Progress) []*Function {
	if e.viper != nil {
		return e.viper.run(ctx, p, p.Methods, progress)
	}
	var list []*Function
	for _, m := range p.Methods {
		list = append(list, &Function{Package: m.Module, Title: m.Title, Backend: "heap",
			Err: fmt.Errorf("it needs the heap, and so Silicon: %w", e.noViper)})
	}
	return list
}

// refusal is what is said of a failed obligation in a program with a heap. Missing permission is a kind of its own wherever it shows.
func refusal(o *obligation.Obligation, pl *viper.Placed) string {
	var parts []string
	if pl.Claim.From.Line > 0 && pl.Claim.From != pl.Claim.At {
		parts = append(parts, "clause: "+pl.Claim.From.String())
	}
	if pl.Values != "" {
		parts = append(parts, "where: "+pl.Values)
	}
	parts = append(parts, "silicon: "+pl.Failed)
	if strings.Contains(pl.Failed, "insufficient permission") {
		if o.ID.Kind != obligation.Permission {
			o.Description += ": permission may be missing"
		}
		o.ID.Kind = obligation.Permission
	}
	if h := hintFor(o.ID.Kind); h != "" {
		parts = append(parts, h)
	}
	return strings.Join(parts, "\n")
}

// explain asks once more about the methods that failed, for values, and enters them at the findings.
func (e *viperEngine) explain(ctx context.Context, p *ir.Program, methods []*ir.Method, file *viper.File, findings []viper.Finding) {
	wrong := map[*ir.Method]bool{}
	for _, f := range findings {
		if pl := claimAt(file, f.Line); pl != nil {
			wrong[pl.Method] = true
		}
	}
	var again []*ir.Method
	for _, m := range methods {
		if wrong[m] && m.Func == nil && m.Predicate == nil {
			again = append(again, m)
		}
	}
	if len(again) == 0 {
		return
	}
	small, err := printViper(p, again)
	if err != nil || !small.Explainable {
		return
	}
	explained, err := e.silicon.Explain(ctx, small.Text)
	if err != nil {
		return // the findings stand without values
	}
	type key struct {
		m     *ir.Method
		claim ir.Claim
	}
	values := map[key]map[string]string{}
	for _, f := range explained {
		if pl := claimAt(small, f.Line); pl != nil && len(f.Values) > 0 {
			values[key{pl.Method, pl.Claim}] = f.Values
		}
	}
	for i, f := range findings {
		if pl := claimAt(file, f.Line); pl != nil {
			findings[i].Values = values[key{pl.Method, pl.Claim}]
		}
	}
}

// whereOf prints the values of a counterexample in Go's terms.
func whereOf(file *viper.File, m *ir.Method, values map[string]string) string {
	var parts []string
	for _, s := range file.Shown[m] {
		value, ok := values[s[0]]
		switch {
		case !ok || len(parts) == mostValues:
		case value == "Null()" || value == "null":
			parts = append(parts, s[1]+" = nil")
		case !strings.Contains(value, "!"): // a name of the solver's says nothing
			parts = append(parts, s[1]+" = "+value)
		}
	}
	return strings.Join(parts, ", ")
}
