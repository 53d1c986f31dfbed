package mutate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math/big"
	"strings"

	"warrant/verify/annot"
)

// goSeeder makes the mutants of one file of plain Go, whether it has contracts or not.
type goSeeder struct {
	file   *token.File
	src    string
	name   string
	fields map[string]string // as in seeder
	title  string            // of the function at hand
	said   map[string]int    // how often each change occurred in it
	list   []Mutant
}

// seedGo makes the mutants of a declaration, the same changes as Seed. A change that occurs more than once in a function gets a number, so
// that a reason for one does not excuse the others.
func seedGo(fset *token.FileSet, name, src string, f *ast.File, d *ast.FuncDecl) []Mutant {
	s := &goSeeder{file: fset.File(f.Pos()), src: src, name: name, fields: goNeighbours(f), title: goTitle(d), said: map[string]int{}}
	ast.Inspect(d.Body, s.node)
	return s.list
}

// parseGo parses a file of plain Go.
func parseGo(name, src string) (*token.FileSet, *ast.File, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	return fset, f, err
}

// goTitle is a function's title, as in Mutant.
func goTitle(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	return "(" + types.ExprString(d.Recv.List[0].Type) + ")." + d.Name.Name
}

// goNeighbours pairs fields that can be mistaken for each other.
func goNeighbours(f *ast.File) map[string]string {
	pairs := map[string]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		st, ok := n.(*ast.StructType)
		if !ok {
			return true
		}
		var names, kinds []string
		for _, field := range st.Fields.List {
			for _, name := range field.Names {
				names = append(names, name.Name)
				kinds = append(kinds, types.ExprString(field.Type))
			}
		}
		for i := range names {
			for k := 1; k < len(names); k++ {
				if other := (i + k) % len(names); kinds[i] == kinds[other] {
					pairs[names[i]] = names[other]
					break
				}
			}
		}
		return true
	})
	return pairs
}

// replace makes a mutant.
func (s *goSeeder) replace(from, to token.Pos, text, change string) {
	change = numbered(s.said, s.title, change)
	at := s.file.Position(from)
	a, b := s.file.Offset(from), s.file.Offset(to)
	s.list = append(s.list, Mutant{File: s.name, Function: s.title, At: annot.Pos{File: s.name, Line: at.Line, Col: at.Column}, Change: change,
		Text: s.src[:a] + text + s.src[b:]})
}

// swap replaces an operator or a word.
func (s *goSeeder) swap(at token.Pos, old string) {
	if other, ok := swaps[old]; ok {
		s.replace(at, at+token.Pos(len(old)), other, old+" -> "+other)
	}
}

// node makes the mutants of one node. It is called for every node of a function's body.
func (s *goSeeder) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BasicLit:
		if v, ok := new(big.Int).SetString(n.Value, 0); ok && n.Kind == token.INT {
			s.replace(n.Pos(), n.End(), v.Add(v, big.NewInt(1)).String(), n.Value+" -> "+n.Value+"+1")
		}
	case *ast.BinaryExpr:
		s.swap(n.OpPos, n.Op.String())
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			s.replace(n.OpPos, n.OpPos+1, "", "! dropped")
		}
	case *ast.Ident:
		if n.Name == "true" || n.Name == "false" {
			s.swap(n.Pos(), n.Name)
		}
	case *ast.SelectorExpr:
		if other := s.fields[n.Sel.Name]; other != "" {
			s.replace(n.Sel.Pos(), n.Sel.End(), other, "."+n.Sel.Name+" -> ."+other)
		}
	case *ast.IncDecStmt:
		s.swap(n.TokPos, n.Tok.String())
		s.drop(n)
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			s.swap(n.TokPos, n.Tok.String())
			s.drop(n)
		}
	case *ast.ExprStmt:
		s.drop(n)
	}
	return true
}

// drop makes a mutant without a statement.
func (s *goSeeder) drop(n ast.Stmt) {
	text := strings.Join(strings.Fields(s.src[s.file.Offset(n.Pos()):s.file.Offset(n.End())]), " ")
	s.replace(n.Pos(), n.End(), "", "dropped: "+text)
}
