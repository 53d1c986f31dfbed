package report

import (
	"warrant/verify/bounds"
	"warrant/verify/obligation"
)

// Role is what a place in the sources does for an invariant.
type Role string

// The roles, in the order of the matrix.
const (
	// Contract states it in a contract or predicate of a proved package.
	Contract Role = "contract"
	// Harness checks it within bounds.
	Harness Role = "harness"
	// Test checks it on chosen inputs, in a test or a fuzz target.
	Test Role = "test"
	// Smoke attacks it from ring 3 in QEMU.
	Smoke Role = "smoke"
)

// Roles are the columns of the matrix.
var Roles = []Role{Contract, Harness, Test, Smoke}

// Invariant is one rule of specs/invariants.md.
type Invariant struct {
	// ID is its name, such as CAP-1, and Text its statement.
	ID, Text string
	// Section is the heading that it stands under.
	Section string
	// Cells are the places that speak of it, by role.
	Cells map[Role][]*Cite
}

// Gaps are the roles that nothing plays.
func (i *Invariant) Gaps() (roles []Role) {
	for _, role := range Roles {
		if len(i.Cells[role]) == 0 {
			roles = append(roles, role)
		}
	}
	return roles
}

// Proved says that the invariant is stated by a contract and that every function that states it is proved.
func (i *Invariant) Proved() bool {
	for _, cite := range i.Cells[Contract] {
		if !cite.Holds {
			return false
		}
	}
	return len(i.Cells[Contract]) > 0
}

// Cite is a comment that names invariants, with what it stands at.
type Cite struct {
	IDs  []string
	Role Role
	// File is relative to the module's root, with slashes; Line counts from 1.
	File string
	Line int
	// Package is the folder of the file; Name the function, type, predicate, harness, test or program.
	Package, Name string
	// Holds is the engines' verdict: all obligations of the contract's function hold, or the harness has a measured time. A test or a smoke
	// holds when make check passes.
	Holds bool
	// Function is what a contract's name refers to, nil for a type; Entry is the harness's entry.
	Function *Function
	Entry    *bounds.Entry
	// Smokes are the cases that boot the program, or the case itself.
	Smokes []string
}

// Function is one function, predicate or lemma of a proved package.
type Function struct {
	Package, Title string
	File           string
	Line           int
	// Ghost says that it exists for proofs only.
	Ghost bool
	// Trusted says that its body is believed, for Reason.
	Trusted bool
	Reason  string
	// Contract is its text: for Go the clauses, for a predicate or pure ghost function the whole definition.
	Contract string
	// Obligations are its demands with their verdicts.
	Obligations []obligation.Obligation
}

// Count is the number of obligations of a class.
func (f *Function) Count(c obligation.Class) (n int) {
	for _, o := range f.Obligations {
		if o.Verdict.Holds() && classOf(&o) == c {
			n++
		}
	}
	return n
}

// Failed is the number of obligations that do not hold.
func (f *Function) Failed() (n int) {
	for _, o := range f.Obligations {
		if !o.Verdict.Holds() {
			n++
		}
	}
	return n
}

// classOf is the class of an obligation that holds. A satisfied demand to be reachable, or dead code, is proved like any other.
func classOf(o *obligation.Obligation) obligation.Class {
	switch {
	case !o.Verdict.Holds():
		return obligation.Unproven
	case o.Class == "":
		return obligation.Proved
	}
	return o.Class
}

// Package is a proved package.
type Package struct {
	Path      string
	Functions []*Function
	// Unread are functions in files without annotations: nothing is said of them.
	Unread []string
}

// Trust is something believed without proof.
type Trust struct {
	Package, Function, What, Reason string
}

// Mutation is the recorded score of a package under seeded bugs.
type Mutation struct {
	Package string `toml:"package"`
	// Judge is what rejects: proofs, harnesses or tests.
	Judge string `toml:"judge"`
	// Killed were rejected, GaveUp too because the solver did not end; Survived were accepted, Equivalent of them with a reason.
	Killed     int `toml:"killed"`
	GaveUp     int `toml:"gave_up"`
	Survived   int `toml:"survived"`
	Equivalent int `toml:"equivalent"`
	// Commit is the state that was measured.
	Commit string `toml:"commit"`
}

// Percent is the share of the seeded bugs, those with a reason left out, that were rejected.
func (m *Mutation) Percent() float64 {
	rejected := m.Killed + m.GaveUp
	total := rejected + m.Survived - m.Equivalent
	if total == 0 {
		return 0
	}
	return 100 * float64(rejected) / float64(total)
}

// Fuzz is the recorded total of a fuzz target.
type Fuzz struct {
	Target     string `toml:"target"`
	Executions int64  `toml:"executions"`
	// Crashes are inputs that broke the target and led to a fix.
	Crashes int `toml:"crashes"`
	// Commit is the last state that was fuzzed.
	Commit string `toml:"commit"`
}

// Caveat is something that the proofs do not say.
type Caveat struct {
	Subject string `toml:"subject"`
	// Text says what is not proved, and Instead what stands in for a proof.
	Text    string `toml:"text"`
	Instead string `toml:"instead"`
}

// Source is a file as the browser shows it.
type Source struct {
	File string `json:"file"`
	Text string `json:"text"`
}

// Report is everything that is known of a module.
type Report struct {
	Module     string
	Invariants []*Invariant
	Packages   []*Package
	Trusts     []Trust
	Bounds     *bounds.File
	// Bounded are the checks of the harnesses in the code that they reach; empty unless asked for.
	Bounded []obligation.Obligation
	// Panics is the panic ledger; empty unless given.
	Panics []obligation.Obligation
	// Ledger counts the places of the committed panic ledger by class; nil without one.
	Ledger    map[obligation.Class]int
	Mutations []Mutation
	Fuzz      []Fuzz
	Caveats   []Caveat
	Sources   []Source
	// Problems are contradictions between the sources and the files: an unknown id, a harness whose comment and entry differ.
	Problems []string
}

// Function finds a function by the import path of its package and its title.
func (r *Report) Function(path, title string) *Function {
	for _, p := range r.Packages {
		if p.Path != path {
			continue
		}
		for _, f := range p.Functions {
			if f.Title == title {
				return f
			}
		}
	}
	return nil
}
