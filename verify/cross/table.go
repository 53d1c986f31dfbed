package cross

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/pelletier/go-toml/v2"

	"warrant/verify/obligation"
)

// head opens a table's file.
const head = "# What the second engines leave open, written by `gosure cross --update`. Everything else they must decide, and as Z3 does.\n\n"

// Table is what the engines leave open.
type Table struct {
	// Solver is the version of cvc5 that left Open open.
	Solver string `toml:"solver"`
	// Silicon are functions on which Silicon does not end.
	Silicon []Endless `toml:"silicon"`
	// Open are obligations on which cvc5 gives up within its limit.
	Open []Entry `toml:"cvc5"`
}

// Endless is a function on which Silicon does not end.
type Endless struct {
	Package  string `toml:"package"`
	Function string `toml:"function"`
	// Encoding is one of Encodings.
	Encoding string `toml:"encoding"`
	// Seconds is how long it was given.
	Seconds int `toml:"seconds"`
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

// Write writes a table, sorted.
func (t *Table) Write(file string) error {
	slices.SortFunc(t.Silicon, func(a, b Endless) int {
		return cmp.Or(cmp.Compare(a.Encoding, b.Encoding), cmp.Compare(a.Package, b.Package), cmp.Compare(a.Function, b.Function))
	})
	slices.SortFunc(t.Open, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Function, b.Function), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Expression, b.Expression), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	text, err := toml.Marshal(t)
	if err != nil {
		return err
	}
	return os.WriteFile(file, append([]byte(head), text...), 0o644)
}

// endless is the table's line for a function, or nil.
func (t *Table) endless(pkg, function, encoding string) *Endless {
	for i, e := range t.Silicon {
		if e.Package == pkg && e.Function == function && e.Encoding == encoding {
			return &t.Silicon[i]
		}
	}
	return nil
}
