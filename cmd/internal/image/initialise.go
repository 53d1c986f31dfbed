package image

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// initialiser matches the functions in which the compiler gathers what a package does at initialisation: init for variables, init.0 and
// so on for functions that the source calls init.
var initialiser = regexp.MustCompile(`^(main|` + modulePath + `/[^.(]*)\.(init|init\.[0-9]+|map\.init\.[0-9]+)$`)

// checkInitialisation answers an error for every package of the module that has work at initialisation. ordinary is the program linked as
// an ordinary one, where such functions are reachable; root is the module's folder, where is what runs the program.
func checkInitialisation(ordinary *Program, root, where string) error {
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
		found = append(found, ordinary.describeInitialiser(part, match[1], match[2], root, where)...)
	}
	return errors.Join(found...)
}

// describeInitialiser says which declarations make an initialiser necessary.
func (p *Program) describeInitialiser(part *piece, pkg, function, root, where string) (found []error) {
	if strings.HasPrefix(function, "init.") {
		return []error{fmt.Errorf("%s: package %s has a function init; %s runs no initialisers", p.position(part.start), pkg, where)}
	}
	seen := make(map[string]bool)
	for pc := part.start; pc < part.end; pc++ {
		place := p.position(pc)
		if seen[place] {
			continue
		}
		seen[place] = true
		if name := declaredAt(root, place); name != "" {
			found = append(found, fmt.Errorf("%s: variable %s of package %s is initialised at run time; %s runs no initialisers",
				place, name, pkg, where))
		}
	}
	if len(found) == 0 {
		found = append(found, fmt.Errorf("%s: package %s initialises variables at run time; %s runs no initialisers",
			p.position(part.start), pkg, where))
	}
	return found
}

// declaredAt answers the name of the package variable that is declared with a value at place, a path and line below root; empty if
// there is none.
func declaredAt(root, place string) string {
	path, number, ok := strings.Cut(place, ":")
	line, err := strconv.Atoi(number)
	if !ok || err != nil {
		return ""
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, filepath.Join(root, path), nil, parser.SkipObjectResolution)
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
