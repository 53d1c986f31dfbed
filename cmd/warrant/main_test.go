package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestDashes has a row per form of an argument.
func TestDashes(t *testing.T) {
	for arg, want := range map[string]string{
		"-gdb": "--gdb", "-manifest=x": "--manifest=x", "--gdb": "--gdb", "-o": "-o", "-j4": "-j4", "run": "run", "-": "-", "--": "--",
		"-run=^a-b$": "--run=^a-b$", "-X": "-X",
	} {
		if got := dashes([]string{arg}); !slices.Equal(got, []string{want}) {
			t.Errorf("%q becomes %q, want %q", arg, got, want)
		}
	}
}

// TestRunMissing demands that a run without its files names the targets that build them.
func TestRunMissing(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, c := range []runCommand{
		{Kernel: "build/kernel.elf", Manifest: "build/system.manifest"},
		{ISO: true, Medium: "build/warrant.iso"},
		{ICount: true, KVM: true},
	} {
		_, _, err := c.options()
		if err == nil || !strings.Contains(err.Error(), "make ") && !c.KVM {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if status := run([]string{"run"}); status != 1 {
		t.Errorf("exit status %d", status)
	}
}

// TestManifest demands that a refused source ends the command with status 1 and no file.
func TestManifest(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("a.cue", []byte("init: caps: x: \"y\""), 0o644); err != nil {
		t.Fatal(err)
	}
	if status := run([]string{"manifest", "-o", "out", "a.cue"}); status != 1 {
		t.Errorf("exit status %d", status)
	}
	if _, err := os.Stat("out"); err == nil {
		t.Error("there is an output")
	}
	if status := run([]string{"manifest", "a.cue"}); status != 1 {
		t.Errorf("without output: exit status %d", status)
	}
}
