package vc

import (
	"fmt"
	"strings"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

// GoalKind says how a goal's answer is to be read.
type GoalKind uint8

// The kinds of goals.
const (
	// Prove demands that the condition holds.
	Prove GoalKind = iota
	// Reach demands that the place can be reached: a solver that refutes it has found a contradiction.
	Reach
	// ReachBranch asks whether a branch or loop body can be reached; dead code is reported, not refused.
	ReachBranch
	// RefuteGoal demands that the condition does not always hold.
	RefuteGoal
)

// Goal is one query.
type Goal struct {
	Kind  GoalKind
	X     *ir.Expr
	Claim ir.Claim
	// Path lists the branches taken on the way, as far as they are known without a model.
	Path []Turn
	// Guard is the path condition.
	Guard *ir.Expr
}

// Turn is one branch or return on the way to a goal, with the condition under which control passed it.
type Turn struct {
	At   annot.Pos
	Text string
	// Hint says what may be missing when a goal fails behind this point.
	Hint string
	Cond *ir.Expr
}

// item is one entry of the script: a declaration, a fact or a goal.
type item struct {
	declare *ir.Var
	fact    *ir.Expr
	goal    *Goal
	// follows says that a fact is what the goal before it demands.
	follows bool
}

// Condition is the verification condition of a method.
type Condition struct {
	Method *ir.Method
	items  []item
	// Values are the terms of the counterexample's lines, over the script's constants.
	Values []ir.Shown
}

// Goals lists the goals in order.
func (c *Condition) Goals() []*Goal {
	var list []*Goal
	for _, it := range c.items {
		if it.goal != nil {
			list = append(list, it.goal)
		}
	}
	return list
}

// state is a point of the symbolic execution: what each variable is, and the condition under which control is here.
type state struct {
	env  map[string]*ir.Expr
	pc   *ir.Expr
	path []Turn
}

func (s *state) clone() *state {
	env := make(map[string]*ir.Expr, len(s.env))
	for k, v := range s.env {
		env[k] = v
	}
	return &state{env: env, pc: s.pc, path: s.path[:len(s.path):len(s.path)]}
}

// generator executes one method.
type generator struct {
	program *ir.Program
	method  *ir.Method
	cycles  map[string]int
	out     *Condition
	count   map[string]int
	breaks  map[string][]*state
	loops   map[string]func(*state)
	// asked remembers goals by print and guard, so that none is asked twice.
	asked map[string]bool
	// known are the prints of facts, by path condition; above leads from a path condition to one that it implies.
	known map[string]map[string]bool
	above map[string]*ir.Expr
	// large says that the method works on a large struct. Then a change of one field names that field only, and what is a fact already, word for
	// word, is not asked and not repeated: most of what is said of a large struct is about fields that stay.
	large bool
}

// manyFields is how many fields make a struct large.
const manyFields = 20

// Generate makes the verification condition of a method.
func Generate(p *ir.Program, m *ir.Method) *Condition {
	g := &generator{program: p, method: m, out: &Condition{Method: m}, count: map[string]int{}, breaks: map[string][]*state{},
		loops: map[string]func(*state){}, asked: map[string]bool{}, known: map[string]map[string]bool{}, above: map[string]*ir.Expr{}, cycles: Cycles(p)}
	st := &state{env: map[string]*ir.Expr{}, pc: ir.True}
	for _, v := range m.Params {
		g.large = g.large || len(v.Type.Fields) >= manyFields
		st.env[v.Name] = g.symbol(v)
	}
	for _, s := range m.Shown {
		g.out.Values = append(g.out.Values, ir.Shown{Go: s.Go, X: g.term(s.X, st), Type: s.Type})
	}
	g.block(m.Body, st)
	return g.out
}

// symbol declares a new constant for a variable.
func (g *generator) symbol(v ir.Var) *ir.Expr {
	n := g.count[v.Name]
	g.count[v.Name] = n + 1
	name := v.Name
	if n > 0 {
		name = fmt.Sprintf("%s@%d", v.Name, n)
	}
	c := ir.Var{Name: name, Type: v.Type}
	g.out.items = append(g.out.items, item{declare: &c})
	return ir.V(c)
}

// term replaces the variables of x by what they are, and lets by their values.
func (g *generator) term(x *ir.Expr, st *state) *ir.Expr { return expandLets(ir.Subst(x, st.env)) }

func expandLets(x *ir.Expr) *ir.Expr {
	has := false
	ir.Walk(x, func(e *ir.Expr) { has = has || e.Op == ir.OpLet })
	if !has {
		return x
	}
	if x.Op == ir.OpLet {
		return expandLets(ir.Subst(x.Args[1], map[string]*ir.Expr{x.Vars[0].Name: expandLets(x.Args[0])}))
	}
	c := *x
	c.Args = make([]*ir.Expr, len(x.Args))
	for i, a := range x.Args {
		c.Args[i] = expandLets(a)
	}
	c.Triggers = nil
	for _, t := range x.Triggers {
		var list []*ir.Expr
		for _, e := range t {
			list = append(list, expandLets(e))
		}
		c.Triggers = append(c.Triggers, list)
	}
	return &c
}

func (g *generator) fact(st *state, x *ir.Expr) {
	if x.Op == ir.OpTrue {
		return
	}
	if g.large {
		text := printKnown(x)
		if g.isKnown(st.pc, text) {
			return
		}
		under := Print(st.pc)
		if g.known[under] == nil {
			g.known[under] = map[string]bool{}
		}
		g.known[under][text] = true
	}
	g.out.items = append(g.out.items, item{fact: ir.Implies(st.pc, x)})
}

// demanded is what a goal demands, as a fact behind it.
func (g *generator) demanded(st *state, x *ir.Expr) {
	n := len(g.out.items)
	g.fact(st, x)
	if len(g.out.items) > n {
		g.out.items[n].follows = true
	}
}

func (g *generator) goal(st *state, kind GoalKind, x *ir.Expr, claim ir.Claim) {
	if kind == Prove {
		if x.Op == ir.OpTrue {
			return
		}
		key := st.pc.Name + "|" + claim.Kind + "|" + Print(x)
		if g.asked[key] {
			return
		}
		g.asked[key] = true
		if g.large && g.isKnown(st.pc, printKnown(x)) {
			x = ir.True
		}
	}
	g.out.items = append(g.out.items, item{goal: &Goal{Kind: kind, X: x, Claim: claim, Guard: st.pc, Path: st.path}})
}

// block executes statements; it answers nil when control never reaches the end.
func (g *generator) block(list []ir.Stmt, st *state) *state {
	for _, s := range list {
		if st = g.stmt(s, st); st == nil {
			return nil
		}
	}
	return st
}

func (g *generator) stmt(s ir.Stmt, st *state) *state {
	switch s := s.(type) {
	case *ir.Assign:
		x := g.term(s.X, st)
		switch x.Op {
		case ir.OpVar, ir.OpInt, ir.OpTrue, ir.OpFalse:
			st.env[s.To.Name] = x
		default:
			st.env[s.To.Name] = g.named(s.To, x)
		}
	case *ir.Havoc:
		for _, v := range s.Vars {
			st.env[v.Name] = g.symbol(v)
		}
	case *ir.Assume:
		x := g.term(s.X, st)
		if s.Checked {
			g.defined(x, st, s.Claim)
		}
		g.fact(st, x)
		if s.X.Op == ir.OpFalse && s.Claim == (ir.Claim{}) { // the end of a path that the lowering cuts, not a contract
			return nil
		}
	case *ir.Assert:
		x := g.term(s.X, st)
		if !s.Defined {
			g.defined(x, st, s.Claim)
		}
		g.goal(st, Prove, x, s.Claim)
		g.demanded(st, x)
	case *ir.Refute:
		x := g.term(s.X, st)
		g.defined(x, st, s.Claim)
		g.goal(st, RefuteGoal, x, s.Claim)
	case *ir.Check:
		g.defined(g.term(s.X, st), st, s.Claim)
	case *ir.Vacuity:
		g.goal(st, Reach, ir.True, s.Claim)
	case *ir.Trace:
		st.path = append(st.path[:len(st.path):len(st.path)], Turn{At: s.At, Text: s.Text, Hint: s.Hint, Cond: st.pc})
	case *ir.If:
		return g.branch(s, st)
	case *ir.Loop:
		return g.loop(s, st)
	case *ir.Break:
		g.breaks[s.Label] = append(g.breaks[s.Label], st)
		return nil
	case *ir.Continue:
		g.loops[s.Label](st)
		return nil
	case *ir.Scope:
		saved := g.breaks[s.Label]
		g.breaks[s.Label] = nil
		end := g.block(s.Body, st)
		ends := g.breaks[s.Label]
		g.breaks[s.Label] = saved
		if end != nil {
			ends = append(ends, end)
		}
		if s.Label == "exit" {
			return nil
		}
		return g.merge(ends)
	}
	return st
}

// definition is c == x for a new constant; equality of parts is not needed, the constant is x.
func definition(c, x *ir.Expr) *ir.Expr { return ir.New(ir.OpEq, ir.BoolType, c, x) }

// under is st in the case that cond holds too.
func (g *generator) under(st *state, cond *ir.Expr) *state {
	n := st.clone()
	both := ir.And(st.pc, cond)
	if both.Op == ir.OpVar || both.Op == ir.OpTrue || both.Op == ir.OpFalse {
		n.pc = both
		return n
	}
	n.pc = g.symbol(ir.Var{Name: "pc", Type: ir.BoolType})
	g.above[n.pc.Name] = st.pc
	g.out.items = append(g.out.items, item{fact: definition(n.pc, both)})
	return n
}

func (g *generator) branch(s *ir.If, st *state) *state {
	cond := g.term(s.Cond, st)
	var ends []*state
	enter := func(cond *ir.Expr, body []ir.Stmt) *state {
		in := g.under(st, cond)
		if s.Executable && len(body) > 0 {
			g.goal(in, ReachBranch, ir.True, branchClaim(s, body))
		}
		return g.block(body, in)
	}
	if cond.Op != ir.OpFalse {
		if e := enter(cond, s.Then); e != nil {
			ends = append(ends, e)
		}
	}
	if cond.Op != ir.OpTrue {
		if e := enter(ir.Not(cond), s.Else); e != nil {
			ends = append(ends, e)
		}
	}
	return g.merge(ends)
}

// branchClaim names a branch by its first traced line.
func branchClaim(s *ir.If, body []ir.Stmt) ir.Claim {
	c := ir.Claim{Kind: "vacuity", Text: "branch", Why: "this branch can never be taken", At: s.At}
	if t, ok := body[0].(*ir.Trace); ok {
		c.Text, c.At = "branch "+t.Text, t.At
	}
	return c
}

// merge joins the ends of paths: a variable that differs becomes a new constant, equal to each under its condition.
func (g *generator) merge(ends []*state) *state {
	switch len(ends) {
	case 0:
		return nil
	case 1:
		return ends[0]
	}
	m := ends[0].clone()
	var any *ir.Expr
	for _, e := range ends {
		if any == nil {
			any = e.pc
		} else {
			any = ir.Or(any, e.pc)
		}
	}
	m.pc = g.symbol(ir.Var{Name: "pc", Type: ir.BoolType})
	g.above[m.pc.Name] = g.common(ends)
	g.out.items = append(g.out.items, item{fact: definition(m.pc, any)})
	for name, x := range ends[0].env {
		same, everywhere := true, true
		for _, e := range ends[1:] {
			y, ok := e.env[name]
			everywhere = everywhere && ok
			same = same && ok && sameTerm(x, y)
		}
		if !everywhere {
			delete(m.env, name)
		}
		if same || !everywhere {
			continue
		}
		m.env[name] = nil
	}
	for _, name := range sortedKeys(m.env) {
		if m.env[name] != nil {
			continue
		}
		var values []*ir.Expr
		for _, e := range ends {
			values = append(values, e.env[name])
		}
		m.env[name] = g.joined(name, ends, values)
	}
	// The longest common start of the paths, then the turns of each: a model says which were taken.
	m.path = nil
	seen := map[Turn]bool{}
	for _, e := range ends {
		for _, t := range e.path {
			if !seen[t] {
				seen[t] = true
				m.path = append(m.path, t)
			}
		}
	}
	return m
}

// joined is the value of a variable that has values at the ends of paths. Of a struct that was assigned part by part only the parts that differ
// become new constants.
func (g *generator) joined(name string, ends []*state, values []*ir.Expr) *ir.Expr {
	same, made := true, false
	for _, x := range values[1:] {
		same = same && sameTerm(x, values[0])
	}
	if same {
		return values[0]
	}
	for _, x := range values {
		made = made || g.large && x.Op == ir.OpMake
	}
	if made {
		parts := make([]*ir.Expr, len(values[0].Type.Fields))
		for i, f := range values[0].Type.Fields {
			of := make([]*ir.Expr, len(values))
			for j, x := range values {
				of[j] = ir.Get(x, f.Name)
			}
			parts[i] = g.joined(name+"."+f.Name, ends, of)
		}
		return ir.New(ir.OpMake, values[0].Type, parts...)
	}
	c := g.symbol(ir.Var{Name: name, Type: values[0].Type})
	for i, e := range ends {
		g.out.items = append(g.out.items, item{fact: ir.Implies(e.pc, definition(c, values[i]))})
	}
	return c
}

// named gives x the name of v: a new constant that is equal to it, or for a struct that is made of parts one for each part that is new.
func (g *generator) named(v ir.Var, x *ir.Expr) *ir.Expr {
	switch {
	case part(x) && g.large:
		return x
	case x.Op == ir.OpMake && g.large:
		parts := make([]*ir.Expr, len(x.Args))
		for i, a := range x.Args {
			parts[i] = g.named(ir.Var{Name: v.Name + "." + x.Type.Fields[i].Name, Type: x.Type.Fields[i].Type}, a)
		}
		return ir.New(ir.OpMake, x.Type, parts...)
	}
	c := g.symbol(v)
	g.out.items = append(g.out.items, item{fact: definition(c, x)})
	return c
}

// part says that x is a constant, or a part of one.
func part(x *ir.Expr) bool {
	switch x.Op {
	case ir.OpVar, ir.OpInt, ir.OpTrue, ir.OpFalse:
		return true
	case ir.OpGet:
		return part(x.Args[0])
	}
	return false
}

// isKnown says that what printKnown made of a condition is a fact under pc.
func (g *generator) isKnown(pc *ir.Expr, text string) bool {
	for at := pc; at != nil; at = g.above[at.Name] {
		if g.known[Print(at)][text] {
			return true
		}
		if at.Op != ir.OpVar {
			break
		}
	}
	return pc.Op != ir.OpTrue && g.known[Print(ir.True)][text]
}

// common is the nearest path condition that all of several imply.
func (g *generator) common(ends []*state) *ir.Expr {
	above := map[string]bool{}
	for at := ends[0].pc; at != nil && at.Op == ir.OpVar; at = g.above[at.Name] {
		above[at.Name] = true
	}
	for _, e := range ends[1:] {
		of := map[string]bool{}
		for at := e.pc; at != nil && at.Op == ir.OpVar; at = g.above[at.Name] {
			of[at.Name] = above[at.Name]
		}
		above = of
	}
	for at := ends[0].pc; at != nil && at.Op == ir.OpVar; at = g.above[at.Name] {
		if above[at.Name] {
			return at
		}
	}
	return nil
}

// printKnown prints a condition so that the names of bound variables make no difference.
func printKnown(x *ir.Expr) string {
	var b strings.Builder
	(&printer{b: &b, levels: map[string]int{}}).expr(x)
	return b.String()
}

func sameTerm(a, b *ir.Expr) bool {
	if a == b {
		return true
	}
	switch {
	case a.Op != b.Op:
		return false
	case a.Op == ir.OpVar:
		return a.Name == b.Name
	case a.Op == ir.OpGet:
		return a.Name == b.Name && sameTerm(a.Args[0], b.Args[0])
	case a.Op == ir.OpInt:
		return a.Int.Cmp(b.Int) == 0
	}
	return a.Op == ir.OpTrue || a.Op == ir.OpFalse
}

// loop cuts a loop at its invariants.
func (g *generator) loop(s *ir.Loop, st *state) *state {
	demand := func(at *state, kind, why string) {
		for _, inv := range s.Invariants {
			claim := inv.Claim
			claim.Kind, claim.Why = kind, why
			x := g.term(inv.X, at)
			g.goal(at, Prove, x, claim)
			g.demanded(at, x)
		}
	}
	demand(st, "invariant-entry", "loop invariant may not hold on entry")
	head := st.clone()
	for _, v := range s.Modified {
		if _, known := head.env[v.Name]; known {
			head.env[v.Name] = g.symbol(v)
		}
	}
	// Facts and the path condition go on: what the loop does not change stays known.
	for _, k := range s.Known {
		if !g.closed(k, head) || g.kept(k, head) {
			continue
		}
		g.fact(head, g.term(k, head))
	}
	for _, inv := range s.Invariants {
		x := g.term(inv.X, head)
		claim := inv.Claim
		claim.Kind, claim.Why = "precondition", "the invariant may not be well defined"
		g.defined(x, head, claim)
		g.fact(head, x)
	}
	g.loops[s.Label] = func(at *state) { demand(at, "invariant-kept", "loop invariant may not hold after an iteration") }
	saved := g.breaks[s.Label]
	g.breaks[s.Label] = nil
	if end := g.block(s.Body, head); end != nil {
		g.loops[s.Label](end)
	}
	ends := g.breaks[s.Label]
	g.breaks[s.Label] = saved
	return g.merge(ends)
}

// kept makes a field that a loop does not change the field of before, if k says so; everything else of the struct is unknown still.
func (g *generator) kept(k *ir.Expr, head *state) bool {
	if !g.large || k.Op != ir.OpEq || k.Args[0].Op != ir.OpGet || k.Args[0].Args[0].Op != ir.OpVar {
		return false
	}
	of := k.Args[0].Args[0]
	if now := head.env[of.Name]; now != nil {
		head.env[of.Name] = ir.With(now, k.Args[0].Name, g.term(k.Args[1], head))
		return true
	}
	return false
}

// closed says that all variables of a fact are known at a state.
func (g *generator) closed(x *ir.Expr, st *state) bool {
	ok := true
	bound := map[string]bool{}
	ir.Walk(x, func(e *ir.Expr) {
		for _, v := range e.Vars {
			bound[v.Name] = true
		}
		if e.Op == ir.OpVar && !bound[e.Name] {
			if _, known := st.env[e.Name]; !known {
				ok = false
			}
		}
	})
	return ok
}
