package obligation

import (
	"maps"
	"slices"
)

// Verdict is the outcome for one obligation. The words are those that users of bounded model checkers know.
type Verdict string

const (
	// Success means the obligation holds in every execution that the engine considers, and some execution reaches it.
	Success Verdict = "SUCCESS"
	// Failure means an execution breaks the obligation.
	Failure Verdict = "FAILURE"
	// Unreachable means no execution reaches the obligation, so it holds and says nothing.
	Unreachable Verdict = "UNREACHABLE"
	// Undetermined means nothing could be said: a solver limit, or a failed demand of the engine itself.
	Undetermined Verdict = "UNDETERMINED"
	// Satisfied is the success of a Cover or Vacuity: some execution reaches it.
	Satisfied Verdict = "SATISFIED"
	// Unsatisfiable is the failure of a Cover or Vacuity: it is reached, never with its condition true.
	Unsatisfiable Verdict = "UNSATISFIABLE"
)

// Holds tells whether v is an outcome that a passing run may contain.
func (v Verdict) Holds() bool { return v == Success || v == Unreachable || v == Satisfied }

// Class is the strength of a proof.
type Class string

const (
	// Proved means for all inputs, by the deductive verifier over mathematical integers with ranges.
	Proved Class = "proved"
	// ProvedBitVector means for all inputs, by a query over machine words.
	ProvedBitVector Class = "proved(bit-vector)"
	// Local means for all inputs, by the intervals, orders and dominating conditions of the panic audit's own analysis.
	Local Class = "proved(local)"
	// Bounded means for all inputs within stated bounds, by the bounded model checker.
	Bounded Class = "bounded"
	// CompilerProved means the Go compiler removed the check.
	CompilerProved Class = "compiler-proved"
	// Assumed means an assume or trusted clause, with a reason, stands in for a proof.
	Assumed Class = "assumed"
	// Waived means a person took the responsibility, with a reason and an owner.
	Waived Class = "waived"
	// Unproven means nothing is known.
	Unproven Class = "UNPROVEN"
)

// classRank orders classes; a higher rank is a stronger statement.
var classRank = map[Class]int{
	Unproven: 0, Waived: 1, Assumed: 2, CompilerProved: 3, Bounded: 4, Local: 5, ProvedBitVector: 6, Proved: 7,
}

// StrongerThan tells whether class c says more than class d. An unknown class is as weak as Unproven.
func (c Class) StrongerThan(d Class) bool { return classRank[c] > classRank[d] }

// Classes returns all classes, from the weakest to the strongest.
func Classes() []Class {
	list := slices.Collect(maps.Keys(classRank))
	slices.SortFunc(list, func(a, b Class) int { return classRank[a] - classRank[b] })
	return list
}
