// Package repotest checks what no compiler sees: that the pages and comments of the repository speak of things that exist.
//
//	Layout      README's list of top folders is the tree's
//	Contents    the book's table of contents is the list of its pages
//	Pages       links, file names, make targets and identifiers in Markdown pages exist
//	Mentions    file names in comments of sources exist
//	Transcripts what pages show the system printing is what its smoke tests expect
//	IDs         ids of invariants exist
//	Drawings    each drawing is made from the source beside it
//	Strays      assembly and cgo sources stand only where Go packages can use them
//
// Each check is a function of a file system, so that its test can show it saying no; the test of the real tree runs all of them. The
// package may not change a file.
package repotest

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Problem is a place where the repository contradicts itself.
type Problem struct {
	// File is a slash-separated path below the root.
	File string
	// Line counts from 1; 0 means the whole file.
	Line int
	// Text says what is wrong.
	Text string
}

// String formats a problem as compilers do.
func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Text)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Check runs every check on the tree below a file system's root.
func Check(fsys fs.FS) ([]Problem, error) {
	tree, err := Load(fsys)
	if err != nil {
		return nil, err
	}
	return slices.Concat(tree.Layout(), tree.Contents(), tree.Pages(), tree.Mentions(), tree.Transcripts(), tree.IDs(), tree.Drawings(), tree.Strays()), nil
}

// Tree is the repository as the checks see it.
type Tree struct {
	// files are the contents of the text files, by path; testdata and built files are left out.
	files map[string]string
	// paths are all files and folders, testdata included.
	paths map[string]bool
	// names are the identifiers of the sources.
	names *names
}

// textual are the endings of the files that the checks read.
var textual = []string{".md", ".go", ".s", ".S", ".sx", ".gobra", ".capnp", ".cue", ".toml", ".sh", ".yml", ".txt", ".dot", ".svg", "Makefile", ".ci/run"}

// Load reads a tree. Hidden folders other than .ci and .github, and folders named build at the root, are left out.
func Load(fsys fs.FS) (*Tree, error) {
	tree := &Tree{files: map[string]string{}, paths: map[string]bool{}, names: newNames()}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (name == "build" || hidden(name)) {
			return fs.SkipDir
		}
		tree.paths[name] = true
		if entry.IsDir() || slices.Contains(strings.Split(name, "/"), "testdata") || !isTextual(name) {
			return nil
		}
		content, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		tree.files[name] = string(content)
		tree.names.add(name, string(content))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the tree: %w", err)
	}
	return tree, nil
}

// hidden reports whether a folder is nobody's to check.
func hidden(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, ".") && base != "." && base != ".ci" && base != ".github"
}

// isTextual reports whether the checks read a file.
func isTextual(name string) bool {
	return slices.ContainsFunc(textual, func(ending string) bool { return strings.HasSuffix(name, ending) })
}

// sorted returns the paths of the files that are read and have an ending, in order.
func (t *Tree) sorted(ending string) []string {
	var found []string
	for name := range t.files {
		if strings.HasSuffix(name, ending) {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found
}
