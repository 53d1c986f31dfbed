package wholefile

import (
	"os"
	"path/filepath"
	"testing"
)

// TestWrite: a file has one content or the other, and nothing else stays beside it.
func TestWrite(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "file")
	for _, content := range []string{"one", "", "three"} {
		if err := Write(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != content {
			t.Errorf("the file has %q, %v; want %q", got, err, content)
		}
	}
	for _, bad := range []string{filepath.Join(folder, "missing", "file"), folder} {
		if Write(bad, []byte("x")) == nil {
			t.Errorf("%s was written", bad)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Errorf("beside the file there is %v, %v", entries, err)
	}
}
