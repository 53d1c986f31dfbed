// Package code says which code a parser is: a hash that a comment, an annotation, a test or a line break does not change, and a statement does. With
// it a count of executions can say what was executed.
package code

import (
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// module is the path of the module that parsers are in.
const module = "warrant"

// Hash answers 12 hexadecimal digits for all declarations of a package of the module in the folder root, and for those that they use of other
// packages of it: the tokens of functions, types and variables, the values of constants. It is an error when a package does not compile.
func Hash(root, path string) (string, error) {
	l := loader{root: root, fset: token.NewFileSet(), packages: map[string]*unit{}, seen: map[types.Object]bool{}}
	if _, err := l.Import(path); err != nil {
		return "", err
	}
	for object := range l.packages[path].declared {
		l.visit(object)
	}
	if l.err != nil {
		return "", l.err
	}
	sort.Strings(l.lines)
	sum := sha256.Sum256([]byte(strings.Join(l.lines, "\n")))
	return fmt.Sprintf("%x", sum[:6]), nil
}

// unit is a package: what it declares, and what the names in it mean.
type unit struct {
	types    *types.Package
	info     *types.Info
	declared map[types.Object]ast.Node
}

// loader reads packages, and collects a line for each declaration that was visited.
type loader struct {
	root     string
	fset     *token.FileSet
	packages map[string]*unit
	seen     map[types.Object]bool
	lines    []string
	err      error // the first one
}

// Import makes a loader a types.Importer for the packages of the module, which use no others.
func (l *loader) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if u := l.packages[path]; u != nil {
		return u.types, nil
	}
	folder, ok := strings.CutPrefix(path, module+"/")
	if !ok {
		return nil, fmt.Errorf("%s is outside the module %s", path, module)
	}
	folder = filepath.Join(l.root, folder)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, entry := range entries {
		match, err := build.Default.MatchFile(folder, entry.Name())
		if err != nil {
			return nil, err
		}
		if !match || !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(l.fset, filepath.Join(folder, entry.Name()), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	u := &unit{info: &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}, declared: map[types.Object]ast.Node{}}
	config := types.Config{Importer: l, Sizes: types.SizesFor("gc", "amd64")}
	if u.types, err = config.Check(path, l.fset, files, u.info); err != nil {
		return nil, err
	}
	for _, file := range files {
		u.declare(file)
	}
	l.packages[path] = u
	return u.types, nil
}

// declare notes the declarations of a file.
func (u *unit) declare(file *ast.File) {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			u.declared[u.info.Defs[f.Name]] = f
			continue
		}
		for _, spec := range d.(*ast.GenDecl).Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				u.declared[u.info.Defs[spec.Name]] = spec
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					u.declared[u.info.Defs[name]] = spec
				}
			}
		}
	}
}

// visit adds the line of a declaration, and those of all that it uses.
func (l *loader) visit(object types.Object) {
	if object == nil || object.Pkg() == nil || l.seen[object] {
		return
	}
	u := l.packages[object.Pkg().Path()]
	if u == nil {
		return
	}
	node, ok := u.declared[object]
	if !ok {
		return // a field, a parameter, a variable of a function
	}
	l.seen[object] = true
	name := object.Pkg().Path() + "." + object.Name()
	if f, ok := object.(*types.Func); ok {
		name = f.FullName()
	}
	if c, ok := object.(*types.Const); ok {
		l.lines = append(l.lines, fmt.Sprintf("%s %s = %s", name, c.Type(), c.Val().ExactString()))
	} else {
		l.lines = append(l.lines, name+" "+l.tokens(node))
	}
	ast.Inspect(node, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			l.visit(u.info.Uses[id])
		}
		return true
	})
}

// tokens answers the text of a node without comments and spaces.
func (l *loader) tokens(node ast.Node) string {
	from := l.fset.Position(node.Pos())
	text, err := os.ReadFile(from.Filename)
	if err != nil {
		l.err = err
		return ""
	}
	text = text[from.Offset:l.fset.Position(node.End()).Offset]
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(text)), text, nil, 0)
	var b strings.Builder
	for {
		_, tok, literal := s.Scan()
		switch tok {
		case token.EOF:
			return b.String()
		case token.SEMICOLON:
			literal = "" // written or not
		}
		fmt.Fprintf(&b, "%s %s ", tok, literal)
	}
}
