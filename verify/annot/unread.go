package annot

import (
	"fmt"
	"reflect"
	"slices"
)

// Unread lists what the official tool cannot read in the annotations of a file although this tool can: words of its grammar as names, lines
// that end where an expression could end, permissions in what a pure function ensures, and triggers that calculate with a bound variable.
func (f *File) Unread() []*Error {
	u := &unreadSearch{}
	for _, at := range f.Breaks {
		u.add(at, "the line ends here in the midst of an expression, where the official tool ends it (go on in the same line)")
	}
	for _, d := range f.Funcs {
		for _, c := range d.Spec.Clauses {
			if d.Spec.Pure && c.Word == "ensures" && has(reflect.ValueOf(c.X), isAcc) {
				u.add(c.Start, "permission in what the pure function "+d.Name+" ensures: it gives back what it requires by itself")
			}
		}
	}
	u.walk(reflect.ValueOf(f))
	return u.errors
}

type unreadSearch struct{ errors []*Error }

func (u *unreadSearch) add(at Pos, message string) { u.errors = append(u.errors, &Error{at, message}) }

// names refuses words of the grammar as the names that a node declares or uses.
func (u *unreadSearch) names(node reflect.Value) {
	start := node.FieldByName("Start")
	if !start.IsValid() {
		return
	}
	at := start.Interface().(Pos)
	refuse := func(name string) {
		if IsWord(name) {
			u.add(at, named(name))
		}
	}
	for _, field := range []string{"Name", "Label"} {
		if f := node.FieldByName(field); f.Kind() == reflect.String {
			refuse(f.String())
		}
	}
	if f := node.FieldByName("Names"); f.Kind() == reflect.Slice {
		for i := range f.Len() {
			refuse(f.Index(i).String())
		}
	}
}

// named refuses a name.
func named(word string) string {
	return word + " is a word of the annotation language and cannot be a name in an annotated file"
}

// walk visits all nodes below v.
func (u *unreadSearch) walk(v reflect.Value) {
	visit(v, func(node reflect.Value) bool {
		switch x := node.Interface().(type) {
		case *Call:
			if id, ok := x.Fun.(*Ident); ok && IsWord(id.Name) { // seq(x), len(x)
				u.walk(reflect.ValueOf(x.Args))
				return false
			}
		case *CollectionType:
			u.walk(reflect.ValueOf(x.Key))
			u.walk(reflect.ValueOf(x.Elem))
			return false
		case *Quantifier:
			u.triggers(x)
		}
		u.names(reflect.Indirect(node))
		return true
	})
}

// triggers refuses what no verifier below the official tool takes as a pattern.
func (u *unreadSearch) triggers(q *Quantifier) {
	bound := map[string]bool{}
	for _, d := range q.Vars {
		bound[d.Name] = true
	}
	for _, set := range q.Triggers {
		for _, x := range set {
			if part := calculation(reflect.ValueOf(x), bound); part != nil {
				u.add(x.At(), fmt.Sprintf("trigger %s calculates %s with a bound variable", String(x), String(part)))
			}
		}
	}
}

// calculation answers a part of a trigger that is no pattern and mentions one of the names, or nil.
func calculation(trigger reflect.Value, names map[string]bool) (part Expr) {
	visit(trigger, func(node reflect.Value) bool {
		pattern := true
		switch x := node.Interface().(type) {
		case *Binary:
			pattern = slices.Contains([]string{"++", "in", "elem", "#", "union", "intersection", "setminus", "subset"}, x.Op)
		case *Unary:
			pattern = x.Op == "&" || x.Op == "*"
		case *Conditional, *Let, *Unfolding, *Quantifier:
			pattern = false
		}
		if part == nil && !pattern && mentions(node, names) {
			part = node.Interface().(Expr)
		}
		return part == nil
	})
	return part
}

// isAcc says that a node is a permission.
func isAcc(node any) bool {
	_, ok := node.(*Acc)
	return ok
}
