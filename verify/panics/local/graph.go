package local

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// graph is the control flow of a function, without what stands behind calls that never return.
type graph struct {
	// order is a reverse postorder of the reachable blocks; number is the place of each in it, -1 for the others.
	order  []*ssa.BasicBlock
	number []int
	preds  [][]*ssa.BasicBlock
	idom   []*ssa.BasicBlock
	// stop is for each block the index of the first call that never returns, or the number of its instructions.
	stop []int
}

// point is a place in a function: before instruction index of a block.
type point struct {
	block *ssa.BasicBlock
	index int
}

// at returns the point just before instr.
func at(instr ssa.Instruction) point {
	block := instr.Block()
	return point{block: block, index: slices.Index(block.Instrs, instr)}
}

// endOf returns the point behind all instructions of block.
func endOf(block *ssa.BasicBlock) point { return point{block: block, index: len(block.Instrs)} }

func newGraph(fn *ssa.Function, stops func(ssa.Instruction) bool) *graph {
	n := len(fn.Blocks)
	g := &graph{number: make([]int, n), preds: make([][]*ssa.BasicBlock, n), idom: make([]*ssa.BasicBlock, n), stop: make([]int, n)}
	for i, block := range fn.Blocks {
		g.number[i] = -1
		g.stop[i] = len(block.Instrs)
		for j, instr := range block.Instrs {
			if stops(instr) {
				g.stop[i] = j
				break
			}
		}
	}
	seen := make([]bool, n)
	var visit func(block *ssa.BasicBlock)
	visit = func(block *ssa.BasicBlock) {
		seen[block.Index] = true
		for _, next := range g.successors(block) {
			g.preds[next.Index] = append(g.preds[next.Index], block)
			if !seen[next.Index] {
				visit(next)
			}
		}
		g.order = append(g.order, block)
	}
	visit(fn.Blocks[0])
	if fn.Recover != nil && !seen[fn.Recover.Index] {
		visit(fn.Recover)
	}
	slices.Reverse(g.order)
	for i, block := range g.order {
		g.number[block.Index] = i
	}
	g.findDominators(fn)
	return g
}

func (g *graph) successors(block *ssa.BasicBlock) []*ssa.BasicBlock {
	if g.stop[block.Index] < len(block.Instrs) {
		return nil
	}
	return block.Succs
}

func (g *graph) reachable(block *ssa.BasicBlock) bool { return g.number[block.Index] >= 0 }

// findDominators is the algorithm of Cooper, Harvey and Kennedy.
func (g *graph) findDominators(fn *ssa.Function) {
	roots := []*ssa.BasicBlock{fn.Blocks[0]}
	if fn.Recover != nil && len(g.preds[fn.Recover.Index]) == 0 {
		roots = append(roots, fn.Recover)
	}
	for _, root := range roots {
		g.idom[root.Index] = root
	}
	for changed := true; changed; {
		changed = false
		for _, block := range g.order {
			if slices.Contains(roots, block) {
				continue
			}
			var meet *ssa.BasicBlock
			for _, p := range g.preds[block.Index] {
				switch {
				case g.idom[p.Index] == nil:
				case meet == nil:
					meet = p
				default:
					meet = g.common(meet, p)
				}
			}
			if meet != g.idom[block.Index] {
				g.idom[block.Index] = meet
				changed = true
			}
		}
	}
	for _, root := range roots {
		g.idom[root.Index] = nil
	}
}

// common returns the nearest block that dominates both a and b.
func (g *graph) common(a, b *ssa.BasicBlock) *ssa.BasicBlock {
	for a != b {
		if g.number[a.Index] > g.number[b.Index] {
			if g.idom[a.Index] == a {
				return b
			}
			a = g.idom[a.Index]
		} else {
			if g.idom[b.Index] == b {
				return a
			}
			b = g.idom[b.Index]
		}
	}
	return a
}

// dominates tells whether every path to b passes a.
func (g *graph) dominates(a, b *ssa.BasicBlock) bool {
	for b != nil {
		if a == b {
			return true
		}
		b = g.idom[b.Index]
	}
	return false
}

// available tells whether v is computed on every path to p.
func (g *graph) available(v ssa.Value, p point) bool {
	instr, ok := v.(ssa.Instruction)
	if !ok {
		return true
	}
	block := instr.Block()
	if block == p.block {
		i := slices.Index(block.Instrs, instr)
		return i < p.index
	}
	return g.dominates(block, p.block)
}

// findNoReturn finds the functions of which no call comes back, and makes the control flow graphs.
func (w *World) findNoReturn() {
	stops := func(instr ssa.Instruction) bool {
		call, ok := instr.(*ssa.Call)
		if !ok {
			return false
		}
		fn := call.Common().StaticCallee()
		if fn == nil {
			return false
		}
		if f := w.functions[fn]; f != nil {
			return f.noReturn
		}
		return neverReturns[fn.RelString(nil)]
	}
	for changed := true; changed; {
		changed = false
		for _, f := range w.order {
			if f.noReturn {
				continue
			}
			f.graph = newGraph(f.fn, stops)
			returns := false
			for _, block := range f.graph.order {
				if g := f.graph; g.stop[block.Index] < len(block.Instrs) {
					continue
				}
				if _, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return); ok {
					returns = true
				}
			}
			if !returns {
				f.noReturn = true
				changed = true
			}
		}
	}
}

// neverReturns are functions of the standard library that end the program, or the goroutine.
var neverReturns = map[string]bool{
	"os.Exit": true, "syscall.Exit": true, "runtime.Goexit": true,
	"log.Fatal": true, "log.Fatalf": true, "log.Fatalln": true, "log.Panic": true, "log.Panicf": true, "log.Panicln": true,
	"(*log.Logger).Fatal": true, "(*log.Logger).Fatalf": true, "(*log.Logger).Fatalln": true,
	"(*log.Logger).Panic": true, "(*log.Logger).Panicf": true, "(*log.Logger).Panicln": true,
	"(*testing.common).FailNow": true, "(*testing.common).Fatal": true, "(*testing.common).Fatalf": true,
	"(*testing.common).Skip": true, "(*testing.common).SkipNow": true, "(*testing.common).Skipf": true,
}
