package main

import (
	"os"
	"strings"
	"testing"
)

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

// TestMonitorWantsSource demands that the monitor is added to CUE source only, and to the default system when nothing is said.
func TestMonitorWantsSource(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, file := range []string{"kernel.elf", "some.manifest", "build/system.manifest"} {
		if err := os.MkdirAll("build", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	compiled := runCommand{Kernel: "kernel.elf", Manifest: "some.manifest", Monitor: true}
	if _, _, err := compiled.options(); err == nil || !strings.Contains(err.Error(), "some.manifest") {
		t.Errorf("a compiled manifest: %v", err)
	}
	standard := runCommand{Kernel: "kernel.elf", Manifest: defaultManifest, JSON: "out.json"}
	if _, _, err := standard.options(); err == nil || !strings.Contains(err.Error(), defaultSource) {
		t.Errorf("the default system: %v", err)
	}
	plain := runCommand{Kernel: "kernel.elf", Manifest: defaultManifest}
	if o, _, err := plain.options(); err != nil || o.Module != defaultManifest {
		t.Errorf("without the monitor: %v, module %s", err, o.Module)
	}
}

// TestGraph draws a manifest, a log and a snapshot, and refuses what is none of them.
func TestGraph(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"a.cue":      `init: caps: {console: "console", bootPackage: "bootPackage", processSpawner: "processSpawner"}, binaries: init: {}, services: {}`,
		"bad.cue":    `init: caps: x: "y"`,
		"a.log":      "hello\nmonitor: {\"snapshot\":1}\nmonitor: {\"process\":0,\"name\":\"solo\",\"state\":\"ready\"}\nmonitor: {\"end\":1}\n",
		"half.log":   "monitor: {\"snapshot\":1}\n",
		"broken.log": "monitor: {\"what\":1}\n",
		"a.json":     `{"snapshot":1,"processes":[{"process":0,"name":"solo","state":"ready"}]}`,
		"bad.json":   `[`,
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		args   []string
		want   string // in the picture
		status int
	}{
		{[]string{"a.cue"}, ">init<", 0},
		{[]string{"a.log"}, ">solo<", 0},
		{[]string{"a.json"}, ">solo<", 0},
		{[]string{"-format", "dot", "a.log"}, `label="solo`, 0},
		{[]string{"bad.cue"}, "", 1},
		{[]string{"half.log"}, "", 1},
		{[]string{"broken.log"}, "", 1},
		{[]string{"bad.json"}, "", 1},
		{[]string{"none.log"}, "", 1},
		{[]string{"a.log", "a.json"}, "", 1},
	} {
		os.Remove("out")
		if status := run(append([]string{"graph", "-o", "out"}, tt.args...)); status != tt.status {
			t.Errorf("%v: exit status %d", tt.args, status)
		}
		picture, _ := os.ReadFile("out")
		if !strings.Contains(string(picture), tt.want) || tt.status != 0 && len(picture) > 0 {
			t.Errorf("%v: %s", tt.args, picture)
		}
	}
}
