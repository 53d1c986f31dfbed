package report

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// citation is the text by which a comment names invariants; the list may go on in the next line of the comment.
	citation = regexp.MustCompile(`Invariants?:((?:(?:[,\s/#]|and|to)+[A-Z]{2,5}-\d+)+)`)
	inIDs    = regexp.MustCompile(`([A-Z]{2,5})-(\d+)(?: to ([A-Z]{2,5})-(\d+))?`)
	// ghostName is a declaration of a ghost file.
	ghostName = regexp.MustCompile(`(?m)^(?:ghost )?(?:pure )?(?:func|pred|type)\s+(?:\((?:\w+ )?(\*?\w+)\) )?(\w+)`)
)

// roleOf says what a file can do for an invariant, or "".
func roleOf(file string) Role {
	switch top, _, _ := strings.Cut(file, "/"); {
	case strings.Contains(file, "/testdata/"):
		return ""
	case top == "proofs":
		return Harness
	case strings.HasSuffix(file, "_test.go"), top == "fuzz":
		return Test
	case top == "user", top == "smokes":
		return Smoke
	case top == "kernel", top == "lib", top == "specs":
		return Contract
	}
	return ""
}

// cites finds the comments of a module that name invariants, in the order of files and lines. Files of the verifier and of the pages speak
// about invariants and do nothing for them.
func cites(fsys fs.FS) (list []*Cite, err error) {
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != "." && strings.HasPrefix(path.Base(name), ".") || name == "build" {
				return fs.SkipDir
			}
			return nil
		}
		role := roleOf(name)
		if role == "" || !slices.Contains([]string{".go", ".gobra", ".toml"}, path.Ext(name)) {
			return nil
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		found, err := citesOf(name, string(text), role)
		list = append(list, found...)
		return err
	})
	return list, err
}

// citesOf finds the citations of one file.
func citesOf(name, text string, role Role) (list []*Cite, err error) {
	matches := citation.FindAllStringSubmatchIndex(text, -1)
	if len(matches) == 0 {
		return nil, nil
	}
	subject := func(offset int) string { return strings.TrimSuffix(path.Base(name), path.Ext(name)) }
	switch path.Ext(name) {
	case ".go":
		if subject, err = goSubjects(name, text); err != nil {
			return nil, err
		}
	case ".gobra":
		subject = func(offset int) string {
			match := ghostName.FindStringSubmatch(text[offset:])
			if match == nil {
				return ""
			}
			if match[1] != "" {
				return "(" + match[1] + ")." + match[2]
			}
			return match[2]
		}
	}
	for _, at := range matches {
		cite := &Cite{Role: role, File: name, Line: 1 + strings.Count(text[:at[0]], "\n"), Package: path.Dir(name), Name: subject(at[0]),
			IDs: identifiers(text[at[2]:at[3]])}
		if cite.Name == "" {
			return nil, fmt.Errorf("%s:%d: the comment names an invariant and stands at no declaration", name, cite.Line)
		}
		list = append(list, cite)
	}
	return list, nil
}

// identifiers lists the ids of a citation; "UB-2 to UB-5" are four.
func identifiers(text string) (ids []string) {
	for _, match := range inIDs.FindAllStringSubmatch(text, -1) {
		first, _ := strconv.Atoi(match[2]) // digits only
		last := first
		if match[3] == match[1] {
			last, _ = strconv.Atoi(match[4])
		}
		for n := first; n <= last; n++ {
			ids = append(ids, fmt.Sprintf("%s-%d", match[1], n))
		}
	}
	return ids
}

// goSubjects tells, for the place of a comment, which declaration it stands at or in, or else before. The comment of a package stands for
// the program.
func goSubjects(name, text string) (func(offset int) string, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return func(offset int) string {
		if offset < fset.Position(file.Package).Offset {
			return "program " + strings.TrimPrefix(path.Dir(name), "user/")
		}
		for _, decl := range file.Decls {
			if fset.Position(decl.End()).Offset <= offset {
				continue
			}
			switch d := decl.(type) {
			case *ast.FuncDecl:
				return functionTitle(d)
			case *ast.GenDecl:
				return specName(fset, d, offset)
			}
		}
		return ""
	}, nil
}

// functionTitle is a function's name as the verifier has it: F, (T).M or (*T).M.
func functionTitle(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	switch t := d.Recv.List[0].Type.(type) {
	case *ast.StarExpr:
		if ident, ok := t.X.(*ast.Ident); ok {
			return "(*" + ident.Name + ")." + d.Name.Name
		}
	case *ast.Ident:
		return "(" + t.Name + ")." + d.Name.Name
	}
	return d.Name.Name
}

// specName is the first name of a declaration that ends behind an offset.
func specName(fset *token.FileSet, d *ast.GenDecl, offset int) string {
	for _, spec := range d.Specs {
		if fset.Position(spec.End()).Offset < offset {
			continue
		}
		switch s := spec.(type) {
		case *ast.TypeSpec:
			return s.Name.Name
		case *ast.ValueSpec:
			return s.Names[0].Name
		}
	}
	return ""
}
