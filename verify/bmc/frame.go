package bmc

import (
	"fmt"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// frame is one call of a function.
type frame struct {
	fn       *ssa.Function
	plan     *plan
	bindings []value
	// env holds the values of the block that runs, by slot.
	env []value
	// now is the state of the block that runs; a dead state ends the block.
	now state
	// at is the instruction that runs.
	at ssa.Instruction
	// iterations are those of the loops around the block that runs.
	iterations []int
	pending    []*arrival
	returns    []exit
	defers     []*deferral
	panics     []panicking
	// unwind is the panic that the frame's caller is running deferred calls for, when the frame is such a call.
	unwind *object
	// caller is the instruction that called, nil for the harness.
	caller ssa.Instruction
	// loops counts the undecided iterations of the loops that run, by head.
	loops map[*ssa.BasicBlock]*loopCount
}

// loopCount counts iterations of a loop that started under a stronger condition than the one before.
type loopCount struct {
	lastGuard *smt.Term
	count     int
}

// arrival is an instance of a block that control may reach, with what its predecessors hand over.
type arrival struct {
	block      *ssa.BasicBlock
	iterations []int
	key        loopKey
	ways       []way
}

// way is what one predecessor hands over: the state, the values that the block takes over, and those of its phis.
type way struct {
	state      state
	live, phis []value
}

// exit is a return of a frame.
type exit struct {
	state   state
	results value
}

// call runs fn with args and bindings from s. It returns the state after the normal returns, dead when there are none,
// and the results: nil, a single value or a tuple. Panics that leave fn are delivered to the caller's frame.
func (e *engine) call(s state, fn *ssa.Function, args, bindings []value, unwind *object) (state, value) {
	if s.dead() {
		return s, nil
	}
	if result, after, ok := e.intrinsic(s, fn, args); ok {
		return after, result
	}
	e.build(fn)
	if len(fn.Blocks) == 0 {
		e.reject("function %s has no Go body", fn)
	}
	if !e.checkRecursion(&s, fn) {
		return state{}, nil
	}
	p := e.planOf(fn)
	f := &frame{fn: fn, plan: p, bindings: bindings, env: make([]value, len(p.slot)), unwind: unwind,
		loops: make(map[*ssa.BasicBlock]*loopCount)}
	if top := e.top(); top != nil {
		f.caller = top.at
	}
	for i, param := range fn.Params {
		f.env[p.slot[param]] = args[i]
	}
	for i, free := range fn.FreeVars {
		f.env[p.slot[free]] = bindings[i]
	}
	entry := &arrival{block: fn.Blocks[0], iterations: make([]int, len(p.loops[0]))}
	entry.key = p.keyOf(entry.block, entry.iterations)
	entry.ways = []way{{state: s, live: f.snapshot(entry.block)}}
	f.pending = append(f.pending, entry)
	e.stack = append(e.stack, f)
	for len(f.pending) > 0 {
		next := f.pending[0]
		f.pending = f.pending[1:]
		e.runBlock(f, next)
	}
	e.finishPanics(f)
	e.stack = e.stack[:len(e.stack)-1]
	return e.joinExits(f)
}

func (e *engine) top() *frame {
	if len(e.stack) == 0 {
		return nil
	}
	return e.stack[len(e.stack)-1]
}

// joinExits merges the returns of f.
func (e *engine) joinExits(f *frame) (state, value) {
	if len(f.returns) == 0 {
		return state{}, nil
	}
	joined := joinDeepestFirst(f.returns, func(x exit) *path { return x.state.path }, func(x, y exit) exit {
		merged, isFirst := e.joinStates(x.state, y.state)
		return exit{state: merged, results: e.choose(isFirst, x.results, y.results)}
	})
	return joined.state, joined.results
}

// checkRecursion demands that the recursion ends in time, and tells whether the call may go on.
func (e *engine) checkRecursion(s *state, fn *ssa.Function) bool {
	active := 0
	for _, f := range e.stack {
		if f.fn == fn {
			active++
		}
	}
	if active == 0 || e.initialising > 0 {
		return true
	}
	if active >= firstRecursionPruning && e.prune != nil && !e.prune(s.path.full) {
		return false
	}
	within := active < e.bounds.Recursion
	e.engineRule(s, obligation.Recursion, fn.String(),
		fmt.Sprintf("no more than %d calls of %s are active at a time", e.bounds.Recursion, fn.Name()), e.b.Bool(!within))
	return within
}

// firstRecursionPruning is the number of active calls of a function from which on a solver is asked whether the next can
// happen at all.
const firstRecursionPruning = 3

// snapshot returns the values that block takes over.
func (f *frame) snapshot(block *ssa.BasicBlock) []value {
	live := f.plan.liveIn[block.Index]
	values := make([]value, len(live))
	for i, v := range live {
		values[i] = f.env[f.plan.slot[v]]
	}
	return values
}

// runBlock executes one instance of a block, up to its transfer of control or the end of its path.
func (e *engine) runBlock(f *frame, a *arrival) {
	joined := joinDeepestFirst(a.ways, func(w way) *path { return w.state.path }, e.joinWays)
	for i, v := range f.plan.liveIn[a.block.Index] {
		f.env[f.plan.slot[v]] = joined.live[i]
	}
	f.now, f.iterations = joined.state, a.iterations
	if !e.checkUnwinding(f, a) {
		return
	}
	for i, phi := range joined.phis {
		f.env[f.plan.slot[a.block.Instrs[i].(*ssa.Phi)]] = phi
	}
	for _, instr := range a.block.Instrs[len(joined.phis):] {
		if f.now.dead() {
			return
		}
		e.runInstruction(f, instr)
	}
}

// runInstruction executes instr, and turns what the engine cannot model into a failed rule.
func (e *engine) runInstruction(f *frame, instr ssa.Instruction) {
	depth, before := len(e.stack), f.now
	f.at = instr
	e.steps++
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case unsupported:
			e.stack = e.stack[:depth]
			f.now = before
			if v, isValue := instr.(ssa.Value); isValue && e.initialising > 0 {
				f.env[f.plan.slot[v]] = e.poisonOf(v, cause.reason)
				return
			}
			e.engineRule(&f.now, obligation.Unsupported, cause.reason, "unsupported construct: "+cause.reason, e.b.True())
			f.now = state{}
		default:
			panic(cause)
		}
	}()
	if e.cancelled != nil && e.steps%256 == 0 && e.cancelled() != nil {
		panic(e.cancelled())
	}
	if e.steps > e.bounds.Steps {
		e.reject("more than %d instructions", e.bounds.Steps)
	}
	if e.lines != nil {
		e.lines.note(e, instr, f.now)
	}
	if e.trace != nil {
		e.trace.before(e, f, instr)
	}
	e.execute(f, instr)
}

// transfer sends control from the block that runs to successor when cond holds.
func (e *engine) transfer(f *frame, from, to *ssa.BasicBlock, edge int, cond *smt.Term) {
	s := state{path: f.now.path.extend(e.b, cond), heap: f.now.heap}
	if s.dead() {
		return
	}
	iterations := f.plan.iterationsAfter(from, to, f.iterations)
	a := &arrival{block: to, iterations: iterations, key: f.plan.keyOf(to, iterations)}
	w := way{state: s, live: f.snapshot(to)}
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		w.phis = append(w.phis, e.operand(f, phi.Edges[edge]))
	}
	at, found := slices.BinarySearchFunc(f.pending, a.key, func(p *arrival, key loopKey) int {
		return slices.Compare(p.key, key)
	})
	if !found {
		f.pending = slices.Insert(f.pending, at, a)
	}
	f.pending[at].ways = append(f.pending[at].ways, w)
}

// joinWays merges two ways to one instance of a block.
func (e *engine) joinWays(a, b way) way {
	joined, isFirst := e.joinStates(a.state, b.state)
	w := way{state: joined, live: make([]value, len(a.live)), phis: make([]value, len(a.phis))}
	for i := range a.live {
		w.live[i] = e.choose(isFirst, a.live[i], b.live[i])
	}
	for i := range a.phis {
		w.phis[i] = e.choose(isFirst, a.phis[i], b.phis[i])
	}
	return w
}

// worthAsking tells whether a solver should be asked if a loop can go on after count undecided iterations: after 2 and each
// doubling, and where it said no for an earlier run of the same loop, but not before patience is at its end.
func (e *engine) worthAsking(head *ssa.BasicBlock, count int) bool {
	return e.prune != nil && count > max(e.bounds.Patience, 1) && (count&(count-1) == 0 || count == e.ended[head])
}

// checkUnwinding demands, when a is an iteration of a loop, that the loop ends within its bound; it tells whether the
// iteration may run. Iterations that constants decide do not count, since such loops end by themselves: the condition
// under which they start is that of the iteration before.
func (e *engine) checkUnwinding(f *frame, a *arrival) bool {
	loops := f.plan.loops[a.block.Index]
	if len(loops) == 0 || loops[len(loops)-1] != a.block {
		return true
	}
	guard := f.now.path.full
	count := f.loops[a.block]
	if a.iterations[len(a.iterations)-1] == 0 || count == nil {
		f.loops[a.block] = &loopCount{lastGuard: guard}
		return true
	}
	if count.lastGuard != guard {
		count.lastGuard = guard
		count.count++
	}
	place := e.place(loopPos(a.block))
	where := fmt.Sprintf("%s:%d", filepath.Base(place.Filename), place.Line)
	bound, ok := e.bounds.Loops[where]
	if !ok {
		bound = e.bounds.Unwind
	}
	if e.initialising > 0 {
		return true
	}
	if e.worthAsking(a.block, count.count) && !e.prune(guard) {
		e.ended[a.block] = count.count
		return false
	}
	within := count.count <= bound
	if !within || a.iterations[len(a.iterations)-1] == 1 {
		e.engineRuleAt(&f.now, a.block, obligation.Unwinding, "loop at "+where,
			fmt.Sprintf("the loop at %s ends within %d undecided iterations", where, bound), e.b.Bool(!within))
	}
	return within
}
