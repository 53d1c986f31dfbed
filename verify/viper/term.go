package viper

import (
	"math/big"
	"sort"
	"strings"

	"warrant/verify/ir"
)

// term prints an expression.
func (p *printer) term(x *ir.Expr) string {
	arg := func(i int) string { return p.term(x.Args[i]) }
	two := func(op string) string { return "(" + arg(0) + " " + op + " " + arg(1) + ")" }
	switch x.Op {
	case ir.OpVar:
		return p.name(x.Name)
	case ir.OpInt:
		if x.Int.Sign() < 0 {
			return "(-" + new(big.Int).Neg(x.Int).String() + ")"
		}
		return x.Int.String()
	case ir.OpTrue:
		return "true"
	case ir.OpFalse:
		return "false"
	case ir.OpNot:
		return "(!" + arg(0) + ")"
	case ir.OpNeg:
		return "(-" + arg(0) + ")"
	case ir.OpAdd:
		return two("+")
	case ir.OpSub:
		return two("-")
	case ir.OpMul:
		return two("*")
	case ir.OpDiv:
		return two("\\")
	case ir.OpMod:
		return two("%")
	case ir.OpEq, ir.OpSame:
		return two("==")
	case ir.OpLess:
		return two("<")
	case ir.OpAtMost:
		return two("<=")
	case ir.OpAnd:
		return two("&&")
	case ir.OpOr:
		return two("||")
	case ir.OpImplies:
		return two("==>")
	case ir.OpIte:
		return "(" + arg(0) + " ? " + arg(1) + " : " + arg(2) + ")"
	case ir.OpForall, ir.OpExists:
		return p.quantifier(x)
	case ir.OpLet:
		return "(let " + p.name(x.Vars[0].Name) + " == (" + arg(0) + ") in " + arg(1) + ")"
	case ir.OpCall:
		return "f_" + x.Name + "(" + p.list(x.Args) + ")"
	case ir.OpMake:
		return "mk_" + x.Type.Name + "(" + p.list(x.Args) + ")"
	case ir.OpGet:
		return arg(0) + "." + x.Args[0].Type.Name + "_" + x.Name
	case ir.OpBits:
		return "bits_" + x.Name + "_" + x.Int.String() + "(" + p.list(x.Args) + ")"
	case ir.OpNull, ir.OpField, ir.OpElem, ir.OpPart, ir.OpAcc, ir.OpInstance, ir.OpUnfolding, ir.OpOld, ir.OpFullPerm, ir.OpNoPerm, ir.OpWildcard,
		ir.OpFraction, ir.OpReveal, ir.OpWithin:
		return p.heapTerm(x)
	case ir.OpTextLit:
		for i, s := range sortedNames(p.texts) {
			if s == x.Name {
				return "text" + big.NewInt(int64(i)).String() + "()"
			}
		}
	}
	return p.collection(x)
}

func (p *printer) collection(x *ir.Expr) string {
	arg := func(i int) string { return p.term(x.Args[i]) }
	switch x.Op {
	case ir.OpSeqEmpty:
		return "Seq[" + typeName(x.Type.Elem) + "]()"
	case ir.OpSeqOne:
		return "Seq(" + arg(0) + ")"
	case ir.OpSeqRange:
		return "[" + arg(0) + ".." + arg(1) + ")"
	case ir.OpSeqLen, ir.OpSetLen, ir.OpDictLen:
		return "|" + arg(0) + "|"
	case ir.OpSeqAt, ir.OpDictAt:
		return arg(0) + "[" + arg(1) + "]"
	case ir.OpSeqUpdate, ir.OpDictUpdate:
		return arg(0) + "[" + arg(1) + " := " + arg(2) + "]"
	case ir.OpSeqAppend:
		return "(" + arg(0) + " ++ " + arg(1) + ")"
	case ir.OpSeqTake:
		return arg(0) + "[.." + arg(1) + "]"
	case ir.OpSeqDrop:
		return arg(0) + "[" + arg(1) + "..]"
	case ir.OpSeqHas, ir.OpSetHas, ir.OpDictHas:
		return "(" + arg(1) + " in " + arg(0) + ")"
	case ir.OpCount:
		return "(" + arg(1) + " in " + arg(0) + ")"
	case ir.OpSetEmpty:
		if x.Type.Kind == ir.Multiset {
			return "Multiset[" + typeName(x.Type.Elem) + "]()"
		}
		return "Set[" + typeName(x.Type.Elem) + "]()"
	case ir.OpSetOne:
		if x.Type.Kind == ir.Multiset {
			return "Multiset(" + arg(0) + ")"
		}
		return "Set(" + arg(0) + ")"
	case ir.OpSetUnion:
		return "(" + arg(0) + " union " + arg(1) + ")"
	case ir.OpSetIntersection:
		return "(" + arg(0) + " intersection " + arg(1) + ")"
	case ir.OpSetMinus:
		return "(" + arg(0) + " setminus " + arg(1) + ")"
	case ir.OpSetSubset:
		return "(" + arg(0) + " subset " + arg(1) + ")"
	case ir.OpDictEmpty:
		return "Map[" + typeName(x.Type.Key) + ", " + typeName(x.Type.Elem) + "]()"
	case ir.OpDictDomain:
		return "domain(" + arg(0) + ")"
	case ir.OpDictRange:
		return "range(" + arg(0) + ")"
	case ir.OpSeqToSet, ir.OpSeqToMultiset, ir.OpSetToMultiset:
		return gatherName(x) + "(" + arg(0) + ")"
	case ir.OpNone:
		return "none_" + x.Type.Name + "()"
	case ir.OpSome:
		return "some_" + x.Type.Name + "(" + arg(0) + ")"
	case ir.OpGetSome:
		return arg(0) + "." + x.Args[0].Type.Name + "_value"
	case ir.OpIsNone:
		return "(" + arg(0) + " == none_" + x.Args[0].Type.Name + "())"
	case ir.OpTextLen:
		return "textlen(" + arg(0) + ")"
	case ir.OpTextAt:
		return "textat(" + arg(0) + ", " + arg(1) + ")"
	}
	panic(&unprintable{x})
}

// unprintable is an operation that has no form in Viper.
type unprintable struct{ x *ir.Expr }

func (u *unprintable) Error() string { return "no Viper form for " + u.x.String() }

func (p *printer) list(args []*ir.Expr) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = p.term(a)
	}
	return strings.Join(parts, ", ")
}

func (p *printer) quantifier(x *ir.Expr) string {
	var b strings.Builder
	b.WriteString("(forall ")
	if x.Op == ir.OpExists {
		b.Reset()
		b.WriteString("(exists ")
	}
	for i, v := range x.Vars {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.name(v.Name) + ": " + typeName(v.Type))
	}
	b.WriteString(" :: ")
	for _, t := range x.Triggers {
		if !printable(t) {
			continue
		}
		b.WriteString("{ " + p.list(t) + " } ")
	}
	b.WriteString(p.term(x.Args[0]) + ")")
	return b.String()
}

// printable says that Silicon accepts a trigger: no arithmetic and no logic inside.
func printable(t []*ir.Expr) bool {
	ok := true
	for _, e := range t {
		if e.Op == ir.OpMake {
			ok = false
		}
		ir.Walk(e, func(x *ir.Expr) {
			switch x.Op {
			case ir.OpAnd, ir.OpOr, ir.OpNot, ir.OpImplies, ir.OpEq, ir.OpSame, ir.OpLess, ir.OpAtMost, ir.OpIte, ir.OpForall, ir.OpExists, ir.OpLet,
				ir.OpAdd, ir.OpSub, ir.OpMul, ir.OpDiv, ir.OpMod, ir.OpNeg:
				ok = false
			}
		})
	}
	return ok
}

func sortedNames[T any](m map[string]T) []string {
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	sort.Strings(list)
	return list
}
