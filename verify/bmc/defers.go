package bmc

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/smt"
)

// deferral is a deferred call, made under the path on which its defer statement ran.
type deferral struct {
	path *path
	call invocation
}

// panicking is the state of an execution in which a panic is under way.
type panicking struct {
	state state
	cause value
	// origin is the number of the instance that raised the panic, as a word of 32 bits.
	origin *smt.Term
	// live holds the values that the recover block of the frame needs.
	live []value
	// deferrals is how many deferred calls of the frame are still to run.
	deferrals int
}

// unwindType describes the variable that holds a panic while deferred calls run: active, panicked, value, origin.
const (
	unwindActive = iota
	unwindPanicked
	unwindCause
	unwindOrigin
)

func (e *engine) deferCall(f *frame, instr *ssa.Defer) {
	holder := f
	if instr.DeferStack != nil {
		stack, ok := e.operand(f, instr.DeferStack).(*deferStack)
		if !ok {
			e.reject("a defer stack that depends on inputs")
		}
		holder = stack.frame
	}
	holder.defers = append(holder.defers, &deferral{path: f.now.path, call: e.prepare(f, &instr.Call)})
}

// raise splits the path at a demand that a deferred call may recover from: where broken holds the panic unwinds, elsewhere
// execution goes on.
func (e *engine) raise(f *frame, s *site, broken *smt.Term, cause func() value) {
	thrown := state{path: f.now.path.extend(e.b, broken), heap: f.now.heap}
	number := e.record(s, f.now.path.full, e.b.False())
	if !thrown.dead() {
		f.panics = append(f.panics, panicking{state: thrown, cause: cause(), origin: e.b.Word(uint64(number.order), 32),
			live: e.recoverValues(f), deferrals: len(f.defers)})
	}
	f.now = state{path: f.now.path.extend(e.b, e.b.Not(broken)), heap: f.now.heap}
}

// recoverValues returns the values that the recover block of f needs, as they are now.
func (e *engine) recoverValues(f *frame) []value {
	if f.fn.Recover == nil {
		return nil
	}
	return f.snapshot(f.fn.Recover)
}

// runDefers runs the deferred calls of f at a normal end of the function.
func (e *engine) runDefers(f *frame) {
	start := panicking{state: f.now, live: e.recoverValues(f), deferrals: len(f.defers)}
	f.now = e.unwindDefers(f, start, e.b.False())
}

// unwindDefers runs the remaining deferred calls of f, latest first, and returns the state in which f goes on normally:
// the part of the path where no panic ever was. The part that recovered goes to the recover block, and the part that
// still panics to the caller.
func (e *engine) unwindDefers(f *frame, p panicking, active *smt.Term) state {
	if p.deferrals == 0 && active.IsFalse() {
		return p.state
	}
	if p.cause == nil {
		p.cause, p.origin = value(&iface{options: []dynamic{{guard: e.b.True()}}}), e.b.Word(0, 32)
	}
	saved := f.now
	f.now = p.state
	unwind := e.newObject(&f.now, nil, "panic", &aggregate{elems: []value{active, active, p.cause, p.origin}})
	outer := f.panics
	for _, deferred := range slices.Backward(f.defers[:p.deferrals]) {
		f.panics = nil
		e.runDeferral(f, deferred, unwind)
		e.absorbPanics(f, unwind)
	}
	f.panics = outer
	content := func(s state, part int) value { return e.content(s, unwind).(*aggregate).elems[part] }
	after := f.now
	f.now = saved
	if after.dead() {
		return after
	}
	isActive, wasPanic := content(after, unwindActive).(*smt.Term), content(after, unwindPanicked).(*smt.Term)
	if escaping := (state{path: after.path.extend(e.b, isActive), heap: after.heap}); !escaping.dead() {
		e.escape(f, panicking{state: escaping, cause: content(after, unwindCause), origin: content(after, unwindOrigin).(*smt.Term)})
	}
	recovered := e.b.And(wasPanic, e.b.Not(isActive))
	if s := (state{path: after.path.extend(e.b, recovered), heap: after.heap}); !s.dead() {
		e.returnRecovered(f, s, p.live)
	}
	return state{path: after.path.extend(e.b, e.b.Not(wasPanic)), heap: after.heap}
}

// runDeferral runs one deferred call where its defer statement ran.
func (e *engine) runDeferral(f *frame, deferred *deferral, unwind *object) {
	if f.now.dead() {
		return
	}
	if f.now.path.implies(deferred.path) {
		e.perform(f, deferred.call, nil, unwind)
		return
	}
	start := f.now
	ran := state{path: start.path.extend(e.b, deferred.path.full), heap: start.heap}
	skipped := state{path: start.path.extend(e.b, e.b.Not(deferred.path.full)), heap: start.heap}
	f.now = ran
	if !ran.dead() {
		e.perform(f, deferred.call, nil, unwind)
	}
	f.now, _ = e.joinStates(f.now, skipped)
}

// absorbPanics makes the panics that a deferred call raised the panic under way.
func (e *engine) absorbPanics(f *frame, unwind *object) {
	for _, p := range f.panics {
		s := p.state
		s.heap = s.heap.set(unwind.id, &aggregate{elems: []value{e.b.True(), e.b.True(), p.cause, p.origin}})
		f.now, _ = e.joinStates(s, f.now)
	}
	f.panics = nil
}

// finishPanics runs the deferred calls for the panics raised in f.
func (e *engine) finishPanics(f *frame) {
	for len(f.panics) > 0 {
		p := f.panics[0]
		f.panics = f.panics[1:]
		e.unwindDefers(f, p, e.b.True())
		for len(f.pending) > 0 {
			next := f.pending[0]
			f.pending = f.pending[1:]
			e.runBlock(f, next)
		}
	}
}

// escape hands a panic that leaves f to its caller, or breaks the demand that raised it when f is the harness.
func (e *engine) escape(f *frame, p panicking) {
	for i := len(e.stack) - 1; i > 0; i-- {
		if e.stack[i] == f {
			caller := e.stack[i-1]
			p.live, p.deferrals = e.recoverValues(caller), len(caller.defers)
			caller.panics = append(caller.panics, p)
			return
		}
	}
	for _, i := range e.instances {
		thrown := e.b.And(p.state.path.full, e.b.Eq(p.origin, e.b.Word(uint64(i.order), 32)))
		i.broken = e.b.Or(i.broken, thrown)
	}
}

// returnRecovered ends f normally after a recovered panic: through its recover block, which loads the named results, or
// with zero values.
func (e *engine) returnRecovered(f *frame, s state, live []value) {
	if f.fn.Recover == nil {
		results := f.fn.Signature.Results()
		var zero value
		switch results.Len() {
		case 0:
		case 1:
			zero = e.zero(results.At(0).Type())
		default:
			zero = e.zero(results)
		}
		f.returns = append(f.returns, exit{state: s, results: zero})
		return
	}
	block := f.fn.Recover
	a := &arrival{block: block, iterations: make([]int, len(f.plan.loops[block.Index])), ways: []way{{state: s, live: live}}}
	a.key = f.plan.keyOf(block, a.iterations)
	saved, savedIterations, at := f.now, f.iterations, f.at
	e.runBlock(f, a)
	f.now, f.iterations, f.at = saved, savedIterations, at
}

// recoverBuiltin computes recover(): the value of the panic for which the caller of f runs deferred calls, once.
func (e *engine) recoverBuiltin(f *frame) value {
	nothing := value(&iface{options: []dynamic{{guard: e.b.True()}}})
	if f.unwind == nil {
		return nothing
	}
	content := e.content(f.now, f.unwind).(*aggregate)
	active := content.elems[unwindActive].(*smt.Term)
	result := e.choose(active, content.elems[unwindCause], nothing)
	stopped := append([]value{}, content.elems...)
	stopped[unwindActive] = e.b.False()
	f.now.heap = f.now.heap.set(f.unwind.id, &aggregate{elems: stopped})
	return result
}
