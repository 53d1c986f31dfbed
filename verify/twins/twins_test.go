package twins

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"warrant/verify/deduce"
)

// root is the module that the twins in kernel/ and lib/ are of.
const root = "../.."

// effort is the solver's limit for a goal of a package with a bug, so that a search for a proof that does not exist ends early. A goal
// that is given up is not proved. The hardest goal without a bug must fit: it is in (*Heap).rise of package deadline.
const effort = deduce.DefaultEffort / 2

// TestTwins seeds every bug and demands its refusal.
func TestTwins(t *testing.T) {
	bugs := map[string]bool{}
	for _, name := range files(t) {
		f := read(t, name)
		for _, twin := range f.Twins {
			bugs[twin.Bug] = true
		}
		t.Run(strings.TrimSuffix(filepath.ToSlash(name), ".toml"), func(t *testing.T) {
			t.Parallel()
			m, err := Copy(root, f.Package, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			report, err := m.Verify(context.Background(), deduce.Options{Jobs: 1})
			if err != nil || !report.Verified() {
				t.Fatalf("the package without a bug is not proved: %v", err)
			}
			for _, twin := range f.Twins {
				t.Run(twin.Function+" "+twin.Bug, func(t *testing.T) { try(t, m, twin) })
			}
		})
	}
	for _, bug := range Bugs {
		if !bugs[bug] {
			t.Errorf("no twin has a bug of class %q", bug)
		}
	}
}

// try seeds one bug.
func try(t *testing.T, m *Module, twin Twin) {
	undo, err := m.Edit(twin.Function, twin.Apply)
	if err != nil {
		t.Fatal(err)
	}
	defer restore(t, undo)
	if err := compiles(m); err != nil {
		t.Fatalf("%s: the bug is not Go: %v", twin, err)
	}
	report, err := m.Verify(context.Background(), deduce.Options{Jobs: 1, Effort: effort})
	if err != nil {
		t.Fatal(err)
	}
	if err := twin.Judge(report); err != nil {
		t.Errorf("%s\n%v", twin, err)
	}
}

// restore undoes an edit.
func restore(t *testing.T, undo func() error) {
	if err := undo(); err != nil {
		t.Fatal(err)
	}
}

// files are the files of twins.
func files(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, folder := range []string{"kernel", "lib"} {
		names, err := filepath.Glob(folder + "/*.toml")
		if err != nil || len(names) == 0 {
			t.Fatalf("no files of twins in %s: %v", folder, err)
		}
		all = append(all, names...)
	}
	return all
}

// read reads one file of twins.
func read(t *testing.T, name string) *File {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Parse(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

// compiles type-checks the package as the Go compiler would.
func compiles(m *Module) error {
	_, err := (&source{root: m.Root, done: map[string]*types.Package{}}).Import("warrant/" + m.Package)
	return err
}

// source imports the packages of a module from their sources.
type source struct {
	root string
	done map[string]*types.Package
}

// Import type-checks a package of module warrant.
func (s *source) Import(path string) (*types.Package, error) {
	if p := s.done[path]; p != nil {
		return p, nil
	}
	names, err := filepath.Glob(filepath.Join(s.root, strings.TrimPrefix(path, "warrant/"), "*.go"))
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, f)
	}
	p, err := (&types.Config{Importer: s}).Check(path, set, parsed, nil)
	s.done[path] = p
	return p, err
}
