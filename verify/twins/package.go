package twins

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"warrant/verify/deduce"
	"warrant/verify/lower"
)

// Package is one package to seed bugs into.
type Package struct {
	// Path is the package's folder below the module's root.
	Path string
	// Functions are the package's functions whose contracts are proved, sorted.
	Functions []string

	root    string
	session *deduce.Session
	// sources are the package's files by their paths below the module's root, home the Go file of each function.
	sources map[string]string
	home    map[string]string
	// uses are the package's members, and globals the names of the variables of this package and of all that it imports.
	uses    *uses
	globals map[string]bool
}

// Open reads the package in folder pkg of the module at root. The files must not change while it is in use.
func Open(root, pkg string, session *deduce.Session) (*Package, error) {
	loader, err := lower.NewLoader(root)
	if err != nil {
		return nil, err
	}
	paths, err := loader.Match(root, "./"+pkg)
	if err != nil {
		return nil, err
	}
	read, err := loader.Load(paths[0])
	if err != nil {
		return nil, err
	}
	p := &Package{Path: pkg, root: root, session: session, sources: map[string]string{}, home: map[string]string{}, globals: map[string]bool{}}
	for _, imported := range loader.Order {
		for _, f := range imported.Files {
			for _, v := range f.Vars {
				for _, name := range v.Names {
					p.globals[name] = true
				}
			}
		}
	}
	for _, f := range read.Files {
		if err := p.add(f.Name); err != nil {
			return nil, err
		}
	}
	if p.uses, err = usesOf(p.sources); err != nil {
		return nil, err
	}
	slices.Sort(p.Functions)
	return p, nil
}

// add reads one file, and enters the functions of a Go file.
func (p *Package) add(name string) error {
	text, err := os.ReadFile(filepath.Join(p.root, name))
	if err != nil {
		return err
	}
	p.sources[name] = string(text)
	if !strings.HasSuffix(name, ".go") {
		return nil
	}
	list, err := Functions(name, string(text))
	if err != nil {
		return err
	}
	for _, f := range list {
		p.home[f.Title] = name
		if f.Contract && !f.Trusted {
			p.Functions = append(p.Functions, f.Title)
		}
	}
	return nil
}

// Edit is the file that holds a function, and what a change makes of its text.
func (p *Package) Edit(function string, change func(name, source string) (string, error)) (name, edited string, err error) {
	name, ok := p.home[function]
	if !ok {
		return "", "", fmt.Errorf("%s: no function %s", p.Path, function)
	}
	edited, err = change(name, p.sources[name])
	return name, edited, err
}

// Verify verifies the package with some files replaced. The options' folder and patterns are the package's.
func (p *Package) Verify(ctx context.Context, overlay map[string]string, o deduce.Options) (*deduce.Report, error) {
	o.Dir, o.Patterns, o.Overlay, o.Session = p.root, []string{"./" + p.Path}, overlay, p.session
	return deduce.Run(ctx, o, nil)
}

// Affected are the members of the package of which a proof may be another when a function is edited: nil for all of them.
func (p *Package) Affected(function, file, edited string) map[string]bool {
	after, err := readFile(file, edited)
	if err != nil {
		return nil // who verifies it is told
	}
	return p.uses.affected(after, function, p.globals)
}

// Suspects are the members that are asked about a bug in a function: the function alone when only its body was edited, since whoever calls it
// goes by its contract, else all that Affected answers.
func (p *Package) Suspects(function, file, edited string) map[string]bool {
	after, err := readFile(file, edited)
	if err != nil {
		return nil
	}
	was := p.uses.files[file]
	if old, now := was.function(function), after.function(function); old != nil && now != nil && was.sameOutside(old, after, now) {
		return map[string]bool{function: true}
	}
	return p.Affected(function, file, edited)
}

// anyOf is a regular expression for some members, and none for nil.
func anyOf(titles map[string]bool) string {
	if titles == nil {
		return ""
	}
	var quoted []string
	for _, title := range slices.Sorted(maps.Keys(titles)) {
		quoted = append(quoted, regexp.QuoteMeta(title))
	}
	return "^(" + strings.Join(quoted, "|") + ")$"
}
