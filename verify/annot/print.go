package annot

import (
	"fmt"
	"strings"
)

// String prints an expression on one line in the annotation language's spelling. Parsing the result gives the same tree
// without the parentheses that were not needed.
func String(x Expr) string {
	switch x := x.(type) {
	case nil:
		return ""
	case *Ident:
		return x.Name
	case *Literal:
		return x.Text
	case *Paren:
		return "(" + String(x.X) + ")"
	case *Selector:
		return String(x.X) + "." + x.Name
	case *Index:
		return String(x.X) + "[" + String(x.I) + "]"
	case *Reslice:
		s := String(x.X) + "[" + String(x.Low) + ":" + String(x.High)
		if x.Max != nil {
			s += ":" + String(x.Max)
		}
		return s + "]"
	case *Call:
		return String(x.Fun) + "(" + list(x.Args) + ")"
	case *Unary:
		return x.Op + String(x.X)
	case *Binary:
		return String(x.X) + " " + x.Op + " " + String(x.Y)
	case *Composite:
		return String(x.Type) + "{" + elements(x.Elements, ": ") + "}"
	case *ArrayType:
		return "[" + String(x.Len) + "]" + String(x.Elem)
	case *PointerType:
		return "*" + String(x.Elem)
	case *OtherType:
		return x.Name
	case *StructType:
		return "struct{...}"
	case *CollectionType:
		if x.Name == "dict" {
			return "dict[" + String(x.Key) + "]" + String(x.Elem)
		}
		return x.Name + "[" + String(x.Elem) + "]"
	}
	return ghostString(x)
}

func ghostString(x Expr) string {
	switch x := x.(type) {
	case *Update:
		return String(x.X) + "[" + elements(x.Updates, " = ") + "]"
	case *SeqRange:
		return "seq[" + String(x.Low) + " .. " + String(x.High) + "]"
	case *Conditional:
		return String(x.Cond) + " ? " + String(x.Then) + " : " + String(x.Else)
	case *Quantifier:
		return quantifierString(x)
	case *Let:
		return "let " + x.Name + " := " + String(x.X) + " in " + String(x.Body)
	case *Old:
		switch x.Label {
		case "":
			return "old(" + String(x.X) + ")"
		case "before":
			return "before(" + String(x.X) + ")"
		}
		return "old[" + x.Label + "](" + String(x.X) + ")"
	case *Unfolding:
		return "unfolding " + String(x.Instance) + " in " + String(x.Body)
	case *Acc:
		if x.Perm == nil {
			return "acc(" + String(x.X) + ")"
		}
		return "acc(" + String(x.X) + ", " + String(x.Perm) + ")"
	case *Reveal:
		return "reveal " + String(x.Call)
	}
	return fmt.Sprintf("%T", x)
}

func quantifierString(q *Quantifier) string {
	var b strings.Builder
	b.WriteString("exists ")
	if q.Forall {
		b.Reset()
		b.WriteString("forall ")
	}
	for i, v := range q.Vars {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(v.Name + " " + String(v.Type))
	}
	b.WriteString(" :: ")
	for _, t := range q.Triggers {
		b.WriteString("{ " + list(t) + " } ")
	}
	b.WriteString(String(q.Body))
	return b.String()
}

func list(xs []Expr) string {
	parts := make([]string, len(xs))
	for i, x := range xs {
		parts[i] = String(x)
	}
	return strings.Join(parts, ", ")
}

func elements(es []Element, between string) string {
	parts := make([]string, len(es))
	for i, e := range es {
		if e.Key != nil {
			parts[i] = String(e.Key) + between
		}
		parts[i] += String(e.Value)
	}
	return strings.Join(parts, ", ")
}
