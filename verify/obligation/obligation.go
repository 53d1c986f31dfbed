// Package obligation is the common currency of the proof engines: what must hold, where, and how well it is known.
//
// The deductive verifier, the bounded model checker and the panic audit all produce lists of Obligation. Caches,
// ledgers, reports and JSON output are views of such lists. The package knows no engine and no solver.
package obligation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// ID is the identity of an obligation. It holds no line number, so that moving code does not change it: the key is the
// function, what is demanded of which expression, and a counter among equals.
type ID struct {
	// Package is the import path.
	Package string `json:"package"`
	// Function is the name inside the package: F, (T).M, (*T).M, or F$1 for the first closure of F.
	Function string `json:"function"`
	// Kind is what is demanded.
	Kind Kind `json:"kind"`
	// Expression is the normalised source expression, see Normalise; empty when the kind needs none.
	Expression string `json:"expression,omitempty"`
	// Ordinal counts, from 1, the obligations that agree in all of the above, in source order.
	Ordinal int `json:"ordinal"`
}

// String prints the identity on one line: package.function.kind.ordinal, then the expression in braces.
func (id ID) String() string {
	text := fmt.Sprintf("%s.%s.%s.%d", id.Package, id.Function, id.Kind, id.Ordinal)
	if id.Expression != "" {
		text += " {" + id.Expression + "}"
	}
	return text
}

// Place is where an obligation stands in the source. It is for people; identities do not depend on it.
type Place struct {
	// File is a path, relative to the module root when the file is inside it.
	File string `json:"file"`
	// Line and Column count from 1; 0 means unknown.
	Line   int `json:"line"`
	Column int `json:"column"`
}

// String prints file:line:column, without the parts that are unknown.
func (p Place) String() string {
	switch {
	case p.File == "":
		return "unknown place"
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Obligation is one demand with what is known about it.
type Obligation struct {
	ID ID `json:"id"`
	// Place is where the demand stands.
	Place Place `json:"place"`
	// Description says the demand in words.
	Description string `json:"description"`
	// Verdict is the outcome.
	Verdict Verdict `json:"verdict"`
	// Class is the strength of the proof; meaningful when Verdict is Success or Unreachable.
	Class Class `json:"class,omitempty"`
	// Bound qualifies Class Bounded: the bounds under which the proof holds, in words.
	Bound string `json:"bound,omitempty"`
	// Engine names the tool and solver that decided, for example "prove/z3-bit-blast".
	Engine string `json:"engine,omitempty"`
	// Detail explains a verdict that is not a success: the clause that failed, a counterexample in Go terms, the path, or
	// the reason why nothing could be said.
	Detail string `json:"detail,omitempty"`
}

// Compare orders obligations by place, then by identity, so that lists print in source order and reproducibly.
func Compare(a, b Obligation) int {
	return cmp.Or(
		strings.Compare(a.ID.Package, b.ID.Package),
		strings.Compare(a.Place.File, b.Place.File),
		cmp.Compare(a.Place.Line, b.Place.Line),
		cmp.Compare(a.Place.Column, b.Place.Column),
		strings.Compare(a.ID.Function, b.ID.Function),
		strings.Compare(string(a.ID.Kind), string(b.ID.Kind)),
		strings.Compare(a.ID.Expression, b.ID.Expression),
		cmp.Compare(a.ID.Ordinal, b.ID.Ordinal),
	)
}

// Sort puts a list into the order of Compare.
func Sort(list []Obligation) { slices.SortStableFunc(list, Compare) }
