package main

import (
	"debug/elf"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"warrant/cmd/internal/image"
	"warrant/cmd/internal/qemu"
)

// TestHalted reads records that name an address in a program's function main.
func TestHalted(t *testing.T) {
	dir := t.TempDir()
	symbols := filepath.Join(dir, "hello.sym")
	if _, err := image.User(image.Request{Root: "../..", Output: filepath.Join(dir, "hello.elf"), Symbols: symbols}, "./user/hello"); err != nil {
		t.Fatal(err)
	}
	start := address(t, symbols, "main.main")
	record := func(words string, pc uint64) string {
		return fmt.Sprintf("hello\n\nkernel: halt: %s: pc=0x%016x cr2=0x0\n", words, pc)
	}
	const place = "user/hello/main.go:6, in main.main"
	tests := map[string]struct {
		status  qemu.Status
		console string
		want    string
	}{
		"exception":        {qemu.KernelException, record("exception in ring 0: vector=0x6", start), place},
		"panic":            {qemu.KernelPanic, record("division by zero", start+1), place},
		"behind the start": {qemu.KernelPanic, record("division by zero", start), "main.main"},
		"clean":            {qemu.Clean, record("exception in ring 0", start), ""},
		"no record":        {qemu.KernelPanic, "kernel: halt: the processor has no NX\n", ""},
		"no such number":   {qemu.KernelPanic, "kernel: halt: x: pc=0x11111111111111111\n", ""},
		"elsewhere":        {qemu.KernelException, record("exception in ring 0", 0x10), "no function"},
	}
	for name, test := range tests {
		got := halted(test.status, []byte(test.console), symbols)
		switch name {
		case "behind the start":
			if strings.Contains(got, test.want) {
				t.Errorf("%s: %q, of the function behind", name, got)
			}
		case "elsewhere":
			if !strings.Contains(got, test.want) {
				t.Errorf("%s: %q", name, got)
			}
		default:
			if got != test.want {
				t.Errorf("%s: %q, want %q", name, got, test.want)
			}
		}
	}
	if got := halted(qemu.KernelPanic, []byte(record("x", start)), filepath.Join(dir, "gone.sym")); !strings.Contains(got, "gone.sym") {
		t.Errorf("without symbols: %q", got)
	}
}

// address answers the address of a symbol.
func address(t *testing.T, path, name string) uint64 {
	t.Helper()
	file, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	symbols, err := file.Symbols()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range symbols {
		if s.Name == name {
			return s.Value
		}
	}
	t.Fatalf("%s has no symbol %s", path, name)
	return 0
}

// TestTail demands that the end of a long console is kept.
func TestTail(t *testing.T) {
	var last tail
	for range 1000 {
		if n, err := last.Write([]byte("0123456789")); n != 10 || err != nil {
			t.Fatal(n, err)
		}
	}
	last.Write([]byte("end"))
	if len(last.kept) > 4096 || !strings.HasSuffix(string(last.kept), "89end") {
		t.Errorf("%d bytes: %q", len(last.kept), last.kept[len(last.kept)-10:])
	}
}
