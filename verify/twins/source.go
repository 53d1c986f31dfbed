package twins

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// Function is a function of a Go file that has annotations.
type Function struct {
	// Title is F, (T).M or (*T).M.
	Title string
	// Start and End delimit the function with its comments: from the end of the declaration before it to its own end, in bytes.
	Start, End int
	// Contract says that there is an annotation above the func keyword, and Trusted that it excuses the body from proof.
	Contract, Trusted bool
}

// Functions lists the functions of a Go source that have bodies, in source order.
func Functions(name, source string) ([]Function, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	offset := func(p token.Pos) int { return files.Position(p).Offset }
	var list []Function
	end := offset(file.Name.End())
	for _, d := range file.Decls {
		start := end
		end = offset(d.End())
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
			above := source[start:offset(f.Type.Func)]
			list = append(list, Function{
				Title: title(f), Start: start, End: end,
				Contract: strings.Contains(above, "\n// @ "), Trusted: strings.Contains(above, "\n// @ trusted\n"),
			})
		}
	}
	return list, nil
}

// title is what the verifier calls a function.
func title(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	switch t := f.Recv.List[0].Type.(type) {
	case *ast.StarExpr:
		if id, ok := t.X.(*ast.Ident); ok {
			return "(*" + id.Name + ")." + f.Name.Name
		}
	case *ast.Ident:
		return "(" + t.Name + ")." + f.Name.Name
	}
	return f.Name.Name
}

// Apply seeds a twin's bug into a Go source. It fails when the source lacks the function, or a text to replace is not there exactly once.
func (t Twin) Apply(name, source string) (edited string, err error) {
	list, err := Functions(name, source)
	if err != nil {
		return "", err
	}
	for _, f := range list {
		if f.Title != t.Function {
			continue
		}
		text := source[f.Start:f.End]
		for _, e := range t.Edits() {
			if n := strings.Count(text, e.Find); n != 1 {
				return "", fmt.Errorf("%s: %q occurs %d times in %s, must occur once", name, e.Find, n, t.Function)
			}
			text = strings.Replace(text, e.Find, e.Replace, 1)
		}
		return source[:f.Start] + text + source[f.End:], nil
	}
	return "", fmt.Errorf("%s: no function %s", name, t.Function)
}
