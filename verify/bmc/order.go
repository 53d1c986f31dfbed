package bmc

import (
	"cmp"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// plan is what execution needs to know about a function before it starts: in which order blocks run, which loops they
// are in, and which values each block takes over from its predecessors.
type plan struct {
	fn *ssa.Function
	// position is the place of each block in a weak topological order (Bourdoncle): a loop's blocks are contiguous, its
	// head comes first, and every edge goes forward except those to a head of an enclosing loop.
	position []int
	// loops lists for each block the heads of the loops around it, outermost first; a head is in its own loop.
	loops [][]*ssa.BasicBlock
	// liveIn lists for each block the values that it or a later block uses and that are defined before it.
	liveIn [][]ssa.Value
	// slot numbers the values of the function.
	slot map[ssa.Value]int
	// mayRecover tells that a deferred call of the function may call recover.
	mayRecover bool
}

func (e *engine) planOf(fn *ssa.Function) *plan {
	if p, ok := e.plans[fn]; ok {
		return p
	}
	p := &plan{fn: fn, position: make([]int, len(fn.Blocks)), loops: make([][]*ssa.BasicBlock, len(fn.Blocks)),
		slot: make(map[ssa.Value]int)}
	p.orderBlocks()
	p.numberValues()
	p.findLive()
	p.mayRecover = e.mayRecover(fn)
	e.plans[fn] = p
	return p
}

// orderBlocks computes position and loops with Bourdoncle's recursive algorithm.
func (p *plan) orderBlocks() {
	order := &weakOrder{plan: p, number: make([]int, len(p.fn.Blocks))}
	var partition []component
	order.visit(p.fn.Blocks[0], &partition)
	if p.fn.Recover != nil && order.number[p.fn.Recover.Index] == 0 {
		order.visit(p.fn.Recover, &partition)
	}
	next := 0
	p.place(partition, nil, &next)
}

// component is a block, or a loop: its head and the components inside.
type component struct {
	head   *ssa.BasicBlock
	isLoop bool
	inside []component
}

type weakOrder struct {
	plan   *plan
	number []int // depth-first number, 0 before the visit, done afterwards
	count  int
	stack  []*ssa.BasicBlock
}

const done = int(^uint(0) >> 1)

// visit numbers the blocks reachable from block and adds complete components to the front of partition.
func (w *weakOrder) visit(block *ssa.BasicBlock, partition *[]component) int {
	w.stack = append(w.stack, block)
	w.count++
	w.number[block.Index] = w.count
	head, isLoop := w.count, false
	for _, successor := range block.Succs {
		least := w.number[successor.Index]
		if least == 0 {
			least = w.visit(successor, partition)
		}
		if least <= head {
			head, isLoop = least, true
		}
	}
	if head != w.number[block.Index] {
		return head
	}
	w.number[block.Index] = done
	top := w.pop()
	if !isLoop {
		*partition = append([]component{{head: block}}, *partition...)
		return head
	}
	for top != block {
		w.number[top.Index] = 0
		top = w.pop()
	}
	loop := component{head: block, isLoop: true}
	for _, successor := range block.Succs {
		if w.number[successor.Index] == 0 {
			w.visit(successor, &loop.inside)
		}
	}
	*partition = append([]component{loop}, *partition...)
	return head
}

func (w *weakOrder) pop() *ssa.BasicBlock {
	top := w.stack[len(w.stack)-1]
	w.stack = w.stack[:len(w.stack)-1]
	return top
}

func (p *plan) place(partition []component, around []*ssa.BasicBlock, next *int) {
	for _, c := range partition {
		loops := around
		if c.isLoop {
			loops = append(slices.Clone(around), c.head)
		}
		p.position[c.head.Index] = *next
		p.loops[c.head.Index] = loops
		*next++
		p.place(c.inside, loops, next)
	}
}

// numberValues gives each parameter, free variable and value of an instruction a slot.
func (p *plan) numberValues() {
	number := func(v ssa.Value) { p.slot[v] = len(p.slot) }
	for _, v := range p.fn.Params {
		number(v)
	}
	for _, v := range p.fn.FreeVars {
		number(v)
	}
	for _, block := range p.fn.Blocks {
		for _, instr := range block.Instrs {
			if v, ok := instr.(ssa.Value); ok {
				number(v)
			}
		}
	}
}

// findLive computes liveIn by the usual backward analysis. Phis use their operands at the end of the predecessors.
func (p *plan) findLive() {
	live := make([]map[ssa.Value]bool, len(p.fn.Blocks))
	for i := range live {
		live[i] = make(map[ssa.Value]bool)
	}
	for changed := true; changed; {
		changed = false
		for _, block := range slices.Backward(p.fn.Blocks) {
			before := p.liveBefore(block, live)
			if len(before) != len(live[block.Index]) {
				live[block.Index], changed = before, true
			}
		}
	}
	p.liveIn = make([][]ssa.Value, len(p.fn.Blocks))
	for i, set := range live {
		for v := range set {
			p.liveIn[i] = append(p.liveIn[i], v)
		}
		slices.SortFunc(p.liveIn[i], func(x, y ssa.Value) int { return cmp.Compare(p.slot[x], p.slot[y]) })
	}
}

func (p *plan) liveBefore(block *ssa.BasicBlock, live []map[ssa.Value]bool) map[ssa.Value]bool {
	set := make(map[ssa.Value]bool)
	for _, successor := range block.Succs {
		for v := range live[successor.Index] {
			set[v] = true
		}
		edge := slices.Index(successor.Preds, block)
		for _, instr := range successor.Instrs {
			phi, ok := instr.(*ssa.Phi)
			if !ok {
				break
			}
			delete(set, phi)
			for i, pred := range successor.Preds {
				if pred == block || i == edge {
					p.use(set, phi.Edges[i])
				}
			}
		}
	}
	if p.fn.Recover != nil && block != p.fn.Recover {
		for v := range live[p.fn.Recover.Index] {
			set[v] = true
		}
	}
	var operands []*ssa.Value
	for _, instr := range slices.Backward(block.Instrs) {
		if v, ok := instr.(ssa.Value); ok {
			delete(set, v)
		}
		if _, isPhi := instr.(*ssa.Phi); isPhi {
			continue
		}
		if _, isDebug := instr.(*ssa.DebugRef); isDebug {
			continue
		}
		operands = instr.Operands(operands[:0])
		for _, operand := range operands {
			p.use(set, *operand)
		}
	}
	return set
}

func (p *plan) use(set map[ssa.Value]bool, v ssa.Value) {
	if _, isLocal := p.slot[v]; isLocal {
		set[v] = true
	}
}

// mayRecover tells whether a call deferred in fn may call recover; a callee that is not known may.
func (e *engine) mayRecover(fn *ssa.Function) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			deferred, ok := instr.(*ssa.Defer)
			if !ok {
				continue
			}
			callee := deferred.Call.StaticCallee()
			if callee == nil {
				if _, isBuiltin := deferred.Call.Value.(*ssa.Builtin); isBuiltin {
					continue
				}
				return true
			}
			e.build(callee)
			if callsRecover(callee) {
				return true
			}
		}
	}
	return false
}

func callsRecover(fn *ssa.Function) bool {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			if builtin, ok := call.Call.Value.(*ssa.Builtin); ok && builtin.Name() == "recover" {
				return true
			}
		}
	}
	return false
}

// loopKey orders the instances of blocks in the unrolled program: compare the positions of the outermost parts that
// differ, or the iterations of a loop that both are in.
type loopKey []int

// keyOf returns the key of block when its enclosing loops are in the given iterations.
func (p *plan) keyOf(block *ssa.BasicBlock, iterations []int) loopKey {
	key := make(loopKey, 0, 2*len(iterations)+1)
	for i, head := range p.loops[block.Index] {
		key = append(key, p.position[head.Index], iterations[i])
	}
	return append(key, p.position[block.Index])
}

// iterationsAfter returns the iterations of the loops around to, when control goes there from a block in the given
// iterations. An edge backwards, to the head of a loop, starts its next iteration.
func (p *plan) iterationsAfter(from, to *ssa.BasicBlock, iterations []int) []int {
	fromLoops, toLoops := p.loops[from.Index], p.loops[to.Index]
	after := make([]int, len(toLoops))
	for i := range toLoops {
		if i >= len(fromLoops) || fromLoops[i] != toLoops[i] {
			break
		}
		after[i] = iterations[i]
	}
	if p.position[to.Index] <= p.position[from.Index] {
		after[len(after)-1]++
	}
	return after
}
