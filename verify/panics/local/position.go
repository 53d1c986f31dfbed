package local

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// Position returns where instr stands, or the nearest instruction before it that has a place.
func Position(instr ssa.Instruction) token.Pos {
	if pos := instr.Pos(); pos.IsValid() {
		return pos
	}
	switch instr := instr.(type) {
	case *ssa.Store:
		if pos := instr.Val.Pos(); pos.IsValid() && !isParameter(instr.Val) {
			return pos
		}
	case *ssa.UnOp:
		if pos := instr.X.Pos(); pos.IsValid() && !isParameter(instr.X) {
			return pos
		}
	}
	best := token.NoPos
	for _, other := range instr.Block().Instrs {
		if other == instr && best.IsValid() {
			return best
		}
		if pos := other.Pos(); pos.IsValid() {
			if _, isPhi := other.(*ssa.Phi); !isPhi {
				best = pos
			}
		}
	}
	if best.IsValid() {
		return best
	}
	return instr.Parent().Pos()
}

func isParameter(v ssa.Value) bool {
	switch v.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Function, *ssa.Global:
		return true
	}
	return false
}
