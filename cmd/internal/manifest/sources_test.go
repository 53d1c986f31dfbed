package manifest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// root is the root of the repository, seen from this package.
const root = "../../../"

// programs makes a folder in which every program of user/ is built, as far as the manifest compiler can see.
func programs(t *testing.T) string {
	t.Helper()
	build := t.TempDir()
	err := filepath.WalkDir(root+"user", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "main.go" {
			return err
		}
		out := filepath.Join(build, strings.TrimPrefix(filepath.Dir(path), root)+".elf")
		if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
			return err
		}
		return os.WriteFile(out, program(t, 200), 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	return build
}

// TestSources compiles every source of manifests/. Those of hostile/ are refused, with a place in the file, unless they break no rule that
// can be seen before the system runs.
func TestSources(t *testing.T) {
	build := programs(t)
	seenLater := map[string]bool{"poor-init.cue": true, "unexpected-end.cue": true}
	paths, err := filepath.Glob(root + "manifests/*.cue")
	if err != nil {
		t.Fatal(err)
	}
	hostile, err := filepath.Glob(root + "manifests/hostile/*.cue")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < 2 || len(hostile) < 2 {
		t.Fatalf("%d sources, %d hostile ones", len(paths), len(hostile))
	}
	for _, path := range append(paths, hostile...) {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			good := !strings.Contains(path, "/hostile/") || seenLater[name]
			_, err := Compile(Options{Sources: []string{path}, Build: build})
			if (err == nil) != good {
				t.Fatalf("checked: %v", err)
			}
			if err != nil && !strings.HasPrefix(err.Error(), path+":") {
				t.Errorf("no place in %v", err)
			}
			if _, err := Compile(Options{Sources: []string{path}, Build: build, Unchecked: true}); err != nil {
				t.Errorf("unchecked: %v", err)
			}
		})
	}
}
