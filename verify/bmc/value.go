package bmc

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/smt"
)

// value is the symbolic value of a Go expression. Values are immutable and shared freely.
//
//	*smt.Term    Boolean or integer
//	*aggregate   struct, array or tuple
//	*pointer     pointer, map reference, iterator
//	*slice, *text, *iface, *function
//	*poison      a value the engine could not compute; using it is an unsupported construct
type value any

// aggregate is a struct, array or tuple: a list of values in order.
type aggregate struct {
	elems []value
}

// step is one selection inside an object: a field or a constant element number, or an element at a symbolic index.
type step struct {
	number int
	index  *smt.Term // of 64 bits; nil when number counts
	within interval  // of index, on the path where the step was made
}

// target is one of the places that a pointer may designate, under a guard. A nil object stands for the nil pointer.
type target struct {
	guard  *smt.Term
	object *object
	path   []step
}

// pointer is a set of targets with mutually exclusive guards of which, on every live path, exactly one holds.
type pointer struct {
	targets []target
}

// slice is a window of a backing array. Base designates the array; a nil slice has a nil base and zero lengths.
type slice struct {
	base                     *pointer
	offset, length, capacity *smt.Term // of 64 bits
}

// text is a string: a window of immutable bytes.
type text struct {
	bytes          []*smt.Term // of 8 bits
	offset, length *smt.Term   // of 64 bits
}

// dynamic is one of the contents that an interface may have, under a guard. A nil typ stands for the nil interface.
type dynamic struct {
	guard   *smt.Term
	typ     types.Type
	content value
}

// iface is a set of contents with guards as in pointer.
type iface struct {
	options []dynamic
}

// callable is one of the functions that a function value may be, under a guard. A nil fn stands for the nil function.
type callable struct {
	guard    *smt.Term
	fn       *ssa.Function
	bindings []value
}

// function is a set of callables with guards as in pointer.
type function struct {
	options []callable
}

// mapping is the content of a map object: an association list.
type mapping struct {
	entries []mapEntry
}

// mapEntry is one place of a map.
type mapEntry struct {
	used     *smt.Term
	key, val value
}

// poison stands for a value that the engine could not compute.
type poison struct {
	reason string
}

// object is a variable in memory: a local, a global, or the result of new, make or a composite literal.
type object struct {
	id   int
	typ  types.Type
	name string
}

func samePath(a, b []step) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// sameShape tells whether two paths differ at most in the array elements they select. Field steps and element steps
// never share a position, because both paths start in one object.
func sameShape(a, b []step, isElement func(depth int) bool) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !isElement(i) {
			return false
		}
	}
	return true
}

// elementSteps tells for each depth of a path inside typ whether the step there selects an array element.
func elementSteps(typ types.Type, path []step) []bool {
	element := make([]bool, len(path))
	for i, s := range path {
		switch t := typ.Underlying().(type) {
		case *types.Array:
			element[i] = true
			typ = t.Elem()
		case *types.Struct:
			typ = t.Field(s.number).Type()
		}
	}
	return element
}

// intWidth returns the number of bits and the signedness of an integer type; ok is false for other types.
func intWidth(t types.Type) (width int, isSigned, ok bool) {
	basic, isBasic := t.Underlying().(*types.Basic)
	if !isBasic {
		return 0, false, false
	}
	switch basic.Kind() {
	case types.Int8:
		return 8, true, true
	case types.Int16:
		return 16, true, true
	case types.Int32, types.UntypedRune:
		return 32, true, true
	case types.Int, types.Int64, types.UntypedInt:
		return 64, true, true
	case types.Uint8:
		return 8, false, true
	case types.Uint16:
		return 16, false, true
	case types.Uint32:
		return 32, false, true
	case types.Uint, types.Uint64, types.Uintptr:
		return 64, false, true
	}
	return 0, false, false
}

func isString(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}

func isBoolean(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsBoolean != 0
}

func isFloat(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsFloat|types.IsComplex) != 0
}

func isUnsafePointer(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Kind() == types.UnsafePointer
}
