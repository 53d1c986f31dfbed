package bmc

import (
	"go/ast"
	"go/constant"
	"go/types"

	"warrant/verify/obligation"
)

// inspect reads from the syntax of a harness what the list of bounds must state: its assumptions, stubs and covers.
func (h *Harness) inspect(info *types.Info, decl *ast.FuncDecl) {
	ast.Inspect(decl.Body, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch proveFunction(info, call) {
		case "Assume":
			h.Assumptions = append(h.Assumptions, obligation.Normalise(call.Args[0]))
		case "Cover":
			h.Covers++
		case "Stub":
			h.Stubs = append(h.Stubs, obligation.Normalise(call.Args[0])+" by "+obligation.Normalise(call.Args[1]))
		}
		return true
	})
}

// proveFunction returns the name of the function of the harness language that call calls, or the empty string.
func proveFunction(info *types.Info, call *ast.CallExpr) string {
	callee := call.Fun
	if index, ok := callee.(*ast.IndexExpr); ok {
		callee = index.X
	}
	selector, ok := callee.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	fn, ok := info.Uses[selector.Sel].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != ProvePackage {
		return ""
	}
	return fn.Name()
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
