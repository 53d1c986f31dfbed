package lint

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
)

// packages are the packages of testdata/src that each analyzer is run on. Each of them holds lines that must be reported, marked
// by want comments, beside lines that must not be.
var packages = map[string][]string{
	"layers": {
		"warrant/kernel/core/layers", "warrant/kernel/core/narrow", "warrant/kernel/arch/layers", "warrant/verify/layers", "warrant/elsewhere",
		"example.com/other",
	},
	"unsafefence": {"warrant/kernel/arch/fence", "warrant/kernel/core/fence", "warrant/verify/fence"},
	"assembly":    {"warrant/kernel/arch/assembly", "warrant/kernel/core/assembly"},
	"length":      {"warrant/verify/length"},
	"docstrings": {
		"warrant/verify/docstrings", "warrant/verify/nopackagedoc", "warrant/verify/wrongpackagedoc", "warrant/verify/command",
		"warrant/kernel/core/docstrings",
	},
	"generated":  {"warrant/verify/generated"},
	"directives": {"warrant/verify/directives"},
	"todos":      {"warrant/verify/todos"},
	"provable":   {"warrant/kernel/core/provable", "warrant/kernel/core/free"},
}

// testConfig returns the configuration of testdata.
func testConfig(t *testing.T) *Config {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "lint.toml"))
	if err != nil {
		t.Fatal(err)
	}
	config, err := ParseConfig(data)
	if err != nil {
		t.Fatal(err)
	}
	return config
}

func TestAnalyzers(t *testing.T) {
	analyzers := Analyzers(testConfig(t))
	if err := analysis.Validate(analyzers); err != nil {
		t.Fatal(err)
	}
	for _, analyzer := range analyzers {
		t.Run(analyzer.Name, func(t *testing.T) {
			if len(packages[analyzer.Name]) == 0 {
				t.Fatal("no testdata shows what this analyzer refuses")
			}
			reports := 0
			for _, result := range analysistest.Run(t, analysistest.TestData(), analyzer, packages[analyzer.Name]...) {
				reports += len(result.Diagnostics)
			}
			if reports == 0 {
				t.Fatal("the analyzer refuses nothing in its testdata")
			}
		})
	}
}

func TestParseConfig(t *testing.T) {
	const good = "module = 'm'\nlength.limit = 600\n"
	for _, test := range []struct{ name, config, want string }{
		{"good", good, ""},
		{"syntax", "module = ", "lint configuration: "},
		{"no module", "length.limit = 600\n", "module is missing"},
		{"no limit", "module = 'm'\n", "length.limit is 0"},
		{"unknown key", good + "asembly = ['kernel']\n", "unknown key"},
		{"no reason", good + "[[length.exception]]\nfile = 'a.go'\n", `"a.go" has no reason`},
		{"blank reason", good + "[[length.exception]]\nfile = 'a.go'\nreason = ' '\n", `"a.go" has no reason`},
		{"no reason, provable", good + "[[provable.exception]]\nfile = 'a.go'\n", `"a.go" has no reason`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseConfig([]byte(test.config))
			switch {
			case test.want == "" && err != nil:
				t.Fatalf("refused: %v", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Fatalf("error is %v, want %q in it", err, test.want)
			}
		})
	}
}

func TestOneEditApart(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"requires", "requires", true},
		{"requries", "requires", true},
		{"require", "requires", true},
		{"requiress", "requires", true},
		{"requixes", "requires", true},
		{"requixxes", "requires", false},
		{"", "a", true},
		{"", "ab", false},
		{"ab", "ba", true},
		{"abc", "cba", false},
	} {
		if got := oneEditApart(test.a, test.b); got != test.want {
			t.Errorf("oneEditApart(%q, %q) = %t, want %t", test.a, test.b, got, test.want)
		}
	}
}
