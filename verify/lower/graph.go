package lower

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"warrant/verify/annot"
)

// Calls are the functions of its own package that a function calls, by title and in order, but for pure ones: only with those it can form a circle.
type Calls struct {
	// To are all of them.
	To []string
	// Falls are those that may call back, so that the measure was demanded to fall.
	Falls []string
}

// graph is how far it is known who calls whom.
type graph struct {
	// proved are the functions whose bodies were lowered for their proofs; begun are those lowered for whatever reason, and whole those of which all calls
	// are known.
	proved, begun, whole map[*Function]bool
}

// word is a name in Go or in an annotation.
var word = regexp.MustCompile(`[\pL_][\pL_\pN]*`)

// declared are the functions that a package declares, in the order of its files.
func (p *Package) declared() (list []*Function) {
	for _, f := range p.Files {
		for _, d := range f.Funcs {
			name := d.Name
			if d.Recv != nil {
				name = receiverName(d.Recv) + "." + d.Name
			}
			if s, ok := p.symbols[name]; ok && s.kind == funcSymbol && s.function.Decl == d {
				list = append(list, s.function)
			}
		}
	}
	return list
}

// text is a function from its contract to its end.
func (f *Function) text() string {
	return strings.Join(f.Package.lines[f.File][f.Decl.SpecFrom.Line-1:f.Decl.End.Line], "\n")
}

// named says which functions of a package each one may call, judged by the names in its text alone, so that none is missed. Pure functions call
// no others, and have no entry.
func (p *Package) named() map[*Function][]*Function {
	byName := map[string][]*Function{}
	var list []*Function
	for _, f := range p.declared() {
		if (f.Decl.Body != nil || f.Decl.Refused != nil) && !f.Decl.Spec.Pure {
			byName[f.Decl.Name] = append(byName[f.Decl.Name], f)
			list = append(list, f)
		}
	}
	to := map[*Function][]*Function{}
	for _, f := range list {
		used := map[string]bool{}
		for _, name := range word.FindAllString(f.text(), -1) {
			used[name] = true
		}
		to[f] = []*Function{}
		for _, name := range slices.Sorted(maps.Keys(used)) {
			to[f] = append(to[f], byName[name]...)
		}
	}
	return to
}

// calls records an edge of the call graph.
func (lo *Lowering) calls(from, to *Function) {
	if from == nil {
		return
	}
	if lo.edges[from] == nil {
		lo.edges[from] = map[*Function]bool{}
	}
	lo.edges[from][to] = true
}

// completeCalls finds out who calls whom where a circle of calls may lead through functions that were not lowered for their proofs: what they call is
// known, or they are lowered for that alone; and where a function cannot be lowered it is judged by the names in it.
func (lo *Lowering) completeCalls(known map[Member]Calls) {
	for _, p := range lo.loader.Order {
		if !p.Target {
			continue
		}
		list, named := p.declared(), p.named()
		for _, circle := range circles(list, named) {
			if !slices.ContainsFunc(circle, func(f *Function) bool { return lo.graph.proved[f] }) {
				continue
			}
			for _, f := range circle {
				if lo.graph.proved[f] || f.Decl.Spec.Trusted && !f.prove {
					continue
				}
				if k, ok := known[Member{p.Path, f.Title()}]; ok {
					for _, g := range list {
						if slices.Contains(k.To, g.Title()) {
							lo.calls(f, g)
						}
					}
				} else {
					lo.callsOnly(f)
				}
			}
		}
		for _, f := range list {
			if lo.graph.begun[f] && !lo.graph.whole[f] {
				for _, g := range named[f] {
					lo.calls(f, g)
				}
			}
		}
	}
}

// callsOnly lowers a function for nothing but the calls that it makes.
func (lo *Lowering) callsOnly(f *Function) {
	recursions, trusts, foreigns := len(lo.recursions), len(lo.trusts), len(lo.foreigns)
	defer func() {
		lo.recursions, lo.trusts, lo.foreigns = lo.recursions[:recursions], lo.trusts[:trusts], lo.foreigns[:foreigns]
		if r := recover(); r != nil {
			if _, ok := r.(*annot.Error); !ok {
				panic(r)
			}
		}
	}()
	lo.graph.begun[f] = true
	if f.Decl.Refused != nil {
		panic(f.Decl.Refused)
	}
	lo.method(f)
	lo.graph.whole[f] = true
}

// settleRecursion turns the recorded calls into demands: inside a circle the measure must fall, and a function that promises to end calls only functions
// that do.
func (lo *Lowering) settleRecursion(res *Result) {
	reach := map[*Function]map[*Function]bool{}
	reaches := func(from, to *Function) bool {
		if reach[from] == nil {
			seen := map[*Function]bool{}
			work := []*Function{from}
			for len(work) > 0 {
				f := work[len(work)-1]
				work = work[:len(work)-1]
				for g := range lo.edges[f] {
					if !seen[g] {
						seen[g] = true
						work = append(work, g)
					}
				}
			}
			reach[from] = seen
		}
		return reach[from][to]
	}
	for _, r := range lo.recursions {
		if len(r.from.Decl.Spec.Measures) == 0 {
			continue // makes no promise
		}
		r.assert.X, r.assert.Claim.Why = r.ends, r.from.Title()+" promises to end, but "+r.to.Title()+" may not"
		switch {
		case len(r.to.Decl.Spec.Measures) == 0:
			r.assert.Claim.Why = r.from.Title() + " promises to end, but " + r.to.Title() + " has no decreases"
		case reaches(r.to, r.from):
			r.assert.X, r.assert.Claim.Why = r.falls, "the measure may not fall at this recursive call"
		}
	}
	for f := range lo.graph.proved {
		if !lo.graph.whole[f] || f.Decl.Spec.Pure {
			continue
		}
		var c Calls
		for g := range lo.edges[f] {
			if g.Package != f.Package || g.Decl.Spec.Pure {
				continue
			}
			c.To = append(c.To, g.Title())
			if reaches(g, f) {
				c.Falls = append(c.Falls, g.Title())
			}
		}
		slices.Sort(c.To)
		slices.Sort(c.Falls)
		res.Calls[Member{f.Package.Path, f.Title()}] = c
	}
}

// circles divide a graph into its strongly connected components.
func circles[T comparable](nodes []T, to map[T][]T) (list [][]T) {
	index, low := map[T]int{}, map[T]int{}
	on := map[T]bool{}
	var stack []T
	var visit func(T)
	visit = func(v T) {
		index[v] = len(index) + 1
		low[v] = index[v]
		stack, on[v] = append(stack, v), true
		for _, w := range to[v] {
			if index[w] == 0 {
				visit(w)
				low[v] = min(low[v], low[w])
			} else if on[w] {
				low[v] = min(low[v], index[w])
			}
		}
		if low[v] != index[v] {
			return
		}
		at := slices.Index(stack, v)
		for _, w := range stack[at:] {
			on[w] = false
		}
		list = append(list, slices.Clone(stack[at:]))
		stack = stack[:at]
	}
	for _, v := range nodes {
		if index[v] == 0 {
			visit(v)
		}
	}
	return list
}
