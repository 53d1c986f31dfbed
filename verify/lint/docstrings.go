package lint

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// newDocstrings returns the analyzer of doc comments.
func newDocstrings(c *Config) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "docstrings",
		Doc: "docstrings refuses exported names without a doc comment that starts with the name\n\nA constant or variable of a group may " +
			"have a comment on its line instead, or be named by the group's comment; that comment alone is " +
			"enough for an iota enumeration and for values that are texts. Each package has a package comment. Tests and the host's generated files are free.",
		Run: func(pass *analysis.Pass) (any, error) {
			var files []*ast.File
			for _, file := range sources(pass) {
				if !isTest(fileName(pass, file.FileStart)) {
					files = append(files, file)
				}
			}
			checkPackageDoc(pass, files)
			if pass.Pkg.Name() == "main" {
				return nil, nil // nobody can import what it exports
			}
			dir, _ := folder(c, pass)
			layer, _ := c.layer(dir)
			for _, file := range files {
				if layer.Host && ast.IsGenerated(file) {
					continue // by somebody else's generator; our own write freestanding code
				}
				for _, decl := range file.Decls {
					checkDeclDoc(pass, decl)
				}
			}
			return nil, nil
		},
	}
}

// checkPackageDoc demands one package comment, of the usual form.
func checkPackageDoc(pass *analysis.Pass, files []*ast.File) {
	if len(files) == 0 {
		return
	}
	documented := false
	for _, file := range files {
		if file.Doc.Text() == "" {
			continue
		}
		documented = true
		words := strings.Fields(file.Doc.Text())
		switch {
		case pass.Pkg.Name() == "main" && len(words) > 1:
		case len(words) > 2 && words[0] == "Package" && words[1] == pass.Pkg.Name():
		default:
			pass.Reportf(file.Package, `package comment does not start with "Package %s"`, pass.Pkg.Name())
		}
	}
	if !documented {
		pass.Reportf(files[0].Package, "package %s has no package comment", pass.Pkg.Name())
	}
}

// checkDeclDoc checks the doc comments of one declaration.
func checkDeclDoc(pass *analysis.Pass, decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && (d.Recv == nil || receiverIsExported(d.Recv)) {
			checkDoc(pass, d.Name, d.Doc)
		}
	case *ast.GenDecl:
		enumerated := false
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				doc := s.Doc
				if doc == nil && !d.Lparen.IsValid() {
					doc = d.Doc
				}
				if s.Name.IsExported() {
					checkDoc(pass, s.Name, doc)
				}
			case *ast.ValueSpec:
				enumerated = usesIota(s) || enumerated && len(s.Values) == 0
				checkValueDoc(pass, d, s, enumerated && d.Doc.Text() != "")
			}
		}
	}
}

// receiverIsExported reports whether the type of a method's receiver is exported.
func receiverIsExported(recv *ast.FieldList) bool {
	t := recv.List[0].Type
	for {
		switch u := t.(type) {
		case *ast.StarExpr:
			t = u.X
		case *ast.IndexExpr:
			t = u.X
		case *ast.IndexListExpr:
			t = u.X
		case *ast.Ident:
			return u.IsExported()
		default:
			return true
		}
	}
}

// usesIota reports whether the values of a line are counted.
func usesIota(s *ast.ValueSpec) (uses bool) {
	for _, value := range s.Values {
		ast.Inspect(value, func(n ast.Node) bool {
			name, ok := n.(*ast.Ident)
			uses = uses || ok && name.Name == "iota"
			return true
		})
	}
	return uses
}

// saysInWords reports whether a line's value has a text of several words, as that of an error has.
func saysInWords(s *ast.ValueSpec) (says bool) {
	for _, value := range s.Values {
		ast.Inspect(value, func(n ast.Node) bool {
			text, ok := n.(*ast.BasicLit)
			says = says || ok && text.Kind == token.STRING && strings.Contains(text.Value, " ")
			return true
		})
	}
	return says
}

// checkValueDoc checks the constants or variables of one line. enumerated says that they belong to an enumeration with a comment.
func checkValueDoc(pass *analysis.Pass, d *ast.GenDecl, s *ast.ValueSpec, enumerated bool) {
	grouped := d.Lparen.IsValid()
	for _, name := range s.Names {
		switch {
		case !name.IsExported():
		case s.Doc != nil:
			if !mentions(s.Doc, name.Name) {
				pass.Reportf(name.Pos(), "doc comment of %s does not name it", name.Name)
			}
		case enumerated:
		case grouped && d.Doc.Text() != "" && saysInWords(s):
		case grouped && (s.Comment.Text() != "" || mentions(d.Doc, name.Name)):
		case grouped:
			pass.Reportf(name.Pos(), "%s has no doc comment", name.Name)
		case len(s.Names) > 1 && mentions(d.Doc, name.Name):
		default:
			checkDoc(pass, name, d.Doc)
		}
	}
}

// subject returns the word that a sentence starts with, without its possessive ending and punctuation.
func subject(word string) string {
	word, _, _ = strings.Cut(word, "'")
	return strings.TrimRight(word, ",:")
}

// mentions reports whether a comment has name as a word.
func mentions(doc *ast.CommentGroup, name string) bool {
	return doc != nil && regexp.MustCompile(`\b`+regexp.QuoteMeta(name)+`\b`).MatchString(doc.Text())
}

// checkDoc demands a doc comment that starts with the name.
func checkDoc(pass *analysis.Pass, name *ast.Ident, doc *ast.CommentGroup) {
	if doc != nil && annotationIn(doc) != token.NoPos {
		return // directives reports it: the doc comment proper is not attached
	}
	words := strings.Fields(doc.Text())
	switch {
	case len(words) == 0:
		pass.Reportf(name.Pos(), "%s has no doc comment", name.Name)
	case subject(words[0]) != name.Name:
		pass.Reportf(name.Pos(), "doc comment of %s starts with %q", name.Name, words[0])
	case len(words) < 3:
		pass.Reportf(name.Pos(), "doc comment of %s says nothing", name.Name)
	}
}
