package cross

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"warrant/verify/obligation"
)

// head opens a table's file.
const head = `# Which engine decides what, function by function, and why one was left out; docs/verify.md. Written by make verify-cross UPDATE=1.
# unbounded: with the official tool's integers, which have no ranges. cvc5: "proved" but for what the list at the end leaves open. values, heap:
# Silicon with values in place of pointers, and with a heap for all; what is not proved says why it is not asked. What is proved with a heap is
# not asked again with values.

`

// Proved is what a table says of an engine that proves a function.
const Proved = "proved"

// Line is what the engines say of a function.
type Line struct {
	// Decides is the engine that gosure verify asks.
	Decides string `toml:"decides"`
	// Unbounded is Proved, or how many obligations need to know that Go's integers have ranges.
	Unbounded string `toml:"unbounded"`
	// CVC5 is Proved, or how many of the obligations it leaves open.
	CVC5 string `toml:"cvc5"`
	// Values and Heap are Proved, or the reason why Silicon is not asked in this encoding.
	Values string `toml:"values"`
	Heap   string `toml:"heap"`
}

// silicon is what the line says of an encoding.
func (l *Line) silicon(encoding string) *string {
	if encoding == "heap" {
		return &l.Heap
	}
	return &l.Values
}

// Table is what the engines say of each function, by package and name.
type Table struct {
	// Solver is the version of cvc5 that left Open open.
	Solver    string                      `toml:"solver"`
	Functions map[string]map[string]*Line `toml:"functions"`
	// Open are obligations on which cvc5 gives up within its limit.
	Open []Entry `toml:"cvc5"`
}

// Entry is an obligation's identity.
type Entry struct {
	Package    string          `toml:"package"`
	Function   string          `toml:"function"`
	Kind       obligation.Kind `toml:"kind"`
	Expression string          `toml:"expression"`
	Ordinal    int             `toml:"ordinal"`
}

// entry is an obligation's line in the table.
func entry(id obligation.ID) Entry { return Entry(id) }

// String is the entry on one line.
func (e Entry) String() string { return obligation.ID(e).String() }

// Read reads a table; a file that does not exist is an empty table.
func Read(file string) (*Table, error) {
	t := &Table{}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return nil, err
	}
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(t); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return t, nil
}

// line is a function's line, or nil.
func (t *Table) line(pkg, function string) *Line { return t.Functions[pkg][function] }

// enter answers a function's line, which it makes when there is none.
func (t *Table) enter(pkg, function string) *Line {
	if t.Functions == nil {
		t.Functions = map[string]map[string]*Line{}
	}
	if t.Functions[pkg] == nil {
		t.Functions[pkg] = map[string]*Line{}
	}
	if t.Functions[pkg][function] == nil {
		t.Functions[pkg][function] = &Line{}
	}
	return t.Functions[pkg][function]
}

// Write writes a table, sorted, a line for each function.
func (t *Table) Write(file string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%ssolver = %s\n", head, quote(t.Solver))
	for _, pkg := range slices.Sorted(maps.Keys(t.Functions)) {
		fmt.Fprintf(&b, "\n[functions.%s]\n", quote(pkg))
		for _, name := range slices.Sorted(maps.Keys(t.Functions[pkg])) {
			l := t.Functions[pkg][name]
			fmt.Fprintf(&b, "%s = { decides = %s, unbounded = %s, cvc5 = %s, values = %s, heap = %s }\n", quote(name), quote(l.Decides), quote(l.Unbounded), quote(l.CVC5), quote(l.Values), quote(l.Heap))
		}
	}
	slices.SortFunc(t.Open, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Function, b.Function), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Expression, b.Expression), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	text, err := toml.Marshal(struct {
		Open []Entry `toml:"cvc5"`
	}{t.Open})
	if err != nil {
		return err
	}
	return os.WriteFile(file, append([]byte(b.String()+"\n"), text...), 0o644)
}

// quote writes a TOML string.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}
