package lint

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"warrant/verify/annot"
)

// newProvable returns the analyzer of the language of proved packages.
func newProvable(c *Config) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "provable",
		Doc: "provable refuses Go that the official Gobra cannot read, or that needs a heap\n\nIt applies to the folders of proved " +
			"packages, tests apart: no bit operation on variables, no generics, closures, interfaces, maps or channels, named results, and no " +
			"identifier that is a word of the annotation language.",
		Run: func(pass *analysis.Pass) (any, error) {
			dir, ok := folder(c, pass)
			if !ok || !withinAny(dir, c.Provable.Folders) {
				return nil, nil
			}
			for _, file := range sources(pass) {
				name := fileName(pass, file.FileStart)
				if isTest(name) || ast.IsGenerated(file) {
					continue
				}
				excepted, found := excepts(c.Provable.Exceptions, at(dir, name)), false
				ast.Inspect(file, func(n ast.Node) bool {
					if n == nil {
						return false
					}
					why := unprovable(pass.TypesInfo, n)
					found = found || why != ""
					if why != "" && !excepted {
						pass.Reportf(n.Pos(), "%s cannot stand in a proved package", why)
					}
					return why == "" // one report for a whole expression
				})
				if excepted && !found {
					pass.Reportf(file.Name.Pos(), "%s keeps the rules of proved packages: remove its exception", at(dir, name))
				}
			}
			return nil, nil
		},
	}
}

// bitOperators are the operators that the official tool leaves uninterpreted.
var bitOperators = []token.Token{token.AND, token.OR, token.XOR, token.SHL, token.SHR, token.AND_NOT,
	token.AND_ASSIGN, token.OR_ASSIGN, token.XOR_ASSIGN, token.SHL_ASSIGN, token.SHR_ASSIGN, token.AND_NOT_ASSIGN}

// refusedBuiltins are the built-in functions that need a heap or that the official tool does not know.
var refusedBuiltins = []string{"append", "clear", "close", "delete", "make", "max", "min", "new", "panic", "print", "println", "recover"}

// unprovable says what a node is when it cannot stand in a proved package, or "".
func unprovable(info *types.Info, n ast.Node) string {
	switch n := n.(type) {
	case *ast.FuncType:
		return unprovableSignature(n)
	case *ast.TypeSpec:
		if n.TypeParams != nil {
			return "a generic type"
		}
	case *ast.FuncLit:
		return "a closure"
	case *ast.InterfaceType:
		return "an interface"
	case *ast.MapType:
		return "a map"
	case *ast.ChanType, *ast.SendStmt, *ast.SelectStmt, *ast.GoStmt:
		return "concurrency"
	case *ast.DeferStmt:
		return "a deferred call"
	case *ast.LabeledStmt, *ast.BranchStmt:
		return unprovableBranch(n)
	case *ast.RangeStmt:
		return unprovableRange(info, n)
	case *ast.StructType:
		for _, field := range n.Fields.List {
			if _, imported := field.Type.(*ast.SelectorExpr); imported && len(field.Names) == 0 {
				return "an embedded imported type"
			}
		}
	case *ast.BinaryExpr:
		return unprovableOperator(info, n)
	case *ast.UnaryExpr:
		if n.Op == token.XOR && info.Types[n].Value == nil {
			return "a bit operation on variables"
		}
	case *ast.AssignStmt:
		if slices.Contains(bitOperators, n.Tok) {
			return "a bit operation on variables"
		}
	case *ast.BasicLit:
		if n.Kind == token.FLOAT || n.Kind == token.IMAG {
			return "a floating-point number"
		}
		if n.Kind == token.INT && strings.Contains(n.Value, "_") {
			return "a number with underscores"
		}
	case *ast.Ident:
		return unprovableName(info, n)
	}
	return ""
}

// unprovableSignature checks the type of a function.
func unprovableSignature(f *ast.FuncType) string {
	if f.TypeParams != nil {
		return "a generic function"
	}
	if f.Results != nil {
		for _, result := range f.Results.List {
			if len(result.Names) == 0 {
				return "a result without a name"
			}
		}
	}
	return ""
}

// unprovableBranch checks a jump.
func unprovableBranch(n ast.Node) string {
	if b, ok := n.(*ast.BranchStmt); ok {
		switch b.Tok {
		case token.GOTO:
			return "goto"
		case token.FALLTHROUGH:
			return "fallthrough"
		}
	}
	return ""
}

// unprovableRange checks what a range statement ranges over.
func unprovableRange(info *types.Info, n *ast.RangeStmt) string {
	switch t := info.TypeOf(n.X).Underlying().(type) {
	case *types.Basic:
		return "a range over " + t.Name()
	case *types.Signature:
		return "a range over a function"
	}
	return ""
}

// unprovableOperator checks a binary operation.
func unprovableOperator(info *types.Info, n *ast.BinaryExpr) string {
	if info.Types[n].Value != nil {
		return "" // the compiler has computed it
	}
	if slices.Contains(bitOperators, n.Op) {
		return "a bit operation on variables"
	}
	if basic, ok := info.TypeOf(n).Underlying().(*types.Basic); ok && n.Op == token.ADD && basic.Info()&types.IsString != 0 {
		return "a concatenation of strings"
	}
	return ""
}

// unprovableName checks an identifier where it is declared, and a built-in function where it is used.
func unprovableName(info *types.Info, n *ast.Ident) string {
	if info.Defs[n] != nil && annot.IsWord(n.Name) {
		return "the identifier " + n.Name + ", a word of the annotation language,"
	}
	if builtin, ok := info.Uses[n].(*types.Builtin); ok && slices.Contains(refusedBuiltins, builtin.Name()) {
		return "the built-in function " + builtin.Name()
	}
	return ""
}
