package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// module makes a fresh module that uses the harness language, and works in it.
func module(t *testing.T, files map[string]string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	files["go.mod"] = "module example.com/fresh\n\ngo 1.26.0\n\nrequire warrant v0.0.0\n\nreplace warrant => " + root + "\n"
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(directory, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(directory, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(directory)
}

const harnesses = `package fresh

import "warrant/verify/prove"

func half(x uint8) uint8 { return x / 2 }

// ProofHalf holds.
func ProofHalf() {
	x := prove.Any[uint8]()
	prove.Cover(x == 255)
	prove.Assert(half(x) <= 127)
}

// ProofHalfTwin does not.
func ProofHalfTwin() {
	x := prove.Any[uint8]()
	prove.Assert(half(x) < 127)
}
`

func TestExitStatus(t *testing.T) {
	module(t, map[string]string{"fresh.go": harnesses})
	cache := t.TempDir()
	for _, row := range []struct {
		args string
		want int
	}{
		{"prove -cache-dir CACHE -harness Half$", 0},
		{"prove -cache-dir CACHE -harness Twin$", statusRefuted},
		{"prove -cache-dir CACHE -format terse -coverage", statusRefuted},
		{"prove -cache-dir CACHE -harness Nothing", statusBroken},
		{"prove -no-such-flag", statusBroken},
		{"prove -shard 3/2", statusBroken},
		{"prove ./missing", statusBroken},
		{"list -format markdown", 0},
		{"bounds report", statusBroken},
	} {
		if got := run(strings.Fields(strings.ReplaceAll(row.args, "CACHE", cache))); got != row.want {
			t.Errorf("gosure %s: status %d, want %d", row.args, got, row.want)
		}
	}
}

func TestPlaybackFailsForTheReasonFound(t *testing.T) {
	module(t, map[string]string{"fresh.go": harnesses})
	if got := run([]string{"prove", "-no-cache", "-playback"}); got != statusRefuted {
		t.Fatalf("status %d", got)
	}
	out, err := exec.Command("go", "test", ".").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "assertion-failed") || !strings.Contains(string(out), "fresh.go:17") {
		t.Errorf("playback: %v\n%s", err, out)
	}
}

func TestShardsMergeToTheWhole(t *testing.T) {
	module(t, map[string]string{"fresh.go": harnesses})
	if got := run([]string{"prove", "-no-cache", "-shard", "1/2", "-json", "one.json"}); got != 0 {
		t.Errorf("shard 1: status %d", got)
	}
	if got := run([]string{"prove", "-no-cache", "-shard", "2/2", "-json", "two.json"}); got != statusRefuted {
		t.Errorf("shard 2: status %d", got)
	}
	for _, row := range []struct {
		args string
		want int
	}{
		{"merge one.json two.json -json all.json", statusRefuted},
		{"merge one.json", statusBroken},
		{"merge one.json one.json", statusBroken},
	} {
		if got := run(strings.Fields(row.args)); got != row.want {
			t.Errorf("gosure %s: status %d, want %d", row.args, got, row.want)
		}
	}
	text, err := os.ReadFile("all.json")
	if err != nil {
		t.Fatal(err)
	}
	var all document
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Reports) != 2 || all.Schema != reportSchema {
		t.Errorf("merged report: %+v", all)
	}
}
