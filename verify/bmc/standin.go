package bmc

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// exchange makes each function of fns ask a variable first whether something stands in for it.
func (r *rewriting) exchange(fns []*types.Func) error {
	for _, fn := range fns {
		path := r.program.ssa.Fset.Position(fn.Pos()).Filename
		text, err := r.text(path)
		if err != nil {
			return fmt.Errorf("stand-in for %s: %w", fn.FullName(), err)
		}
		receiver, isPointer := receiverOf(fn)
		variable := "GosureStandIn_" + receiver + "_" + fn.Name()
		if r.files[path], err = withStandIn(path, text, receiver, fn.Name(), variable); err != nil {
			return fmt.Errorf("stand-in for %s: %w", fn.FullName(), err)
		}
		qualifier := r.qualifier(fn.Pkg())
		function := qualifier + fn.Name()
		switch {
		case isPointer:
			function = fmt.Sprintf("(*%s%s).%s", qualifier, receiver, fn.Name())
		case receiver != "":
			function = fmt.Sprintf("%s%s.%s", qualifier, receiver, fn.Name())
		}
		r.arguments = append(r.arguments, fmt.Sprintf("prove.Exchangeable(%s, &%s%s)", function, qualifier, variable))
	}
	return nil
}

// receiverOf returns the name of the type of a method, and whether it takes a pointer; empty for a function.
func receiverOf(fn *types.Func) (name string, isPointer bool) {
	receiver := fn.Signature().Recv()
	if receiver == nil {
		return "", false
	}
	typ := receiver.Type()
	if pointer, ok := typ.(*types.Pointer); ok {
		typ, isPointer = pointer.Elem(), true
	}
	if named, ok := typ.(*types.Named); ok {
		return named.Obj().Name(), isPointer
	}
	return typ.String(), isPointer
}

// withStandIn returns text, the file at path, with a variable of the type of one of its functions, which the function calls instead of doing
// its work when it is set.
func withStandIn(path string, text []byte, receiver, name, variable string) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	index := slices.IndexFunc(file.Decls, func(d ast.Decl) bool {
		decl, ok := d.(*ast.FuncDecl)
		return ok && decl.Name.Name == name && receiverName(decl) == receiver
	})
	if index < 0 {
		return nil, fmt.Errorf("%s does not declare it", path)
	}
	decl := file.Decls[index].(*ast.FuncDecl)
	if decl.Body == nil {
		return nil, errors.New("it has no body in Go that a replay could exchange")
	}
	if decl.Type.TypeParams != nil || receiverIsGeneric(decl) {
		return nil, errors.New("it is generic, and a replay cannot exchange it")
	}
	e := edit{text: text, base: file.FileStart}
	var parameters []*ast.Field
	if decl.Recv != nil {
		parameters = append(parameters, decl.Recv.List...)
	}
	parameters = append(parameters, decl.Type.Params.List...)
	var typesOf, argumentsOf []string
	for _, field := range parameters {
		argument := func() string { return fmt.Sprintf("gosureArgument%d", len(argumentsOf)) }
		if len(field.Names) == 0 {
			e.insert(field.Type.Pos(), field.Type.Pos(), argument()+" ")
			argumentsOf = append(argumentsOf, argument())
			typesOf = append(typesOf, e.source(field.Type))
		}
		for _, n := range field.Names {
			called := n.Name
			if called == "_" {
				called = argument()
				e.insert(n.Pos(), n.End(), called)
			}
			argumentsOf = append(argumentsOf, called)
			typesOf = append(typesOf, e.source(field.Type))
		}
	}
	call := fmt.Sprintf("%s(%s)", variable, strings.Join(argumentsOf, ", "))
	if n := len(parameters); n > 0 {
		if _, isVariadic := parameters[n-1].Type.(*ast.Ellipsis); isVariadic {
			call = strings.TrimSuffix(call, ")") + "...)"
		}
	}
	results := ""
	answer := call + "; return"
	if decl.Type.Results != nil {
		results, answer = " "+e.source(decl.Type.Results), "return "+call
	}
	e.insert(decl.Body.Lbrace+1, decl.Body.Lbrace+1, fmt.Sprintf(" if %s != nil { %s };", variable, answer))
	out := e.done()
	return fmt.Appendf(out, "\nvar %s func(%s)%s\n", variable, strings.Join(typesOf, ", "), results), nil
}

// receiverName returns the name of the type whose method decl is; empty for a function.
func receiverName(decl *ast.FuncDecl) string {
	if decl.Recv == nil {
		return ""
	}
	typ := decl.Recv.List[0].Type
	if pointer, ok := typ.(*ast.StarExpr); ok {
		typ = pointer.X
	}
	name, _ := typ.(*ast.Ident)
	if name == nil {
		return ""
	}
	return name.Name
}

// receiverIsGeneric tells whether decl is a method of a type with parameters.
func receiverIsGeneric(decl *ast.FuncDecl) bool {
	generic := false
	if decl.Recv != nil {
		ast.Inspect(decl.Recv, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.IndexExpr, *ast.IndexListExpr:
				generic = true
			}
			return true
		})
	}
	return generic
}

// stoodInFor returns the functions for which something stands in the harnesses of h's package, each once.
func (h *Harness) stoodInFor() []*types.Func {
	var fns []*types.Func
	for _, other := range h.program.harnesses {
		if other.fn.Pkg != h.fn.Pkg {
			continue
		}
		for _, fn := range other.stubbed {
			if !slices.Contains(fns, fn) {
				fns = append(fns, fn)
			}
		}
	}
	slices.SortFunc(fns, func(a, b *types.Func) int { return strings.Compare(a.FullName(), b.FullName()) })
	return fns
}
