package panics

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// Module is the loaded code of a module: the packages that were asked for and what they import of the same module.
type Module struct {
	// Directory is the root of the module, to which places are relative.
	Directory string
	program   *ssa.Program
	packages  []*packages.Package
	built     []*ssa.Package
	// functions are those with bodies, closures and instances of generic functions included, in source order.
	functions []*ssa.Function
	files     map[string]*ast.File
	sizes     types.Sizes
	// hidden are functions that assembly calls.
	hidden []*ssa.Function
	// hasMain tells that one of the packages is a program.
	hasMain bool
}

// Load reads the packages that match patterns, as the go command would in directory, and what they import of the same module.
func Load(directory string, patterns ...string) (*Module, error) {
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	failed := func(err error) error { return fmt.Errorf("load %s: %w", strings.Join(patterns, " "), err) }
	outline, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedModule,
		Dir: directory}, patterns...)
	if err != nil {
		return nil, failed(err)
	}
	m := &Module{files: map[string]*ast.File{}}
	var paths []string
	packages.Visit(outline, nil, func(p *packages.Package) {
		if p.Module != nil && p.Module.Main || slices.Contains(outline, p) {
			paths = append(paths, p.PkgPath)
			if p.Module != nil {
				m.Directory = p.Module.Dir
			}
		}
	})
	if len(paths) == 0 {
		return nil, failed(errors.New("no packages match"))
	}
	if m.Directory == "" {
		if m.Directory, err = filepath.Abs(directory); err != nil {
			return nil, failed(err)
		}
	}
	slices.Sort(paths)
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax | packages.NeedModule | packages.NeedTypesSizes | packages.NeedEmbedFiles,
		Dir: directory, Fset: token.NewFileSet()}, paths...)
	if err != nil {
		return nil, failed(err)
	}
	var failures []error
	for _, p := range loaded {
		for _, e := range p.Errors {
			failures = append(failures, e)
		}
	}
	if len(failures) > 0 {
		return nil, failed(errors.Join(failures...))
	}
	m.packages = loaded
	m.sizes = loaded[0].TypesSizes
	if m.sizes == nil {
		m.sizes = types.SizesFor("gc", "amd64")
	}
	m.program, m.built = ssautil.Packages(loaded, ssa.InstantiateGenerics)
	m.program.Build()
	m.collect()
	return m, m.findHidden()
}

// collect finds the files and functions of the packages.
func (m *Module) collect() {
	own := map[*ssa.Package]bool{}
	for i, p := range m.packages {
		for _, file := range p.Syntax {
			m.files[m.program.Fset.Position(file.FileStart).Filename] = file
		}
		if m.built[i] != nil {
			own[m.built[i]] = true
		}
		m.hasMain = m.hasMain || p.Name == "main"
	}
	for fn := range ssautil.AllFunctions(m.program) {
		if len(fn.Blocks) == 0 {
			continue
		}
		if owner := packageOf(fn); owner != nil && own[owner] {
			m.functions = append(m.functions, fn)
		}
	}
	slices.SortFunc(m.functions, func(a, b *ssa.Function) int {
		if d := int(a.Pos()) - int(b.Pos()); d != 0 {
			return d
		}
		return strings.Compare(a.RelString(nil), b.RelString(nil))
	})
}

// packageOf returns the package that fn was written in.
func packageOf(fn *ssa.Function) *ssa.Package {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if fn.Origin() != nil {
		fn = fn.Origin()
	}
	if fn.Pkg == nil && fn.Object() != nil && fn.Object().Pkg() != nil {
		return fn.Prog.Package(fn.Object().Pkg())
	}
	return fn.Pkg
}

// assemblyCall matches the name of a Go function that an assembly file uses.
var assemblyCall = regexp.MustCompile(`([\p{L}\d_·∕/.]*)·([\p{L}_][\p{L}\d_]*)\(SB\)`)

// findHidden finds the functions with bodies whose names assembly files of their package use.
func (m *Module) findHidden() error {
	for i, p := range m.packages {
		if m.built[i] == nil {
			continue
		}
		for _, name := range p.OtherFiles {
			if filepath.Ext(name) != ".s" {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return fmt.Errorf("load: %w", err)
			}
			for _, match := range assemblyCall.FindAllSubmatch(text, -1) {
				if fn := m.built[i].Func(string(match[2])); fn != nil && len(fn.Blocks) > 0 && !slices.Contains(m.hidden, fn) {
					m.hidden = append(m.hidden, fn)
				}
			}
		}
	}
	return nil
}

// annotation matches what makes a file one with contracts.
var annotation = regexp.MustCompile(`(?m)^\s*//\s*@|^// \+gobra`)

// Annotated returns the directories of the packages with contracts, as patterns relative to the module's root.
func (m *Module) Annotated() (patterns []string) {
	for _, p := range m.packages {
		for _, name := range p.GoFiles {
			text, err := os.ReadFile(name)
			if err != nil || !annotation.Match(text) {
				continue
			}
			rel, err := filepath.Rel(m.Directory, filepath.Dir(name))
			if err == nil {
				patterns = append(patterns, "./"+filepath.ToSlash(rel))
			}
			break
		}
	}
	return patterns
}
