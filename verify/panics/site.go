package panics

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/panics/local"
)

// Site is a place that can panic, with the best that is known of it.
type Site struct {
	obligation.Obligation
	// Entries are the labels of the entries from which control can get here, in order.
	Entries []string `json:"entries"`
	// Start is where the expression begins; Place is where the compiler reports it.
	Start obligation.Place `json:"start"`
	// Waiver is why and by whom the site is accepted without a proof.
	Waiver *Waiver `json:"waiver,omitempty"`
	// Said holds what each engine said that did not prove the site, in the order in which they were asked.
	Said []Opinion `json:"said,omitempty"`

	local local.Site
	fn    *ssa.Function
}

// Opinion is what one engine said of a site.
type Opinion struct {
	Engine string `json:"engine"`
	Text   string `json:"text"`
}

// name returns the name of fn inside its package, in the form of obligation identities.
func name(fn *ssa.Function) string {
	owner := packageOf(fn)
	if owner == nil {
		return fn.RelString(nil)
	}
	return fn.RelString(owner.Pkg)
}

// sitesOf lists the sites of a function, in source order, without ordinals.
func (m *Module) sitesOf(fn *ssa.Function) (list []*Site) {
	if packageOf(fn) == nil {
		return nil
	}
	for _, one := range local.Sites(fn) {
		list = append(list, m.newSite(fn, one))
	}
	slices.SortStableFunc(list, func(a, b *Site) int {
		return int(local.Position(a.local.Instr)) - int(local.Position(b.local.Instr))
	})
	return list
}

// newSite returns a site with its identity, without an ordinal, and its place.
func (m *Module) newSite(fn *ssa.Function, one local.Site) *Site {
	s := &Site{local: one, fn: fn}
	pos := local.Position(one.Instr)
	text, start := m.expression(one, pos)
	s.ID = obligation.ID{Package: packageOf(fn).Pkg.Path(), Function: name(fn), Kind: one.Kind, Expression: text}
	s.Description = one.Demand
	s.Place, s.Start = m.place(pos), m.place(start)
	return s
}

// sortSites puts sites into the order of obligation.Compare.
func sortSites(list []*Site) {
	slices.SortStableFunc(list, func(a, b *Site) int { return obligation.Compare(a.Obligation, b.Obligation) })
}

// expression returns the source expression that a site is about, normalised, and where it begins.
func (m *Module) expression(s local.Site, pos token.Pos) (text string, start token.Pos) {
	file := m.files[m.program.Fset.Position(pos).Filename]
	if file == nil {
		return "", pos
	}
	nodes, _ := astutil.PathEnclosingInterval(file, pos, pos)
	for _, node := range nodes {
		switch node := node.(type) {
		case ast.Stmt:
			switch node := node.(type) {
			case *ast.BlockStmt, *ast.IfStmt, *ast.ForStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt, *ast.CaseClause, *ast.CommClause:
				return "", pos
			case *ast.RangeStmt:
				return "range " + obligation.Normalise(node.X), pos
			}
			return firstLine(obligation.Normalise(node)), node.Pos()
		case *ast.FuncDecl, *ast.FuncLit, *ast.File:
			return "", pos
		case ast.Expr:
			if suits(s.Kind, node) {
				return firstLine(obligation.Normalise(node)), node.Pos()
			}
		}
	}
	return "", pos
}

// firstLine keeps an expression to a length that a person reads.
func firstLine(text string) string {
	const most = 120
	if len(text) <= most {
		return text
	}
	cut := most
	for cut > 0 && text[cut]&0xc0 == 0x80 {
		cut--
	}
	return strings.TrimSpace(text[:cut]) + "..."
}

// suits tells whether a site of a kind is about an expression of this form.
func suits(kind obligation.Kind, e ast.Expr) bool {
	switch e.(type) {
	case *ast.IndexExpr:
		return true
	case *ast.SliceExpr:
		return kind == obligation.SliceBounds || kind == obligation.NilDereference
	case *ast.StarExpr, *ast.SelectorExpr:
		return kind == obligation.NilDereference
	case *ast.TypeAssertExpr:
		return kind == obligation.TypeAssertion
	case *ast.BinaryExpr:
		return kind == obligation.DivisionByZero || kind == obligation.NegativeShift || kind == obligation.Uncomparable
	case *ast.CallExpr:
		return true
	}
	return false
}

// place returns a position relative to the module's root.
func (m *Module) place(pos token.Pos) obligation.Place {
	p := m.program.Fset.Position(pos)
	file := p.Filename
	if rel, err := filepath.Rel(m.Directory, file); err == nil && !strings.HasPrefix(rel, "..") {
		file = filepath.ToSlash(rel)
	}
	return obligation.Place{File: file, Line: p.Line, Column: p.Column}
}
