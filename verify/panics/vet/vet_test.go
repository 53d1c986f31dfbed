package vet_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"warrant/verify/panics/vet"
)

func TestAnalyzer(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), vet.Analyzer, "a")
}

// TestVettool runs go vet with gosure as its tool, on a module of its own.
func TestVettool(t *testing.T) {
	tool := filepath.Join(t.TempDir(), "gosure")
	if out, err := exec.Command("go", "build", "-o", tool, "warrant/cmd/gosure").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example\n\ngo 1.26\n",
		"a.go": "package example\n\n// F indexes.\nfunc F(s []int, i, d int) int {\n\tif i >= 0 && i < len(s) {\n\t\treturn s[i] / d\n\t}\n\treturn s[i]\n}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	vet := func(args ...string) string {
		cmd := exec.Command("go", append(append([]string{"vet", "-vettool=" + tool}, args...), "./...")...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err == nil {
			t.Errorf("go vet %v accepted the module", args)
		}
		return string(out)
	}
	all := vet()
	if !strings.Contains(all, "a.go:6:15: division: ") || !strings.Contains(all, "a.go:8:10: index: ") || strings.Contains(all, "a.go:6:11") {
		t.Errorf("go vet says\n%s", all)
	}
	if some := vet("-panics.kinds=division"); strings.Contains(some, "index") || !strings.Contains(some, "division") {
		t.Errorf("go vet with kinds says\n%s", some)
	}
}
