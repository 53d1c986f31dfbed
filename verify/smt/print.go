package smt

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// operatorNames are the SMT-LIB spellings of the operators that print as (name arguments...).
var operatorNames = map[Op]string{
	OpNot: "not", OpAnd: "and", OpOr: "or", OpImplies: "=>", OpEq: "=", OpIte: "ite",
	OpIntAdd: "+", OpIntSub: "-", OpIntMul: "*", OpIntDiv: "div", OpIntMod: "mod", OpRealDiv: "/", OpIntToReal: "to_real",
	OpLess: "<", OpLessEqual: "<=",
	OpBvAdd: "bvadd", OpBvSub: "bvsub", OpBvMul: "bvmul", OpBvUdiv: "bvudiv", OpBvUrem: "bvurem", OpBvSdiv: "bvsdiv",
	OpBvSrem: "bvsrem", OpBvNeg: "bvneg", OpBvNot: "bvnot", OpBvAnd: "bvand", OpBvOr: "bvor", OpBvXor: "bvxor",
	OpBvShl: "bvshl", OpBvLshr: "bvlshr", OpBvAshr: "bvashr",
	OpBvUlt: "bvult", OpBvUle: "bvule", OpBvSlt: "bvslt", OpBvSle: "bvsle",
	OpConcat: "concat", OpBvToInt: "bv2nat", OpSelect: "select", OpStore: "store",
}

// quoteSymbol writes name as an SMT-LIB symbol, between bars when it has other than plain symbol characters.
func quoteSymbol(name string) string {
	plain := name != "" && (name[0] < '0' || name[0] > '9')
	for _, r := range name {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("~!@$%^&*_-+=<>.?/", r)) {
			plain = false
		}
	}
	if plain {
		return name
	}
	return "|" + strings.NewReplacer("|", "¦", `\`, "⧵").Replace(name) + "|"
}

// Query is a satisfiability question: is there a state in which all assertions hold?
type Query struct {
	// Logic is given to set-logic when it is not empty.
	Logic string
	// Assert lists the assertions.
	Assert []*Term
	// Values lists the declared constants whose values a model must give; nil means every declared constant of Bool, Int
	// or bit-vector sort that occurs.
	Values []*Term
}

// Script is a query in SMT-LIB text, without options and without the check.
type Script struct {
	// Text declares and asserts.
	Text string
	// Values are the constants to ask a model for.
	Values []*Term
	// HasBitVectorsOnly tells that nothing but Bool and bit-vectors occurs, so that bit-blasting decides it.
	HasBitVectorsOnly bool
}

// printer collects the declarations and definitions of one query.
type printer struct {
	out       strings.Builder
	uses      map[*Term]int
	names     map[*Term]string
	onlyWords bool
	symbols   []*Term
}

// Print writes query as a script. Terms used more than once become constants, each declared and asserted equal to its
// definition; inside quantifiers they become let bindings.
func (b *Builder) Print(query Query) Script {
	p := &printer{uses: make(map[*Term]int), names: make(map[*Term]string), onlyWords: true}
	order := p.collect(query.Assert)
	if query.Logic != "" {
		fmt.Fprintf(&p.out, "(set-logic %s)\n", query.Logic)
	}
	p.declare(order, b.funcs)
	for _, t := range order {
		if t.open || p.uses[t] < 2 || len(t.args) == 0 {
			continue
		}
		text := p.text(t)
		name := fmt.Sprintf("$%d", len(p.names))
		fmt.Fprintf(&p.out, "(declare-fun %s () %s)\n(assert (= %s %s))\n", name, t.sort, name, text)
		p.names[t] = name
	}
	for _, t := range query.Assert {
		fmt.Fprintf(&p.out, "(assert %s)\n", p.text(t))
	}
	values := query.Values
	if values == nil {
		values = p.symbols
	}
	return Script{Text: p.out.String(), Values: values, HasBitVectorsOnly: p.onlyWords}
}

// collect lists the terms reachable from roots, arguments first, and counts their uses.
func (p *printer) collect(roots []*Term) []*Term {
	var order []*Term
	stack := slices.Clone(roots)
	for _, t := range roots {
		p.uses[t]++
	}
	seen := make(map[*Term]bool)
	for len(stack) > 0 {
		t := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[t] {
			continue
		}
		seen[t] = true
		order = append(order, t)
		push := func(x *Term) {
			p.uses[x]++
			stack = append(stack, x)
		}
		for _, arg := range t.args {
			push(arg)
		}
		for _, pattern := range t.patterns {
			for _, x := range pattern {
				push(x)
			}
		}
	}
	slices.SortFunc(order, func(x, y *Term) int { return x.id - y.id })
	return order
}

// declare writes the declarations of sorts, functions and constants in the order of first creation.
func (p *printer) declare(order []*Term, funcs map[string]*Func) {
	declaredSorts, declaredFuncs := make(map[*Sort]bool), make(map[string]bool)
	for _, t := range order {
		p.declareSort(t.sort, declaredSorts)
		for _, v := range t.bound {
			p.declareSort(v.sort, declaredSorts)
		}
	}
	for _, t := range order {
		switch t.op {
		case OpSymbol:
			fmt.Fprintf(&p.out, "(declare-fun %s () %s)\n", quoteSymbol(t.name), t.sort)
			if t.sort == Bool || t.sort == Int || t.sort.kind == KindBitVec {
				p.symbols = append(p.symbols, t)
			}
		case OpApply:
			p.onlyWords = false
			if declaredFuncs[t.name] {
				continue
			}
			declaredFuncs[t.name] = true
			f := funcs[t.name]
			params := make([]string, len(f.params))
			for i, s := range f.params {
				p.declareSort(s, declaredSorts)
				params[i] = s.text
			}
			fmt.Fprintf(&p.out, "(declare-fun %s (%s) %s)\n", quoteSymbol(t.name), strings.Join(params, " "), f.result)
		}
	}
}

func (p *printer) declareSort(s *Sort, done map[*Sort]bool) {
	if done[s] {
		return
	}
	done[s] = true
	switch s.kind {
	case KindArray:
		p.onlyWords = false
		p.declareSort(s.key, done)
		p.declareSort(s.elem, done)
	case KindUninterpreted:
		p.onlyWords = false
		fmt.Fprintf(&p.out, "(declare-sort %s 0)\n", s.text)
	case KindInt, KindReal:
		p.onlyWords = false
	}
}

// text prints t, using the names given so far.
func (p *printer) text(t *Term) string {
	var out strings.Builder
	p.write(&out, t, p.names)
	return out.String()
}

func (p *printer) write(out *strings.Builder, t *Term, names map[*Term]string) {
	if name, ok := names[t]; ok {
		out.WriteString(name)
		return
	}
	switch t.op {
	case OpTrue:
		out.WriteString("true")
	case OpFalse:
		out.WriteString("false")
	case OpBitVecConst:
		writeWord(out, t.word, t.sort.width)
	case OpIntConst:
		writeInteger(out, t.number)
	case OpSymbol, OpBound:
		out.WriteString(quoteSymbol(t.name))
	case OpForall, OpExists:
		p.writeQuantifier(out, t, names)
	default:
		out.WriteString("(")
		out.WriteString(operatorText(t))
		for _, arg := range t.args {
			out.WriteString(" ")
			p.write(out, arg, names)
		}
		out.WriteString(")")
	}
}

func operatorText(t *Term) string {
	switch t.op {
	case OpApply:
		return quoteSymbol(t.name)
	case OpExtract:
		return fmt.Sprintf("(_ extract %d %d)", t.word>>32, t.word&0xffffffff)
	case OpZeroExtend:
		return fmt.Sprintf("(_ zero_extend %d)", t.sort.width-t.args[0].sort.width)
	case OpSignExtend:
		return fmt.Sprintf("(_ sign_extend %d)", t.sort.width-t.args[0].sort.width)
	case OpIntToBv:
		return fmt.Sprintf("(_ int2bv %d)", t.sort.width)
	case OpConstArray:
		return fmt.Sprintf("(as const %s)", t.sort)
	}
	name, ok := operatorNames[t.op]
	if !ok {
		panic(fmt.Sprintf("smt: operator %d has no spelling", t.op))
	}
	return name
}

func writeWord(out *strings.Builder, value uint64, width int) {
	if width%4 == 0 {
		fmt.Fprintf(out, "#x%0*x", width/4, value)
		return
	}
	fmt.Fprintf(out, "#b%0*b", width, value)
}

func writeInteger(out *strings.Builder, value *big.Int) {
	if value.Sign() < 0 {
		fmt.Fprintf(out, "(- %s)", new(big.Int).Neg(value))
		return
	}
	out.WriteString(value.String())
}

// writeQuantifier prints a quantifier; what its body shares and depends on bound variables goes into nested lets.
func (p *printer) writeQuantifier(out *strings.Builder, q *Term, names map[*Term]string) {
	keyword := "forall"
	if q.op == OpExists {
		keyword = "exists"
	}
	fmt.Fprintf(out, "(%s (", keyword)
	for i, v := range q.bound {
		if i > 0 {
			out.WriteString(" ")
		}
		fmt.Fprintf(out, "(%s %s)", quoteSymbol(v.name), v.sort)
	}
	out.WriteString(") ")
	if len(q.patterns) > 0 {
		out.WriteString("(! ")
	}
	local := make(map[*Term]string, len(names))
	for t, name := range names {
		local[t] = name
	}
	lets := 0
	for _, t := range openShared(q.args[0]) {
		fmt.Fprintf(out, "(let ((%%%d ", t.id)
		p.write(out, t, local)
		out.WriteString(")) ")
		local[t] = fmt.Sprintf("%%%d", t.id)
		lets++
	}
	p.write(out, q.args[0], local)
	out.WriteString(strings.Repeat(")", lets))
	for _, pattern := range q.patterns {
		out.WriteString(" :pattern (")
		for i, t := range pattern {
			if i > 0 {
				out.WriteString(" ")
			}
			p.write(out, t, names)
		}
		out.WriteString(")")
	}
	if len(q.patterns) > 0 {
		out.WriteString(")")
	}
	out.WriteString(")")
}

// openShared lists, arguments first, the terms that mention bound variables and are used more than once below body
// without a quantifier in between.
func openShared(body *Term) []*Term {
	uses := make(map[*Term]int)
	var order []*Term
	var visit func(t *Term)
	visit = func(t *Term) {
		if !t.open || t.op == OpBound {
			return
		}
		uses[t]++
		if uses[t] > 1 {
			return
		}
		if t.op != OpForall && t.op != OpExists {
			for _, arg := range t.args {
				visit(arg)
			}
		}
		order = append(order, t)
	}
	visit(body)
	return slices.DeleteFunc(order, func(t *Term) bool { return uses[t] < 2 || t == body })
}

// String prints t without sharing; it is meant for small terms in messages.
func (t *Term) String() string {
	p := &printer{}
	var out strings.Builder
	p.write(&out, t, nil)
	return out.String()
}
