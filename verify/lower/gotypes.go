package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"path"
	"path/filepath"
)

// goChecker type-checks the Go side of the module's packages with the Go compiler's own rules: what this package resolves
// for proofs is Go's meaning only for programs that compile.
type goChecker struct {
	loader *Loader
	// done are the packages of the module that were imported: without the bodies of their functions.
	done map[string]*types.Package
}

// CheckGo type-checks the Go files of the packages.
func (l *Loader) CheckGo(packages []*Package) []Problem {
	c := &goChecker{loader: l, done: map[string]*types.Package{}}
	var problems []Problem
	for _, p := range packages {
		if _, err := c.read(p.Path, true); err != nil {
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
		return c.imported(path)
	}
	return c.loader.Sources.other.Import(path)
}

// imported answers a package of the module for those that import it. What imports nothing that is replaced is the same for all loaders.
func (c *goChecker) imported(path string) (*types.Package, error) {
	if p, ok := c.done[path]; ok {
		return p, nil
	}
	p, read := c.loader.packages[path]
	may := read && !p.changed
	checked, err := keep(c.loader.Sources, func(s *Sources) map[string]*types.Package { return s.checked }, path, may, func() (*types.Package, error) {
		return c.read(path, false)
	})
	if err != nil {
		return nil, err
	}
	c.done[path] = checked
	return checked, nil
}

// read type-checks a package, and what it imports.
func (c *goChecker) read(of string, bodies bool) (*types.Package, error) {
	rel, _ := c.loader.relative(of)
	names, err := c.loader.folder(filepath.Join(c.loader.root, filepath.FromSlash(rel)))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range goFiles(names) {
		f, err := c.loader.tree(path.Join(rel, name))
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	config := types.Config{Importer: c, Sizes: types.SizesFor("gc", "amd64"), IgnoreFuncBodies: !bodies}
	p, err := config.Check(of, c.loader.Sources.set, files, nil)
	if err != nil {
		return nil, fmt.Errorf("%s does not compile: %w", of, err)
	}
	return p, nil
}
