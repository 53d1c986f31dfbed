package repotest

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"regexp"
	"strings"
)

// names are the identifiers of the tree's sources, comments apart.
type names struct {
	// words are all of them.
	words map[string]bool
	// members are the declared names of each package, and the methods and fields of each type, by the name of the package or type.
	members map[string]map[string]bool
}

func newNames() *names {
	return &names{words: map[string]bool{}, members: map[string]map[string]bool{}}
}

var (
	word        = regexp.MustCompile(`[A-Za-z_]\w*`)
	hashRemark  = regexp.MustCompile(`(?m)(^|\s)#.*$`)
	slashRemark = regexp.MustCompile(`(?m)(^|\s)//[^@\n]*$`)
)

// add takes the identifiers of one file. Pages bring none.
func (n *names) add(name, content string) {
	switch path.Ext(name) {
	case ".md", ".txt":
		return
	case ".go":
		n.addGo(name, content)
		return
	case ".gobra", ".cue", ".s":
		content = slashRemark.ReplaceAllString(content, "")
	default:
		content = hashRemark.ReplaceAllString(content, "")
	}
	for _, w := range word.FindAllString(content, -1) {
		n.words[w] = true
	}
}

// addGo takes the identifiers and the declarations of a Go file. A file that does not parse is the compiler's to report.
func (n *names) addGo(name, content string) {
	fset := token.NewFileSet()
	var s scanner.Scanner
	s.Init(fset.AddFile(name, -1, len(content)), []byte(content), func(token.Position, string) {}, 0)
	for {
		_, tok, text := s.Scan()
		if tok == token.EOF {
			break
		}
		if tok == token.IDENT {
			n.words[text] = true
		}
		if tok == token.STRING {
			for _, w := range word.FindAllString(text, -1) {
				n.words[w] = true // flags, sub-commands and the like
			}
		}
	}
	file, err := parser.ParseFile(fset, name, content, parser.SkipObjectResolution)
	if err != nil {
		return
	}
	n.words[file.Name.Name] = true
	for _, decl := range file.Decls {
		n.addDecl(file.Name.Name, decl)
	}
}

// addDecl records what one declaration of a package declares.
func (n *names) addDecl(pkg string, decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		owner := pkg
		if d.Recv != nil && len(d.Recv.List) == 1 {
			owner = word.FindString(typeName(d.Recv.List[0].Type))
		}
		n.member(owner, d.Name.Name)
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.ValueSpec:
				for _, name := range s.Names {
					n.member(pkg, name.Name)
				}
			case *ast.TypeSpec:
				n.member(pkg, s.Name.Name)
				n.addFields(s)
			}
		}
	}
}

// addFields records the fields of a struct type and the methods of an interface type.
func (n *names) addFields(s *ast.TypeSpec) {
	var list *ast.FieldList
	switch t := s.Type.(type) {
	case *ast.StructType:
		list = t.Fields
	case *ast.InterfaceType:
		list = t.Methods
	default:
		return
	}
	for _, field := range list.List {
		for _, name := range field.Names {
			n.member(s.Name.Name, name.Name)
		}
		if len(field.Names) == 0 {
			n.member(s.Name.Name, typeName(field.Type))
		}
	}
}

// typeName returns the last name of a type expression without pointers and arguments.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.IndexExpr:
		return typeName(e.X)
	case *ast.IndexListExpr:
		return typeName(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// member records that owner, a package or a type, has a name.
func (n *names) member(owner, name string) {
	if n.members[owner] == nil {
		n.members[owner] = map[string]bool{}
	}
	n.members[owner][name] = true
}

// missing returns the first part of a dotted name that the tree does not have, or "". A qualifier that the tree does not declare is looked
// up among the packages of the standard library.
func (n *names) missing(dotted string) string {
	parts := strings.Split(dotted, ".")
	if len(parts) > 1 && n.members[parts[0]] == nil && standardPackages()[parts[0]] {
		return ""
	}
	for i, part := range parts {
		if !n.words[part] {
			return part
		}
		if i > 0 && n.members[parts[i-1]] != nil && !n.members[parts[i-1]][part] {
			return parts[i-1] + "." + part
		}
	}
	return ""
}
