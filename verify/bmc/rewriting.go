package bmc

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"os"
	"slices"
)

// rewriting are the sources that a replay compiles instead of those on disk, by absolute path: the overlay of a program and what is changed
// further. Lines stay where they are.
type rewriting struct {
	program *Program
	home    *types.Package
	files   map[string][]byte
	aliases map[string]string
	// imports are those that arguments need, and arguments those of prove.ServeReplays, in a file of package home.
	imports, arguments []string
}

// newRewriting returns the sources of the program of h as it was loaded.
func newRewriting(h *Harness) *rewriting {
	r := &rewriting{program: h.program, home: h.fn.Pkg.Pkg, files: make(map[string][]byte), aliases: make(map[string]string)}
	maps.Copy(r.files, h.program.overlay)
	return r
}

// text returns the source at path as it is now.
func (r *rewriting) text(path string) ([]byte, error) {
	if text, ok := r.files[path]; ok {
		return text, nil
	}
	return os.ReadFile(path)
}

// qualifier returns what names of pkg begin with in package home.
func (r *rewriting) qualifier(pkg *types.Package) string {
	if pkg == r.home {
		return ""
	}
	alias, ok := r.aliases[pkg.Path()]
	if !ok {
		alias = fmt.Sprintf("rewritten%d", len(r.aliases))
		r.aliases[pkg.Path()] = alias
		r.imports = append(r.imports, fmt.Sprintf("%s %q", alias, pkg.Path()))
	}
	return alias + "."
}

// edit collects changes of a text.
type edit struct {
	text    []byte
	base    token.Pos
	changes []change
}

// change replaces the bytes from one offset to another.
type change struct {
	from, to int
	text     string
}

// source returns the text of a node.
func (e *edit) source(n ast.Node) string { return string(e.text[n.Pos()-e.base : n.End()-e.base]) }

// insert puts text in the place of what stands between two positions.
func (e *edit) insert(from, to token.Pos, text string) {
	e.changes = append(e.changes, change{int(from - e.base), int(to - e.base), text})
}

// done returns the text with all changes made.
func (e *edit) done() []byte {
	slices.SortStableFunc(e.changes, func(a, b change) int { return b.from - a.from })
	text := e.text
	for _, c := range e.changes {
		text = slices.Concat(text[:c.from], []byte(c.text), text[c.to:])
	}
	return text
}
