package lint

import (
	"go/ast"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// newLayers returns the analyzer of the direction of imports.
func newLayers(c *Config) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "layers",
		Doc:  "layers refuses imports that point upwards\n\nThe configuration lists, per folder, which folders it may import from.",
		Run: func(pass *analysis.Pass) (any, error) {
			dir, ok := folder(c, pass)
			if !ok {
				return nil, nil
			}
			layer, ok := c.layer(dir)
			for _, file := range sources(pass) {
				if !ok {
					pass.Reportf(file.Name.Pos(), "package in %s, which is in no layer of the lint configuration", dir)
					return nil, nil
				}
				test := isTest(fileName(pass, file.FileStart))
				for _, spec := range file.Imports {
					if why := c.refuseImport(layer, dir, importPath(spec), test); why != "" {
						pass.Reportf(spec.Pos(), "%s may not import %q: %s", dir, importPath(spec), why)
					}
				}
			}
			return nil, nil
		},
	}
}

// importPath returns the path that an import names.
func importPath(spec *ast.ImportSpec) string {
	p, _ := strconv.Unquote(spec.Path.Value) // the parser has accepted it
	return p
}

// refuseImport says why a file in a folder of layer may not import a path, or "" when it may.
func (c *Config) refuseImport(layer Layer, dir, path string, test bool) string {
	if path == "unsafe" {
		return "" // the fence is unsafefence's
	}
	target, inTree := below(c, path)
	switch {
	case !inTree && (layer.Host || test):
		return ""
	case !inTree && isStandard(path):
		return layer.Path + " is freestanding and has no standard library"
	case !inTree:
		return layer.Path + " is freestanding and uses no other module"
	case withinAny(target, layer.Imports):
		return ""
	case test && (target == dir || withinAny(target, layer.Tests)):
		return ""
	}
	return layer.Path + " may import from " + list(layer.Imports) + " only"
}

// isStandard reports whether an import path is of the standard library: the first element of any other has a dot.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// list joins folders for a message.
func list(folders []string) string {
	if len(folders) == 0 {
		return "nothing"
	}
	return strings.Join(folders, ", ")
}
