package bmc

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"

	"golang.org/x/tools/go/packages"
)

// Scale gives integer constants other values for the duration of a proof, by the import path of their package and their name. Code
// whose tables have fixed sizes is proved with smaller ones in this way, without a second copy of the code or of its limits.
type Scale map[string]map[string]int64

// overlay returns the files of the scaled packages with the constants replaced, by absolute path. A constant that is not there, or that
// has no expression of its own, is an error: a scale never goes unnoticed.
func (s Scale) overlay(directory string) (map[string][]byte, error) {
	if len(s) == 0 {
		return nil, nil
	}
	var paths []string
	for path := range s {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedFiles, Dir: directory}, paths...)
	if err != nil {
		return nil, fmt.Errorf("scale: %w", err)
	}
	files := make(map[string][]byte)
	var failures []error
	for _, p := range loaded {
		missing := make(map[string]bool)
		for name := range s[p.PkgPath] {
			missing[name] = true
		}
		for _, path := range p.GoFiles {
			text, found, err := rescale(path, s[p.PkgPath])
			if err != nil {
				return nil, fmt.Errorf("scale of %s: %w", p.PkgPath, err)
			}
			if len(found) > 0 {
				files[path] = text
			}
			for _, name := range found {
				delete(missing, name)
			}
		}
		for name := range missing {
			failures = append(failures, fmt.Errorf("scale: %s has no constant %s with a value of its own", p.PkgPath, name))
		}
	}
	return files, errors.Join(failures...)
}

// rescale returns the text of the file at path with the values of constants replaced, and the names of those. Lines stay where they are.
func rescale(path string, values map[string]int64) (text []byte, found []string, err error) {
	text, err = os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, err
	}
	for _, declaration := range slices.Backward(file.Decls) {
		constants, ok := declaration.(*ast.GenDecl)
		if !ok || constants.Tok != token.CONST {
			continue
		}
		for _, spec := range slices.Backward(constants.Specs) {
			one := spec.(*ast.ValueSpec)
			if len(one.Names) != 1 || len(one.Values) != 1 {
				continue
			}
			value, ok := values[one.Names[0].Name]
			if !ok {
				continue
			}
			from, to := fset.Position(one.Values[0].Pos()).Offset, fset.Position(one.Values[0].End()).Offset
			text = slices.Concat(text[:from], []byte(strconv.FormatInt(value, 10)), text[to:])
			found = append(found, one.Names[0].Name)
		}
	}
	return text, found, nil
}
