package ir

import (
	"fmt"
	"sort"
	"strings"
)

// names of the operations in prints.
var names = map[Op]string{
	OpNot: "!", OpNeg: "-", OpAdd: "+", OpSub: "-", OpMul: "*", OpDiv: "div", OpMod: "mod", OpEq: "==", OpLess: "<", OpAtMost: "<=",
	OpAnd: "&&", OpOr: "||", OpImplies: "==>", OpIte: "ite", OpSeqEmpty: "seq", OpSeqOne: "seq", OpSeqRange: "range", OpSeqLen: "len",
	OpSeqAt: "at", OpSeqUpdate: "update", OpSeqAppend: "++", OpSeqTake: "take", OpSeqDrop: "drop", OpSeqHas: "has", OpSetEmpty: "set",
	OpSetOne: "set", OpSetHas: "has", OpSetUnion: "union", OpSetIntersection: "intersection", OpSetMinus: "setminus", OpSetSubset: "subset",
	OpSetLen: "card", OpCount: "count", OpDictEmpty: "dict", OpDictUpdate: "update", OpDictAt: "at", OpDictHas: "has", OpDictLen: "len",
	OpDictDomain: "domain", OpDictRange: "values", OpNone: "none", OpSome: "some", OpGetSome: "get", OpIsNone: "isNone", OpTextLen: "len",
	OpNull: "nil", OpField: "*", OpElem: "elem", OpAcc: "acc", OpUnfolding: "unfolding", OpFullPerm: "write", OpNoPerm: "none",
	OpWildcard: "wildcard", OpFraction: "fraction", OpReveal: "reveal", OpTextAt: "at", OpSeqToSet: "set", OpSeqToMultiset: "mset", OpSetToMultiset: "mset", OpSame: "===", OpMake: "make",
}

// String is the expression on one line.
func (x *Expr) String() string {
	list := func(args []*Expr) string {
		parts := make([]string, len(args))
		for i, a := range args {
			parts[i] = a.String()
		}
		return strings.Join(parts, ", ")
	}
	switch x.Op {
	case OpVar:
		return x.Name
	case OpInt:
		return x.Int.String()
	case OpTrue:
		return "true"
	case OpFalse:
		return "false"
	case OpTextLit:
		return fmt.Sprintf("%q", x.Name)
	case OpGet:
		return x.Args[0].String() + "." + x.Name
	case OpPart:
		return "&" + x.Args[0].String() + "." + x.Name
	case OpOld:
		return "old[" + x.Name + "](" + x.Args[0].String() + ")"
	case OpNull, OpFullPerm, OpNoPerm, OpWildcard:
		return names[x.Op]
	case OpCall, OpInstance:
		return x.Name + "(" + list(x.Args) + ")"
	case OpBits:
		return x.Name + x.Int.String() + "(" + list(x.Args) + ")"
	case OpLet:
		return "(let " + x.Vars[0].Name + " := " + x.Args[0].String() + " in " + x.Args[1].String() + ")"
	case OpForall, OpExists:
		word := "forall"
		if x.Op == OpExists {
			word = "exists"
		}
		for i, v := range x.Vars {
			if i > 0 {
				word += ","
			}
			word += " " + v.Name + " " + v.Type.Name
		}
		return "(" + word + " :: " + x.Args[0].String() + ")"
	case OpAdd, OpSub, OpMul, OpDiv, OpMod, OpEq, OpLess, OpAtMost, OpAnd, OpOr, OpImplies, OpSame, OpSeqAppend:
		if len(x.Args) == 2 {
			return "(" + x.Args[0].String() + " " + names[x.Op] + " " + x.Args[1].String() + ")"
		}
	}
	return names[x.Op] + "(" + list(x.Args) + ")"
}

// Print is the whole program as text, for people.
func Print(p *Program) string {
	var b strings.Builder
	for _, t := range p.Structs {
		fmt.Fprintf(&b, "struct %s {", t.Name)
		for _, f := range t.Fields {
			fmt.Fprintf(&b, " %s %s;", f.Name, f.Type.Name)
		}
		b.WriteString(" }\n")
	}
	keys := make([]string, 0, len(p.Funcs))
	for k := range p.Funcs {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		f := p.Funcs[k]
		fmt.Fprintf(&b, "\nfunc %s(%s) %s\n", f.Name, params(f.Params), f.Result.Name)
		for _, c := range f.Pre {
			fmt.Fprintf(&b, "  requires %s\n", c.X)
		}
		for _, c := range f.Post {
			fmt.Fprintf(&b, "  ensures %s\n", c.X)
		}
		if f.Body != nil {
			fmt.Fprintf(&b, "  = %s\n", f.Body)
		}
	}
	predicates := make([]string, 0, len(p.Predicates))
	for k := range p.Predicates {
		predicates = append(predicates, k)
	}
	sort.Strings(predicates)
	for _, k := range predicates {
		q := p.Predicates[k]
		fmt.Fprintf(&b, "\npred %s(%s)", q.Name, params(q.Params))
		if q.Body != nil {
			fmt.Fprintf(&b, " = %s", q.Body)
		}
		b.WriteString("\n")
	}
	for _, m := range p.Methods {
		fmt.Fprintf(&b, "\nmethod %s(%s) // %s\n", m.Name, params(m.Params), m.At)
		statements(&b, m.Body, "  ")
	}
	return b.String()
}

func params(vars []Var) string {
	parts := make([]string, len(vars))
	for i, v := range vars {
		parts[i] = v.Name + " " + v.Type.Name
	}
	return strings.Join(parts, ", ")
}

func statements(b *strings.Builder, list []Stmt, indent string) {
	for _, s := range list {
		switch s := s.(type) {
		case *Assign:
			fmt.Fprintf(b, "%s%s := %s\n", indent, s.To.Name, s.X)
		case *Havoc:
			fmt.Fprintf(b, "%shavoc %s\n", indent, params(s.Vars))
		case *Assume:
			fmt.Fprintf(b, "%sassume %s\n", indent, s.X)
		case *Assert:
			fmt.Fprintf(b, "%sassert %s // %s\n", indent, s.X, s.Claim.Kind)
		case *Refute:
			fmt.Fprintf(b, "%srefute %s\n", indent, s.X)
		case *Check:
			fmt.Fprintf(b, "%scheck %s\n", indent, s.X)
		case *If:
			fmt.Fprintf(b, "%sif %s {\n", indent, s.Cond)
			statements(b, s.Then, indent+"  ")
			fmt.Fprintf(b, "%s} else {\n", indent)
			statements(b, s.Else, indent+"  ")
			fmt.Fprintf(b, "%s}\n", indent)
		case *Loop:
			fmt.Fprintf(b, "%sloop %s modifies %s\n", indent, s.Label, params(s.Modified))
			for _, i := range s.Invariants {
				fmt.Fprintf(b, "%s  invariant %s\n", indent, i.X)
			}
			fmt.Fprintf(b, "%s{\n", indent)
			statements(b, s.Body, indent+"  ")
			fmt.Fprintf(b, "%s}\n", indent)
		case *Break:
			fmt.Fprintf(b, "%sbreak %s\n", indent, s.Label)
		case *Continue:
			fmt.Fprintf(b, "%scontinue %s\n", indent, s.Label)
		case *Scope:
			fmt.Fprintf(b, "%s%s: {\n", indent, s.Label)
			statements(b, s.Body, indent+"  ")
			fmt.Fprintf(b, "%s}\n", indent)
		case *Vacuity:
			fmt.Fprintf(b, "%sreachable // %s\n", indent, s.Claim.Text)
		case *Trace:
			fmt.Fprintf(b, "%s// %s: %s\n", indent, s.At, s.Text)
		default:
			heapStatement(b, s, indent)
		}
	}
}

func heapStatement(b *strings.Builder, s Stmt, indent string) {
	switch s := s.(type) {
	case *Label:
		fmt.Fprintf(b, "%slabel %s\n", indent, s.Name)
	case *Exhale:
		for _, p := range s.Parts {
			fmt.Fprintf(b, "%sexhale %s // %s\n", indent, p.X, p.Claim.Kind)
		}
	case *Write:
		fmt.Fprintf(b, "%s%s := %s\n", indent, s.Field, s.X)
	case *Fold:
		word := "fold"
		if s.Unfold {
			word = "unfold"
		}
		fmt.Fprintf(b, "%s%s %s\n", indent, word, s.Instance)
	case *While:
		fmt.Fprintf(b, "%swhile %s\n", indent, s.Label)
		for _, i := range s.Invariants {
			fmt.Fprintf(b, "%s  invariant %s\n", indent, i.X)
		}
		fmt.Fprintf(b, "%s{\n", indent)
		statements(b, s.Body, indent+"  ")
		fmt.Fprintf(b, "%s}\n", indent)
	}
}
