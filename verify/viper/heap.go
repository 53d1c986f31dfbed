package viper

import (
	"strings"

	"warrant/verify/ir"
)

// heap is what a program says about addresses: the parts of structs, the fields by which values are stored, the predicates.
type heap struct {
	parts      map[string]bool
	fields     map[string]*ir.Type
	predicates map[string]bool
	cells      bool
	within     bool
}

func newHeap() heap {
	return heap{parts: map[string]bool{}, fields: map[string]*ir.Type{}, predicates: map[string]bool{}}
}

// heapUsed enters what an expression needs.
func (p *printer) heapUsed(x *ir.Expr) {
	switch x.Op {
	case ir.OpPart:
		p.heap.parts[x.Name] = true
	case ir.OpElem:
		p.heap.cells = true
	case ir.OpWithin:
		p.heap.within = true
	case ir.OpField:
		p.heap.fields[x.Name] = x.Type
	case ir.OpInstance:
		if p.heap.predicates[x.Name] {
			return
		}
		p.heap.predicates[x.Name] = true
		q := p.program.Predicates[x.Name]
		for _, v := range q.Params {
			p.typ(v.Type)
		}
		p.expr(q.Body)
	}
}

// eachHeapExpr calls f on the expressions of a statement that only programs with a heap have.
func eachHeapExpr(s ir.Stmt, f func(*ir.Expr)) {
	switch s := s.(type) {
	case *ir.Exhale:
		for _, a := range s.Parts {
			f(a.X)
		}
	case *ir.Write:
		f(s.Field)
		f(s.X)
	case *ir.Fold:
		f(s.Instance)
	case *ir.While:
		for _, i := range s.Invariants {
			f(i.X)
		}
		for _, x := range s.Known {
			f(x)
		}
		eachExpr(s.Body, f)
	}
}

// addresses prints how addresses are made. The part of a struct and the cell of an array lead back to where they come from, so
// different ones never meet; the part of nothing is nothing.
func (p *printer) addresses() {
	if len(p.heap.parts) > 0 || p.heap.cells {
		p.say("domain Address {")
		p.say("  function address_kind(r: Ref): Int")
		if p.heap.cells {
			p.say("  function cell(a: Ref, i: Int): Ref")
			p.say("  function cell_array(r: Ref): Ref")
			p.say("  function cell_index(r: Ref): Int")
			p.say("  axiom { forall a: Ref, i: Int :: { cell(a, i) } cell_array(cell(a, i)) == a && cell_index(cell(a, i)) == i && cell(a, i) != null && address_kind(cell(a, i)) == 0 }")
		}
		for i, n := range sortedNames(p.heap.parts) {
			p.say("  function part_%s(r: Ref): Ref", n)
			p.say("  function whole_%s(r: Ref): Ref", n)
			p.say("  axiom { forall r: Ref :: { part_%[1]s(r) } whole_%[1]s(part_%[1]s(r)) == r && (r == null) == (part_%[1]s(r) == null) && (r != null ==> address_kind(part_%[1]s(r)) == %[2]d) }", n, i+1)
		}
		p.say("}")
	}
	if p.types["Instance"] != nil {
		p.say("domain Instance { function within(inner: Instance, outer: Instance): Bool }")
	}
	for _, n := range sortedNames(p.heap.fields) {
		p.say("field %s: %s", n, typeName(p.heap.fields[n]))
	}
}

// predicate prints a predicate; a finding on it belongs to its own check where that is wanted.
func (p *printer) predicate(q *ir.Predicate, methods []*ir.Method) {
	var check *ir.Method
	for _, m := range methods {
		if m.Predicate == q {
			check = m
		}
	}
	p.enter(q.Title, check)
	ps := make([]string, len(q.Params))
	for i, v := range q.Params {
		ps[i] = p.name(v.Name) + ": " + typeName(v.Type)
	}
	body := ""
	if q.Body != nil {
		body = " { " + p.term(q.Body) + " }"
	}
	line := p.say("predicate %s(%s)%s", q.Name, strings.Join(ps, ", "), body)
	if check != nil {
		p.claim(line, ir.Claim{Kind: "precondition", Text: q.Title, Why: "the predicate may not be well defined", At: q.At})
	}
}

// heapTerm prints an expression that only programs with a heap have.
func (p *printer) heapTerm(x *ir.Expr) string {
	arg := func(i int) string { return p.term(x.Args[i]) }
	switch x.Op {
	case ir.OpNull:
		return "null"
	case ir.OpField:
		return arg(0) + "." + x.Name
	case ir.OpElem:
		return "cell(" + p.list(x.Args) + ")"
	case ir.OpPart:
		return "part_" + x.Name + "(" + arg(0) + ")"
	case ir.OpAcc:
		return "acc(" + arg(0) + ", " + arg(1) + ")"
	case ir.OpInstance:
		n := len(x.Args) - 1
		return "acc(" + x.Name + "(" + p.list(x.Args[:n]) + "), " + arg(n) + ")"
	case ir.OpUnfolding:
		return "(unfolding " + arg(0) + " in " + arg(1) + ")"
	case ir.OpOld:
		return "old[" + "l_" + x.Name + "](" + arg(0) + ")"
	case ir.OpFullPerm:
		return "write"
	case ir.OpNoPerm:
		return "none"
	case ir.OpWildcard:
		return "wildcard"
	case ir.OpFraction:
		return "(" + arg(0) + "/" + arg(1) + ")"
	case ir.OpReveal:
		return "(@reveal() " + arg(0) + ")"
	case ir.OpWithin:
		return "within(" + p.list(x.Args) + ")"
	}
	panic(&unprintable{x})
}

// measure prints a component of a pure function's measure; a predicate instance stands without its permission.
func (p *printer) measure(x *ir.Expr) string {
	if x.Op == ir.OpInstance {
		return x.Name + "(" + p.list(x.Args[:len(x.Args)-1]) + ")"
	}
	return p.term(x)
}

// heapStmt prints a statement that only programs with a heap have.
func (p *printer) heapStmt(s ir.Stmt, in string) {
	switch s := s.(type) {
	case *ir.Label:
		p.say("%slabel l_%s", in, s.Name)
	case *ir.Exhale:
		p.exhale(s, in)
	case *ir.Write:
		p.claim(p.say("%s%s := %s", in, p.term(s.Field), p.term(s.X)), s.Claim)
	case *ir.Fold:
		word := "fold"
		if s.Unfold {
			word = "unfold"
		}
		p.claim(p.say("%s%s %s", in, word, p.term(s.Instance)), s.Claim)
	case *ir.While:
		p.while(s, in)
	}
}

// exhale prints all conjuncts as one statement: permissions to the same location add up.
func (p *printer) exhale(s *ir.Exhale, in string) {
	texts := make([]string, len(s.Parts))
	for i, a := range s.Parts {
		texts[i] = p.term(a.X)
	}
	p.claim(p.say("%sexhale %s", in, strings.Join(texts, " && ")), s.Parts[0].Claim)
	first := p.file.Order[len(p.file.Order)-1]
	first.text = texts[0]
	first.Parts = []*Placed{first}
	for i, a := range s.Parts[1:] {
		pl := &Placed{Method: p.method, Func: first.Func, Claim: a.Claim, Line: first.Line, text: texts[i+1]}
		first.Parts = append(first.Parts, pl)
		p.file.Order = append(p.file.Order, pl)
	}
}

// Blame enters a finding at the claim that it speaks of: of the conjuncts of an exhale, the one whose text it names.
func (pl *Placed) Blame(text, values string) {
	if pl.Kept != nil && strings.Contains(text, "preserved") {
		pl.Kept.Failed, pl.Kept.Values = text, values
		return
	}
	flat := func(s string) string { return strings.NewReplacer(" ", "", "(", "", ")", "").Replace(s) }
	said := flat(text)
	for _, mark := range []string{"accessto", "access", "Assertion"} {
		if i := strings.Index(said, mark); i >= 0 {
			said = said[i+len(mark):]
			break
		}
	}
	said, _, _ = strings.Cut(said, "mightnothold")
	said = strings.TrimSuffix(strings.TrimSpace(said), ".")
	for _, part := range pl.Parts {
		if said != "" && strings.Contains(flat(part.text), said) {
			part.Failed, part.Values = text, values
			return
		}
	}
	pl.Failed, pl.Values = text, values
}

// while prints a loop with its invariants on lines of their own. An invariant stands for two claims, of entry and of keeping,
// which Silicon's words tell apart.
func (p *printer) while(s *ir.While, in string) {
	p.say("%swhile (true)", in)
	for _, k := range s.Known {
		p.say("%s  invariant %s", in, p.term(k))
	}
	for _, i := range s.Invariants {
		entry, kept := i.Claim, i.Claim
		entry.Kind, entry.Why = "invariant-entry", "loop invariant may not hold on entry"
		kept.Kind, kept.Why = "invariant-kept", "loop invariant may not hold after an iteration"
		line := p.say("%s  invariant %s", in, p.term(i.X))
		p.claim(line, entry)
		first := p.file.Order[len(p.file.Order)-1]
		p.claim(line, kept)
		p.file.Claims[line] = first
		first.Kept = p.file.Order[len(p.file.Order)-1]
	}
	p.say("%s{", in)
	p.stmts(s.Body, in+"  ")
	p.say("%s  label head_%s", in, s.Label)
	p.say("%s}", in)
	p.say("%slabel end_%s", in, s.Label)
}
