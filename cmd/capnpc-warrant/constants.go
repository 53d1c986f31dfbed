package main

import (
	"fmt"
	"go/ast"
	exact "go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
)

// group is a declaration of constants between one pair of parentheses, or neighbours that stand alone.
type group struct {
	file    string // name of the file, without its ending
	doc     string
	members []constant
}

// constant is one exported constant.
type constant struct {
	name, value, doc string
}

// constants reads the exported constants of the package in a folder, which imports nothing.
func constants(folder string) (groups []group, err error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(set, path, text, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	pkg, err := new(types.Config).Check(filepath.Base(folder), set, files, nil)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		for _, decl := range file.Decls {
			if list, ok := decl.(*ast.GenDecl); ok && list.Tok == token.CONST {
				g := read(pkg, list)
				g.file = strings.TrimSuffix(filepath.Base(set.Position(file.Package).Filename), ".go")
				if last := len(groups) - 1; last >= 0 && g.doc == "" && groups[last].doc == "" && groups[last].file == g.file {
					groups[last].members = append(groups[last].members, g.members...)
				} else if len(g.members) > 0 {
					groups = append(groups, g)
				}
			}
		}
	}
	return groups, nil
}

// read reads one declaration.
func read(pkg *types.Package, list *ast.GenDecl) (g group) {
	if list.Lparen.IsValid() {
		g.doc = list.Doc.Text()
	}
	for _, spec := range list.Specs {
		value := spec.(*ast.ValueSpec)
		doc := value.Doc
		if doc == nil {
			doc = value.Comment
		}
		if doc == nil && !list.Lparen.IsValid() {
			doc = list.Doc
		}
		for n, name := range value.Names {
			if !name.IsExported() {
				continue
			}
			number := pkg.Scope().Lookup(name.Name).(*types.Const).Val()
			text := number.ExactString()
			if v, ok := exact.Uint64Val(number); ok && v >= 1<<16 && v%4096 == 0 {
				text = fmt.Sprintf("%#x", v) // an address
			}
			if n < len(value.Values) {
				if literal, ok := value.Values[n].(*ast.BasicLit); ok {
					text = literal.Value
				}
			}
			g.members = append(g.members, constant{name.Name, text, doc.Text()})
		}
	}
	return g
}

// write writes a declaration: its comment, drawings in it as they are, and a table.
func (g group) write(b *strings.Builder) {
	if g.doc != "" {
		g.comment(b)
	}
	b.WriteString("| constant | value | meaning |\n|---|---|---|\n")
	for _, c := range g.members {
		doc := strings.Join(strings.Fields(c.doc), " ")
		fmt.Fprintf(b, "| `%s` | `%s` | %s |\n", c.name, c.value, cell(meaning(doc, c.name)))
	}
	b.WriteByte('\n')
}

// comment writes the comment of a declaration.
func (g group) comment(b *strings.Builder) {
	drawn := false
	for _, line := range strings.Split(strings.TrimRight(g.doc, "\n"), "\n") {
		if indented := strings.HasPrefix(line, "\t"); indented != drawn {
			b.WriteString("```\n")
			drawn = indented
		}
		if drawn {
			b.WriteString(strings.TrimPrefix(line, "\t") + "\n")
		} else {
			b.WriteString(escape(line) + "\n")
		}
	}
	if drawn {
		b.WriteString("```\n")
	}
	b.WriteByte('\n')
}

// meaning is a comment without the name that it begins with.
func meaning(doc, name string) string {
	for _, opening := range []string{name + " is ", name + ": ", name + " "} {
		if rest, ok := strings.CutPrefix(doc, opening); ok {
			return rest
		}
	}
	return doc
}
