package gobra

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warrant/verify/deduce"
)

// TestTree checks every package of the kernel core and of the libraries that has contracts.
func TestTree(t *testing.T) {
	_, report, err := deduce.Load(&deduce.Options{Dir: "../..", Patterns: []string{"./kernel/core/...", "./kernel/sys/...", "./lib/..."}})
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, p := range report.Packages {
		if p.Contracts {
			folders = append(folders, strings.TrimPrefix(p.Path, "warrant/"))
		}
	}
	if len(folders) == 0 {
		t.Fatal("no package has contracts")
	}
	problems, err := Check("../..", "warrant", folders)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}

// tree is a module that has no problem.
func tree() map[string]string {
	return map[string]string{
		"core/a/a.go":       "// +gobra\n\npackage a\n\nimport \"m/abi\"\n\n// @ requires 0 <= x && x < abi.Most\n// @ ensures  y == Twice(x)\n// @ decreases\n\n// F doubles.\nfunc F(x int) (y int) { return 2 * x }\n",
		"core/a/a_test.go":  "package a\n\nimport \"testing\"\n",
		"core/a/a.gobra":    "// +gobra\n\npackage a\n\n// Twice is twice x.\nghost\ndecreases\npure func Twice(x int) (y int) {\n\treturn 2 * x\n}\n\nghost\nrequires acc(p) && &*p == p\ndecreases\nfunc Lemma(p *int) {}\n",
		"core/a/host.go":    "package a\n\nimport \"fmt\"\n\n// G prints.\nfunc G() { fmt.Println(1 << 3) }\n",
		"core/a/other_s.go": "//go:build never\n\npackage b\n",
		"abi/abi.go":        "// +gobra\n\npackage abi\n\n// Most is a number.\nconst Most = 1 << 3\n",
	}
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		name, file, find, replace, want string
	}{
		{"as it is", "core/a/a.go", "// F", "// F", ""},
		{"no header", "core/a/a.go", "// +gobra\n", "", "core/a/a.go: annotations in a file without"},
		{"no header in .gobra", "core/a/a.gobra", "// +gobra\n", "", "core/a/a.gobra: annotations in a file without"},
		{"no header in what is imported", "abi/abi.go", "// +gobra\n", "", "abi: no Go file has"},
		{"needs a file without the header", "core/a/a.go", "return 2 * x", "G(); return 2 * x", "core/a/a.go:12:25: undefined: G"},
		{"imports from elsewhere", "core/a/a.go", "\"m/abi\"", "\"m/abi\"; import \"fmt\"", "core/a/a.go:5:24: could not import fmt"},
		{"underscores", "core/a/a.go", "0 <= x &&", "1_000 <= x &&", "core/a/a.go:7:15: number 1_000 has underscores"},
		{"underscores in .gobra", "core/a/a.gobra", "2 * x", "2_0 * x", "core/a/a.gobra:9:9: number 2_0 has underscores"},
		{"underscores in what is imported", "abi/abi.go", "= 1 << 3", "= 1_0", "abi/abi.go:6:14: number 1_0 has underscores"},
		{"underscores where the tool does not look", "core/a/host.go", "1 << 3", "1_0", ""},
		{"or", "core/a/a.go", "0 <= x &&", "x | 1 == x &&", "core/a/a.go:7:17: operator |"},
		{"shift", "core/a/a.gobra", "2 * x", "x << 1", "core/a/a.gobra:9:11: operator <<"},
		{"and", "core/a/a.gobra", "2 * x", "x & 1", "core/a/a.gobra:9:11: operator &,"},
		{"and behind a parenthesis", "core/a/a.gobra", "2 * x", "(x) & 1", "core/a/a.gobra:9:13: operator &,"},
		{"bits outside annotations", "core/a/a.go", "return 2 * x", "return x << 1", ""},
		{"fraction in a number", "core/a/a.gobra", "2 * x", "2.5 * x", "floating-point number 2.5"},
		{"newer word", "core/a/a.gobra", "Lemma(p *int)", "Lemma(p *int, n integer)", "word integer"},
		{"newer word as a field", "core/a/a.gobra", "&*p == p", "&*p == p && s.integer == 0", ""},
		{"pure without measure", "core/a/a.gobra", "ghost\ndecreases\npure", "ghost\npure", "core/a/a.gobra:7:6: Twice is pure or ghost and has no decreases"},
		{"lemma without measure", "core/a/a.gobra", "decreases\nfunc", "func", "Lemma is pure or ghost and has no decreases"},
		{"trusted and silent", "core/a/a.gobra", "ghost\ndecreases\npure", "ghost\ntrusted\ndecreases\npure", "Twice is trusted and pure, and does not say"},
		{"result without a name", "core/a/a.go", "(y int) {", "int {", "F has a result without a name"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := t.TempDir()
			for name, text := range tree() {
				if name == test.file {
					if strings.Count(text, test.find) != 1 {
						t.Fatalf("%q is not in %s once", test.find, name)
					}
					text = strings.Replace(text, test.find, test.replace, 1)
				}
				path := filepath.Join(root, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			problems, err := Check(root, "m", []string{"core/a"})
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, p := range problems {
				all = append(all, p.String())
			}
			text := strings.Join(all, "\n")
			if (text == "") != (test.want == "") || !strings.Contains(text, test.want) {
				t.Errorf("problems %q, want %q", text, test.want)
			}
		})
	}
}
