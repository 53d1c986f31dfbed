package local

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// aspect says which integer of a value a term means.
type aspect byte

const (
	// nothing is the term of the number zero.
	nothing aspect = iota
	whole
	length
	capacity
)

// term is an integer that the program computes: a value, or the length or capacity of one; or zero.
type term struct {
	aspect aspect
	value  ssa.Value
}

// linear is base + offset, exactly.
type linear struct {
	base   term
	offset number
}

func constantly(n number) linear { return linear{offset: n} }

func (l linear) plus(n number) linear { return linear{base: l.base, offset: l.offset.plus(n)} }

// simple returns t as a term that stands for all terms that are equal to it by their types and definitions alone: through
// conversions that cannot lose value, repeated loads and computations, and calls of len.
func (f *function) simple(w *World, t term) linear {
	for {
		v := t.value
		if t.aspect == nothing {
			return linear{}
		}
		if same := f.same[v]; same != nil {
			t.value = same
			continue
		}
		if t.aspect != whole {
			if n, ok := lengthOf(v); ok {
				return constantly(n)
			}
			if changed, ok := v.(*ssa.ChangeType); ok {
				t.value = changed.X
				continue
			}
			return linear{base: t}
		}
		switch v := v.(type) {
		case *ssa.Const:
			if v.Value == nil {
				return linear{base: t}
			}
			if n, ok := ofConstant(v.Value); ok {
				return constantly(n)
			}
			return linear{base: t}
		case *ssa.ChangeType:
			t.value = v.X
		case *ssa.Convert:
			from, ok := rangeOf(v.X.Type(), w.sizes)
			to, also := rangeOf(v.Type(), w.sizes)
			if !ok || !also || !from.within(to) {
				return linear{base: t}
			}
			t.value = v.X
		case *ssa.Call:
			inner, ok := measured(v)
			if !ok {
				return linear{base: t}
			}
			t = inner
		default:
			return linear{base: t}
		}
	}
}

// measured returns the length or capacity that a call of len or cap computes.
func measured(call *ssa.Call) (t term, ok bool) {
	builtin, ok := call.Call.Value.(*ssa.Builtin)
	if !ok || len(call.Call.Args) != 1 {
		return term{}, false
	}
	arg := call.Call.Args[0]
	switch dereference(arg.Type()).Underlying().(type) {
	case *types.Slice, *types.Array:
	case *types.Basic:
	default:
		return term{}, false
	}
	switch builtin.Name() {
	case "len":
		return term{length, arg}, true
	case "cap":
		return term{capacity, arg}, true
	}
	return term{}, false
}

// lengthOf returns the length of a constant string, of an array or of what an array pointer points to.
func lengthOf(v ssa.Value) (n number, ok bool) {
	if c, isConst := v.(*ssa.Const); isConst {
		if c.Value == nil {
			return number{}, true
		}
		if text, isText := stringOf(c); isText {
			return of(int64(len(text))), true
		}
		return number{}, false
	}
	if array, isArray := dereference(v.Type()).Underlying().(*types.Array); isArray {
		return of(array.Len()), true
	}
	return number{}, false
}

// hasLength tells whether values of type t are slices or strings, whose bounds are those of their length.
func hasLength(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return true
	case *types.Basic:
		return u.Info()&types.IsString != 0
	}
	return false
}
