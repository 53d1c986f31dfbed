package viper

import (
	"fmt"
	"strconv"
	"strings"

	"warrant/verify/ir"
)

// File is a printed program with the claims that stand on its lines.
type File struct {
	Text string
	// Claims are by line, from 1.
	Claims map[int]*Placed
	// Order lists the claims in the order of the text.
	Order []*Placed
	// Explainable says that Silicon can read the solver's models of this file: it cannot where a function has two arguments, as the
	// address of a cell has.
	Explainable bool
	// Shown are the variables that a counterexample prints, by method: from the printed name to Go's.
	Shown map[*ir.Method][][2]string
	// Members maps each line to the method or function that it belongs to.
	Members map[int]string
}

// Placed is a claim of a method, or of a function's own check.
type Placed struct {
	Method *ir.Method
	Func   *ir.Func
	Claim  ir.Claim
	Line   int
	// Failed holds what Silicon said against it.
	Failed string
	// Values are the values of a counterexample, in Go's terms.
	Values string
	// Parts are the claims of the conjuncts of an exhale, of which Silicon names the one that fails by its text.
	Parts []*Placed
	// Kept is the second claim of an invariant's line: that an iteration keeps it.
	Kept *Placed
	// text is the conjunct as printed.
	text string
}

// printer writes a file.
type printer struct {
	b       strings.Builder
	line    int
	file    *File
	program *ir.Program
	method  *ir.Method
	member  string
	names   map[string]string
	used    map[string]int
	vars    []ir.Var
	declare map[string]bool
	types   map[string]*ir.Type
	order   []*ir.Type
	funcs   map[string]bool
	havocs  map[string]*ir.Type
	texts   map[string]bool
	bits    map[string]bool
	gathers map[string]*ir.Expr // conversions between collections that Viper does not have
	temp    int
	heap    heap
	// loops are the loops being printed, by label; labels are unique in a program.
	loops map[string]*ir.Loop
}

// Print prints methods with all that they use.
func Print(p *ir.Program, methods []*ir.Method, cycles map[string]int) *File {
	pr := &printer{file: &File{Claims: map[int]*Placed{}, Members: map[int]string{}, Shown: map[*ir.Method][][2]string{}}, program: p, line: 1,
		types: map[string]*ir.Type{}, funcs: map[string]bool{}, havocs: map[string]*ir.Type{}, texts: map[string]bool{}, bits: map[string]bool{}, gathers: map[string]*ir.Expr{}, loops: map[string]*ir.Loop{}, heap: newHeap()}
	recursive := false
	for _, m := range methods {
		pr.collect(m)
	}
	for n := range pr.funcs {
		recursive = recursive || cycles[n] != 0
	}
	if recursive {
		pr.say("import <decreases/int.vpr>")
		if p.Heap {
			pr.say("import <decreases/predicate_instance.vpr>")
		}
	}
	pr.domains()
	pr.addresses()
	for _, n := range sortedNames(pr.heap.predicates) {
		pr.predicate(p.Predicates[n], methods)
	}
	for _, n := range sortedNames(pr.funcs) {
		pr.function(p.Funcs[n], methodOf(methods, n), cycles)
	}
	for _, m := range methods {
		if m.Func == nil {
			pr.printMethod(m)
		}
	}
	for _, n := range sortedNames(pr.havocs) {
		pr.say("method havoc_%s() returns (r: %s)", n, typeName(pr.havocs[n]))
	}
	pr.file.Text, pr.file.Explainable = pr.b.String(), !pr.heap.cells
	return pr.file
}

func methodOf(methods []*ir.Method, name string) *ir.Method {
	for _, m := range methods {
		if m.Func != nil && m.Func.Name == name {
			return m
		}
	}
	return nil
}

// say writes one line.
func (p *printer) say(format string, args ...any) int {
	fmt.Fprintf(&p.b, format+"\n", args...)
	at := p.line
	p.file.Members[at] = p.member
	p.line++
	return at
}

// claim remembers that a claim stands on a line.
func (p *printer) claim(line int, c ir.Claim) {
	pl := &Placed{Method: p.method, Claim: c, Line: line}
	if p.method != nil {
		pl.Func = p.method.Func
	}
	p.file.Claims[line] = pl
	p.file.Order = append(p.file.Order, pl)
}

// collect finds the types and functions of a method.
func (p *printer) collect(m *ir.Method) {
	for _, v := range m.Params {
		p.typ(v.Type)
	}
	if m.Func != nil {
		p.functionUsed(m.Func.Name)
	}
	eachExpr(m.Body, p.expr)
}

func (p *printer) expr(x *ir.Expr) {
	ir.Walk(x, func(e *ir.Expr) {
		p.typ(e.Type)
		for _, v := range e.Vars {
			p.typ(v.Type)
		}
		switch e.Op {
		case ir.OpCall:
			p.functionUsed(e.Name)
		case ir.OpTextLit:
			p.texts[e.Name] = true
		case ir.OpPart, ir.OpField, ir.OpInstance, ir.OpWithin, ir.OpElem:
			p.heapUsed(e)
		case ir.OpSeqToSet, ir.OpSeqToMultiset, ir.OpSetToMultiset:
			p.gathers[gatherName(e)] = e
		case ir.OpBits:
			p.bits[e.Name+"_"+e.Int.String()] = true
		}
	})
}

func (p *printer) functionUsed(name string) {
	if p.funcs[name] {
		return
	}
	p.funcs[name] = true
	fn := p.program.Funcs[name]
	for _, v := range fn.Params {
		p.typ(v.Type)
	}
	p.typ(fn.Result)
	for _, c := range fn.Pre {
		p.expr(c.X)
	}
	for _, c := range fn.Post {
		p.expr(c.X)
	}
	p.expr(fn.Body)
	for _, x := range fn.Measure {
		p.expr(x)
	}
}

func (p *printer) typ(t *ir.Type) {
	if t == nil || p.types[t.Name] != nil {
		return
	}
	p.types[t.Name] = t
	p.typ(t.Key)
	p.typ(t.Elem)
	for _, f := range t.Fields {
		p.typ(f.Type)
	}
	p.order = append(p.order, t)
}

// eachExpr calls f on all expressions of statements.
func eachExpr(list []ir.Stmt, f func(*ir.Expr)) {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Assign:
			f(s.X)
		case *ir.Havoc:
			for _, v := range s.Vars {
				f(ir.V(v))
			}
		case *ir.Assume:
			f(s.X)
		case *ir.Assert:
			f(s.X)
		case *ir.Refute:
			f(s.X)
		case *ir.Check:
			f(s.X)
		case *ir.If:
			f(s.Cond)
			eachExpr(s.Then, f)
			eachExpr(s.Else, f)
		case *ir.Loop:
			for _, i := range s.Invariants {
				f(i.X)
			}
			for _, x := range s.Known {
				f(x)
			}
			eachExpr(s.Body, f)
		case *ir.Scope:
			eachExpr(s.Body, f)
		default:
			eachHeapExpr(s, f)
		}
	}
}

// domains prints the types and the operations that Viper does not have.
func (p *printer) domains() {
	for _, t := range p.order {
		switch t.Kind {
		case ir.Struct:
			fields := make([]string, len(t.Fields))
			for i, f := range t.Fields {
				fields[i] = t.Name + "_" + f.Name + ": " + typeName(f.Type)
			}
			p.say("adt %s { mk_%s(%s) }", t.Name, t.Name, strings.Join(fields, ", "))
		case ir.Option:
			p.say("adt %[1]s { none_%[1]s() some_%[1]s(%[1]s_value: %[2]s) }", t.Name, typeName(t.Elem))
		case ir.Text:
			p.say("domain Text {")
			p.say("  function textlen(s: Text): Int")
			p.say("  function textat(s: Text, i: Int): Int")
			p.say("  axiom { forall s: Text :: { textlen(s) } 0 <= textlen(s) }")
			p.say("  axiom { forall s: Text, i: Int :: { textat(s, i) } 0 <= textat(s, i) && textat(s, i) <= 255 }")
			for i, s := range sortedNames(p.texts) {
				p.say("  unique function text%d(): Text // %s", i, strconv.Quote(s))
				p.say("  axiom { textlen(text%d()) == %d }", i, len(s))
				for k := 0; k < len(s) && k < 64; k++ {
					p.say("  axiom { textat(text%d(), %d) == %d }", i, k, s[k])
				}
			}
			p.say("}")
		}
	}
	for _, n := range sortedNames(p.gathers) {
		p.gather(n, p.gathers[n])
	}
	for _, n := range sortedNames(p.bits) {
		p.say("domain Bits_%s { function bits_%s(x: Int, y: Int): Int }", n, n)
	}
}

// typeName is a type in Viper.
func typeName(t *ir.Type) string {
	switch t.Kind {
	case ir.Int:
		return "Int"
	case ir.Bool:
		return "Bool"
	case ir.Seq:
		return "Seq[" + typeName(t.Elem) + "]"
	case ir.Set:
		return "Set[" + typeName(t.Elem) + "]"
	case ir.Multiset:
		return "Multiset[" + typeName(t.Elem) + "]"
	case ir.Dict:
		return "Map[" + typeName(t.Key) + ", " + typeName(t.Elem) + "]"
	}
	return t.Name
}

// enter starts a member with its own names.
func (p *printer) enter(member string, m *ir.Method) {
	p.member, p.method = member, m
	p.names, p.used = map[string]string{}, map[string]int{}
	p.vars, p.declare = nil, map[string]bool{}
}

// name is a variable's name in Viper.
func (p *printer) name(v string) string {
	if v == ir.ResultName && p.method != nil && p.method.Func == nil {
		v = "result_"
	}
	if n, ok := p.names[v]; ok {
		return n
	}
	var b strings.Builder
	b.WriteString("v_")
	for _, c := range v {
		if c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') {
			b.WriteRune(c)
		} else {
			b.WriteByte('_')
		}
	}
	n := b.String()
	if k := p.used[n]; k > 0 {
		p.used[n]++
		n = fmt.Sprintf("%s_%d", n, k)
	}
	p.used[n]++
	p.names[v] = n
	return n
}

// function prints a pure function; check is its own method when its demands are wanted.
func (p *printer) function(fn *ir.Func, check *ir.Method, cycles map[string]int) {
	p.enter(fn.Title, check)
	if p.method == nil {
		p.method = &ir.Method{Func: fn}
	}
	ps := make([]string, len(fn.Params))
	for i, v := range fn.Params {
		ps[i] = p.name(v.Name) + ": " + typeName(v.Type)
	}
	p.names[ir.ResultName] = "result"
	opaque := ""
	if fn.Opaque {
		opaque = "@opaque() "
	}
	head := p.say("%sfunction f_%s(%s): %s", opaque, fn.Name, strings.Join(ps, ", "), typeName(fn.Result))
	if check != nil {
		p.claim(head, ir.Claim{Kind: "precondition", Text: "return", Why: "the body may not be well defined", At: fn.At})
	}
	for _, c := range fn.Pre {
		line := p.say("  requires %s", p.term(c.X))
		if check != nil {
			p.claim(line, ir.Claim{Kind: "precondition", Text: c.Text, Why: "the contract may not be well defined", At: c.At})
		}
	}
	for _, c := range fn.Post {
		line := p.say("  ensures %s", p.term(c.X))
		if check != nil {
			p.claim(line, ir.Claim{Kind: "postcondition", Text: c.Text, Why: "postcondition of the pure function may not hold", At: c.At})
		}
	}
	switch {
	case fn.Body == nil || fn.Trusted || fn.Assumed:
		p.say("  decreases _")
	case cycles[fn.Name] != 0:
		parts := make([]string, len(fn.Measure))
		for i, x := range fn.Measure {
			parts[i] = p.measure(x)
		}
		p.say("  decreases %s", strings.Join(parts, ", "))
	default:
		p.say("  decreases")
	}
	if fn.Body != nil && !fn.Trusted {
		line := p.say("{ %s }", p.term(fn.Body))
		if check != nil {
			p.claim(line, ir.Claim{Kind: "decreases", Text: "return", Why: "the body may not be well defined or not end", At: fn.At})
		}
	}
}

// printMethod prints a method; its variables are declared where the body begins.
func (p *printer) printMethod(m *ir.Method) {
	p.enter(m.Title, m)
	ps := make([]string, len(m.Params))
	for i, v := range m.Params {
		ps[i] = p.name(v.Name) + ": " + typeName(v.Type)
		p.declare[v.Name] = true
	}
	var vars []ir.Var
	seen := map[string]bool{}
	eachAssigned(m.Body, func(v ir.Var) {
		if !seen[v.Name] && !p.declare[v.Name] {
			seen[v.Name] = true
			vars = append(vars, v)
		}
	})
	p.say("method m_%d(%s) // %s", len(p.file.Order), strings.Join(ps, ", "), m.Title)
	p.say("{")
	for _, v := range vars {
		p.say("  var %s: %s", p.name(v.Name), typeName(v.Type))
	}
	p.stmts(m.Body, "  ")
	p.say("}")
	for _, s := range m.Shown {
		if s.X.Op == ir.OpVar {
			p.file.Shown[m] = append(p.file.Shown[m], [2]string{p.name(s.X.Name), s.Go})
		}
	}
}

// eachAssigned calls f on all variables that statements assign.
func eachAssigned(list []ir.Stmt, f func(ir.Var)) {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Assign:
			f(s.To)
		case *ir.Havoc:
			for _, v := range s.Vars {
				f(v)
			}
		case *ir.If:
			eachAssigned(s.Then, f)
			eachAssigned(s.Else, f)
		case *ir.Loop:
			eachAssigned(s.Body, f)
		case *ir.Scope:
			eachAssigned(s.Body, f)
		case *ir.While:
			eachAssigned(s.Body, f)
		}
	}
}

// stmts prints statements. Loops are cut at their invariants here, as in the SMT back end, so that both answer the same
// question; what remains has only jumps forward.
func (p *printer) stmts(list []ir.Stmt, in string) {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Assign:
			p.say("%s%s := %s", in, p.name(s.To.Name), p.term(s.X))
		case *ir.Havoc:
			for _, v := range s.Vars {
				p.havoc(v, in)
			}
		case *ir.Assume:
			line := p.say("%sinhale %s", in, p.term(s.X))
			if s.Checked {
				p.claim(line, s.Claim)
			}
		case *ir.Assert:
			if s.X.Op == ir.OpTrue {
				continue
			}
			p.claim(p.say("%sassert %s", in, p.term(s.X)), s.Claim)
			if !ir.Impure(s.X) {
				p.say("%sinhale %s", in, p.term(s.X))
			}
		case *ir.Refute:
			p.claim(p.say("%srefute %s", in, p.term(s.X)), s.Claim)
		case *ir.Check:
			p.temp++
			p.claim(p.say("%svar check_%d: %s := %s", in, p.temp, typeName(s.X.Type), p.term(s.X)), s.Claim)
		case *ir.Vacuity:
			p.claim(p.say("%srefute false", in), s.Claim)
		case *ir.If:
			p.say("%sif (%s) {", in, p.term(s.Cond))
			p.stmts(s.Then, in+"  ")
			p.say("%s} else {", in)
			p.stmts(s.Else, in+"  ")
			p.say("%s}", in)
		case *ir.Loop:
			p.loop(s, in)
		case *ir.Scope:
			p.stmts(s.Body, in)
			p.say("%slabel end_%s", in, s.Label)
		case *ir.Break:
			p.say("%sgoto end_%s", in, s.Label)
		case *ir.Continue:
			if l := p.loops[s.Label]; l != nil {
				p.keep(l, in)
			} else {
				p.say("%sgoto head_%s", in, s.Label)
			}
		case *ir.Trace:
			p.say("%s// %s %s", in, s.At, strings.ReplaceAll(s.Text, "\n", " "))
		default:
			p.heapStmt(s, in)
		}
	}
}

func (p *printer) havoc(v ir.Var, in string) {
	p.havocs[v.Type.Name] = v.Type
	p.say("%s%s := havoc_%s()", in, p.name(v.Name), v.Type.Name)
}

// keep demands the invariants at the end of an iteration and ends the path.
func (p *printer) keep(l *ir.Loop, in string) {
	for _, i := range l.Invariants {
		c := i.Claim
		c.Kind, c.Why = "invariant-kept", "loop invariant may not hold after an iteration"
		p.claim(p.say("%sassert %s", in, p.term(i.X)), c)
	}
	p.say("%sinhale false", in)
}

func (p *printer) loop(l *ir.Loop, in string) {
	for _, i := range l.Invariants {
		c := i.Claim
		c.Kind, c.Why = "invariant-entry", "loop invariant may not hold on entry"
		p.claim(p.say("%sassert %s", in, p.term(i.X)), c)
	}
	for _, v := range l.Modified {
		p.havoc(v, in)
	}
	for _, k := range l.Known {
		p.say("%sinhale %s", in, p.term(k))
	}
	for _, i := range l.Invariants {
		p.say("%sinhale %s", in, p.term(i.X))
	}
	p.loops[l.Label] = l
	p.stmts(l.Body, in)
	p.keep(l, in)
	p.say("%slabel end_%s", in, l.Label)
}
