package manifest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocs demands that the source in the book compiles.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile(root + "docs/manifest.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```cue\n")
	example, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("no example")
	}
	path := filepath.Join(t.TempDir(), "docs.cue")
	if err := os.WriteFile(path, []byte(example), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Compile(Options{Sources: []string{path}, Build: programs(t)}); err != nil {
		t.Error(err)
	}
}
