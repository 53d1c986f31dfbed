package ir

import (
	"sync"

	"warrant/verify/annot"
)

// Claim is what a method must prove at a place.
type Claim struct {
	// Kind is the kind of obligation, a value of package obligation.
	Kind string
	// Text is the source expression or clause, Why the demand in words.
	Text string
	Why  string
	// At is the place, From the place of the clause when that is elsewhere (a callee's contract).
	At   annot.Pos
	From annot.Pos
}

// Stmt is a statement.
type Stmt interface{ stmt() }

// The statements.
type (
	// Assign sets a variable.
	Assign struct {
		To Var
		X  *Expr
	}
	// Havoc forgets a variable.
	Havoc struct{ Vars []Var }
	// Assume adds a fact; Checked facts must be well defined, which is itself an obligation.
	Assume struct {
		X       *Expr
		Checked bool
		Claim   Claim
	}
	// Assert is an obligation, known to hold afterwards.
	Assert struct {
		X     *Expr
		Claim Claim
		// Defined says that X is already known to be well defined.
		Defined bool
	}
	// Refute is an obligation that the condition cannot be proved.
	Refute struct {
		X     *Expr
		Claim Claim
	}
	// Check demands that an expression is well defined, and says nothing about its value.
	Check struct {
		X     *Expr
		Claim Claim
	}
	// If goes on with Then or with Else.
	If struct {
		Cond *Expr
		Then []Stmt
		Else []Stmt
		At   annot.Pos
		// Executable marks a branch of Go code, whose reachability is worth a check.
		Executable bool
	}
	// Loop runs Body while control stays in it; Break and Continue leave it by Label. At its head the invariants hold and
	// the Modified variables are unknown. The condition is tested in Body.
	Loop struct {
		Label      string
		Invariants []Assert
		// Known are facts that hold at the head without proof: the ranges of Go's types.
		Known    []*Expr
		Modified []Var
		Body     []Stmt
		At       annot.Pos
	}
	// Break leaves the loop or Scope with the label.
	Break struct{ Label string }
	// Continue goes to the head of the loop with the label, which demands its invariants.
	Continue struct{ Label string }
	// Scope is a block that Break can leave.
	Scope struct {
		Label string
		Body  []Stmt
	}
	// Vacuity demands that this point can be reached.
	Vacuity struct{ Claim Claim }
	// Trace records that control passed a source line.
	Trace struct {
		At   annot.Pos
		Text string
		// Hint says what may be missing when a demand fails behind this point.
		Hint string
	}
)

func (*Assign) stmt()   {}
func (*Havoc) stmt()    {}
func (*Assume) stmt()   {}
func (*Assert) stmt()   {}
func (*Refute) stmt()   {}
func (*Check) stmt()    {}
func (*If) stmt()       {}
func (*Loop) stmt()     {}
func (*Break) stmt()    {}
func (*Continue) stmt() {}
func (*Scope) stmt()    {}
func (*Vacuity) stmt()  {}
func (*Trace) stmt()    {}

// Method is what one Go function demands: a body of statements over variables. Calls of other functions are already
// replaced by their contracts.
type Method struct {
	// Name is unique in the program, Title how people call it.
	Name  string
	Title string
	// Module is the import path of the package.
	Module string
	Params []Var
	Body   []Stmt
	At     annot.Pos
	// Shown are the variables that a counterexample prints, with their Go spelling.
	Shown []Shown
	// Func is set when the method checks a pure function.
	Func *Func
	// Predicate is set when the method checks a predicate of a program with a heap.
	Predicate *Predicate
}

// Shown is one line of a counterexample: Go's spelling and the value's expression over the method's parameters.
type Shown struct {
	Go   string
	X    *Expr
	Type string
}

// Program is what is given to a back end.
type Program struct {
	Structs []*Type
	Funcs   map[string]*Func
	Methods []*Method
	// Predicates are those of a program with a heap.
	Predicates map[string]*Predicate
	// Heap says that only a back end with a heap of its own can take the program.
	Heap bool
	// Cycles are computed once by package vc: the number of each function's cycle of calls.
	Cycles     map[string]int
	CyclesOnce sync.Once
}
