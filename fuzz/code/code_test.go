package code

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree is a module with a parser that uses another package.
var tree = map[string]string{
	"lib/p/p.go": "// Package p parses.\npackage p\n\nimport \"warrant/lib/q\"\n\n// P parses.\nfunc P(b []byte) (n int) {\n\tvar t q.T\n\tif len(b) < q.Limit {\n\t\tn = t.M(1)\n\t}\n\treturn n\n}\n",
	"lib/q/q.go": "package q\n\nconst (\n\tFirst = iota\n\tLimit\n)\n\ntype T struct{ n int }\n\nfunc (t T) M(n int) int { return t.n + n }\n\nfunc (t T) Unused() int { return 1 }\n\nfunc Other() int { return 2 }\n",
}

// hash writes the tree with one file changed, and hashes the parser.
func hash(t *testing.T, name, old, replacement string) string {
	t.Helper()
	root := t.TempDir()
	for file, text := range tree {
		if file == name {
			if strings.Count(text, old) != 1 {
				t.Fatalf("%s has %q %d times", name, old, strings.Count(text, old))
			}
			text = strings.Replace(text, old, replacement, 1)
		}
		path := filepath.Join(root, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	h, err := Hash(root, "warrant/lib/p")
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// What changes the code changes the hash, and nothing else does.
func TestHash(t *testing.T) {
	same := hash(t, "", "", "")
	for _, tt := range []struct {
		what, file, old, replacement string
		changes                      bool
	}{
		{"a contract", "lib/p/p.go", "// P parses.", "// @ ensures 0 <= n\n\n// P parses.", false},
		{"an annotation in a line", "lib/p/p.go", "t.M(1)", "t.M(1 /*@, ghost @*/)", false},
		{"a line break", "lib/p/p.go", "\n\treturn n", "\n\n\treturn n", false},
		{"a statement", "lib/p/p.go", "\treturn n", "\tn++\n\treturn n", true},
		{"an operator", "lib/p/p.go", "len(b) < ", "len(b) <= ", true},
		{"a number", "lib/p/p.go", "t.M(1)", "t.M(2)", true},
		{"a function that it uses", "lib/q/q.go", "t.n + n", "t.n - n", true},
		{"a type that it uses", "lib/q/q.go", "n int }", "n int; m bool }", true},
		{"the value of a constant that it uses", "lib/q/q.go", "= iota", "= iota + 1", true},
		{"a constant behind it", "lib/q/q.go", "\tLimit\n", "\tLimit\n\tLast\n", false},
		{"a method that it does not use", "lib/q/q.go", "return 1", "return 3", false},
		{"a function that it does not use", "lib/q/q.go", "return 2", "return 3", false},
	} {
		if got := hash(t, tt.file, tt.old, tt.replacement); (got != same) != tt.changes {
			t.Errorf("%s: %s, before %s", tt.what, got, same)
		}
	}
}

// A package that does not compile, and one that is not there, are errors.
func TestRefused(t *testing.T) {
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "lib/p"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"package p\nfunc P() int { return x }\n", "package p\nimport \"fmt\"\n", "package"} {
		if err := os.WriteFile(filepath.Join(root, "lib/p/p.go"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if h, err := Hash(root, "warrant/lib/p"); err == nil {
			t.Errorf("%q is %s", text, h)
		}
	}
	if h, err := Hash(root, "warrant/lib/q"); err == nil {
		t.Errorf("nothing is %s", h)
	}
}
