package smoke

import (
	"os"
	"strings"
	"testing"
)

// TestDocs demands that the case in the book can be read.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile("../../../docs/smokes.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```toml\n")
	example, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("no example")
	}
	t.Chdir(t.TempDir())
	write(t, "smokes/a.toml", example)
	c := load(t)
	if _, err := c.damage(make([]byte, 100)); err != nil {
		t.Error(err)
	}
}
