package local

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// effect is what running a function can change in memory that was there before: fields of structs, elements and variables, by type.
type effect struct {
	anything bool
	fields   map[*types.Var]bool
	// elements are the types of variables that are changed through pointers, slices and arrays.
	elements []types.Type
}

// findEffects computes the effects of all functions.
func (w *World) findEffects() {
	for _, f := range w.order {
		f.writes = &effect{fields: map[*types.Var]bool{}}
		eachInstruction(f.fn, func(instr ssa.Instruction) {
			if store, ok := instr.(*ssa.Store); ok {
				f.writes.addStore(store.Addr)
			} else if !isCall(instr) && synchronises(instr) {
				f.writes.anything = true
			}
		})
	}
	for changed := true; changed; {
		changed = false
		for _, f := range w.order {
			eachInstruction(f.fn, func(instr ssa.Instruction) {
				if call, ok := instr.(ssa.CallInstruction); ok && !f.writes.anything {
					changed = f.writes.absorb(w.effectOf(call)) || changed
				}
			})
		}
	}
}

func isCall(instr ssa.Instruction) bool {
	_, ok := instr.(ssa.CallInstruction)
	return ok
}

// everything is the effect of code that the world does not show.
var everything = &effect{anything: true}

// effectOf returns what a call can change.
func (w *World) effectOf(call ssa.CallInstruction) *effect {
	if builtin, ok := call.Common().Value.(*ssa.Builtin); ok {
		result := &effect{fields: map[*types.Var]bool{}}
		switch builtin.Name() {
		case "copy", "append", "clear":
			if slice, ok := call.Common().Args[0].Type().Underlying().(*types.Slice); ok {
				result.addType(slice.Elem())
			}
		}
		return result
	}
	if callee := w.callee(call); callee != nil {
		if _, isGo := call.(*ssa.Go); !isGo {
			return callee.writes
		}
	}
	if fn := call.Common().StaticCallee(); fn != nil && fn.Pkg != nil && changesNothing[fn.Pkg.Pkg.Path()] {
		return &effect{}
	}
	return everything
}

// changesNothing are packages of the standard library whose functions change nothing but what they return, and wait for nobody.
var changesNothing = map[string]bool{
	"strings": true, "strconv": true, "math": true, "math/bits": true, "unicode": true, "unicode/utf8": true, "errors": true, "path": true,
	"path/filepath": true,
}

// synchronises tells whether other goroutines may have run when instr is done.
func synchronises(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.Send, *ssa.Select, *ssa.Go, *ssa.RunDefers:
		return true
	case *ssa.UnOp:
		return instr.Op == token.ARROW
	}
	return false
}

// addStore notes a store to address.
func (e *effect) addStore(address ssa.Value) {
	if field := fieldOf(address); field != nil {
		e.fields[field] = true
		if isPlain(dereference(address.Type())) {
			return
		}
	}
	e.addType(dereference(address.Type()))
}

// isPlain tells whether a variable of type t has no parts that have names of their own.
func isPlain(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return false
	}
	return true
}

func (e *effect) addType(t types.Type) {
	for _, known := range e.elements {
		if types.Identical(known, t) {
			return
		}
	}
	e.elements = append(e.elements, t)
}

// absorb adds the effect of a callee, and tells whether that changed anything.
func (e *effect) absorb(other *effect) (changed bool) {
	if other == nil {
		return false
	}
	if other.anything {
		changed = !e.anything
		e.anything = true
		return changed
	}
	for field := range other.fields {
		if !e.fields[field] {
			e.fields[field] = true
			changed = true
		}
	}
	before := len(e.elements)
	for _, t := range other.elements {
		e.addType(t)
	}
	return changed || len(e.elements) != before
}

// touches tells whether the effect may change what a load from address yields.
func (e *effect) touches(address ssa.Value) bool {
	if e.anything {
		return true
	}
	loaded := dereference(address.Type())
	for field := range e.fields {
		if mayHoldField(address, loaded, field) {
			return true
		}
	}
	own := fieldOf(address)
	for _, t := range e.elements {
		if holds(loaded, t) || own == nil && holds(t, loaded) || own != nil && hasField(t, own) {
			return true
		}
	}
	return false
}

// fieldOf returns the field, of a struct type that has a name, that address is in: it is the field's, or that of an element of its array.
func fieldOf(address ssa.Value) *types.Var {
	for {
		switch a := address.(type) {
		case *ssa.IndexAddr:
			if isSlice(a.X.Type()) {
				return nil
			}
			address = a.X
			continue
		case *ssa.FieldAddr:
			return namedField(dereference(a.X.Type()), a.Field)
		}
		return nil
	}
}

// isLocal tells whether address is that of a part of a local variable that no pointer leads to.
func isLocal(address ssa.Value) bool {
	for {
		switch a := address.(type) {
		case *ssa.FieldAddr:
			address = a.X
			continue
		case *ssa.IndexAddr:
			if !isSlice(a.X.Type()) {
				address = a.X
				continue
			}
		}
		alloc, ok := address.(*ssa.Alloc)
		return ok && !alloc.Heap
	}
}

// mayHoldField tells whether a load of type loaded from address can see a change of field.
func mayHoldField(address ssa.Value, loaded types.Type, field *types.Var) bool {
	if own := fieldOf(address); own == field {
		return true
	} else if own != nil || !isPlain(loaded) {
		return hasField(loaded, field)
	}
	// A pointer or a slice may lead to the field, or into its array; a package variable is none.
	if _, isGlobal := address.(*ssa.Global); isGlobal {
		return false
	}
	return holds(field.Type(), loaded)
}

// hasField tells whether a value of type t contains a field, at any depth.
func hasField(t types.Type, field *types.Var) bool {
	switch u := t.Underlying().(type) {
	case *types.Array:
		return hasField(u.Elem(), field)
	case *types.Struct:
		for i := range u.NumFields() {
			if u.Field(i).Origin() == field || hasField(u.Field(i).Type(), field) {
				return true
			}
		}
	}
	return false
}

// holds tells whether a value of type t is or contains one of type part.
func holds(t, part types.Type) bool {
	if types.Identical(t, part) {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return holds(u.Elem(), part)
	case *types.Struct:
		for i := range u.NumFields() {
			if holds(u.Field(i).Type(), part) {
				return true
			}
		}
	}
	return false
}
