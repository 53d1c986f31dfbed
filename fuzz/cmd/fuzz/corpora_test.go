package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"warrant/fuzz/corpus"
)

// write writes a file below the current folder.
func write(t *testing.T, file string, data []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// A crash becomes an input of the corpus that native fuzzing and the driver run; a file whose folder names no target is refused.
func TestKeep(t *testing.T) {
	t.Chdir(t.TempDir())
	crash := []byte("\xff\xfa\xff\x00\"\n")
	if err := keep([]string{write(t, "build/crashes/Telnet/0123", crash)}); err != nil {
		t.Fatal(err)
	}
	inputs, err := corpus.Native(committed("Telnet"))
	if err != nil || len(inputs) != 1 || !bytes.Equal(inputs[0], crash) {
		t.Errorf("the corpus is %q, %v", inputs, err)
	}
	if keep(nil) == nil || keep([]string{write(t, "build/crashes/Telnets/0123", crash)}) == nil || keep([]string{"build/crashes/Telnet/none"}) == nil {
		t.Error("a crash without a file or a target is kept")
	}
}

// What is exported can be imported again.
func TestExportImport(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "plain/a", []byte("one"))
	write(t, "plain/b", []byte{0, 255})
	if err := take([]string{"ELF", "plain"}); err != nil {
		t.Fatal(err)
	}
	if err := export([]string{"ELF", "again"}); err != nil {
		t.Fatal(err)
	}
	inputs, err := corpus.Plain("again")
	if err != nil || len(inputs) != 2 {
		t.Errorf("%q, %v", inputs, err)
	}
	if export([]string{"Wire", "none"}) == nil || export([]string{"ELF"}) == nil || take([]string{"None", "plain"}) == nil {
		t.Error("an export or import of nothing succeeds")
	}
}
