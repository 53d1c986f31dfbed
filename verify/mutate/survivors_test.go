package mutate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warrant/verify/annot"
)

// TestSurvivorsAreMutants demands that every survivor that is explained is a mutant of today's sources. Whether it survives is what
// make mutate-core finds out.
func TestSurvivorsAreMutants(t *testing.T) {
	const root = "../.."
	text, err := os.ReadFile(filepath.Join(root, "docs/survivors-core.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	mutants := map[string]map[string]bool{}
	checked := 0
	for line := range strings.Lines(string(text)) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(parts) != 4 {
			continue
		}
		checked++
		if mutants[parts[0]] == nil {
			mutants[parts[0]] = seeded(t, root, parts[0])
		}
		if !mutants[parts[0]][strings.Join(parts[:3], "\t")] {
			t.Errorf("%s: no such mutant", strings.Join(parts[:3], ": "))
		}
	}
	if checked == 0 {
		t.Error("no survivor is explained")
	}
}

// seeded are the keys of all mutants of a package of this module.
func seeded(t *testing.T, root, path string) map[string]bool {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, strings.TrimPrefix(path, "warrant/"), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := annot.Parse(name, string(src))
		if err != nil || !f.Annotated {
			continue
		}
		list, err := Seed(name, string(src), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			keys[Key(path, &m)] = true
		}
	}
	return keys
}
