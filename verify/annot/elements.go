package annot

import "reflect"

// StructArrays are the names of fields that are arrays of structs, as far as the files declare both, and that name nothing else.
func StructArrays(files []*File) map[string]bool {
	structs := map[string]bool{}
	for _, f := range files {
		for _, t := range f.Types {
			if _, ok := t.Type.(*StructType); ok {
				structs[t.Name] = true
			}
		}
	}
	fields := map[string]bool{}
	for _, f := range files {
		for _, t := range f.Types {
			s, ok := t.Type.(*StructType)
			if !ok {
				continue
			}
			for _, field := range s.Fields {
				a, array := field.Type.(*ArrayType)
				array = array && !a.Slice
				if array {
					id, ok := a.Elem.(*Ident)
					array = ok && structs[id.Name]
				}
				if before, seen := fields[field.Name]; seen {
					array = array && before
				}
				fields[field.Name] = array
			}
		}
	}
	return fields
}

// Elements lists the quantified facts of a file that have to survive a write, in predicates, invariants and what is preserved, and that speak of
// an element of such an array in place, as in t.slots[i].used: the official tool forgets them when the array is written to, unless their trigger
// is an address. They belong into a function of the array's sequence. The addresses of elements, as in acc(&t.slots[i]) and (&t.slots[i]).Mem(), are another matter.
func (f *File) Elements(arrays map[string]bool) []*Error {
	e := &elementSearch{arrays: arrays}
	for _, d := range f.Funcs {
		e.walk(reflect.ValueOf(d), nil)
	}
	for _, d := range f.Predicates {
		e.walk(reflect.ValueOf(d), nil)
	}
	return e.errors
}

// elementSearch looks for elements of arrays of structs under quantifiers.
type elementSearch struct {
	arrays map[string]bool
	// lasting says that the search is in a fact that has to survive a write.
	lasting bool
	errors  []*Error
}

// walk visits all nodes below v; bound are the variables of the quantifiers around it.
func (e *elementSearch) walk(v reflect.Value, bound map[string]bool) {
	visit(v, func(node reflect.Value) bool {
		switch x := node.Interface().(type) {
		case *Quantifier:
			inner := map[string]bool{}
			for name := range bound {
				inner[name] = true
			}
			for _, d := range x.Vars {
				inner[d.Name] = !byAddress(x)
			}
			e.walk(reflect.ValueOf(x.Body), inner)
			return false
		case *Unary:
			if x.Op == "&" {
				e.place(x.X, bound)
				return false
			}
		case *Predicate:
			e.lasting = true
			e.walk(reflect.ValueOf(x.Body), nil)
			e.lasting = false
			return false
		case *Acc:
			e.place(x.X, bound)
			return false
		case *Index:
			e.index(x, bound)
		case Clause:
			e.lasting = x.Word == "invariant" || x.Word == "preserves"
			e.walk(reflect.ValueOf(x.X), bound)
			e.lasting = false
			return false
		}
		return true
	})
}

// byAddress says that all triggers of a quantifier are addresses, which no write changes.
func byAddress(q *Quantifier) bool {
	for _, set := range q.Triggers {
		for _, x := range set {
			if u, ok := x.(*Unary); !ok || u.Op != "&" {
				return false
			}
		}
	}
	return len(q.Triggers) > 0
}

// place passes over the way to a location, whose indices alone are facts.
func (e *elementSearch) place(x Expr, bound map[string]bool) {
	switch x := x.(type) {
	case *Selector:
		e.place(x.X, bound)
	case *Paren:
		e.place(x.X, bound)
	case *Index:
		e.place(x.X, bound)
		e.walk(reflect.ValueOf(x.I), bound)
	default:
		e.walk(reflect.ValueOf(x), bound)
	}
}

// index judges one element.
func (e *elementSearch) index(x *Index, bound map[string]bool) {
	field, ok := x.X.(*Selector)
	if !ok || !e.lasting || !e.arrays[field.Name] {
		return
	}
	if mentions(reflect.ValueOf(x.I), bound) {
		e.errors = append(e.errors, &Error{x.Start, "quantified fact about " + String(x) + ", an element of an array of structs: the official tool forgets it when the array is written to (say it of seq(" + String(field) + "), in a pure function)"})
	}
}

// mentions says that one of the names occurs.
func mentions(v reflect.Value, names map[string]bool) bool {
	return has(v, func(node any) bool {
		id, ok := node.(*Ident)
		return ok && names[id.Name]
	})
}
