package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"warrant/cmd/internal/image"
	"warrant/cmd/internal/manifest"
	"warrant/cmd/internal/qemu"
)

// spin is a program that says so and never enters the kernel again.
const spin = `package main

import "warrant/user/program"

func main() {
	program.Speak("init").Say("spins")
	for {
	}
}
`

// once is a console that calls a function when a text has appeared on it.
type once struct {
	shown bytes.Buffer
	text  string
	do    func()
	done  sync.Once
}

// Write looks for the text.
func (o *once) Write(b []byte) (int, error) {
	n, err := o.shown.Write(b)
	if strings.Contains(o.shown.String(), o.text) {
		o.done.Do(o.do)
	}
	return n, err
}

// interruptRing3 sends a non-maskable interrupt by way of the machine's monitor when the processor is in ring 3: it stops the machine to
// look, and lets it go on.
func interruptRing3(monitor string) error {
	connection, err := net.Dial("unix", monitor)
	if err != nil {
		return err
	}
	defer connection.Close()
	answers := bufio.NewReader(connection)
	for {
		if _, err := connection.Write([]byte("stop\ninfo registers\n")); err != nil {
			return err
		}
		for line := ""; !strings.Contains(line, "CPL="); {
			if line, err = answers.ReadString('\n'); err != nil {
				return err
			}
			if strings.Contains(line, "CPL=3") {
				if _, err := connection.Write([]byte("nmi\ncont\n")); err != nil {
					return err
				}
				// The monitor forgets what it has not carried out when nobody listens any more: until the machine has ended.
				_, _ = io.Copy(io.Discard, answers)
				return nil
			}
		}
		if _, err := connection.Write([]byte("cont\n")); err != nil {
			return err
		}
	}
}

// TestInterruptRing3 has the machine's operator send a non-maskable interrupt while a process runs: the kernel stops with a record of the
// process's address.
func TestInterruptRing3(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	build := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(build, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(root, "user/hello/main.go"): write("spin.go", spin)}})
	if err != nil {
		t.Fatal(err)
	}
	kernel, program := filepath.Join(build, "kernel.elf"), filepath.Join(build, "user", "hello.elf")
	if err := os.Mkdir(filepath.Dir(program), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := image.Kernel(image.Request{Root: root, Output: kernel}); err != nil {
		t.Fatal(err)
	}
	if _, err := image.User(image.Request{Root: root, Output: program, Overlay: write("overlay.json", string(overlay))}, "./user/hello"); err != nil {
		t.Fatal(err)
	}
	source := write("spin.cue", `init: {binary: "hello", caps: console: "console"}
binaries: hello: {}
`)
	module, err := manifest.CompileToTemporary(manifest.Options{Sources: []string{source}, Build: build})
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(module)
	monitor := filepath.Join(build, "monitor")
	interrupted := make(chan error, 1)
	console := &once{text: "init: spins\n", do: func() {
		go func() { interrupted <- interruptRing3(monitor) }()
	}}
	status, err := qemu.Run(t.Context(), qemu.Options{
		Kernel: kernel, Module: module, Machine: "q35", Memory: 64, Monitor: monitor, Timeout: time.Minute, Console: console,
	})
	if status == qemu.Missing {
		t.Skip(err)
	}
	if err := <-interrupted; err != nil {
		t.Error(err)
	}
	if want := "kernel: halt: exception in ring 3: vector=0x0000000000000002"; status != qemu.KernelException || !strings.Contains(console.shown.String(), want) {
		t.Errorf("%s (%v), console\n%s", status, err, console.shown.String())
	}
}
