package twins

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"warrant/verify/obligation"
)

// Bugs are the classes of seeded bugs.
var Bugs = []string{
	"contradiction",           // a precondition that no caller can meet, so that the proof would be empty
	"dropped statement",       // something is not done
	"missing bound",           // something is not checked
	"missing generation bump", // an old name stays good
	"missing give",            // a unit does not come back
	"missing take",            // a unit is not paid for
	"off by one",
	"swapped field",
	"weak contract", // a contract that does not say enough for what relies on it
	"wrong index",
	"wrong operator",
	"wrong result",
	"wrong state",
}

// File is the twins of one package.
type File struct {
	// Package is the package's folder below the module's root.
	Package string `toml:"package"`
	Twins   []Twin `toml:"twin"`
}

// Twin is one seeded bug.
type Twin struct {
	// Bug is one of Bugs.
	Bug string `toml:"bug"`
	// Function is the title of the function that has the bug and must be refused: F, (T).M or (*T).M.
	Function string `toml:"function"`
	// Kind is the kind of an obligation that must fail.
	Kind obligation.Kind `toml:"kind"`
	// Find and Replace are the edit, With more edits.
	Find    string `toml:"find"`
	Replace string `toml:"replace"`
	With    []Edit `toml:"with"`
	// Also are functions that may fail as well.
	Also []string `toml:"also"`
}

// Edit replaces a text that occurs exactly once.
type Edit struct {
	Find    string `toml:"find"`
	Replace string `toml:"replace"`
}

// Edits are all edits of the twin.
func (t Twin) Edits() []Edit {
	return append([]Edit{{t.Find, t.Replace}}, t.With...)
}

// String names the twin on one line.
func (t Twin) String() string {
	return t.Function + ", " + t.Bug + ": " + strings.Join(strings.Fields(t.Find), " ") + " -> " + strings.Join(strings.Fields(t.Replace), " ")
}

// Parse reads a file of twins. Unknown keys, unknown bugs and edits that change nothing are errors.
func Parse(data []byte) (*File, error) {
	f := &File{}
	if err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(f); err != nil {
		if strict, ok := err.(*toml.StrictMissingError); ok {
			return nil, fmt.Errorf("unknown key\n%s", strict.String())
		}
		return nil, err
	}
	if f.Package == "" || len(f.Twins) == 0 {
		return nil, fmt.Errorf("package or twins are missing")
	}
	for _, t := range f.Twins {
		switch {
		case t.Function == "" || t.Kind == "":
			return nil, fmt.Errorf("%s: function or kind is missing", t)
		case !slices.Contains(Bugs, t.Bug):
			return nil, fmt.Errorf("%s: %q is no class of bugs", t, t.Bug)
		}
		for _, e := range t.Edits() {
			if e.Find == "" || e.Find == e.Replace {
				return nil, fmt.Errorf("%s: an edit finds nothing or changes nothing", t)
			}
		}
	}
	return f, nil
}
