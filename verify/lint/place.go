package lint

import (
	"go/ast"
	"go/token"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// folder returns the folder of the package under analysis below the module's root, and false for a package of another module.
// An external test package and a test variant count as the package that they test; the root package is ".".
func folder(c *Config, pass *analysis.Pass) (string, bool) {
	pkg, _, _ := strings.Cut(pass.Pkg.Path(), " ")
	if strings.HasSuffix(pass.Pkg.Name(), "_test") {
		pkg = strings.TrimSuffix(pkg, "_test")
	}
	return below(c, strings.TrimSuffix(pkg, ".test"))
}

// below turns an import path into a folder below the module's root.
func below(c *Config, importPath string) (string, bool) {
	if importPath == c.Module {
		return ".", true
	}
	return strings.CutPrefix(importPath, c.Module+"/")
}

// fileName returns the name, without folders, of the file that holds pos.
func fileName(pass *analysis.Pass, pos token.Pos) string {
	return filepath.Base(pass.Fset.File(pos).Name())
}

// sources returns the parsed Go files of the package that are in its folder: generated test mains and files that cgo wrote to a
// cache are not.
func sources(pass *analysis.Pass) []*ast.File {
	var files []*ast.File
	for _, f := range pass.Files {
		if strings.HasSuffix(pass.Fset.File(f.FileStart).Name(), ".go") {
			files = append(files, f)
		}
	}
	return files
}

// isTest reports whether a file is a test file.
func isTest(name string) bool {
	return strings.HasSuffix(name, "_test.go")
}

// at returns the path of a file of the package below the module's root.
func at(folder, name string) string {
	return path.Join(folder, name)
}
