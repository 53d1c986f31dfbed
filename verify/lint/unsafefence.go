package lint

import (
	"strings"

	"golang.org/x/tools/go/analysis"
)

// newUnsafeFence returns the analyzer of imports of package unsafe.
func newUnsafeFence(c *Config) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "unsafefence",
		Doc:  "unsafefence keeps unsafe in *_unsafe.go files of the folders that may have them\n\nTests follow the same rule.",
		Run: func(pass *analysis.Pass) (any, error) {
			dir, ok := folder(c, pass)
			if !ok {
				return nil, nil
			}
			fence, fenced := c.fence(dir)
			for _, file := range sources(pass) {
				name := fileName(pass, file.FileStart)
				stem := strings.TrimSuffix(strings.TrimSuffix(name, ".go"), "_test")
				for _, spec := range file.Imports {
					switch {
					case importPath(spec) == "C":
						pass.Reportf(spec.Pos(), "cgo is not used in this tree")
					case importPath(spec) != "unsafe":
					case !strings.HasSuffix(stem, "_unsafe"):
						pass.Reportf(spec.Pos(), "unsafe is imported in %s, not in a *_unsafe.go file", name)
					case fenced && !withinAny(dir, fence.Only):
						pass.Reportf(spec.Pos(), "unsafe is imported in %s; in %s only %s may", dir, fence.Path, list(fence.Only))
					}
				}
			}
			return nil, nil
		},
	}
}

// fence returns the fence around a folder of the tree.
func (c *Config) fence(dir string) (fence Fence, ok bool) {
	for _, f := range c.Unsafe {
		if within(dir, f.Path) && (!ok || len(f.Path) > len(fence.Path)) {
			fence, ok = f, true
		}
	}
	return fence, ok
}
