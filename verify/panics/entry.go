package panics

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
)

// Entry is a function where control comes from outside.
type Entry struct {
	Function *ssa.Function
	// Labels say what comes in there: the words behind `//gosure:entry`, or "exported", "main", "init" or "assembly".
	Labels []string
}

// The labels of entries that no directive marks.
const (
	labelExported = "exported"
	labelMain     = "main"
	labelInit     = "init"
	labelAssembly = "assembly"
)

// entries returns the functions that directives mark, or, when there are none, main functions and exported ones. Initialisation and
// functions that assembly calls are entries in both cases. directed tells whether there are directives.
func (m *Module) entries() (list []Entry, directed bool, err error) {
	for i, p := range m.packages {
		if m.built[i] == nil {
			continue
		}
		found, err := marked(m.program, p)
		if err != nil {
			return nil, false, err
		}
		list = append(list, found...)
	}
	directed = len(list) > 0
	for _, fn := range m.functions {
		switch {
		case fn.Name() == "init" && fn.Parent() == nil && fn.Signature.Recv() == nil:
			list = append(list, Entry{fn, []string{labelInit}})
		case slices.Contains(m.hidden, fn):
			list = append(list, Entry{fn, []string{labelAssembly}})
		case directed || fn.Parent() != nil || fn.Synthetic != "":
		case fn.Name() == "main" && fn.Signature.Recv() == nil && fn.Pkg != nil && fn.Pkg.Pkg.Name() == "main":
			list = append(list, Entry{fn, []string{labelMain}})
		case fn.Object() != nil && fn.Object().Exported() && isExportedReceiver(fn):
			list = append(list, Entry{fn, []string{labelExported}})
		}
	}
	return list, directed, nil
}

// isExportedReceiver tells whether fn is no method, or one of a type that other packages can name.
func isExportedReceiver(fn *ssa.Function) bool {
	recv := fn.Signature.Recv()
	if recv == nil {
		return true
	}
	name := recv.Type().String()
	name = name[strings.LastIndexByte(name, '.')+1:]
	return token.IsExported(name)
}

// marked returns the functions of a package that `//gosure:entry` marks.
func marked(program *ssa.Program, p *packages.Package) (list []Entry, err error) {
	for _, file := range p.Syntax {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			labels, found := directive(fn.Doc, "entry")
			if !found {
				continue
			}
			if len(labels) == 0 {
				return nil, fmt.Errorf("%s: //gosure:entry needs a word that says what comes in here", program.Fset.Position(fn.Pos()))
			}
			value := program.FuncValue(p.TypesInfo.Defs[fn.Name].(*types.Func))
			if value == nil {
				return nil, fmt.Errorf("%s: //gosure:entry on a function without code", program.Fset.Position(fn.Pos()))
			}
			list = append(list, Entry{value, labels})
		}
	}
	return list, nil
}

// directive returns the words behind a `//gosure:` directive of a comment.
func directive(doc *ast.CommentGroup, name string) (words []string, found bool) {
	if doc == nil {
		return nil, false
	}
	for _, comment := range doc.List {
		if rest, ok := strings.CutPrefix(comment.Text, "//gosure:"+name); ok && (rest == "" || rest[0] == ' ') {
			return strings.Fields(rest), true
		}
	}
	return nil, false
}
