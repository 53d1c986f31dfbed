package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPlantedBugs demands that every planted bug can be planted: its file has the place once, and there is the smoke that it names.
func TestPlantedBugs(t *testing.T) {
	const root = "../../"
	c := plantedCommand{Bugs: root + "smokes/planted/bugs.toml"}
	bugs, err := c.read()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bugs {
		text, err := os.ReadFile(root + b.File)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "file.go")
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := b.change(path); err != nil {
			t.Errorf("%s: %v", b.Name, err)
		}
		if err := b.change(path); err == nil && !strings.Contains(b.To, b.From) {
			t.Errorf("%s can be planted twice", b.Name)
		}
		if _, err := os.Stat(root + "smokes/" + b.Smoke + ".toml"); err != nil {
			t.Errorf("%s: %v", b.Name, err)
		}
	}
}
