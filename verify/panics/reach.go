package panics

import (
	"slices"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/callgraph/cha"
	"golang.org/x/tools/go/callgraph/vta"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"
)

// step is how control comes to a function: from a caller, at a call or where the function is handed on.
type step struct {
	from *ssa.Function
	at   ssa.Instruction
}

// calls is the call graph of a module: which functions may run when a function runs.
type calls struct {
	next map[*ssa.Function][]edge
	// component numbers the strongly connected components, and size counts their functions; nil until they are asked for.
	component map[*ssa.Function]int
	size      map[int]int
}

type edge struct {
	to *ssa.Function
	at ssa.Instruction
	// handed tells that the function is only handed to code outside of the module, which may call it.
	handed bool
}

// newCalls finds the calls of a module by variable type analysis, on top of class hierarchy analysis. A function that becomes a value, and
// the methods of a type that becomes an interface, may also be called by code that the module does not show: such a function may run
// whenever the one runs that makes the value.
func newCalls(m *Module) *calls {
	c := &calls{next: map[*ssa.Function][]edge{}}
	own := map[*ssa.Function]bool{}
	for _, fn := range m.functions {
		own[fn] = true
	}
	graph := vta.CallGraph(own, cha.CallGraph(m.program))
	for _, fn := range m.functions {
		if node := graph.Nodes[fn]; node != nil {
			c.addNode(fn, node)
		}
	}
	var cache typeutil.MethodSetCache
	for _, fn := range m.functions {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				c.addHanded(m, fn, instr, own, &cache)
			}
		}
	}
	return c
}

func (c *calls) add(from *ssa.Function, e edge) {
	if !slices.ContainsFunc(c.next[from], func(known edge) bool { return known.to == e.to && known.at == e.at }) {
		c.next[from] = append(c.next[from], e)
	}
}

// addNode adds the calls of fn, in the order of its instructions.
func (c *calls) addNode(fn *ssa.Function, node *callgraph.Node) {
	out := slices.Clone(node.Out)
	slices.SortStableFunc(out, func(a, b *callgraph.Edge) int {
		if a.Site == nil || b.Site == nil {
			return 0
		}
		return int(a.Site.Pos()) - int(b.Site.Pos())
	})
	for _, e := range out {
		if e.Callee != nil && e.Callee.Func != nil {
			var at ssa.Instruction
			if e.Site != nil {
				at = e.Site
			}
			c.add(fn, edge{to: e.Callee.Func, at: at})
		}
	}
}

// addHanded adds what instr hands on as a value.
func (c *calls) addHanded(m *Module, fn *ssa.Function, instr ssa.Instruction, own map[*ssa.Function]bool, cache *typeutil.MethodSetCache) {
	if made, ok := instr.(*ssa.MakeInterface); ok {
		set := cache.MethodSet(made.X.Type())
		for i := range set.Len() {
			if method := m.program.MethodValue(set.At(i)); method != nil && own[method] {
				c.add(fn, edge{to: method, at: instr, handed: true})
			}
		}
	}
	var called ssa.Value
	if call, ok := instr.(ssa.CallInstruction); ok {
		called = call.Common().Value
	}
	for _, operand := range instr.Operands(nil) {
		if operand == nil || *operand == nil || *operand == called {
			continue
		}
		if value, ok := (*operand).(*ssa.Function); ok && len(value.Blocks) > 0 {
			c.add(fn, edge{to: value, at: instr, handed: true})
		}
	}
}

// reach is what can run when control comes in at some entries.
type reach struct {
	// by is the step by which a shortest way comes to each function; an entry has none.
	by map[*ssa.Function]step
	// labels are those of the entries that lead to a function, in order.
	labels map[*ssa.Function][]string
}

// from follows the calls from entries.
func (c *calls) from(entries []Entry) *reach {
	r := &reach{by: map[*ssa.Function]step{}, labels: map[*ssa.Function][]string{}}
	var queue []*ssa.Function
	for _, e := range entries {
		if _, known := r.by[e.Function]; !known {
			r.by[e.Function] = step{}
			queue = append(queue, e.Function)
		}
	}
	for len(queue) > 0 {
		fn := queue[0]
		queue = queue[1:]
		for _, e := range c.next[fn] {
			if _, known := r.by[e.to]; !known {
				r.by[e.to] = step{from: fn, at: e.at}
				queue = append(queue, e.to)
			}
		}
	}
	byLabel := map[string][]*ssa.Function{}
	for _, e := range entries {
		for _, label := range e.Labels {
			byLabel[label] = append(byLabel[label], e.Function)
		}
	}
	for label, roots := range byLabel {
		c.mark(label, roots, r)
	}
	for fn := range r.labels {
		slices.Sort(r.labels[fn])
	}
	return r
}

// mark adds label to everything that roots lead to.
func (c *calls) mark(label string, roots []*ssa.Function, r *reach) {
	seen := map[*ssa.Function]bool{}
	queue := slices.Clone(roots)
	for _, fn := range queue {
		seen[fn] = true
	}
	for len(queue) > 0 {
		fn := queue[0]
		queue = queue[1:]
		r.labels[fn] = append(r.labels[fn], label)
		for _, e := range c.next[fn] {
			if !seen[e.to] {
				seen[e.to] = true
				queue = append(queue, e.to)
			}
		}
	}
}
