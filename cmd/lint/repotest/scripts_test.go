package repotest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// machine is a folder that stands for the commands of a machine: the ones that scripts may always use, and fakes.
func machine(t *testing.T, fakes map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"bash", "sh", "env", "awk", "grep", "sort", "paste", "cat", "mktemp", "tail", "rm", "touch", "chmod"} {
		real, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(real, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, script := range fakes {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// run runs a script of the tree with only the commands of a folder, and returns what it printed and its exit status.
func run(t *testing.T, path, script string, args ...string) (output string, status int) {
	t.Helper()
	whole, err := filepath.Abs(filepath.Join("../../..", script))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(path, "bash"), append([]string{whole}, args...)...)
	cmd.Env = []string{"PATH=" + path, "TMPDIR=" + path}
	out, err := cmd.CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func TestDeps(t *testing.T) {
	const (
		root     = "echo 0"
		user     = "echo 1000"
		installs = `case "$1" in install) d=$(dirname "$0"); touch "$d/shellcheck"; chmod +x "$d/shellcheck";; esac`
		command  = "run: sudo apt-get update && sudo apt-get install -y --no-install-recommends shellcheck\n"
	)
	dirname := "echo \"${1%/*}\""
	for _, test := range []struct {
		name   string
		fakes  map[string]string
		args   []string
		status int
		want   string
	}{
		{"nothing missing", map[string]string{"shellcheck": ""}, []string{"install", "lint"}, 0, ""},
		{"installed by root", map[string]string{"id": root, "dirname": dirname, "apt-get": installs}, []string{"install", "lint"}, 0, "deps: installing shellcheck\n"},
		{"installed by sudo", map[string]string{"id": user, "dirname": dirname, "sudo": `shift; "$@"`, "apt-get": installs}, []string{"install", "lint"}, 0, "deps: installing shellcheck\n"},
		{"no apt", map[string]string{"id": root}, []string{"install", "lint"}, 1, command},
		{"no sudo", map[string]string{"id": user, "apt-get": installs}, []string{"install", "lint"}, 1, command},
		{"sudo asks", map[string]string{"id": user, "sudo": "exit 1", "apt-get": installs}, []string{"install", "lint"}, 1, command},
		{"apt fails", map[string]string{"id": root, "apt-get": "echo no network; exit 100"}, []string{"install", "lint"}, 1, "no network\ndeps: apt-get could not install shellcheck\n"},
		{"apt does nothing", map[string]string{"id": root, "apt-get": ""}, []string{"install", "lint"}, 1, "these are still missing: shellcheck\n"},
		{"need", map[string]string{"id": root, "apt-get": installs}, []string{"need", "lint"}, 1, "deps: missing: shellcheck\n"},
		{"need nothing", map[string]string{"shellcheck": ""}, []string{"need", "lint"}, 0, ""},
		{"unknown group", nil, []string{"need", "lunch"}, 2, "no group lunch in the table"},
		{"unknown action", nil, []string{"remove"}, 2, "usage: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			output, status := run(t, machine(t, test.fakes), "scripts/deps.sh", test.args...)
			if status != test.status || !strings.Contains(output, test.want) || test.want == "" && output != "" {
				t.Fatalf("status %d, want %d; output %q, want %q in it", status, test.status, output, test.want)
			}
		})
	}
}

// Of alternatives one is enough.
func TestDepsAlternatives(t *testing.T) {
	for _, test := range []struct {
		fakes   map[string]string
		missing bool
	}{
		{nil, true},
		{map[string]string{"chromium": ""}, false},
		{map[string]string{"google-chrome": ""}, false},
		{map[string]string{"chrome": ""}, true},
	} {
		output, status := run(t, machine(t, test.fakes), "scripts/deps.sh", "need", "test")
		if status != 1 || strings.Contains(output, "chromium") != test.missing {
			t.Errorf("with %v status %d and %q; chromium is missing: %v", test.fakes, status, output, test.missing)
		}
	}
}

func TestTestScript(t *testing.T) {
	const passing = "=== RUN   TestA\n=== RUN   TestA/b\n--- PASS: TestA (0.00s)\n    --- PASS: TestA/b (0.00s)\nPASS\nok  \tm/a\t0.1s\n"
	for _, test := range []struct {
		name   string
		output string
		exit   string
		status int
		counts string
		want   string
		hidden string
	}{
		{"pass", passing, "0", 0, "2 0 0\n", "ok  \tm/a\t0.1s\n", "TestA"},
		{"no tests", passing + "?   \tm/b\t[no test files]\n", "0", 0, "2 0 0\n", "ok  \tm/a", "m/b"},
		{"skip", "=== RUN   TestS\n    s_test.go:3: no key\n--- SKIP: TestS (0.00s)\nPASS\nok  \tm/s\t0.1s\n", "0", 0, "0 0 1\n", "ok  \tm/s", "no key"},
		{"fail", "=== RUN   TestF\n    f_test.go:3: wrong\n--- FAIL: TestF (0.00s)\nFAIL\nFAIL\tm/f\t0.1s\n" + passing + "FAIL\n", "1", 1, "2 1 0\n", "f_test.go:3: wrong", "TestA"},
		{"does not build", "# m/x\nx.go:1:1: expected declaration\nFAIL\tm/x [build failed]\nFAIL\n", "1", 1, "0 1 0\n", "expected declaration", "PASS"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := machine(t, nil)
			if err := os.WriteFile(filepath.Join(path, "output"), []byte(test.output), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(path, "go"), []byte("#!/bin/sh\ncat "+path+"/output\nexit "+test.exit+"\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			output, status := run(t, path, "scripts/test.sh", filepath.Join(path, "counts"), "./...")
			counts, err := os.ReadFile(filepath.Join(path, "counts"))
			if err != nil {
				t.Fatal(err)
			}
			if status != test.status || string(counts) != test.counts {
				t.Errorf("status %d and counts %q, want %d and %q", status, counts, test.status, test.counts)
			}
			if !strings.Contains(output, test.want) || strings.Contains(output, test.hidden) {
				t.Errorf("output %q, want %q and not %q in it", output, test.want, test.hidden)
			}
		})
	}
}

func TestCheckScript(t *testing.T) {
	make := `case "$2" in bad) echo wrong; exit 2;; *) echo fine;; esac`
	for _, test := range []struct {
		name   string
		steps  []string
		status int
		want   []string
	}{
		{"all pass", []string{"one", "two"}, 0, []string{"== make all: 0 of 2 steps failed", "one                  ok", "two                  ok"}},
		{"goes on after a failure", []string{"bad", "two"}, 1, []string{"wrong\n== two\nfine\n", "1 of 2 steps failed", "bad                  FAILED"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			output, status := run(t, machine(t, map[string]string{"make": make}), "scripts/check.sh", append([]string{"all"}, test.steps...)...)
			if status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			for _, want := range test.want {
				if !strings.Contains(output, want) {
					t.Errorf("output %q, want %q in it", output, want)
				}
			}
		})
	}
}
