package medium

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"warrant/cmd/internal/image"
	"warrant/cmd/internal/qemu"
)

// root is the module's folder as seen from this package.
const root = "../../.."

// kernel links a kernel without a process into a file.
func kernel(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "kernel.elf")
	if _, err := image.Kernel(image.Request{Root: root, Output: path}); err != nil {
		t.Fatal(err)
	}
	return path
}

// request answers a request for a medium with the kernel and a manifest that it refuses, or skips the test without the tools.
func request(t *testing.T, kernel string) (r Request) {
	t.Helper()
	dir := t.TempDir()
	r = Request{Kernel: kernel, Manifest: filepath.Join(dir, "bad.manifest"), Output: filepath.Join(dir, "medium.iso"), GRUB: GRUB}
	if err := os.WriteFile(r.Manifest, []byte("no manifest"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := r.check(); err != nil {
		t.Skip(err)
	}
	return r
}

// boot runs a machine and answers how it ended, and the kernel's last words: before them the firmware clears the screen.
func boot(t *testing.T, o qemu.Options) (status qemu.Status, last string) {
	t.Helper()
	var console bytes.Buffer
	o.Machine, o.Memory, o.Timeout, o.Console = "q35", 128, 2*time.Minute, &console
	status, err := qemu.Run(context.Background(), o)
	if status == qemu.Missing {
		t.Skip(err)
	}
	text := strings.TrimSpace(console.String())
	return status, text[max(strings.LastIndex(text, "kernel: "), 0):]
}

// TestBoots demands that a medium hands the kernel what QEMU's own loader hands it, under both kinds of firmware, and as a disk as well as
// as a CD: the kernel refuses the manifest in the same words.
func TestBoots(t *testing.T) {
	r := request(t, kernel(t))
	if err := Write(r); err != nil {
		t.Fatal(err)
	}
	want, line := boot(t, qemu.Options{Kernel: r.Kernel, Module: r.Manifest})
	if want != qemu.BootRefused || !strings.Contains(line, "boot manifest") {
		t.Fatalf("the kernel alone ends with %s: %q", want, line)
	}
	for name, o := range map[string]qemu.Options{
		"BIOS, CD": {ISO: r.Output}, "BIOS, disk": {ISO: r.Output, Disk: true},
		"UEFI, CD": {ISO: r.Output, UEFI: true}, "UEFI, disk": {ISO: r.Output, UEFI: true, Disk: true},
	} {
		if status, last := boot(t, o); status != want || last != line {
			t.Errorf("%s: %s, %q; want %s, %q", name, status, last, want, line)
		}
	}
	r.Modules = 2
	if err := Write(r); err != nil {
		t.Fatal(err)
	}
	if status, last := boot(t, qemu.Options{ISO: r.Output}); status != qemu.BootRefused || !strings.HasSuffix(last, "passed 2") {
		t.Errorf("two modules: %s, %q", status, last)
	}
}

// TestReproducible demands the same bits on another day, from files of other dates in another folder.
func TestReproducible(t *testing.T) {
	later := time.Date(2031, time.May, 5, 5, 5, 5, 0, time.Local)
	var media [2][]byte
	var folder string
	for n := range media {
		// Linking the kernel takes longer than a second, the resolution of dates on media.
		r := request(t, kernel(t))
		if n == 1 {
			if err := os.Chtimes(r.Manifest, later, later); err != nil {
				t.Fatal(err)
			}
		}
		if err := Write(r); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(r.Output)
		if err != nil {
			t.Fatal(err)
		}
		media[n], folder = content, filepath.Dir(r.Output)
	}
	if !bytes.Equal(media[0], media[1]) {
		t.Error("the media differ")
	}
	if bytes.Contains(media[0], []byte(folder)) {
		t.Error("the medium knows its folder")
	}
}

// TestMissing demands that the packages to install and the files that are not there are named, and that no output is left.
func TestMissing(t *testing.T) {
	dir := t.TempDir()
	r := Request{Kernel: filepath.Join(dir, "gone.elf"), Manifest: filepath.Join(dir, "gone.manifest"), Output: filepath.Join(dir, "o"), GRUB: dir}
	if err := Write(r); err == nil || !strings.Contains(err.Error(), "apt-get install") || !strings.Contains(err.Error(), "grub-pc-bin grub-efi-amd64-bin") {
		t.Errorf("without GRUB: %v", err)
	}
	r.GRUB = GRUB
	if err := Write(r); err == nil || !strings.Contains(err.Error(), "apt-get") && (!strings.Contains(err.Error(), "gone.elf") || !strings.Contains(err.Error(), "gone.manifest")) {
		t.Errorf("without kernel and manifest: %v", err)
	}
	if _, err := exec.LookPath("xorriso"); err == nil {
		t.Setenv("PATH", dir)
		if err := Write(r); err == nil || !strings.Contains(err.Error(), "grub-common xorriso mtools") {
			t.Errorf("without tools: %v", err)
		}
	}
	if _, err := os.Stat(r.Output); err == nil {
		t.Error("there is an output")
	}
}
