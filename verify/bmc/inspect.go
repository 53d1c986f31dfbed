package bmc

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"warrant/verify/obligation"
)

// Helper is a function that a harness calls, or hands on, and that speaks the language of harnesses itself.
type Helper struct {
	// Package is the import path, and Name the function, as in anyQueue or (*table).fill.
	Package, Name string
	// Assumptions are the normalised arguments of the calls of prove.Assume in its body, and Stubs those of prove.Stub, in source order.
	Assumptions, Stubs []string
}

// NameIn returns the name of the helper as package pkg has it.
func (h *Helper) NameIn(pkg string) string {
	if h.Package == pkg {
		return h.Name
	}
	return h.Package + "." + h.Name
}

// declared is the syntax of a function with the types of its package.
type declared struct {
	decl *ast.FuncDecl
	info *types.Info
}

// declaredHelpers finds the functions of the packages among roots, and those that they import, that can speak the language of harnesses.
func declaredHelpers(roots []*packages.Package) map[*types.Func]declared {
	found := make(map[*types.Func]declared)
	packages.Visit(roots, nil, func(p *packages.Package) {
		if _, ok := p.Imports[ProvePackage]; !ok {
			return
		}
		for _, file := range p.Syntax {
			for _, declaration := range file.Decls {
				decl, ok := declaration.(*ast.FuncDecl)
				if !ok || decl.Body == nil {
					continue
				}
				if fn, ok := p.TypesInfo.Defs[decl.Name].(*types.Func); ok {
					found[fn] = declared{decl, p.TypesInfo}
				}
			}
		}
	})
	return found
}

// spoken is what a function says in the language of harnesses, and the functions that it names.
type spoken struct {
	assumptions, stubs []string
	covers             int
	named, stubbed     []*types.Func
}

// speech reads from the syntax of a function what the list of bounds must state.
func speech(d declared) (s spoken) {
	ast.Inspect(d.decl.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.Ident:
			if fn, ok := d.info.Uses[node].(*types.Func); ok {
				s.named = append(s.named, fn.Origin())
			}
		case *ast.CallExpr:
			switch proveFunction(d.info, node) {
			case "Assume":
				s.assumptions = append(s.assumptions, obligation.Normalise(node.Args[0]))
			case "Cover":
				s.covers++
			case "Stub":
				s.stubs = append(s.stubs, obligation.Normalise(node.Args[0])+" by "+obligation.Normalise(node.Args[1]))
				if fn := functionNamed(d.info, node.Args[0]); fn != nil {
					s.stubbed = append(s.stubbed, fn)
				}
			}
		}
		return true
	})
	return s
}

// inspect reads from the syntax of a harness, and of all functions that it reaches and that can speak its language, what the list of bounds
// must state: assumptions, stubs and covers. Helpers are in the order of their names.
func (h *Harness) inspect(own *types.Func, known map[*types.Func]declared) {
	s := speech(known[own])
	h.Assumptions, h.Stubs, h.Covers, h.stubbed = s.assumptions, s.stubs, s.covers, s.stubbed
	seen := map[*types.Func]bool{own: true}
	for open := s.named; len(open) > 0; open = open[1:] {
		fn := open[0]
		d, ok := known[fn]
		if !ok || seen[fn] {
			continue
		}
		seen[fn] = true
		s := speech(d)
		open = append(open, s.named...)
		h.Covers += s.covers
		h.stubbed = append(h.stubbed, s.stubbed...)
		if len(s.assumptions)+len(s.stubs) > 0 {
			path := fn.Pkg().Path()
			h.Helpers = append(h.Helpers, Helper{Package: path, Name: strings.ReplaceAll(fn.FullName(), path+".", ""), Assumptions: s.assumptions,
				Stubs: s.stubs})
		}
	}
	slices.SortFunc(h.Helpers, func(a, b Helper) int { return strings.Compare(a.Package+"."+a.Name, b.Package+"."+b.Name) })
}

// proveFunction returns the name of the function of the harness language that call calls, or the empty string.
func proveFunction(info *types.Info, call *ast.CallExpr) string {
	fn := functionNamed(info, call.Fun)
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != ProvePackage {
		return ""
	}
	return fn.Name()
}

// functionNamed returns the function or method that an expression names; nil when it names none.
func functionNamed(info *types.Info, expression ast.Expr) *types.Func {
	switch e := ast.Unparen(expression).(type) {
	case *ast.Ident:
		fn, _ := info.Uses[e].(*types.Func)
		return fn
	case *ast.SelectorExpr:
		fn, _ := info.Uses[e.Sel].(*types.Func)
		return fn
	case *ast.IndexExpr:
		return functionNamed(info, e.X)
	}
	return nil
}

// Constant returns the value of an integer constant of the harness's package.
func (h *Harness) Constant(name string) (value int64, ok bool) {
	object, isConstant := h.fn.Pkg.Pkg.Scope().Lookup(name).(*types.Const)
	if !isConstant {
		return 0, false
	}
	return constant.Int64Val(constant.ToInt(object.Val()))
}

// PackageName returns the name of the harness's package, which may differ from the last element of its path.
func (h *Harness) PackageName() string { return h.fn.Pkg.Pkg.Name() }
