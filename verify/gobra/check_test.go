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
	_, report, err := deduce.Load(&deduce.Options{Dir: "../..", Patterns: []string{"./kernel/...", "./lib/...", "./specs/..."}})
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
		"go.mod":              "module m\n\ngo 1.26\n",
		"core/a/a.go":         "// +gobra\n\npackage a\n\nimport \"m/abi\"\n\n// @ requires 0 <= x && x < abi.Most\n// @ ensures  y == Twice(x)\n// @ decreases\n\n// F doubles.\nfunc F(x int) (y int) { return 2 * x }\n",
		"core/a/a_test.go":    "package a\n\nimport \"testing\"\n",
		"core/a/a.gobra":      "// +gobra\n\npackage a\n\n// Twice is twice x.\nghost\ndecreases\npure func Twice(x int) (y int) {\n\treturn 2 * x\n}\n\nghost\nrequires acc(p) && &*p == p\ndecreases\nfunc Lemma(p *int) {}\n",
		"core/a/host.go":      "package a\n\nimport \"fmt\"\n\n// Print prints.\nfunc Print() { fmt.Println(1 << 3) }\n",
		"core/a/other_s.go":   "//go:build never\n\npackage b\n",
		"lemmas/lemmas.gobra": "package lemmas\n\nghost\ndecreases\nfunc L() {}\n",
		"abi/abi.go":          "// +gobra\n\npackage abi\n\n// Most is a number.\nconst Most = 1 << 3\n",
	}
}

// problems are what Check says of a tree, one a line.
func problems(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	list, err := Check(root, "m", []string{"core/a"})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range list {
		all = append(all, p.String())
	}
	return strings.Join(all, "\n")
}

// TestTypes appends a ghost function, and what it speaks of, to a file that has no problem.
func TestTypes(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"collection in a function of Go code", "decreases\npure func F2(s seq[int]) (y int) { return 0 }\n", "s of the ghost type seq[int] in a function that is not ghost"},
		{"collection in a ghost function", "ghost\ndecreases\npure func F2(s seq[int]) (y int) { return 0 }\n", ""},
		{"ghost type of a struct of Go", "ghost type G struct { n int }\n\nghost\ndecreases\nfunc L(g G) {}\n", "type G stands for struct{n int}, of which one is ghost"},
		{"ghost struct for Go", "type G ghost struct { n int }\n\nghost\ndecreases\nfunc L(g G) {}\n", "type G stands for struct{n int}, of which one is ghost"},
		{"ghost field", "type G struct { n seq[int] }\n\nghost\ndecreases\nfunc L(g G) {}\n", "field n of G has the ghost type seq[int]"},
		{"ghost structs by ==", "ghost type G ghost struct { n int }\n\nghost\nrequires a == b\ndecreases\nfunc L(a, b G) {}\n", "operator == on values of type G (write ===)"},
		{"ghost structs by ===", "ghost type G ghost struct { n int }\n\nghost\nrequires a === b\ndecreases\nfunc L(a, b G) {}\n", ""},
		{"structs by ==", "type G struct { n int }\n\nghost\nrequires a == b\ndecreases\nfunc L(a, b G) {}\n", ""},
		{"slices by !=", "ghost\nrequires acc(a) && acc(b) && a != b\ndecreases\nfunc L(a, b []int) {}\n", "operator != on values of type []int (write !==)"},
		{"sequence of a slice", "ghost\nrequires acc(a) && len(seq(a)) == 3\ndecreases\nfunc L(a []int) {}\n", "seq of a value of type []int"},
		{"sequence of a named array", "type A [3]int\n\nghost\nrequires len(seq(a)) == 3\ndecreases\nfunc L(a A) {}\n", "seq of a value of type A"},
		{"sequence of an array", "ghost\nrequires len(seq(a)) == 3\ndecreases\nfunc L(a [3]int) {}\n", ""},
		{"pointer to a named array", "type A [3]int\n\nghost\nrequires acc(a) && a[1] == 3\ndecreases\nfunc L(a *A) {}\n", "a pointer to the named array type A used as an array"},
		{"pointer to a named array, with the star", "type A [3]int\n\nghost\nrequires acc(a) && (*a)[1] == 3\ndecreases\nfunc L(a *A) {}\n", ""},
		{"named bound", "type N int\n\nghost\nrequires 0 <= n && n < 3 && len(s) == 4 && s[:n] == s[1:]\ndecreases\nfunc L(s seq[int], n N) {}\n", "n of the named type N where a slice"},
		{"named index of an update", "type N int\n\nghost\nrequires 0 <= n && n < 3 && len(s) == 4 && s[n = 4] == s\ndecreases\nfunc L(s seq[int], n N) {}\n", "n of the named type N where a slice"},
		{"plain index of an update", "ghost\nrequires 0 <= n && n < 3 && len(s) == 4 && s[n = 4] == s\ndecreases\nfunc L(s seq[int], n int) {}\n", ""},
		{"literal without a type", "type G struct { n int }\n\nghost\nrequires s == seq[G]{{3}}\ndecreases\nfunc L(s seq[G]) {}\n", "literal without a type in a literal of type seq[G]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := tree()
			files["core/a/a.gobra"] += "\n" + test.text
			text := problems(t, files)
			if (text == "") != (test.want == "") || !strings.Contains(text, test.want) {
				t.Errorf("problems %q, want %q", text, test.want)
			}
		})
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
		{"no header in what ghost code imports", "core/a/a.go", "import \"m/abi\"", "import \"m/abi\"\n\n// @ import \"m/lemmas\"", "lemmas/lemmas.gobra: annotations in a file without"},
		{"no header in what a ghost file imports", "core/a/a.gobra", "package a\n", "package a\n\nimport \"m/lemmas\"\n", "lemmas/lemmas.gobra: annotations in a file without"},
		{"needs a file without the header", "core/a/a.go", "return 2 * x", "Print(); return 2 * x", "core/a/a.go:12:25: undefined: Print"},
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
		{"word of the grammar as a name", "core/a/a.gobra", "Lemma(p *int)", "Lemma(p *int, before int)", "core/a/a.gobra:15:20: before is a word"},
		{"line that ends early", "core/a/a.gobra", "&*p == p", "forall i int :: { Twice(i) }\n\tTwice(i) == 2 * i", "core/a/a.gobra:13:48: the line ends here"},
		{"calculating trigger", "core/a/a.gobra", "&*p == p", "forall i int :: { Twice(i+1) } Twice(i+1) > i", "trigger Twice(i + 1) calculates i + 1"},
		{"permission from a pure function", "core/a/a.gobra", "ghost\ndecreases\npure", "ghost\nensures acc(p, _)\ndecreases\npure", "permission in what the pure function Twice ensures"},
		{"reveal of what is not opaque", "core/a/a.go", "y == Twice", "y == reveal Twice", "core/a/a.go:8:27: reveal of Twice, which is not opaque"},
		{"result without a name", "core/a/a.go", "(y int) {", "int {", "F has a result without a name"},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := tree()
			if strings.Count(files[test.file], test.find) != 1 {
				t.Fatalf("%q is not in %s once", test.find, test.file)
			}
			files[test.file] = strings.Replace(files[test.file], test.find, test.replace, 1)
			text := problems(t, files)
			if (text == "") != (test.want == "") || !strings.Contains(text, test.want) {
				t.Errorf("problems %q, want %q", text, test.want)
			}
		})
	}
}
