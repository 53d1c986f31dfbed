package doctest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// root is the repository.
const root = "../../.."

// pages are all Markdown pages but generated ones.
func pages(t *testing.T) (names []string) {
	t.Helper()
	for _, pattern := range []string{"*.md", "docs/*.md", "specs/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	return names
}

// TestPages runs the commands of every page: those of lane run, and with DOCS=nightly those of lane nightly as well.
func TestPages(t *testing.T) {
	folder, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	if output, err := runScript(t, folder, "make tools"); err != nil {
		t.Fatalf("make tools: %v\n%s", err, output)
	}
	ran := 0
	for _, file := range pages(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			t.Fatal(err)
		}
		blocks, problems := Parse(string(text))
		for _, problem := range problems {
			t.Errorf("%s:%s", name, problem)
		}
		var chosen []Block
		for _, b := range blocks {
			if b.Lane == Run || os.Getenv("DOCS") == "nightly" {
				chosen = append(chosen, b)
			}
		}
		if len(chosen) == 0 {
			continue
		}
		ran += len(chosen)
		t.Run(name, func(t *testing.T) {
			output, status := runScript(t, folder, Script(chosen))
			parts := Split(output)
			for i, b := range chosen {
				part, reached := parts[i]
				switch {
				case !reached:
					t.Errorf("%s:%d: did not run, since a command before failed", name, b.Line)
				case status != nil && i == len(parts)-1:
					t.Errorf("%s:%d: %v\n%s", name, b.Line, status, part)
				default:
					if text := b.Differs(part); text != "" {
						t.Errorf("%s:%d: %s", name, b.Line, text)
					}
				}
			}
		})
	}
	if ran == 0 {
		t.Error("no page shows a command that runs: this test cannot fail")
	}
}

// runScript runs a script in a folder, with the tools of this repository first in the path, and answers what it printed.
func runScript(t *testing.T, folder, script string) (string, error) {
	t.Helper()
	cmd := exec.Command("bash", "-c", script)
	cmd.Dir = folder
	for _, setting := range os.Environ() {
		switch name, _, _ := strings.Cut(setting, "="); name {
		case "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "DOCS":
		default:
			cmd.Env = append(cmd.Env, setting)
		}
	}
	cmd.Env = append(cmd.Env, "PATH="+filepath.Join(folder, "build")+":"+os.Getenv("PATH"), "TMPDIR="+t.TempDir(), "TERM=dumb")
	output, err := cmd.CombinedOutput()
	return string(output), err
}

func TestParse(t *testing.T) {
	for _, test := range []struct {
		name, page string
		blocks     int
		problem    string
	}{
		{"run", "```sh run\nmake help\n```\n", 1, ""},
		{"nightly", "```sh nightly\nmake run\n```\n", 1, ""},
		{"manual", "```sh manual: waits for a person\ngdb\n```\n", 0, ""},
		{"manual without reason", "```sh manual:\ngdb\n```\n", 0, "2: a block of commands that says neither"},
		{"says nothing", "```sh\nmake help\n```\n", 0, "2: a block of commands that says neither"},
		{"command in a plain block", "```\n$ make help\n```\n", 0, "2: a command that no test runs"},
		{"command in an indented block", "text\n\n    gosure verify ./...\n", 0, "3: a command that no test runs"},
		{"output of commands", "```sh run\nmake help\n```\n\n```text output\n...\n```\n", 1, ""},
		{"output of nothing", "```text output\nx\n```\n", 0, "2: output of no block of commands"},
		{"output twice", "```sh run\nmake\n```\n```text output\nx\n```\n```text output\ny\n```\n", 1, "8: output of no block of commands"},
		{"no command", "```\nmake = 1\ngofmt  ok\n```\n\n    Next     what is due\n", 0, ""},
		{"another language", "```go\ngo func() {}()\n```\n", 0, ""},
		{"transcript", "```console smokes/a.txt\n$ make run\n```\n", 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			blocks, problems := Parse(test.page)
			text := strings.Join(problems, "\n")
			if len(blocks) != test.blocks || (text == "") != (test.problem == "") || !strings.Contains(text, test.problem) {
				t.Errorf("%d blocks and problems %q, want %d and %q", len(blocks), text, test.blocks, test.problem)
			}
		})
	}
}

func TestDiffers(t *testing.T) {
	for _, test := range []struct {
		name, output, page string
		same               bool
	}{
		{"same", "a\nb\n", "a\nb", true},
		{"numbers", "proved 14 in 0.31 s at 0x1f\n", "proved 9 in 12.0 s at 0x2", true},
		{"columns", "x      14\n", "x  9", true},
		{"another word", "a\nc\n", "a\nb", false},
		{"line missing", "a\n", "a\nb", false},
		{"line more", "a\nb\n", "a", false},
		{"gap", "a\nx\ny\nb\n", "a\n...\nb", true},
		{"gap at the end", "a\nx\n", "a\n...", true},
		{"gap at the start", "x\na\n", "...\na", true},
		{"gap without the line", "a\nx\n", "a\n...\nb", false},
		{"other order", "b\na\n", "a\n...\nb", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := Block{Output: strings.Split(test.page, "\n"), OutputLine: 1}
			if text := b.Differs(test.output); (text == "") != test.same {
				t.Errorf("says %q", text)
			}
		})
	}
}

// TestScript runs two blocks of which the second sees what the first did, and one that fails.
func TestScript(t *testing.T) {
	folder := t.TempDir()
	output, err := runScript(t, folder, Script([]Block{{Commands: "cd /\nx=5"}, {Commands: "echo $PWD $x"}, {Commands: "false"}, {Commands: "echo never"}}))
	parts := Split(output)
	if err == nil || parts[1] != "/ 5\n" || len(parts) != 3 {
		t.Errorf("error %v, output %q", err, output)
	}
}
