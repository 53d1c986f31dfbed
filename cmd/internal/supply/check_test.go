package supply

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// root is the tree that this package is in.
const root = "../../.."

// TestRepository compares this tree with its policy.
func TestRepository(t *testing.T) {
	problems, err := Check(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range problems {
		t.Error(problem)
	}
}

// small writes a tree without a problem.
func small(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	t.Setenv("GOMODCACHE", filepath.Join(folder, "cache"))
	hash := strings.Repeat("a1", 32)
	for name, content := range map[string]string{
		PolicyName: "licences = [\"MIT\"]\n[toolchain]\ngo = \"go1.26.8\"\nreason = \"r\"\n" +
			"[[module]]\npath = \"example.com/a\"\nlicence = \"MIT\"\nimporters = [\"cmd\"]\nreason = \"r\"\n" +
			"[[module]]\npath = \"example.com/b\"\nlicence = \"MIT\"\nneeded_by = \"example.com/a\"\n" +
			"[[debian]]\npackage = \"z3\"\nversion = \"4.8\"\nreason = \"r\"\n" +
			"[[pypi]]\npackage = \"p\"\nversion = \"1\"\nlicence = \"MIT\"\nwheel_sha256 = \"" + hash + "\"\ninside_sha256 = \"" + hash + "\"\nscript = \"scripts/get.sh\"\nreason = \"r\"\n",
		"go.mod":                             "module m\n\ngo 1.26.0\n\ntoolchain go1.26.8\n\nrequire (\n\texample.com/a v1.0.0\n\texample.com/b v1.2.0 // indirect\n)\n",
		"go.sum":                             "example.com/a v1.0.0 h1:x=\nexample.com/a v1.0.0/go.mod h1:x=\nexample.com/b v1.2.0 h1:x=\nexample.com/b v1.2.0/go.mod h1:x=\n",
		"fuzz/go.mod":                        "module m/fuzz\n\ngo 1.26.0\n\ntoolchain go1.26.8\n\nrequire m v0.0.0\n\nreplace m => ..\n",
		"fuzz/go.sum":                        "",
		"cmd/x/x.go":                         "package x\n\nimport (\n\t_ \"example.com/a/deep\"\n\t_ \"fmt\"\n\t_ \"m/lib\"\n)\n",
		"scripts/deps.sh":                    "table() {\n    cat <<'TABLE'\nz3      z3     verify test\nTABLE\n}\n",
		"scripts/get.sh":                     "readonly wheel=" + hash + "\npip download --require-hashes p==1\n",
		".github/workflows/x.yml":            "jobs:\n  x:\n    steps:\n      - run: make\n",
		"cache/example.com/a@v1.0.0/LICENSE": "Permission is hereby granted,\nfree of charge, to any person",
	} {
		put(t, folder, name, content)
	}
	return folder
}

func put(t *testing.T, folder, name, content string) {
	t.Helper()
	file := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestCheck changes one file of the small tree a row.
func TestCheck(t *testing.T) {
	for _, test := range []struct{ name, file, from, to, want string }{
		{"as it is", "go.mod", "", "", ""},
		{"import that is not declared", "cmd/x/x.go", "example.com/a/deep", "example.org/c", "cmd/x/x.go: imports example.org/c, which dependencies.toml does not have"},
		{"import in another folder", PolicyName, `importers = ["cmd"]`, `importers = ["verify"]`, "cmd/x/x.go: imports example.com/a/deep, which dependencies.toml allows in [verify] only"},
		{"import of an indirect module", "cmd/x/x.go", "example.com/a/deep", "example.com/b", "cmd/x/x.go: imports example.com/b, which dependencies.toml allows in [] only"},
		{"folder that imports nothing", PolicyName, `["cmd"]`, `["cmd", "lib"]`, "lib imports example.com/a nowhere"},
		{"module without entry", PolicyName, "path = \"example.com/b\"", "path = \"example.com/c\"", "go.mod: example.com/b has no entry"},
		{"entry without module", "go.mod", "\texample.com/b v1.2.0 // indirect\n", "", "example.com/b is required by no go.mod"},
		{"licence that is not accepted", PolicyName, `licences = ["MIT"]`, `licences = ["BSD-3-Clause"]`, `example.com/a has licence "MIT", which is not accepted`},
		{"licence that is another", "cache/example.com/a@v1.0.0/LICENSE", "Permission is hereby granted,\nfree of charge", "GNU General Public License", "example.com/a has licence MIT, its own text is GPL"},
		{"no licence", "cache/example.com/a@v1.0.0/LICENSE", "Permission is hereby", "All rights reserved", "its own text is unknown"},
		{"no reason", PolicyName, "importers = [\"cmd\"]\nreason = \"r\"", "importers = [\"cmd\"]", "has neither a reason nor needed_by"},
		{"sum of the module gone", "go.sum", "example.com/b v1.2.0 h1:x=\n", "", "go.sum: no checksum of example.com/b v1.2.0"},
		{"sum of a go.mod gone", "go.sum", "example.com/a v1.0.0/go.mod h1:x=\n", "", "go.sum: no checksum of example.com/a v1.0.0/go.mod"},
		{"another toolchain", "fuzz/go.mod", "go1.26.8", "go1.26.9", "fuzz/go.mod: the toolchain is not go1.26.8"},
		{"replaced module", "go.mod", "require (", "replace example.com/a => example.com/evil v1.0.0\n\nrequire (", "example.com/a is replaced by example.com/evil"},
		{"Debian package without entry", "scripts/deps.sh", "z3      z3 ", "cvc5    cvc5 ", "Debian package z3 is not in the table"},
		{"Debian entry without version", PolicyName, `version = "4.8"`, `version = ""`, "Debian package z3 needs a version and a reason"},
		{"wheel with another hash", "scripts/get.sh", "a1a1a1", "b2b2b2", "does not check the SHA-256"},
		{"wheel by name only", "scripts/get.sh", "--require-hashes ", "", "does not fetch p==1 with --require-hashes"},
		{"action by tag", ".github/workflows/x.yml", "run: make", "uses: actions/checkout@v4", "the action actions/checkout@v4 is not pinned by a commit"},
		{"action by commit", ".github/workflows/x.yml", "run: make", "uses: actions/checkout@" + strings.Repeat("0123456789", 4), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := small(t)
			content, err := os.ReadFile(filepath.Join(folder, test.file))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(content), test.from) {
				t.Fatalf("%s has no %q", test.file, test.from)
			}
			put(t, folder, test.file, strings.Replace(string(content), test.from, test.to, 1))
			problems, err := Check(folder)
			if err != nil {
				t.Fatal(err)
			}
			found := strings.Join(problems, "\n")
			if (found == "") != (test.want == "") || !strings.Contains(found, test.want) {
				t.Errorf("problems %q, want %q", found, test.want)
			}
		})
	}
}

func TestLoadRefusesUnknownKeys(t *testing.T) {
	folder := small(t)
	put(t, folder, PolicyName, "licence = [\"MIT\"]\n")
	if _, err := Load(folder); err == nil || !strings.Contains(err.Error(), "unknown keys") {
		t.Errorf("error %v", err)
	}
}
