package vc

import (
	"fmt"
	"maps"
	"math/big"
	"strconv"
	"strings"

	"warrant/verify/ir"
)

// Print is an expression in SMT-LIB, with the operations of sequences and sets as functions of the prelude.
func Print(x *ir.Expr) string { return printIn(x, nil) }

// printIn prints for a program whose cyclic functions are given.
func printIn(x *ir.Expr, cyclic map[string]int) string {
	var b strings.Builder
	(&printer{b: &b, cyclic: cyclic}).expr(x)
	return b.String()
}

// printer writes terms. limit names the functions whose calls are written as their limited twins; cyclic are those that
// have twins, by which the patterns of quantifiers speak of them. Where levels is not nil, bound variables are written as the number of those
// around them, which levels holds, in place of their names.
type printer struct {
	b      *strings.Builder
	limit  map[string]bool
	cyclic map[string]int
	inside bool // a pattern
	levels map[string]int
}

// symbol writes a variable's name.
func (p *printer) symbol(name string) string {
	if level, bound := p.levels[name]; bound {
		return "|bound " + strconv.Itoa(level) + "|"
	}
	return Symbol(name)
}

// Symbol quotes a name.
func Symbol(name string) string { return "|" + strings.ReplaceAll(name, "|", "!") + "|" }

func integer(n *big.Int) string {
	if n.Sign() < 0 {
		return "(- " + new(big.Int).Neg(n).String() + ")"
	}
	return n.String()
}

// plain are the operations that SMT-LIB itself has.
var plain = map[ir.Op]string{
	ir.OpNot: "not", ir.OpNeg: "-", ir.OpAdd: "+", ir.OpSub: "-", ir.OpMul: "*", ir.OpDiv: "div", ir.OpMod: "mod",
	ir.OpEq: "=", ir.OpLess: "<", ir.OpAtMost: "<=", ir.OpAnd: "and", ir.OpOr: "or", ir.OpImplies: "=>", ir.OpIte: "ite",
}

// collection are the operations of the prelude, by name; the type that follows is that of the collection.
var collection = map[ir.Op]string{
	ir.OpSeqLen: "len", ir.OpSeqAt: "at", ir.OpSeqUpdate: "upd", ir.OpSeqAppend: "app", ir.OpSeqTake: "take", ir.OpSeqDrop: "drop",
	ir.OpSeqHas: "has", ir.OpSetHas: "mem", ir.OpSetUnion: "union", ir.OpSetIntersection: "inter", ir.OpSetMinus: "minus",
	ir.OpSetSubset: "subset", ir.OpSetLen: "card", ir.OpCount: "count", ir.OpDictUpdate: "dupd", ir.OpDictAt: "dat", ir.OpDictHas: "dhas",
	ir.OpDictLen: "dlen", ir.OpDictDomain: "dom", ir.OpDictRange: "rng", ir.OpTextLen: "textlen", ir.OpTextAt: "textat",
	ir.OpSeqToSet: "toset", ir.OpSeqToMultiset: "tobag", ir.OpSetToMultiset: "setbag", ir.OpIsNone: "isnone", ir.OpGetSome: "getsome",
}

func (p *printer) expr(x *ir.Expr) {
	if op, ok := plain[x.Op]; ok {
		p.apply(op, x.Args)
		return
	}
	if op, ok := collection[x.Op]; ok {
		p.apply(op+"_"+x.Args[0].Type.Name, x.Args)
		return
	}
	switch x.Op {
	case ir.OpVar:
		p.b.WriteString(p.symbol(x.Name))
	case ir.OpInt:
		p.b.WriteString(integer(x.Int))
	case ir.OpTrue:
		p.b.WriteString("true")
	case ir.OpFalse:
		p.b.WriteString("false")
	case ir.OpForall, ir.OpExists:
		p.quantifier(x)
	case ir.OpCall:
		name := "f_" + x.Name
		if p.limit[x.Name] || (p.inside && p.cyclic[x.Name] != 0) {
			name = "l_" + x.Name
		}
		p.apply(Symbol(name), x.Args)
	case ir.OpMake:
		p.apply("mk_"+x.Type.Name, x.Args)
	case ir.OpGet:
		p.apply(x.Args[0].Type.Name+"."+x.Name, x.Args)
	case ir.OpSeqEmpty, ir.OpSetEmpty, ir.OpDictEmpty, ir.OpNone:
		p.b.WriteString("empty_" + x.Type.Name)
	case ir.OpSeqOne, ir.OpSetOne, ir.OpSome:
		p.apply("one_"+x.Type.Name, x.Args)
	case ir.OpSeqRange:
		p.apply("range_"+x.Type.Name, x.Args)
	case ir.OpSame:
		p.same(x.Args[0], x.Args[1])
	case ir.OpBits:
		p.apply("bits_"+x.Name+"_"+x.Int.String(), x.Args)
	case ir.OpTextLit:
		p.b.WriteString(textSymbol(x.Name))
	default:
		panic(fmt.Sprintf("vc: operation %d has no SMT form", x.Op))
	}
}

func textSymbol(s string) string {
	return "|text " + strconv.QuoteToASCII(strings.ReplaceAll(s, "|", "!")) + "|"
}

func (p *printer) apply(op string, args []*ir.Expr) {
	if len(args) == 0 {
		p.b.WriteString(op)
		return
	}
	p.b.WriteString("(" + op)
	for _, a := range args {
		p.b.WriteByte(' ')
		p.expr(a)
	}
	p.b.WriteByte(')')
}

// same compares by parts: sequences and sets by the prelude's predicate, structs field by field.
func (p *printer) same(a, b *ir.Expr) {
	switch t := a.Type; {
	case !holdsCollection(t):
		p.apply("=", []*ir.Expr{a, b})
	case t.Kind == ir.Struct:
		p.b.WriteString("(and true")
		for _, f := range t.Fields {
			p.b.WriteByte(' ')
			p.same(ir.Get(a, f.Name), ir.Get(b, f.Name))
		}
		p.b.WriteByte(')')
	case t.Kind == ir.Option:
		p.apply("=", []*ir.Expr{a, b})
	default:
		p.apply("same_"+t.Name, []*ir.Expr{a, b})
	}
}

// holdsCollection says that equality of a type is decided by parts somewhere inside.
func holdsCollection(t *ir.Type) bool {
	switch t.Kind {
	case ir.Seq, ir.Set, ir.Multiset, ir.Dict:
		return true
	case ir.Struct:
		for _, f := range t.Fields {
			if holdsCollection(f.Type) {
				return true
			}
		}
	}
	return false
}

func (p *printer) quantifier(x *ir.Expr) {
	word := "forall"
	if x.Op == ir.OpExists {
		word = "exists"
	}
	if p.levels != nil {
		around := p.levels
		p.levels = maps.Clone(around)
		for _, v := range x.Vars {
			p.levels[v.Name] = len(p.levels)
		}
		defer func() { p.levels = around }()
	}
	p.b.WriteString("(" + word + " (")
	for _, v := range x.Vars {
		p.b.WriteString("(" + p.symbol(v.Name) + " " + Sort(v.Type) + ")")
	}
	p.b.WriteString(") ")
	var good [][]*ir.Expr
	for _, t := range x.Triggers {
		if patternable(t) {
			good = append(good, t)
		}
	}
	if len(good) > 0 {
		p.b.WriteString("(! ")
	}
	p.expr(x.Args[0])
	for _, t := range good {
		p.b.WriteString(" :pattern (")
		p.inside = true
		for i, e := range t {
			if i > 0 {
				p.b.WriteByte(' ')
			}
			p.expr(e)
		}
		p.inside = false
		p.b.WriteString(")")
	}
	if len(good) > 0 {
		p.b.WriteString(")")
	}
	p.b.WriteString(")")
}

// patternable says that a trigger has only what a pattern may hold: no logic and no interpreted condition.
func patternable(t []*ir.Expr) bool {
	ok := true
	for _, e := range t {
		ir.Walk(e, func(x *ir.Expr) {
			switch x.Op {
			case ir.OpAnd, ir.OpOr, ir.OpNot, ir.OpImplies, ir.OpEq, ir.OpLess, ir.OpAtMost, ir.OpIte, ir.OpForall, ir.OpExists, ir.OpSame:
				ok = false
			}
		})
		if e.Op == ir.OpGet || e.Op == ir.OpMake {
			continue
		}
	}
	return ok
}

// Sort is the SMT sort of a type.
func Sort(t *ir.Type) string {
	switch t.Kind {
	case ir.Int:
		return "Int"
	case ir.Bool:
		return "Bool"
	}
	return t.Name
}
