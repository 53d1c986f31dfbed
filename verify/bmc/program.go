package bmc

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// ProvePackage is the import path of the package in which harnesses are written.
const ProvePackage = "warrant/verify/prove"

// Program is loaded Go code with its harnesses.
type Program struct {
	ssa       *ssa.Program
	sizes     types.Sizes
	files     map[string]*ast.File
	harnesses []*Harness
	models    *ssa.Package
	directory string
	// overlay holds the files that the program was loaded with instead of those on disk.
	overlay map[string][]byte
}

// Harness is a function ProofXxx of a loaded package.
type Harness struct {
	// Package is the import path, and Name the function.
	Package, Name string
	// File and Line say where the function stands; File is relative to the directory of the load where possible.
	File string
	Line int
	// Doc is the first sentence of the doc comment.
	Doc string
	// Assumptions are the normalised arguments of the calls of prove.Assume in the body, in source order.
	Assumptions []string
	// Stubs are the normalised arguments of the calls of prove.Stub in the body.
	Stubs []string
	// Helpers are the functions reached from the body that have assumptions or stubs of their own.
	Helpers []Helper
	// Covers counts the calls of prove.Cover in the body and in all functions reached from it.
	Covers int
	// Directory is where the package's files are.
	Directory string

	fn      *ssa.Function
	program *Program
	// stubbed are the functions for which the harness, or what helps it, has stand-ins.
	stubbed []*types.Func
}

// opaquePackages are parts of the standard library that rest on the runtime or on reflection. Their function bodies are
// not read, which makes loading fast; calling them is unsupported.
var opaquePackages = []string{"testing", "os", "reflect", "runtime", "fmt", "encoding/json", "net", "syscall", "log", "flag",
	"internal/poll", "internal/reflectlite", "internal/godebug", "internal/testlog", "internal/fuzz", "crypto", "compress",
	"text/tabwriter", "io/fs", "time", "context", "internal/sysinfo", "regexp", "go", "hash/crc32", "text/template"}

func isOpaque(path string) bool {
	return slices.ContainsFunc(opaquePackages, func(prefix string) bool {
		return path == prefix || strings.HasPrefix(path, prefix+"/")
	})
}

// Load reads the packages that match patterns, as the go command would in directory, and finds their harnesses.
func Load(directory string, patterns ...string) (*Program, error) {
	return LoadScaled(directory, nil, patterns...)
}

// LoadScaled is Load with the constants that scale names at other values.
func LoadScaled(directory string, scale Scale, patterns ...string) (*Program, error) {
	overlay, err := scale.overlay(directory)
	if err != nil {
		return nil, err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("load: go env GOROOT: %w", err)
	}
	standard := filepath.ToSlash(strings.TrimSpace(string(root))) + "/src/"
	config := &packages.Config{
		Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: directory, Fset: token.NewFileSet(), Overlay: overlay,
		ParseFile: func(fset *token.FileSet, filename string, src []byte) (*ast.File, error) {
			file, err := parser.ParseFile(fset, filename, src, parser.SkipObjectResolution|parser.ParseComments)
			inside, isStandard := strings.CutPrefix(filepath.ToSlash(filepath.Dir(filename)), standard)
			if file != nil && isStandard && isOpaque(inside) {
				dropBodies(file)
			}
			return file, err
		},
	}
	roots, err := packages.Load(config, patterns...)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", strings.Join(patterns, " "), err)
	}
	if len(roots) == 0 {
		return nil, fmt.Errorf("load %s: no packages match", strings.Join(patterns, " "))
	}
	var failures []error
	packages.Visit(roots, nil, func(p *packages.Package) {
		// Packages without bodies have imports without use, which is no reason to reject what depends on them.
		p.IllTyped = false
		if p.Module == nil && isOpaque(p.PkgPath) {
			return
		}
		for _, e := range p.Errors {
			failures = append(failures, e)
		}
	})
	if len(failures) > 0 {
		return nil, fmt.Errorf("load %s: %w", strings.Join(patterns, " "), errors.Join(failures...))
	}
	program, initial := ssautil.AllPackages(roots, ssa.InstantiateGenerics|ssa.GlobalDebug)
	absolute, err := filepath.Abs(directory)
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	result := &Program{ssa: program, sizes: types.SizesFor("gc", "amd64"), files: make(map[string]*ast.File), directory: absolute,
		overlay: overlay}
	packages.Visit(roots, nil, func(p *packages.Package) {
		for _, file := range p.Syntax {
			result.files[program.Fset.Position(file.FileStart).Filename] = file
		}
	})
	result.models = program.ImportedPackage(ProvePackage + "/model")
	known := declaredHelpers(roots)
	for i, pkg := range initial {
		if pkg != nil {
			result.addHarnesses(roots[i], pkg, known)
		}
	}
	return result, nil
}

func dropBodies(file *ast.File) {
	for _, declaration := range file.Decls {
		if fn, ok := declaration.(*ast.FuncDecl); ok && fn.Body != nil {
			fn.Body = nil
			if fn.Recv == nil && fn.Name.Name == "init" {
				fn.Body = &ast.BlockStmt{}
			}
		}
	}
}

// addHarnesses finds the functions ProofXxx of a package that import the harness language. Known are the functions that may help them.
func (p *Program) addHarnesses(loaded *packages.Package, pkg *ssa.Package, known map[*types.Func]declared) {
	if _, ok := loaded.Imports[ProvePackage]; !ok {
		return
	}
	for _, file := range loaded.Syntax {
		for _, declaration := range file.Decls {
			decl, ok := declaration.(*ast.FuncDecl)
			if !ok || decl.Recv != nil || !isHarnessName(decl.Name.Name) || decl.Type.TypeParams != nil ||
				decl.Type.Params.NumFields() != 0 || decl.Type.Results.NumFields() != 0 {
				continue
			}
			pos := p.ssa.Fset.Position(decl.Pos())
			h := &Harness{Package: pkg.Pkg.Path(), Name: decl.Name.Name, File: relative(p.directory, pos.Filename), Line: pos.Line,
				Directory: filepath.Dir(pos.Filename), fn: pkg.Func(decl.Name.Name), program: p}
			if decl.Doc != nil {
				h.Doc = firstSentence(decl.Doc.Text())
			}
			h.inspect(loaded.TypesInfo.Defs[decl.Name].(*types.Func), known)
			p.harnesses = append(p.harnesses, h)
		}
	}
	slices.SortFunc(p.harnesses, func(a, b *Harness) int {
		return strings.Compare(a.Package+"."+a.Name, b.Package+"."+b.Name)
	})
}

func isHarnessName(name string) bool {
	rest, ok := strings.CutPrefix(name, "Proof")
	return ok && rest != "" && !(rest[0] >= 'a' && rest[0] <= 'z')
}

func firstSentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if i := strings.Index(text, ". "); i >= 0 {
		return text[:i+1]
	}
	return text
}

// Harnesses returns the harnesses of the program, ordered by package and name.
func (p *Program) Harnesses() []*Harness { return p.harnesses }

// fileOf returns the syntax of the file that contains pos.
func (p *Program) fileOf(pos token.Pos) *ast.File {
	if !pos.IsValid() {
		return nil
	}
	return p.files[p.ssa.Fset.Position(pos).Filename]
}

// runtimeErrorType returns the type that stands for the concrete types of the runtime's errors.
func (p *Program) runtimeErrorType() types.Type {
	if p.models != nil {
		if member := p.models.Pkg.Scope().Lookup("RuntimeError"); member != nil {
			return member.Type()
		}
	}
	return types.Typ[types.String]
}

// build makes sure that fn has its instructions, all of them: another harness may be building the package at this moment.
func (e *engine) build(fn *ssa.Function) {
	owner := fn
	for owner.Parent() != nil {
		owner = owner.Parent()
	}
	if owner.Origin() != nil && owner.Origin().Pkg != nil {
		owner.Origin().Pkg.Build()
	}
	if owner.Pkg != nil {
		owner.Pkg.Build()
	}
}
