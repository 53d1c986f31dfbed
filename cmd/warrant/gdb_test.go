package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"warrant/cmd/internal/image"
	"warrant/cmd/internal/manifest"
	"warrant/cmd/internal/qemu"
)

// TestGDB attaches gdb to the kernel, as docs/debugging.md does, and demands that it shows lines of the kernel's source.
func TestGDB(t *testing.T) {
	for _, tool := range []string{"gdb", qemu.Binary} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed")
		}
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	build := t.TempDir()
	if err := os.Mkdir(filepath.Join(build, "user"), 0o755); err != nil {
		t.Fatal(err)
	}
	kernel := filepath.Join(build, "kernel.elf")
	if _, err := image.Kernel(image.Request{Root: root, Output: kernel, Symbols: symbols(kernel)}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"init", "hello"} {
		output := filepath.Join(build, "user", name+".elf")
		if _, err := image.User(image.Request{Root: root, Output: output, Symbols: symbols(output)}, "./user/"+name); err != nil {
			t.Fatal(err)
		}
	}
	module, err := manifest.CompileToTemporary(manifest.Options{Sources: []string{root + "/manifests/minimal.cue"}, Build: build})
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(module)
	port := freePort(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		status, err := qemu.Run(ctx, qemu.Options{
			Kernel: kernel, Module: module, Machine: "q35", Memory: 64, GDB: port, Timeout: time.Minute, Console: io.Discard,
		})
		t.Logf("the machine ended: %s, %v", status, err)
	}()
	defer func() { stop(); <-ended }()
	gdb := exec.CommandContext(ctx, "gdb", "-batch", "-nx",
		"-ex", "set tcp connect-timeout 30", "-ex", "set substitute-path warrant "+root,
		"-ex", fmt.Sprintf("target remote 127.0.0.1:%d", port),
		"-ex", "break warrant/kernel/sys.(*Kernel).reportHalt", "-ex", "continue", "-ex", "backtrace", "-ex", "list", "-ex", "print k.rootStatus", symbols(kernel))
	out, err := gdb.CombinedOutput()
	if err != nil {
		t.Fatalf("gdb: %v\n%s", err, out)
	}
	for _, want := range []string{
		"in main.main () at warrant/kernel/boot/main.go:",     // a frame with its line
		"func (k *Kernel) reportHalt() {",                     // the source itself
		"// reportHalt records on the console how init ended", // and what stands around it
		"$1 = {End = 1 '\\001', Code = 0, Event = {Kind = 0,", // a structure of the kernel's: init has exited with 0
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("gdb does not show %q:\n%s", want, out)
		}
	}
}

// freePort answers a TCP port of the local host that nobody uses.
func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
