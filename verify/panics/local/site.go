package local

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
)

// Site is an instruction that can panic, with what it demands; an instruction can be several.
type Site struct {
	Instr ssa.Instruction
	Kind  obligation.Kind
	// Demand says in words what must hold.
	Demand string
	// Subject is the value that must not be nil, or must have the right type; nil for other kinds.
	Subject ssa.Value
}

// Sites lists the places of fn that can panic by the language's rules, in the order of its instructions. Constant operands that the
// compiler checks, and addresses of variables, are not listed. Conversions of integers that may lose value do not panic; they are
// listed as a class to report.
func Sites(fn *ssa.Function) (list []Site) {
	if strings.Contains(fn.Synthetic, "wrapper") || strings.Contains(fn.Synthetic, "thunk") || strings.Contains(fn.Synthetic, "bound") {
		return nil
	}
	eachInstruction(fn, func(instr ssa.Instruction) {
		list = append(list, sitesOf(instr)...)
	})
	return list
}

func sitesOf(instr ssa.Instruction) (list []Site) {
	add := func(kind obligation.Kind, subject ssa.Value, demand string) {
		list = append(list, Site{Instr: instr, Kind: kind, Subject: subject, Demand: demand})
	}
	pointer := func(v ssa.Value) {
		if _, isPointer := v.Type().Underlying().(*types.Pointer); isPointer && !isAddress(v) {
			add(obligation.NilDereference, v, "the pointer is not nil")
		}
	}
	switch instr := instr.(type) {
	case *ssa.Panic:
		if instr.Pos().IsValid() {
			add(obligation.ExplicitPanic, nil, "panic is not reached")
		}
	case *ssa.UnOp:
		if instr.Op == token.MUL {
			pointer(instr.X)
		}
	case *ssa.Store:
		pointer(instr.Addr)
	case *ssa.FieldAddr:
		pointer(instr.X)
	case *ssa.IndexAddr:
		pointer(instr.X)
		if !isConstantIndex(instr.X, instr.Index) {
			add(obligation.IndexBounds, nil, "0 <= index < length")
		}
	case *ssa.Index:
		if !isConstantIndex(instr.X, instr.Index) {
			add(obligation.IndexBounds, nil, "0 <= index < length")
		}
	case *ssa.Lookup:
		if hasLength(instr.X.Type()) {
			add(obligation.IndexBounds, nil, "0 <= index < length")
		} else if holdsInterface(instr.Index.Type()) {
			add(obligation.Uncomparable, instr.Index, "the key can be hashed")
		}
	case *ssa.Slice:
		pointer(instr.X)
		if instr.Low != nil || instr.High != nil || instr.Max != nil {
			add(obligation.SliceBounds, nil, "0 <= low <= high <= max <= capacity")
		}
	case *ssa.SliceToArrayPointer:
		add(obligation.SliceToArray, nil, "the slice is as long as the array")
	case *ssa.TypeAssert:
		if !instr.CommaOk {
			add(obligation.TypeAssertion, instr.X, "the dynamic type is "+types.TypeString(instr.AssertedType, shortName))
		}
	case *ssa.BinOp:
		binOpSites(instr, add)
	case *ssa.MapUpdate:
		add(obligation.NilMapWrite, instr.Map, "the map is not nil")
		if holdsInterface(instr.Key.Type()) {
			add(obligation.Uncomparable, instr.Key, "the key can be hashed")
		}
	case *ssa.MakeSlice:
		if !(isConstantAbove(instr.Len, 0) && instr.Len == instr.Cap) {
			add(obligation.MakeLength, nil, "0 <= length <= capacity <= the largest allocation")
		}
	case *ssa.MakeChan:
		if !isConstantAbove(instr.Size, 0) {
			add(obligation.MakeLength, nil, "0 <= size <= the largest allocation")
		}
	case *ssa.Send:
		add(obligation.ChannelMisuse, instr.Chan, "the channel is not closed")
	case *ssa.Select:
		for _, state := range instr.States {
			if state.Dir == types.SendOnly {
				add(obligation.ChannelMisuse, state.Chan, "the channel is not closed")
			}
		}
	case *ssa.Convert:
		if isInteger(instr.X.Type()) && isInteger(instr.Type()) {
			add(obligation.Conversion, nil, "the value fits "+types.TypeString(instr.Type(), shortName))
		}
	case ssa.CallInstruction:
		callSites(instr, add)
	}
	return list
}

func shortName(p *types.Package) string { return p.Name() }

func binOpSites(instr *ssa.BinOp, add func(obligation.Kind, ssa.Value, string)) {
	switch instr.Op {
	case token.QUO, token.REM:
		if isInteger(instr.Y.Type()) && !isConstantAbove(instr.Y, 1) {
			add(obligation.DivisionByZero, nil, "the divisor is not zero")
		}
	case token.SHL, token.SHR:
		if basic, ok := instr.Y.Type().Underlying().(*types.Basic); ok && basic.Info()&types.IsUnsigned == 0 && !isConstantAbove(instr.Y, 0) {
			add(obligation.NegativeShift, nil, "the shift count is not negative")
		}
	case token.EQL, token.NEQ:
		if holdsInterface(instr.X.Type()) && holdsInterface(instr.Y.Type()) && !isNilConst(instr.X) && !isNilConst(instr.Y) {
			add(obligation.Uncomparable, instr.X, "the dynamic types can be compared")
		}
	}
}

func callSites(call ssa.CallInstruction, add func(obligation.Kind, ssa.Value, string)) {
	common := call.Common()
	if common.IsInvoke() {
		add(obligation.NilInterface, common.Value, "the interface is not nil")
		return
	}
	switch callee := common.Value.(type) {
	case *ssa.Function, *ssa.MakeClosure:
	case *ssa.Builtin:
		switch callee.Name() {
		case "close":
			add(obligation.ChannelMisuse, common.Args[0], "the channel is not nil and not closed")
		case "delete":
			if holdsInterface(common.Args[1].Type()) {
				add(obligation.Uncomparable, common.Args[1], "the key can be hashed")
			}
		case "panic":
			add(obligation.ExplicitPanic, nil, "panic is not reached")
		case "Slice", "String", "SliceData", "StringData":
			add(obligation.SliceBounds, nil, "the length is not negative and the memory is there")
		}
	default:
		add(obligation.NilFunction, common.Value, "the function is not nil")
	}
}

// isAddress tells whether v is the address of a variable, or of a part of one, so that it is not nil: what computes it has been checked.
func isAddress(v ssa.Value) bool {
	switch v.(type) {
	case *ssa.Alloc, *ssa.Global, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.FreeVar:
		return true
	}
	return false
}

// isConstantAbove tells whether v is a constant of at least least: a local variable that never changes can be one of any value.
func isConstantAbove(v ssa.Value, least int64) bool {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil {
		return false
	}
	n, ok := ofConstant(c.Value)
	return ok && !n.less(of(least))
}

// isConstantIndex tells whether an index is a constant that is in range of an array.
func isConstantIndex(x, index ssa.Value) bool {
	array, isArray := dereference(x.Type()).Underlying().(*types.Array)
	c, isConst := index.(*ssa.Const)
	if !isArray || !isConst || c.Value == nil {
		return false
	}
	n, ok := ofConstant(c.Value)
	return ok && !n.negative() && n.less(of(array.Len()))
}

// holdsInterface tells whether values of type t are or contain interfaces.
func holdsInterface(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return true
	case *types.Array:
		return holdsInterface(u.Elem())
	case *types.Struct:
		for i := range u.NumFields() {
			if holdsInterface(u.Field(i).Type()) {
				return true
			}
		}
	}
	return false
}
