package elf

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"warrant/kernel/abi"
)

// build compiles a small program with the toolchain and answers its bytes and the standard library's view of it.
func build(t *testing.T, args ...string) ([]byte, *elf.File) {
	t.Helper()
	dir := t.TempDir()
	source, output := filepath.Join(dir, "main.go"), filepath.Join(dir, "program")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() { println(\"hello\") }\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", append(append([]string{"build", "-o", output}, args...), source)...)
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	b, err := os.ReadFile(output)
	if err != nil {
		t.Fatal(err)
	}
	f, err := elf.Open(output)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return b, f
}

// TestToolchainFile compares Parse with debug/elf on a file of the Go linker.
func TestToolchainFile(t *testing.T) {
	b, f := build(t)
	i, e := Parse(b)
	if e != OK {
		t.Fatalf("Parse: %s", e)
	}
	mappable(t, b, i)
	if i.Entry != abi.VirtAddr(f.Entry) {
		t.Errorf("entry %#x, want %#x", i.Entry, f.Entry)
	}
	n := 0
	for _, p := range f.Progs {
		if p.Type != elf.PT_LOAD || p.Memsz == 0 {
			continue
		}
		want := Segment{
			Address: abi.VirtAddr(p.Vaddr), FileOffset: p.Off, FileSize: p.Filesz, MemSize: p.Memsz,
			Write: p.Flags&elf.PF_W != 0, Execute: p.Flags&elf.PF_X != 0,
		}
		if i.Segments[n] != want {
			t.Errorf("segment %d is %+v, want %+v", n, i.Segments[n], want)
		}
		n++
	}
	if int(i.Count) != n {
		t.Errorf("%d segments, want %d", i.Count, n)
	}
}

// TestToolchainPIE demands that a position-independent program is refused.
func TestToolchainPIE(t *testing.T) {
	b, _ := build(t, "-buildmode=pie")
	if _, e := Parse(b); e != NotExecutable {
		t.Errorf("Parse: %s, want %s", e, NotExecutable)
	}
}
