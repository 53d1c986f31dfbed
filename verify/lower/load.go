package lower

import (
	"fmt"
	"go/build"
	goconstant "go/constant"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/mod/modfile"

	"warrant/verify/annot"
)

// Package is one package with its annotated files read and its names collected.
type Package struct {
	Path string
	Name string
	Dir  string
	// Files are the .go files that the build would take and the .gobra files.
	Files []*annot.File
	// Target says that the package itself is to be verified, not only its contracts used.
	Target bool
	// symbols are the names at package level.
	symbols map[string]*symbol
	// assigned are the global variables that some function assigns.
	assigned map[string]bool
	imports  map[*annot.File]map[string]*Package
	// lines are the lines of the files.
	lines map[*annot.File][]string
	// changed says that a file of the package or of what it imports is replaced.
	changed bool
}

// Annotated says that some file of the package has an annotation.
func (p *Package) Annotated() bool {
	for _, f := range p.Files {
		if f.Annotated {
			return true
		}
	}
	return false
}

// Loader reads the packages of one module.
type Loader struct {
	root     string // directory of go.mod
	module   string
	packages map[string]*Package
	loading  map[string]bool
	// Order lists the packages read, imported ones first.
	Order []*Package
	// Overlay replaces the text of files, by path relative to the module.
	Overlay map[string]string
	// Sources keeps what is read; loaders of one module may share it.
	Sources *Sources
}

// text is a file's content, by its full path and its path relative to the module. A file is read once: whoever asks sees the same content, even if the
// file changes meanwhile.
func (l *Loader) text(full, shown string) ([]byte, error) {
	if text, ok := l.Overlay[shown]; ok {
		return []byte(text), nil
	}
	return keep(l.Sources, func(s *Sources) map[string][]byte { return s.texts }, shown, true, func() ([]byte, error) { return os.ReadFile(full) })
}

// NewLoader finds the module that contains dir.
func NewLoader(dir string) (*Loader, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for {
		text, err := os.ReadFile(filepath.Join(root, "go.mod"))
		if err == nil {
			path := modfile.ModulePath(text)
			if path == "" {
				return nil, fmt.Errorf("%s: go.mod names no module", root)
			}
			return &Loader{root: root, module: path, packages: map[string]*Package{}, loading: map[string]bool{}, Sources: NewSources()}, nil
		}
		parent := filepath.Dir(root)
		if parent == root {
			return nil, fmt.Errorf("%s: no go.mod here or above", dir)
		}
		root = parent
	}
}

// Root is the module's directory, and Module its path.
func (l *Loader) Root() string { return l.root }

// Module is the module's path.
func (l *Loader) Module() string { return l.module }

// Match lists the import paths that a pattern names: a directory, an import path of the module, or either with /...
func (l *Loader) Match(dir, pattern string) ([]string, error) {
	base, rest := pattern, false
	if p, ok := strings.CutSuffix(pattern, "..."); ok {
		base, rest = strings.TrimSuffix(p, "/"), true
		if base == "" {
			base = "."
		}
	}
	at := base
	if path, ok := l.relative(base); ok && !strings.HasPrefix(base, ".") && !filepath.IsAbs(base) {
		at = filepath.Join(l.root, path)
	} else if !filepath.IsAbs(at) {
		at = filepath.Join(dir, at)
	}
	abs, err := filepath.Abs(at)
	if err != nil {
		return nil, err
	}
	if !rest {
		if _, err := os.Stat(abs); err != nil {
			return nil, fmt.Errorf("package %s: %w", pattern, err)
		}
		return []string{l.importPath(abs)}, nil
	}
	var list []string
	err = filepath.WalkDir(abs, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		name := entry.Name()
		if path != abs && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" || name == "vendor") {
			return filepath.SkipDir
		}
		if path != l.root && path != abs {
			if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil {
				return filepath.SkipDir
			}
		}
		if files, _ := sources(path); len(files) > 0 {
			list = append(list, l.importPath(path))
		}
		return nil
	})
	return list, err
}

func (l *Loader) relative(path string) (string, bool) {
	if path == l.module {
		return "", true
	}
	return strings.CutPrefix(path, l.module+"/")
}

func (l *Loader) importPath(dir string) string {
	rel, err := filepath.Rel(l.root, dir)
	if err != nil || rel == "." {
		return l.module
	}
	return l.module + "/" + filepath.ToSlash(rel)
}

// sources lists the files of a directory that belong to its package.
func sources(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		name := e.Name()
		switch {
		case e.IsDir() || strings.HasSuffix(name, "_test.go"):
		case strings.HasSuffix(name, ".gobra"):
			files = append(files, name)
		case strings.HasSuffix(name, ".go"):
			if ok, err := build.Default.MatchFile(dir, name); err == nil && ok {
				files = append(files, name)
			}
		}
	}
	sort.Strings(files)
	return files, nil
}

// Load reads a package of the module and all packages of the module that it imports.
func (l *Loader) Load(path string) (*Package, error) {
	if p, ok := l.packages[path]; ok {
		return p, nil
	}
	if l.loading[path] {
		return nil, fmt.Errorf("package %s imports itself", path)
	}
	l.loading[path] = true
	rel, ok := l.relative(path)
	if !ok {
		return nil, fmt.Errorf("package %s is outside module %s", path, l.module)
	}
	p := &Package{Path: path, Dir: filepath.Join(l.root, filepath.FromSlash(rel)), imports: map[*annot.File]map[string]*Package{}, lines: map[*annot.File][]string{}}
	names, err := l.folder(p.Dir)
	if err != nil {
		return nil, fmt.Errorf("package %s: %w", path, err)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("package %s: no Go files in %s", path, p.Dir)
	}
	for _, name := range names {
		full := filepath.Join(p.Dir, name)
		shown := full
		if rel, err := filepath.Rel(l.root, full); err == nil {
			shown = filepath.ToSlash(rel)
		}
		f, err := l.parse(full, shown)
		if err != nil {
			return nil, err
		}
		text, err := l.text(full, shown)
		if err != nil {
			return nil, err
		}
		p.lines[f] = strings.Split(string(text), "\n")
		p.changed = p.changed || l.overlaid(shown)
		if p.Name == "" {
			p.Name = f.Package
		} else if p.Name != f.Package {
			return nil, fmt.Errorf("%s: package %s and package %s in one folder", shown, f.Package, p.Name)
		}
		p.Files = append(p.Files, f)
	}
	for _, f := range p.Files {
		p.imports[f] = map[string]*Package{}
		for _, im := range f.Imports {
			if _, own := l.relative(im.Path); !own {
				continue // another module or the standard library: using it is refused at the use
			}
			q, err := l.Load(im.Path)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", im.At(), err)
			}
			name := im.Name
			if name == "" {
				name = q.Name
			}
			p.imports[f][name] = q
			p.changed = p.changed || q.changed
		}
	}
	l.packages[path] = p
	l.Order = append(l.Order, p)
	return p, collect(p)
}

// predicates are the names of predicates that no pure function of any package read has.
func (l *Loader) predicates() map[string]bool {
	names := map[string]bool{}
	for _, p := range l.Order {
		for _, f := range p.Files {
			for _, d := range f.Predicates {
				names[d.Name] = true
			}
		}
	}
	for _, p := range l.Order {
		for _, f := range p.Files {
			for _, d := range f.Funcs {
				if d.Spec.Pure {
					delete(names, d.Name)
				}
			}
		}
	}
	return names
}

// symbolKind is what a package-level name stands for.
type symbolKind uint8

const (
	constSymbol symbolKind = iota
	varSymbol
	typeSymbol
	funcSymbol
	predSymbol
)

// symbol is a package-level name.
type symbol struct {
	kind symbolKind
	pkg  *Package
	file *annot.File
	name string

	constant *annot.Const
	variable *annot.Var
	index    int // of the name within variable
	typeDecl *annot.Type
	function *Function
	pred     *Pred

	typ      *Type
	value    goconstant.Value
	busy     bool
	resolved bool
}

// collect enters the names of a package.
func collect(p *Package) error {
	p.symbols = map[string]*symbol{}
	p.assigned = map[string]bool{}
	enter := func(name string, at annot.Pos, s *symbol) error {
		if name == "_" {
			return nil
		}
		if _, ok := p.symbols[name]; ok {
			return &annot.Error{Pos: at, Message: name + " is declared twice in package " + p.Name}
		}
		s.name, s.pkg = name, p
		p.symbols[name] = s
		return nil
	}
	for _, f := range p.Files {
		for _, c := range f.Consts {
			if err := enter(c.Name, c.Start, &symbol{kind: constSymbol, file: f, constant: c}); err != nil {
				return err
			}
		}
		for _, v := range f.Vars {
			for i, name := range v.Names {
				if err := enter(name, v.Start, &symbol{kind: varSymbol, file: f, variable: v, index: i}); err != nil {
					return err
				}
			}
		}
		for _, t := range f.Types {
			if err := enter(t.Name, t.Start, &symbol{kind: typeSymbol, file: f, typeDecl: t}); err != nil {
				return err
			}
		}
		for _, d := range f.Funcs {
			fn := &Function{Package: p, File: f, Decl: d}
			if d.Recv == nil {
				if d.Name == "init" {
					continue
				}
				if err := enter(d.Name, d.Start, &symbol{kind: funcSymbol, file: f, function: fn}); err != nil {
					return err
				}
				continue
			}
			if err := enter(receiverName(d.Recv)+"."+d.Name, d.Start, &symbol{kind: funcSymbol, file: f, function: fn}); err != nil {
				return err
			}
		}
		for _, d := range f.Predicates {
			pr := &Pred{Package: p, File: f, Decl: d}
			name := d.Name
			if d.Recv != nil {
				name = receiverName(d.Recv) + "." + d.Name
			}
			if err := enter(name, d.Start, &symbol{kind: predSymbol, file: f, pred: pr}); err != nil {
				return err
			}
		}
	}
	return nil
}

// receiverName is the type name of a receiver, without the star.
func receiverName(r *annot.Field) string {
	t := r.Type
	if p, ok := t.(*annot.PointerType); ok {
		t = p.Elem
	}
	return annot.String(t)
}
