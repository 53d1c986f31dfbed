package gobra

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"warrant/verify/annot"
	"warrant/verify/lower"
)

// Header is the comment without which the official tool passes a file over.
const Header = "// +gobra"

// header finds it as the tool does: anywhere in the file.
var header = regexp.MustCompile(`//\s*\+gobra`)

// Problem is a place that the official tool would refuse, misread or pass over.
type Problem struct {
	// Place is file:line:column, or a file.
	Place string
	Text  string
}

// String formats a problem as compilers do.
func (p Problem) String() string { return p.Place + ": " + p.Text }

// Check looks at packages of the module at root, as slash-separated folders, and at what they import from it. Files without annotations and
// without the header are nobody's, unless a file with the header needs them.
func Check(root, module string, folders []string) ([]Problem, error) {
	c := &checker{root: root, module: module, files: token.NewFileSet(), done: map[string]*types.Package{}}
	for _, folder := range folders {
		if _, err := c.Import(module + "/" + folder); err != nil {
			return nil, err
		}
	}
	if err := c.types(folders); err != nil {
		return nil, err
	}
	slices.SortFunc(c.found, func(a, b Problem) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(c.found), nil
}

// checker collects problems.
type checker struct {
	root, module string
	files        *token.FileSet
	done         map[string]*types.Package
	found        []Problem
}

func (c *checker) report(place, format string, args ...any) {
	c.found = append(c.found, Problem{place, fmt.Sprintf(format, args...)})
}

// types lists what the official tool's type checker refuses in packages, as far as it is known here.
func (c *checker) types(folders []string) error {
	l, err := lower.NewLoader(c.root)
	if err != nil {
		return err
	}
	for _, folder := range folders {
		p, err := l.Load(c.module + "/" + folder)
		if err != nil {
			return err
		}
		p.Target = true
	}
	for _, e := range lower.Lower(l, lower.Options{}).Foreign {
		c.report(e.Pos.String(), "%s", e.Message)
	}
	return nil
}

// folder checks the annotations of one package.
func (c *checker) folder(folder string) error {
	names, err := sources(c.root, folder)
	if err != nil {
		return err
	}
	var files []*annot.File
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(c.root, name))
		if err != nil {
			return err
		}
		f, err := annot.Parse(name, string(text))
		if err != nil {
			return err
		}
		files = append(files, f)
		if !f.Annotated && !header.Match(text) {
			continue
		}
		if !header.Match(text) {
			c.report(name, "annotations in a file without %q: the official tool passes it over", Header)
		}
		if err := c.tokens(name, string(text)); err != nil {
			return err
		}
		c.members(f)
		for _, i := range f.Imports { // of ghost code as well, which Go's type checker does not see
			if strings.HasPrefix(i.Path, c.module+"/") {
				if _, err := c.Import(i.Path); err != nil {
					return err
				}
			}
		}
		for _, e := range f.Unread() {
			c.report(e.Pos.String(), "%s", e.Message)
		}
	}
	arrays := annot.StructArrays(files)
	for _, f := range files {
		for _, e := range f.Elements(arrays) {
			c.report(e.Pos.String(), "%s", e.Message)
		}
	}
	return nil
}

// newer are words that not both of the releases in use know, or that mean something else in one of them.
var newer = strings.Fields("asserting by contra critical friendPkg importRequires initEnsures integer mayInit openDupPkgInv opensInvariants pkgInvariant")

// tokens checks one file word by word: its numbers, and the words of its annotations.
func (c *checker) tokens(name, text string) error {
	list, _, err := annot.Scan(name, text)
	if err != nil {
		return err
	}
	for i, t := range list {
		if t.Kind == annot.Integer && strings.Contains(t.Text, "_") {
			c.report(t.Pos.String(), "number %s has underscores", t.Text)
		}
		if !t.Ghost {
			continue
		}
		switch t.Kind {
		case annot.Float:
			c.report(t.Pos.String(), "floating-point number %s", t.Text)
		case annot.Identifier:
			if slices.Contains(newer, t.Text) && (i == 0 || list[i-1].Text != ".") {
				c.report(t.Pos.String(), "word %s, which not every release knows", t.Text)
			}
		case annot.Operator:
			if slices.Contains([]string{"|", "^", "<<", ">>", "&^", "|=", "^=", "&=", "<<=", ">>=", "&^="}, t.Text) || t.Text == "&" && binary(list, i) {
				c.report(t.Pos.String(), "operator %s, which the official tool does not interpret", t.Text)
			}
		}
	}
	return nil
}

// binary says that the operator at i has a left operand.
func binary(list []annot.Token, i int) bool {
	if i == 0 || !list[i-1].Ghost {
		return false
	}
	left := list[i-1]
	switch left.Kind {
	case annot.Identifier:
		return !slices.Contains([]string{"in", "return", "requires", "preserves", "ensures", "invariant", "decreases", "assert", "fold", "unfold", "unfolding"}, left.Text)
	case annot.Integer, annot.Character:
		return true
	}
	return left.Text == ")" || left.Text == "]"
}

// members checks the contracts of one file.
func (c *checker) members(f *annot.File) {
	for _, d := range f.Funcs {
		s := d.Spec
		measured := len(s.Measures) > 0
		promises := slices.ContainsFunc(s.Clauses, func(x annot.Clause) bool { return x.Word == "ensures" })
		switch {
		case (s.Pure || s.Ghost) && !measured:
			c.report(d.Start.String(), "%s is pure or ghost and has no decreases", d.Name)
		case s.Trusted && s.Pure && !promises:
			c.report(d.Start.String(), "%s is trusted and pure, and does not say what it answers", d.Name)
		}
		if s.Ghost || len(s.Clauses) == 0 && !s.Pure {
			continue
		}
		for _, r := range d.Results {
			if r.Name == "" {
				c.report(d.Start.String(), "%s has a result without a name", d.Name)
			}
		}
	}
}

// Import type-checks the files of a package of the module that have the header, and nothing else: what the official tool sees of it. It is
// the importer of the packages that import it.
func (c *checker) Import(path string) (*types.Package, error) {
	if p := c.done[path]; p != nil {
		return p, nil
	}
	folder, own := strings.CutPrefix(path, c.module+"/")
	if !own {
		return nil, fmt.Errorf("package %s is not of this module", path)
	}
	names, err := sources(c.root, folder)
	if err != nil {
		return nil, err
	}
	if err := c.folder(folder); err != nil {
		return nil, err
	}
	var parsed []*ast.File
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(c.root, name))
		if err != nil {
			return nil, err
		}
		if !strings.HasSuffix(name, ".go") || !header.Match(text) {
			continue
		}
		f, err := parser.ParseFile(c.files, name, text, parser.SkipObjectResolution)
		if list, ok := err.(scanner.ErrorList); ok {
			return nil, list
		}
		parsed = append(parsed, f)
	}
	if len(parsed) == 0 {
		c.report(folder, "no Go file has %q: the official tool finds no package", Header)
	}
	config := &types.Config{Importer: c, DisableUnusedImportCheck: true, Error: func(err error) {
		e := err.(types.Error)
		c.report(c.files.Position(e.Pos).String(), "%s (as the official tool sees it: without the files that lack %q)", e.Msg, Header)
	}}
	c.done[path], _ = config.Check(path, c.files, parsed, nil)
	return c.done[path], nil
}

// sources lists the files of a package that the build takes, and its .gobra files, as paths below the root.
func sources(root, folder string) ([]string, error) {
	dir := filepath.Join(root, folder)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, e := range entries {
		name := e.Name()
		taken := strings.HasSuffix(name, ".gobra")
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			taken, _ = build.Default.MatchFile(dir, name)
		}
		if taken && !e.IsDir() {
			list = append(list, filepath.ToSlash(filepath.Join(folder, name)))
		}
	}
	return list, nil
}
