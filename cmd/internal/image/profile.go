package image

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"warrant/verify/wholefile"
)

// The kernel is written in small functions, each with its contract, and entered for a few hundred instructions at a time. Without help the
// compiler inlines only the smallest, and half of the instructions are calls. A profile in which every call between functions of this
// module is hot makes it inline what fits its budget for hot calls. The profile says where calls stand and not how long anything
// took, so that it follows from the sources alone, and so do the bits of the image.

// weight is the weight of every call.
const weight = 1000

// depth is the number of functions that are inlined into each other at most.
const depth = 5

// cold are packages whose functions are long, or rarely called: boot and output.
var cold = []string{"/kernel/core/console", "/lib/manifest", "/lib/elf", "/lib/pvh", "/lib/multiboot"}

// call is a static call of a function of this module.
type call struct {
	callee string // as the linker names it
	line   int
}

// calls are the functions of a program: where each begins, and what it calls.
type calls struct {
	start map[string]int
	list  map[string][]call
}

// profile writes the profile of the package at path of the module in folder root, and answers the file. Its name says what is in it, since the
// toolchain takes a flag's text, and not the file, for the input of a build; it stays, so that the next build finds its packages compiled.
func profile(root, path string) (file string, err error) {
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps,
		Dir:  root,
		Env:  environment("amd64"),
	}, path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	c := calls{start: map[string]int{}, list: map[string][]call{}}
	for p := range packages.Postorder(loaded) {
		if len(p.Errors) > 0 {
			return "", fmt.Errorf("%s does not build: %w", path, p.Errors[0])
		}
		if isHot(p.PkgPath) {
			c.add(p)
		}
	}
	text := []byte(c.text())
	folder := filepath.Join(os.TempDir(), "warrant-profiles")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	file = filepath.Join(folder, fmt.Sprintf("%x.pgo", sha256.Sum256(text)))
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, text) {
		return file, nil
	}
	return file, wholefile.Write(file, text)
}

// isHot says whether calls of functions of the package at path are worth inlining.
func isHot(path string) bool {
	inside, ok := strings.CutPrefix(path, modulePath)
	return ok && !slices.Contains(cold, inside)
}

// add notes the functions of a package.
func (c calls) add(p *packages.Package) {
	for _, f := range p.Syntax {
		for _, d := range f.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			caller := linkName(p.TypesInfo.Defs[f.Name].(*types.Func))
			c.start[caller] = p.Fset.Position(f.Pos()).Line
			ast.Inspect(f.Body, func(n ast.Node) bool {
				if n, ok := n.(*ast.CallExpr); ok {
					if callee := called(p.TypesInfo, n); callee != nil && isHot(callee.Pkg().Path()) {
						c.list[caller] = append(c.list[caller], call{linkName(callee), p.Fset.Position(n.Lparen).Line})
					}
				}
				return true
			})
		}
	}
}

// called answers the function that a call names, or nil when it is not known which one that is.
func called(info *types.Info, n *ast.CallExpr) *types.Func {
	var name *ast.Ident
	switch f := ast.Unparen(n.Fun).(type) {
	case *ast.Ident:
		name = f
	case *ast.SelectorExpr:
		name = f.Sel
	default:
		return nil
	}
	f, ok := info.Uses[name].(*types.Func)
	if !ok || f.Pkg() == nil {
		return nil
	}
	return f
}

// linkName answers the name by which the linker knows a function.
func linkName(f *types.Func) string {
	path := f.Pkg().Path()
	if f.Pkg().Name() == "main" {
		path = "main"
	}
	r := f.Signature().Recv()
	if r == nil {
		return path + "." + f.Name()
	}
	t := types.TypeString(r.Type(), func(*types.Package) string { return "" })
	if pointed, ok := strings.CutPrefix(t, "*"); ok {
		t = "(*" + pointed + ")"
	}
	return path + "." + t + "." + f.Name()
}

// text answers the profile in the form that the compiler reads: caller, callee, then the distance of the call's line from the beginning of the
// caller, and its weight. When the compiler has inlined a function it takes the calls within for the caller's own, by their lines.
func (c calls) text() string {
	edges := map[string]bool{}
	for caller := range c.list {
		reached := map[string]bool{caller: true}
		for range depth {
			for f := range maps.Clone(reached) {
				for _, n := range c.list[f] {
					edges[fmt.Sprintf("%s\n%s\n%d %d\n", caller, n.callee, n.line-c.start[caller], weight)] = true
					reached[n.callee] = true
				}
			}
		}
	}
	return "GO PREPROFILE V1\n" + strings.Join(slices.Sorted(maps.Keys(edges)), "")
}
