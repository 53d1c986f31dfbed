package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestImageVerify builds a program, and compares it and a changed copy with what the sources give.
func TestImageVerify(t *testing.T) {
	const hello = "./user/hello"
	folder := t.TempDir()
	command := imageCommand{Root: "../..", User: hello}
	file := filepath.Join(folder, "user", "hello.elf")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := command.link(hello, file); err != nil {
		t.Fatal(err)
	}
	record := provenanceCommand{Root: "../..", Build: folder, Output: filepath.Join(folder, "provenance.json"), SBOM: filepath.Join(folder, "sbom.json")}
	if err := record.Run(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	changed := filepath.Join(folder, "changed.elf")
	if err := os.WriteFile(changed, content, 0o644); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(record.Output)
	if err != nil {
		t.Fatal(err)
	}
	digest := strings.Index(string(text), `"sha256": "`) + len(`"sha256": "`)
	text[digest] ^= 1 // a hexadecimal digit stays one
	other := filepath.Join(folder, "other.json")
	if err := os.WriteFile(other, text, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, file, want string }{
		{"image", file, ""},
		{"changed image", changed, "is not what these sources give"},
		{"provenance", record.Output, ""},
		{"changed provenance", other, "user/hello.elf: SHA-256"},
		{"neither", record.SBOM, "supply: provenance"},
	} {
		t.Run(test.name, func(t *testing.T) {
			command.Verify = test.file
			err := command.Run()
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}
