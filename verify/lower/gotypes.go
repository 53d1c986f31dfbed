package lower

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
)

// goChecker type-checks the Go side of the module's packages with the Go compiler's own rules: what this package resolves
// for proofs is Go's meaning only for programs that compile.
type goChecker struct {
	loader *Loader
	fset   *token.FileSet
	done   map[string]*types.Package
	other  types.Importer
}

// CheckGo type-checks the Go files of the packages.
func (l *Loader) CheckGo(packages []*Package) []Problem {
	c := &goChecker{loader: l, fset: token.NewFileSet(), done: map[string]*types.Package{}}
	var problems []Problem
	for _, p := range packages {
		if _, err := c.check(p.Path); err != nil {
			problems = append(problems, Problem{Package: p.Path, Err: err})
		}
	}
	return problems
}

// Import answers a package that another one imports.
func (c *goChecker) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if _, own := c.loader.relative(path); own {
		return c.check(path)
	}
	if c.other == nil {
		c.other = importer.ForCompiler(c.fset, "gc", nil)
	}
	return c.other.Import(path)
}

func (c *goChecker) check(path string) (*types.Package, error) {
	if p, ok := c.done[path]; ok {
		return p, nil
	}
	rel, _ := c.loader.relative(path)
	dir := filepath.Join(c.loader.root, filepath.FromSlash(rel))
	names, err := sources(dir)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, ".gobra") {
			continue
		}
		text, err := c.loader.text(filepath.Join(dir, name), filepath.ToSlash(filepath.Join(filepath.FromSlash(rel), name)))
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(c.fset, filepath.Join(dir, name), text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	config := types.Config{Importer: c, Sizes: types.SizesFor("gc", "amd64"), IgnoreFuncBodies: !c.target(path)}
	p, err := config.Check(path, c.fset, files, nil)
	if err != nil {
		return nil, fmt.Errorf("%s does not compile: %w", path, err)
	}
	c.done[path] = p
	return p, nil
}

func (c *goChecker) target(path string) bool {
	p, ok := c.loader.packages[path]
	return ok && p.Target
}
