package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConstants reads a package with every way of declaring constants that kernel/abi and kernel/limits use.
func TestConstants(t *testing.T) {
	folder := t.TempDir()
	source := `package p

// Alone is one.
const Alone = 1

// Two is |two|.
const Two = 1 + Alone

const hidden = 9

// A layout.
//
//	0x0  First
const (
	First = 0x000 // <first>
	// Second says more.
	Second int32 = -5
	Page = 32 * 4096
)
`
	if err := os.WriteFile(filepath.Join(folder, "some.go"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	groups, err := constants(folder)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, g := range groups {
		g.write(&b)
	}
	want := "| constant | value | meaning |\n|---|---|---|\n| `Alone` | `1` | one. |\n| `Two` | `2` | \\|two\\|. |\n\n" +
		"A layout.\n\n```\n0x0  First\n```\n\n| constant | value | meaning |\n|---|---|---|\n" +
		"| `First` | `0x000` | &lt;first&gt; |\n| `Second` | `-5` | says more. |\n| `Page` | `0x20000` |  |\n\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
	if err := os.WriteFile(filepath.Join(folder, "bad.go"), []byte("package p\nconst Bad = unknown\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := constants(folder); err == nil {
		t.Error("a package that does not compile is accepted")
	}
}
