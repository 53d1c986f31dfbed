package manifest

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"
)

//go:embed schema.cue
var schema []byte

// schemaName is what error messages call the embedded schema.
const schemaName = "schema.cue"

// manifestRule is the definition of the schema that a source has to conform to.
const manifestRule = "#Manifest"

// source is an evaluated source: a value that conforms to the schema, and where its parts were written.
type source struct {
	value cue.Value
	// files are the paths of the source's files, the main one first.
	files []string
	// written has the place of the label of each field that is written out in a file, by its path joined with newlines.
	written map[string]token.Pos
}

// evaluate reads the files, unifies them with each other and with the schema, and reports everything that does not conform.
func evaluate(files []string) (*source, error) {
	s := &source{files: files, written: map[string]token.Pos{}}
	instance := build.NewContext().NewInstance("", nil)
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("manifest source: %w", err)
		}
		syntax, err := parser.ParseFile(path, text)
		if err != nil {
			return nil, s.problems(err)
		}
		if err := instance.AddSyntax(syntax); err != nil {
			return nil, s.problems(err)
		}
		s.index("", syntax.Decls)
	}
	if err := instance.Complete(); err != nil {
		return nil, s.problems(err)
	}
	ctx := cuecontext.New()
	rules := ctx.CompileBytes(schema, cue.Filename(schemaName))
	if err := rules.Err(); err != nil {
		return nil, fmt.Errorf("the tool's own schema: %w", err)
	}
	written := ctx.BuildInstance(instance, cue.Scope(rules))
	s.value = rules.LookupPath(cue.MakePath(cue.Def(manifestRule))).Unify(written)
	if err := s.value.Validate(cue.Concrete(true), cue.All()); err != nil {
		return nil, s.problems(err)
	}
	return s, nil
}

// index notes where the fields of decls, which stand at path, are written.
func (s *source) index(path string, decls []ast.Decl) {
	for _, decl := range decls {
		field, ok := decl.(*ast.Field)
		if !ok {
			continue
		}
		name, _, err := ast.LabelName(field.Label)
		if err != nil {
			continue // a pattern or an interpolation: it has no path
		}
		at := join(path, name)
		if _, taken := s.written[at]; !taken {
			s.written[at] = field.Label.Pos()
		}
		if body, ok := field.Value.(*ast.StructLit); ok {
			s.index(at, body.Elts)
		}
	}
}

// join adds a label to a path of source.written.
func join(path, label string) string {
	return path + "\n" + label
}

// place answers where the field at the labels is written: its own label, or that of the nearest field around it, or the main file.
func (s *source) place(labels ...string) token.Position {
	path, place := "", token.Position{Filename: s.files[0]}
	for _, label := range labels {
		path = join(path, label)
		if pos, ok := s.written[path]; ok {
			place = pos.Position()
		}
	}
	return place
}

// folder answers the folder that the paths in the source start at.
func (s *source) folder() string {
	return filepath.Dir(s.files[0])
}
