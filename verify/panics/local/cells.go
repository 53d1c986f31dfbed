package local

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// cells are the variables that hold integers, or arrays of them: fields, of all values of their type at once; package variables;
// local variables. A cell has the bounds of everything that is ever stored there.
type cells struct {
	world *World
	// lost are the cells that something writes which the world does not show.
	lost map[any]bool
	// bounds are those of what has been stored so far in the fixed point; all start with zero.
	bounds map[any]interval
	visits map[any]int
	// readers are the functions to look at again when a cell changes.
	readers map[any]map[*function]bool
	// stores counts the stores to each package variable.
	stores map[any]int
	// setting is the last store to each package variable.
	setting map[*ssa.Global]*ssa.Store
	// owned are the packages of the world.
	owned map[*types.Package]bool
}

// leaf returns the integer type at the bottom of arrays, if t is made so.
func leaf(t types.Type) (types.Type, bool) {
	for {
		array, ok := t.Underlying().(*types.Array)
		if !ok {
			break
		}
		t = array.Elem()
	}
	basic, ok := t.Underlying().(*types.Basic)
	return t, ok && basic.Info()&types.IsInteger != 0
}

// cellOf returns the cell that address points into, or nil when there is none.
func (c *cells) cellOf(address ssa.Value) any {
	if _, ok := leaf(dereference(address.Type())); !ok {
		return nil
	}
	var key any
	switch a := address.(type) {
	case *ssa.FieldAddr:
		key = c.field(dereference(a.X.Type()), a.Field)
	case *ssa.IndexAddr:
		if _, isSlice := a.X.Type().Underlying().(*types.Slice); isSlice {
			return nil
		}
		return c.cellOf(a.X)
	case *ssa.Global:
		if a.Pkg != nil && c.owned[a.Pkg.Pkg] && (c.world.closed || a.Object() != nil && !a.Object().Exported()) {
			key = a
		}
	case *ssa.Alloc:
		key = a
	}
	if key == nil || c.lost[key] {
		return nil
	}
	return key
}

// field returns the cell of field i of a struct type, or nil.
func (c *cells) field(t types.Type, i int) any {
	field := namedField(t, i)
	if field == nil {
		return nil
	}
	if field.Pkg() == nil || !c.owned[field.Pkg()] || field.Exported() && !c.world.closed || c.lost[field] {
		return nil
	}
	if _, ok := leaf(field.Type()); !ok {
		return nil
	}
	return field
}

// namedField returns field i of a struct type that has a name, or nil: the fields of identical types without one are the same variables
// under several names.
func namedField(t types.Type, i int) *types.Var {
	structure, ok := t.Underlying().(*types.Struct)
	if _, isNamed := types.Unalias(t).(*types.Named); !ok || !isNamed {
		return nil
	}
	return structure.Field(i).Origin()
}

// read returns the bounds of what a load from address yields; ok is false when nothing is known.
func (c *cells) read(key any, by *function) (interval, bool) {
	if key == nil {
		return interval{}, false
	}
	if c.readers[key] == nil {
		c.readers[key] = map[*function]bool{}
	}
	c.readers[key][by] = true
	bounds, ok := c.bounds[key]
	if !ok {
		return exactly(number{}), true
	}
	return bounds, true
}

// write notes that a value within bounds is stored in a cell.
func (c *cells) write(key any, bounds interval, widen func(old, new interval, visits int) interval) {
	if key == nil || bounds.empty() {
		return
	}
	old, ok := c.bounds[key]
	if !ok {
		old = exactly(number{})
	}
	joined := old.join(bounds)
	if joined == old && ok {
		return
	}
	c.visits[key]++
	c.bounds[key] = widen(old, joined, c.visits[key])
	for reader := range c.readers[key] {
		reader.dirty = true
	}
}

// findCells finds which variables may be written by what the world does not show.
func findCells(w *World) cells {
	c := cells{world: w, lost: map[any]bool{}, bounds: map[any]interval{}, visits: map[any]int{}, readers: map[any]map[*function]bool{},
		stores: map[any]int{}, setting: map[*ssa.Global]*ssa.Store{}, owned: map[*types.Package]bool{}}
	for _, f := range w.order {
		if f.fn.Pkg != nil {
			c.owned[f.fn.Pkg.Pkg] = true
		}
	}
	for _, f := range w.order {
		eachInstruction(f.fn, c.inspect)
	}
	for _, fn := range w.skipped {
		eachInstruction(fn, func(instr ssa.Instruction) {
			for _, operand := range instr.Operands(nil) {
				if operand != nil && *operand != nil {
					c.loseAddress(*operand)
				}
			}
		})
	}
	return c
}

// inspect loses the cells whose address instr hands to somebody, and the fields of types that it shows to reflection, unsafe or
// assembly.
func (c *cells) inspect(instr ssa.Instruction) {
	for _, operand := range instr.Operands(nil) {
		if operand == nil || *operand == nil {
			continue
		}
		address := *operand
		if _, isPointer := address.Type().Underlying().(*types.Pointer); !isPointer {
			continue
		}
		key := c.cellOf(address)
		if global, ok := address.(*ssa.Global); ok {
			key = global
		}
		if key != nil && !keepsAddress(instr, address) {
			c.lost[key] = true
		}
	}
	if store, ok := instr.(*ssa.Store); ok {
		if global, ok := store.Addr.(*ssa.Global); ok {
			c.stores[global]++
			c.setting[global] = store
		}
	}
	switch instr := instr.(type) {
	case *ssa.MakeInterface:
		c.loseFields(instr.X.Type(), true, nil)
	case *ssa.Convert:
		if isUnsafePointer(instr.Type()) || isUnsafePointer(instr.X.Type()) {
			c.loseFields(instr.X.Type(), false, nil)
			c.loseFields(instr.Type(), false, nil)
		}
	case *ssa.ChangeType:
		if !types.Identical(instr.X.Type().Underlying(), instr.Type().Underlying()) || differs(instr.X.Type(), instr.Type()) {
			c.loseFields(instr.X.Type(), false, nil)
			c.loseFields(instr.Type(), false, nil)
		}
	case ssa.CallInstruction:
		common := instr.Common()
		if callee := common.StaticCallee(); callee != nil && len(callee.Blocks) == 0 && callee.Pkg != nil && c.owned[callee.Pkg.Pkg] {
			for _, arg := range common.Args {
				c.loseFields(arg.Type(), false, nil)
			}
			for i := range callee.Signature.Results().Len() {
				c.loseFields(callee.Signature.Results().At(i).Type(), false, nil)
			}
		}
	}
}

// loseAddress loses the cell that v is the address of.
func (c *cells) loseAddress(v ssa.Value) {
	if _, isPointer := v.Type().Underlying().(*types.Pointer); !isPointer {
		return
	}
	if key := c.cellOf(v); key != nil {
		c.lost[key] = true
	}
	if field := fieldOf(v); field != nil {
		c.lost[field] = true
	}
	if global, ok := v.(*ssa.Global); ok {
		c.lost[global] = true
	}
}

// keepsAddress tells whether instr uses an address of a cell only to read or write there, which the fixed point sees.
func keepsAddress(instr ssa.Instruction, address ssa.Value) bool {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		return instr.Op == token.MUL
	case *ssa.Store:
		return instr.Addr == address && instr.Val != address
	case *ssa.IndexAddr:
		return instr.X == address
	case *ssa.DebugRef, *ssa.BinOp:
		return true
	}
	return false
}

// differs tells whether two types that convert into each other keep their fields in different struct types.
func differs(a, b types.Type) bool {
	x, isStruct := dereference(a).Underlying().(*types.Struct)
	y, alsoStruct := dereference(b).Underlying().(*types.Struct)
	return isStruct && alsoStruct && x != y
}

func isUnsafePointer(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Kind() == types.UnsafePointer
}

// loseFields loses the fields of the structs that a value of type t holds or points to; exported ones only if so asked.
func (c *cells) loseFields(t types.Type, exportedOnly bool, seen map[types.Type]bool) {
	if seen == nil {
		seen = map[types.Type]bool{}
	}
	if seen[t] {
		return
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		c.loseFields(u.Elem(), exportedOnly, seen)
	case *types.Slice:
		c.loseFields(u.Elem(), exportedOnly, seen)
	case *types.Array:
		c.loseFields(u.Elem(), exportedOnly, seen)
	case *types.Map:
		c.loseFields(u.Key(), exportedOnly, seen)
		c.loseFields(u.Elem(), exportedOnly, seen)
	case *types.Chan:
		c.loseFields(u.Elem(), exportedOnly, seen)
	case *types.Struct:
		for i := range u.NumFields() {
			field := u.Field(i).Origin()
			if field.Exported() || !exportedOnly {
				c.lost[field] = true
			}
			c.loseFields(field.Type(), exportedOnly, seen)
		}
	}
}
