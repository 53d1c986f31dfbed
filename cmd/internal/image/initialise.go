package image

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// initialiser matches the functions in which the compiler gathers what a package does at initialisation: init for variables, init.0 and
// so on for functions that the source calls init.
var initialiser = regexp.MustCompile(`^(main|` + modulePath + `/[^.(]*)\.(init|init\.[0-9]+|map\.init\.[0-9]+)$`)

// checkInitialisation answers an error for every package of the module that has work at initialisation. ordinary is the program linked as
// an ordinary one, where such functions are reachable; where is what runs the program.
func checkInitialisation(ordinary *Program, r Request, where string) error {
	var found []error
	for i := range ordinary.pieces {
		part := &ordinary.pieces[i]
		if part.rights&executable == 0 {
			continue
		}
		match := initialiser.FindStringSubmatch(part.name)
		if match == nil {
			continue
		}
		found = append(found, ordinary.describeInitialiser(part, match[1], match[2], r, where)...)
	}
	return errors.Join(found...)
}

// describeInitialiser says which declarations make an initialiser necessary.
func (p *Program) describeInitialiser(part *piece, pkg, function string, r Request, where string) (found []error) {
	if strings.HasPrefix(function, "init.") {
		return []error{fmt.Errorf("%s: package %s has a function init; %s runs no initialisers", p.Position(part.start), pkg, where)}
	}
	seen := make(map[string]bool)
	for pc := part.start; pc < part.end; pc++ {
		place := p.Position(pc)
		if seen[place] {
			continue
		}
		seen[place] = true
		if name := r.declaredAt(place); name != "" {
			found = append(found, fmt.Errorf("%s: variable %s of package %s is initialised at run time; %s runs no initialisers",
				place, name, pkg, where))
		}
	}
	if len(found) == 0 {
		found = append(found, fmt.Errorf("%s: package %s initialises variables at run time; %s runs no initialisers",
			p.Position(part.start), pkg, where))
	}
	return found
}

// declaredAt answers the name of the package variable that is declared with a value at place, a path and line below the module's folder;
// empty if there is none.
func (r Request) declaredAt(place string) string {
	path, number, ok := strings.Cut(place, ":")
	line, err := strconv.Atoi(number)
	if !ok || err != nil {
		return ""
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, r.source(path), nil, parser.SkipObjectResolution)
	if err != nil {
		return ""
	}
	for _, declaration := range file.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok || group.Tok != token.VAR {
			continue
		}
		for _, spec := range group.Specs {
			values := spec.(*ast.ValueSpec)
			if files.Position(values.Pos()).Line <= line && line <= files.Position(values.End()).Line && len(values.Values) > 0 {
				return values.Names[0].Name
			}
		}
	}
	return ""
}

// source answers the file that the toolchain reads for path, below the module's folder.
func (r Request) source(path string) string {
	path = filepath.Join(r.Root, path)
	text, err := os.ReadFile(r.Overlay)
	if err != nil {
		return path
	}
	var overlay struct{ Replace map[string]string }
	absolute, err := filepath.Abs(path)
	if err == nil && json.Unmarshal(text, &overlay) == nil && overlay.Replace[absolute] != "" {
		return overlay.Replace[absolute]
	}
	return path
}
