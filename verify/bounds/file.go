// Package bounds reads and checks harness-bounds.toml, the only place where the bounds of bounded proofs are stated.
//
// An entry says, for one harness, what it proves, within which bounds and why these, what it assumes, how long it may take, and
// which twin shows that it can fail. The package compares the file with the harnesses of the sources and with the page
// generated from it; it runs no solver.
package bounds

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/pelletier/go-toml/v2"

	"warrant/verify/bmc"
)

// SchemaVersion is the schema that Load accepts.
const SchemaVersion = 1

// FileName is the name of the file at the root of a module.
const FileName = "harness-bounds.toml"

// File is the content of harness-bounds.toml.
type File struct {
	// Schema is SchemaVersion.
	Schema int `toml:"schema"`
	// Defaults hold for what an entry leaves out.
	Defaults Limits `toml:"defaults"`
	// Scales are named sets of constants with other values, by package and name, for entries that state one.
	Scales map[string]bmc.Scale `toml:"scale,omitempty"`
	// Helpers are the functions that harnesses call and that assume or replace something themselves.
	Helpers []Helper `toml:"helper,omitempty"`
	// Harnesses are the entries.
	Harnesses []Entry `toml:"harness"`

	path string
}

// Limits are bounds of executions; 0 means not stated.
type Limits struct {
	Unwind        int  `toml:"unwind,omitempty"`
	Recursion     int  `toml:"recursion,omitempty"`
	Slice         int  `toml:"slice,omitempty"`
	Map           int  `toml:"map,omitempty"`
	Cells         int  `toml:"cells,omitempty"`
	Dense         int  `toml:"dense,omitempty"`
	Patience      int  `toml:"patience,omitempty"`
	RuntimeGrowth bool `toml:"runtime_growth,omitempty"`
	// BudgetSeconds is the longest time the harness may take.
	BudgetSeconds float64 `toml:"budget_seconds,omitempty"`
	// WallSeconds is when a harness is given up without a verdict.
	WallSeconds float64 `toml:"wall_seconds,omitempty"`
	// Resources is the solver's resource limit per query.
	Resources uint64 `toml:"rlimit,omitempty"`
}

// Entry states the bounds of one harness.
type Entry struct {
	// Package and Function name the harness.
	Package  string `toml:"package"`
	Function string `toml:"function"`
	// Property says in a sentence what holds.
	Property string `toml:"property"`
	// Invariants are the ids that the harness buys.
	Invariants []string `toml:"invariants"`
	Limits
	// Loops overrides unwind for loops, by "file.go:line".
	Loops map[string]int `toml:"loops,omitempty"`
	// Sizes are constants of the harness's package that bound its inputs, with their values.
	Sizes map[string]int64 `toml:"sizes,omitempty"`
	// Scale names the set of constants that the code under proof has other values of; empty means none.
	Scale string `toml:"scale,omitempty"`
	// Assumptions and Stubs are those of the harness's own code, in its order. Helpers are the functions reached from it that have more of
	// them, by name.
	Assumptions []string `toml:"assumptions,omitempty"`
	Stubs       []string `toml:"stubs,omitempty"`
	Helpers     []string `toml:"helpers,omitempty"`
	// Expect is "pass" or "fail"; Fails is the kind of check that a twin breaks.
	Expect string `toml:"expect"`
	Fails  string `toml:"fails,omitempty"`
	// Twin is the harness of the same package that must fail; stated by entries that pass.
	Twin string `toml:"twin,omitempty"`
	// Lane is "pr" or "nightly".
	Lane string `toml:"lane"`
	// MeasuredSeconds is the processor time of the last measurement, solvers included, without answers from a cache. Unlike wall-clock
	// time it does not depend on what else runs.
	MeasuredSeconds float64 `toml:"measured_seconds"`
	// Reason says why the bounds are what they are.
	Reason string `toml:"reason"`
}

// Helper states what a function that harnesses call assumes and replaces.
type Helper struct {
	// Package and Function name it; a method is (*T).M.
	Package  string `toml:"package"`
	Function string `toml:"function"`
	// Assumptions and Stubs are those of the code, in its order.
	Assumptions []string `toml:"assumptions,omitempty"`
	Stubs       []string `toml:"stubs,omitempty"`
}

// FindHelper returns the entry of a helper by its package and function, or by its name as an entry of a harness has it.
func (f *File) FindHelper(pkg, function string) (*Helper, bool) {
	for i := range f.Helpers {
		h := &f.Helpers[i]
		if h.Package == pkg && h.Function == function || h.Package+"."+h.Function == function {
			return h, true
		}
	}
	return nil, false
}

// Name returns package.function.
func (e *Entry) Name() string { return e.Package + "." + e.Function }

// Load reads the file at path. Unknown keys, missing keys and repeated entries are errors.
func Load(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("bounds: %w", err)
	}
	file := &File{path: path}
	decoder := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields()
	if err := decoder.Decode(file); err != nil {
		var strict *toml.StrictMissingError
		if errors.As(err, &strict) {
			return nil, fmt.Errorf("bounds: %s: unknown keys:\n%s", path, strict.String())
		}
		return nil, fmt.Errorf("bounds: %s: %w", path, err)
	}
	if file.Schema != SchemaVersion {
		return nil, fmt.Errorf("bounds: %s: schema %d, want %d", path, file.Schema, SchemaVersion)
	}
	return file, file.validate()
}

func (f *File) validate() error {
	var problems []error
	seen := make(map[string]bool)
	for i := range f.Harnesses {
		e := &f.Harnesses[i]
		complain := func(format string, arguments ...any) {
			problems = append(problems, fmt.Errorf("bounds: %s: entry %d, %s: %s", f.path, i+1, e.Name(), fmt.Sprintf(format, arguments...)))
		}
		if seen[e.Name()] {
			complain("stated twice")
		}
		seen[e.Name()] = true
		for key, value := range map[string]string{"package": e.Package, "function": e.Function, "property": e.Property, "reason": e.Reason} {
			if value == "" {
				complain("key %s is missing", key)
			}
		}
		if e.Lane != "pr" && e.Lane != "nightly" {
			complain("lane is %q, want pr or nightly", e.Lane)
		}
		if _, ok := f.Scales[e.Scale]; !ok && e.Scale != "" {
			complain("scale %s is not stated", e.Scale)
		}
		switch e.Expect {
		case "pass":
			if e.Twin == "" {
				complain("a harness that passes needs a twin that fails")
			}
			if e.Fails != "" {
				complain("fails is stated for a harness that passes")
			}
		case "fail":
			if e.Fails == "" {
				complain("a harness that fails must state the kind of check that does")
			}
		default:
			complain("expect is %q, want pass or fail", e.Expect)
		}
	}
	return errors.Join(problems...)
}

// Find returns the entry of a harness.
func (f *File) Find(pkg, function string) (*Entry, bool) {
	for i := range f.Harnesses {
		if f.Harnesses[i].Package == pkg && f.Harnesses[i].Function == function {
			return &f.Harnesses[i], true
		}
	}
	return nil, false
}

// Bounds returns the execution bounds of an entry: what it states, else the defaults of the file, else those of the model
// checker. A nil entry gives the defaults.
func (f *File) Bounds(e *Entry) bmc.Bounds {
	result := bmc.DefaultBounds()
	apply := func(l Limits) {
		set := func(target *int, value int) {
			if value > 0 {
				*target = value
			}
		}
		set(&result.Unwind, l.Unwind)
		set(&result.Recursion, l.Recursion)
		set(&result.Slice, l.Slice)
		set(&result.Map, l.Map)
		set(&result.Cells, l.Cells)
		set(&result.Dense, l.Dense)
		set(&result.Patience, l.Patience)
		result.RuntimeGrowth = result.RuntimeGrowth || l.RuntimeGrowth
	}
	apply(f.Defaults)
	if e != nil {
		apply(e.Limits)
		result.Loops = e.Loops
	}
	return result
}

// Wall returns after how many seconds an entry is given up, nil being a harness without one; 0 means never.
func (f *File) Wall(e *Entry) float64 {
	if e != nil && e.WallSeconds > 0 {
		return e.WallSeconds
	}
	return f.Defaults.WallSeconds
}

// Budget returns the time an entry may take, in seconds; 0 means that none is stated.
func (f *File) Budget(e *Entry) float64 {
	if e.BudgetSeconds > 0 {
		return e.BudgetSeconds
	}
	return f.Defaults.BudgetSeconds
}
