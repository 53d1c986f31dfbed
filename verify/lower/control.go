package lower

import (
	goconstant "go/constant"
	"maps"
	"math/big"
	"slices"
	"strings"

	"warrant/verify/annot"
	"warrant/verify/ir"
	"warrant/verify/own"
)

func intConstant(n int) goconstant.Value { return goconstant.MakeInt64(int64(n)) }

// branchTo lowers one side of a branch into its own list and answers its permission state, nil when it never ends.
func (c *context) branchTo(f func()) ([]ir.Stmt, *own.State) {
	var list []ir.Stmt
	saved, state, defers := c.out, c.st, c.defers
	c.out, c.st = &list, c.st.Clone()
	f()
	end := c.st
	if c.dead {
		end = nil
	}
	c.out, c.st, c.dead, c.defers = saved, state, false, defers
	return list, end
}

// join continues with what all ends hold.
func (c *context) join(ends ...*own.State) {
	var m *own.State
	for _, e := range ends {
		switch {
		case e == nil:
		case m == nil:
			m = e
		default:
			m = own.Meet(m, e)
		}
	}
	if m == nil {
		c.dead = true
		return
	}
	c.st = m
}

func (c *context) ifStmt(s *annot.If) {
	c.push()
	defer c.pop()
	if s.Init != nil {
		c.stmt(s.Init)
	}
	cond := c.boolean(s.Cond)
	c.checked(cond, annot.String(s.Cond), s.Cond.At())
	labels := c.labels
	then, end1 := c.branchTo(func() {
		c.emit(&ir.Trace{At: s.Start, Text: annot.String(s.Cond)})
		c.stmt(s.Then)
	})
	c.labels = labels
	otherwise, end2 := c.branchTo(func() {
		c.emit(&ir.Trace{At: s.Start, Text: "!(" + annot.String(s.Cond) + ")"})
		if s.Else != nil {
			c.stmt(s.Else)
		}
	})
	c.labels = labels
	c.emit(&ir.If{Cond: cond, Then: then, Else: otherwise, At: s.Start, Executable: !c.spec})
	c.join(end1, end2)
}

// switchStmt is a chain of ifs inside a scope that break leaves.
func (c *context) switchStmt(s *annot.Switch) {
	c.push()
	defer c.pop()
	if s.Init != nil {
		c.stmt(s.Init)
	}
	var tag *value
	if s.Tag != nil {
		v := c.expr(s.Tag)
		t := defaultType(v.t)
		tag = &value{t: t, x: c.temp("tag", c.convert(v, t, s.Start))}
	}
	label := "switch" + itoa(c.number())
	var ends []*own.State
	frame := &loopFrame{label: s.Label, breakTo: label, leave: &ends, ghost: c.spec}
	c.loops = append(c.loops, frame)
	body, end := c.branchTo(func() { c.cases(s, tag, 0) })
	c.loops = c.loops[:len(c.loops)-1]
	c.emit(&ir.Scope{Label: label, Body: body})
	c.join(append(ends, end)...)
}

// cases lowers the cases from i on; the default comes last whatever its place.
func (c *context) cases(s *annot.Switch, tag *value, i int) {
	for i < len(s.Cases) && s.Cases[i].Default {
		i++
	}
	body := func(cs *annot.Case, text string) func() {
		return func() {
			c.emit(&ir.Trace{At: cs.Start, Text: text})
			c.push()
			c.stmts(cs.Body)
			c.pop()
		}
	}
	if i == len(s.Cases) {
		for k := range s.Cases {
			if s.Cases[k].Default {
				body(&s.Cases[k], "default")()
			}
		}
		return
	}
	cs := &s.Cases[i]
	cond := ir.False
	text := "case"
	for n, x := range cs.Values {
		var one *ir.Expr
		if tag == nil {
			one = c.boolean(x)
		} else {
			one = c.equal(tag, c.expr(x), &annot.Binary{Place: annot.Place{Start: x.At()}, OpPos: x.At(), Op: "==", X: s.Tag, Y: x})
		}
		if n == 0 {
			cond = one
		} else {
			cond = ir.Or(cond, one)
		}
		text += " " + annot.String(x)
	}
	then, end1 := c.branchTo(body(cs, text))
	otherwise, end2 := c.branchTo(func() { c.cases(s, tag, i+1) })
	c.emit(&ir.If{Cond: cond, Then: then, Else: otherwise, At: cs.Start, Executable: !c.spec})
	c.join(end1, end2)
}

func (c *context) branch(s *annot.Branch) {
	if s.Word == "goto" || s.Word == "fallthrough" {
		fail(s.Start, "unsupported: %s", s.Word)
	}
	for i := len(c.loops) - 1; i >= 0; i-- {
		f := c.loops[i]
		if s.Label != "" && f.label != s.Label {
			continue
		}
		if s.Word == "continue" && f.back == nil {
			continue
		}
		if c.spec && !f.ghost && !c.fn.ghost() {
			fail(s.Start, "ghost code cannot leave a loop of Go code")
		}
		c.regain(i + 1)
		if s.Word == "break" {
			*f.leave = append(*f.leave, c.st.Clone())
			c.emit(&ir.Break{Label: f.breakTo})
		} else {
			saved := c.scopes                     // the names of the loop's head, not of the place of continue
			c.scopes = c.scopes[:f.depth:f.depth] // what the post statement opens must not lie over the body's names
			f.post(c)
			f.back(c, s.Start)
			c.scopes = saved
			c.emit(&ir.Continue{Label: f.continueTo})
		}
		c.dead = true
		return
	}
	fail(s.Start, "%s %s leads nowhere", s.Word, s.Label)
}

// regain gives back what stayed outside the loops that control leaves: those from frame i on.
func (c *context) regain(i int) {
	for _, f := range c.loops[i:] {
		if f.outer != nil {
			c.st = own.Add(c.st, f.outer)
		}
	}
}

// loopSpec is a loop: its condition, post statement and body as functions over a context.
type loopSpec struct {
	label string
	spec  annot.Spec
	at    annot.Pos
	cond  func(c *context) *ir.Expr
	post  func(c *context)
	body  func(c *context)
	text  string
	extra func(c *context) []ir.Assert // invariants that the tool itself adds
	// bounded loops end by themselves: range.
	bounded bool
}

// loop lowers a loop: exhale the invariants, forget what the body changes, inhale them, run the body, exhale them.
func (c *context) loop(l loopSpec) {
	for _, cl := range l.spec.Clauses {
		if cl.Word != "invariant" {
			fail(cl.Start, "%s is not a clause of a loop", cl.Word)
		}
	}
	c.promises(l)
	if c.lo.heap {
		c.heapLoop(l)
		return
	}
	loop := &ir.Loop{Label: "loop" + itoa(c.number()), At: l.at}
	frameState := c.st
	// The permissions of the invariant go into the loop, the rest stays outside.
	inside := c.invariantState(l)
	outer := frameState.Clone()
	for _, k := range inside.Keys() {
		if err := outer.Take(k, inside.Held(k)); err != nil {
			c.assert("permission", ir.False, string(k), "loop invariant on entry: "+err.Error(), l.at)
		}
	}
	invariants := func(ic *context) []ir.Assert {
		var list []ir.Assert
		for _, cl := range l.spec.Clauses {
			for _, p := range conjuncts(cl.X) {
				if atoms, ok := ic.permissions(p); ok {
					for _, a := range atoms {
						if a.inst != nil {
							list = append(list, ir.Assert{X: a.truthOf(), Claim: ir.Claim{Kind: "invariant", Text: annot.String(p), At: p.At()}})
						}
					}
					continue
				}
				list = append(list, ir.Assert{X: ic.boolean(p), Claim: ir.Claim{Kind: "invariant", Text: annot.String(p), At: p.At()}})
			}
		}
		return list
	}
	ic := *c
	ic.spec = true
	ic.st = inside.Clone()
	if l.extra != nil {
		loop.Invariants = l.extra(&ic)
	}
	loop.Invariants = append(loop.Invariants, invariants(&ic)...)

	var body []ir.Stmt
	saved := c.out
	c.out = &body
	c.st = inside.Clone()
	leave := []*own.State{}
	back := func(bc *context, at annot.Pos) {
		for _, k := range inside.Keys() {
			if bc.st.Held(k).Cmp(inside.Held(k)) < 0 {
				bc.assert("permission", ir.False, string(k), "loop invariant after an iteration: permission to "+string(k)+" is missing; held: "+bc.st.String(), at)
			}
		}
	}
	var measures []loopMeasure
	frame := &loopFrame{label: l.label, breakTo: loop.Label, continueTo: loop.Label, leave: &leave, post: l.post, ghost: c.spec, depth: len(c.scopes), outer: outer}
	frame.back = func(bc *context, at annot.Pos) {
		back(bc, at)
		bc.loopFalls(measures)
	}
	enters, ends := &ir.Trace{At: l.at, Text: l.text}, &ir.Trace{At: l.at, Text: "loop ends"}
	outside := maps.Clone(c.method.types)
	cond := l.cond(c)
	stop, stopState := c.branchTo(func() { c.emit(&ir.Break{Label: loop.Label}) })
	_ = stopState
	if cond.Op != ir.OpTrue {
		leave = append(leave, c.st.Clone())
		c.emit(&ir.If{Cond: cond, Then: []ir.Stmt{enters}, Else: append([]ir.Stmt{ends}, stop...), At: l.at})
	}
	measures = c.loopMeasures(l)
	c.loops = append(c.loops, frame)
	l.body(c)
	if !c.dead {
		l.post(c)
		frame.back(c, l.at)
	}
	c.loops = c.loops[:len(c.loops)-1]
	c.out = saved
	c.dead = false
	loop.Body = body
	loop.Modified = modified(body)
	enters.Hint = unspoken(loop, outside)
	ends.Hint = enters.Hint
	for _, v := range loop.Modified {
		if t, ok := c.method.types[v.Name]; ok {
			loop.Known = append(loop.Known, c.lo.known(ir.V(v), t, 0))
			if in, ok := c.method.entries[v.Name]; ok && t.is(SliceKind) { // no slice changes its length
				loop.Known = append(loop.Known, ir.Eq(ir.Len(ir.V(v)), ir.Len(ir.V(in))))
			}
		}
	}
	c.keep(loop, inside)
	c.emit(loop)
	if len(leave) == 0 {
		c.dead = true
		return
	}
	m := leave[0]
	for _, s := range leave[1:] {
		m = own.Meet(m, s)
	}
	c.st = own.Add(outer, m)
}

// keep says that a loop does not change those fields of what a pointer leads to, of which the invariants hold no permission to write.
func (c *context) keep(loop *ir.Loop, inside *own.State) {
	changed := map[string]bool{}
	for _, v := range loop.Modified {
		changed[v.Name] = true
	}
	for _, scope := range c.scopes {
		for _, name := range slices.Sorted(maps.Keys(scope)) {
			p := scope[name].ptr
			if p == nil || p.addr != nil || len(p.steps) > 0 || !changed[p.root.v.Name] || p.t.Under().Kind != StructKind {
				continue
			}
			before := c.temp(p.root.v.Name+"$before", ir.V(p.root.v))
			for _, f := range p.t.Under().Fields {
				if !writable(inside, p.field(f.Name, f.Type).key) {
					loop.Known = append(loop.Known, ir.Eq(ir.Get(ir.V(p.root.v), f.Name), ir.Get(before, f.Name)))
				}
			}
		}
	}
}

// writable says that a state may come to all of the permission to a location or to a part of it, out of all that it holds of it, of its parts and
// of what it is a part of.
func writable(st *own.State, path string) bool {
	sum := new(big.Rat)
	for _, k := range st.Keys() {
		if own.Within(path, k.Path()) || own.Within(k.Path(), path) {
			sum.Add(sum, st.Held(k))
		}
	}
	return sum.Cmp(own.Full) >= 0
}

// unspoken is the hint that no invariant of a loop mentions something that the loop changes.
func unspoken(loop *ir.Loop, outside map[string]*Type) string {
	mentioned := map[string]bool{}
	for _, i := range loop.Invariants {
		ir.Walk(i.X, func(e *ir.Expr) {
			if e.Op == ir.OpVar {
				mentioned[e.Name] = true
			}
		})
	}
	var list []string
	for _, v := range loop.Modified {
		name, _, _ := strings.Cut(v.Name, "$")
		if outside[v.Name] != nil && !mentioned[v.Name] && !strings.HasPrefix(name, "·") {
			list = append(list, name)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return "the loop in line " + itoa(loop.At.Line) + " changes " + strings.Join(list, ", ") + ", of which no invariant speaks"
}

// invariantState are the permissions that the invariants of a loop hold.
func (c *context) invariantState(l loopSpec) *own.State {
	ic := *c
	ic.spec, ic.trust = true, true
	ic.st = own.New()
	var drop []ir.Stmt
	ic.out = &drop
	for _, cl := range l.spec.Clauses {
		ic.giveAll(cl.X, nil)
	}
	return ic.st
}

// modified are the variables that statements assign.
func modified(list []ir.Stmt) []ir.Var {
	seen := map[string]bool{}
	var out []ir.Var
	add := func(v ir.Var) {
		if !seen[v.Name] {
			seen[v.Name] = true
			out = append(out, v)
		}
	}
	var walk func([]ir.Stmt)
	walk = func(list []ir.Stmt) {
		for _, s := range list {
			switch s := s.(type) {
			case *ir.Assign:
				add(s.To)
			case *ir.Havoc:
				for _, v := range s.Vars {
					add(v)
				}
			case *ir.If:
				walk(s.Then)
				walk(s.Else)
			case *ir.Loop:
				walk(s.Body)
			case *ir.Scope:
				walk(s.Body)
			}
		}
	}
	walk(list)
	return out
}

func (c *context) forStmt(s *annot.For) {
	c.push()
	defer c.pop()
	if s.Init != nil {
		c.stmt(s.Init)
	}
	text := "true"
	if s.Cond != nil {
		text = annot.String(s.Cond)
	}
	c.loop(loopSpec{label: s.Label, spec: s.Spec, at: s.Start, text: text,
		cond: func(c *context) *ir.Expr {
			if s.Cond == nil {
				return ir.True
			}
			return c.boolean(s.Cond)
		},
		post: func(c *context) {
			if s.Post != nil {
				c.stmt(s.Post)
			}
		},
		body: func(c *context) { c.stmt(s.Body) }})
}

// rangeStmt is a range over an array, a slice or an integer: a counted loop with the official tool's automatic invariants.
func (c *context) rangeStmt(s *annot.Range) {
	c.push()
	defer c.pop()
	v, text := c.expr(s.X), annot.String(s.X)+"[i]"
	if v.t == nil {
		fail(s.Start, "cannot range over %s", annot.String(s.X))
	}
	u := v.t.Under()
	if u.Kind == PointerKind && u.Elem.is(ArrayKind) {
		v = c.behind(v, annot.String(s.X), s.Start)
		u = v.t.Under()
	}
	keyType := intType
	var n *ir.Expr
	element := func(c *context, i *ir.Expr) *value { return nil }
	switch {
	case v.t.isInteger():
		keyType = defaultType(v.t)
		count := c.convert(v, keyType, s.Start)
		n = c.temp("range", ir.Ite(ir.Less(count, ir.I(0)), ir.I(0), count))
		if s.Value != nil {
			fail(s.Start, "range over an integer has one variable")
		}
	case u.Kind == ArrayKind:
		n = ir.I(u.Len)
		if s.Value != nil {
			copied := c.temp("range", c.read(v, s.Start))
			element = func(c *context, i *ir.Expr) *value { return &value{t: u.Elem, x: ir.At(copied, i)} }
		}
	case u.Kind == SliceKind && c.lo.heap:
		s := c.temp("range", c.read(v, s.Start))
		n = c.temp("count", ir.Get(s, "len"))
		element = func(_ *context, i *ir.Expr) *value { return located(sliceCell(s, i, u.Elem, text)) }
	case u.Kind == SliceKind && v.sl != nil:
		sl := *v.sl
		n = c.temp("range", c.sliceLen(v.sl))
		element = func(c *context, i *ir.Expr) *value { return located(sl.of.element(sl.offset(i), u.Elem)) }
	default:
		fail(s.Start, "unsupported: range over %s", v.t)
	}
	hidden := c.variable("·i", keyType, false, s.Start)
	c.assign(hidden.v, ir.I(0))
	i := ir.V(hidden.v)
	name := func(x annot.Expr) string {
		id, ok := x.(*annot.Ident)
		if !ok || !s.Define {
			fail(s.Start, "unsupported: range that assigns to existing variables (use :=)")
		}
		return id.Name
	}
	if s.With != "" {
		c.bind(s.With, &value{t: keyType, x: i})
	}
	var key, val string
	if s.Key != nil {
		key = name(s.Key)
	}
	if s.Value != nil {
		val = name(s.Value)
	}
	if key != "" && key != "_" { // invariants speak of the key as the hidden index
		c.bind(key, &value{t: keyType, x: i})
	}
	c.loop(loopSpec{label: s.Label, spec: s.Spec, at: s.Start, text: "next element", bounded: true,
		extra: func(*context) []ir.Assert {
			return []ir.Assert{{X: ir.Between(ir.I(0), i, n), Claim: ir.Claim{Kind: "invariant", Text: "range index", At: s.Start}}}
		},
		cond: func(*context) *ir.Expr { return ir.Less(i, n) },
		post: func(c *context) { c.assign(hidden.v, ir.New(ir.OpAdd, ir.IntType, i, ir.I(1))) },
		body: func(c *context) {
			c.push()
			if key != "" && key != "_" {
				r := c.variable(key, keyType, false, s.Start)
				c.assign(r.v, i)
			}
			if val != "" && val != "_" {
				e := element(c, i)
				r := c.variable(val, e.t, false, s.Start)
				c.assign(r.v, c.read(e, s.Start))
			}
			c.stmt(s.Body)
			c.pop()
		}})
}
