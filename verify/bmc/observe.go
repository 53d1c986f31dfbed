package bmc

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
)

// observe makes each load at one of places tell a variable of its package which memory it is about to read, so that a replay can write there
// what the other processor has written. It must come before other changes, since places are those of the sources as they were loaded.
func (r *rewriting) observe(places map[token.Pos]bool) error {
	offsets := make(map[string][]int)
	for _, pos := range slices.Sorted(maps.Keys(places)) {
		if !pos.IsValid() {
			return fmt.Errorf("shared memory is read by a loop or a call, which no replay can observe; read it by an expression")
		}
		at := r.program.ssa.Fset.Position(pos)
		offsets[at.Filename] = append(offsets[at.Filename], at.Offset)
	}
	for number, path := range slices.Sorted(maps.Keys(offsets)) {
		text, err := r.text(path)
		if err != nil {
			return fmt.Errorf("shared memory: %w", err)
		}
		if r.files[path], err = withObserver(path, text, offsets[path], number); err != nil {
			return err
		}
		r.arguments = append(r.arguments, fmt.Sprintf("prove.Observed(&%sGosureShared_%d)", r.qualifier(r.packageOf(path)), number))
	}
	return nil
}

// packageOf returns the package of the file at path.
func (r *rewriting) packageOf(path string) *types.Package {
	name := r.program.files[path].Name.Name
	for _, pkg := range r.program.ssa.AllPackages() {
		for _, member := range pkg.Members {
			at := r.program.ssa.Fset.Position(member.Pos()).Filename
			if pkg.Pkg.Name() == name && filepath.Dir(at) == filepath.Dir(path) {
				return pkg.Pkg
			}
		}
	}
	return r.home
}

// withObserver returns text, the file at path, with a variable that is told each address that the expressions at offsets read.
func withObserver(path string, text []byte, offsets []int, number int) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	e := edit{text: text, base: file.FileStart}
	found := make(map[int]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		expression, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		if at := int(loadPlace(expression) - file.FileStart); slices.Contains(offsets, at) && !found[at] {
			found[at] = true
			e.insert(expression.Pos(), expression.Pos(), fmt.Sprintf("(*gosureLoad_%d(&", number))
			e.insert(expression.End(), expression.End(), "))")
		}
		return true
	})
	for _, offset := range offsets {
		if !found[offset] {
			return nil, fmt.Errorf("%s: no replay can observe this read of shared memory; read it by an expression", fset.Position(file.FileStart+token.Pos(offset)))
		}
	}
	return fmt.Appendf(e.done(), "\nvar GosureShared_%[1]d func(any)\n\nfunc gosureLoad_%[1]d[T any](place *T) *T {\n\tif GosureShared_%[1]d != nil {\n"+
		"\t\tGosureShared_%[1]d(place)\n\t}\n\treturn place\n}\n", number), nil
}

// loadPlace returns the place that the load of an expression has in the form of golang.org/x/tools/go/ssa; none for an expression that is no
// variable.
func loadPlace(expression ast.Expr) token.Pos {
	switch e := expression.(type) {
	case *ast.IndexExpr:
		return e.Lbrack
	case *ast.StarExpr:
		return e.Star
	case *ast.SelectorExpr:
		return e.Sel.Pos()
	case *ast.Ident:
		return e.Pos()
	}
	return token.NoPos
}
