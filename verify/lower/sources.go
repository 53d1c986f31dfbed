package lower

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"sync"

	"warrant/verify/annot"
)

// Sources keeps what loaders of one module read, so that runs that differ in a file or two neither read nor type-check the others again. The
// files must not change while it is in use, but by overlays. It is for any number of goroutines.
type Sources struct {
	mu sync.Mutex
	// names are the files of a folder's package.
	names map[string][]string
	// texts are the contents of files that have no replacement, by their paths relative to the module.
	texts map[string][]byte
	// files and trees are the files by their paths relative to the module, as both parsers read them.
	files map[string]*annot.File
	trees map[string]*ast.File
	// checked are packages of the module and others, whose functions have no bodies.
	checked map[string]*types.Package
	set     *token.FileSet
	other   types.Importer
}

// NewSources keeps nothing yet.
func NewSources() *Sources {
	set := token.NewFileSet()
	return &Sources{names: map[string][]string{}, texts: map[string][]byte{}, files: map[string]*annot.File{}, trees: map[string]*ast.File{}, checked: map[string]*types.Package{},
		set: set, other: &oneByOne{importer: importer.ForCompiler(set, "gc", nil)}}
}

// oneByOne is an importer for any number of goroutines.
type oneByOne struct {
	mu       sync.Mutex
	importer types.Importer
}

// Import answers a package.
func (o *oneByOne) Import(path string) (*types.Package, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.importer.Import(path)
}

// folder lists the files of a folder's package.
func (l *Loader) folder(dir string) ([]string, error) {
	return keep(l.Sources, func(s *Sources) map[string][]string { return s.names }, dir, true, func() ([]string, error) { return sources(dir) })
}

// parse reads a file with its annotations, by its full path and its path relative to the module. Nobody may change what it answers.
func (l *Loader) parse(full, shown string) (*annot.File, error) {
	return keep(l.Sources, func(s *Sources) map[string]*annot.File { return s.files }, shown, !l.overlaid(shown), func() (*annot.File, error) {
		text, err := l.text(full, shown)
		if err != nil {
			return nil, err
		}
		return annot.Parse(shown, string(text))
	})
}

// tree reads a file as Go alone. Nobody may change what it answers.
func (l *Loader) tree(shown string) (*ast.File, error) {
	return keep(l.Sources, func(s *Sources) map[string]*ast.File { return s.trees }, shown, !l.overlaid(shown), func() (*ast.File, error) {
		full := filepath.Join(l.root, filepath.FromSlash(shown))
		text, err := l.text(full, shown)
		if err != nil {
			return nil, err
		}
		return parser.ParseFile(l.Sources.set, full, text, parser.SkipObjectResolution)
	})
}

// overlaid says that a file has a replacement.
func (l *Loader) overlaid(shown string) bool {
	_, ok := l.Overlay[shown]
	return ok
}

// keep answers what a map of the sources has for a key, or else reads it, and enters it if it may be kept. Two that read the same at a time
// get the same.
func keep[T any](s *Sources, in func(*Sources) map[string]T, key string, may bool, read func() (T, error)) (T, error) {
	if !may {
		return read()
	}
	s.mu.Lock()
	kept, ok := in(s)[key]
	s.mu.Unlock()
	if ok {
		return kept, nil
	}
	made, err := read()
	if err != nil {
		return made, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept, ok := in(s)[key]; ok {
		return kept, nil
	}
	in(s)[key] = made
	return made, nil
}

// goFiles leaves the Go files of a list.
func goFiles(names []string) (list []string) {
	for _, name := range names {
		if !strings.HasSuffix(name, ".gobra") {
			list = append(list, name)
		}
	}
	return list
}
