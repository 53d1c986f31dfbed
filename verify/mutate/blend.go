package mutate

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// selector is the variable that says which mutant of a blend runs: the number in the environment variable Selected, or none.
const selector = "gosureMutant"

// Selected is the environment variable that says which mutant of a blended program runs.
const Selected = "GOSURE_MUTANT"

// selectorFile is the file that declares the selector in a blended package.
func selectorFile(pkg string) string {
	return "package " + pkg + "\n\nimport (\n\t\"os\"\n\t\"strconv\"\n)\n\nvar " + selector + " = func() int {\n\tn, _ := strconv.Atoi(os.Getenv(\"" +
		Selected + "\"))\n\treturn n\n}()\n"
}

// choice is a function of a file with its mutants and their numbers, which begin with 1 and count through a package.
type choice struct {
	decl    *ast.FuncDecl
	mutants []Mutant
	numbers []int
}

// blend answers a file's text with all mutants in it: each function becomes a few lines that call one of its copies. So a package is
// compiled once for all of its mutants. Mutants whose numbers are dead do not compile and are left out.
func blend(fset *token.FileSet, src string, f *ast.File, choices []choice, dead map[int]bool) string {
	var out, copies strings.Builder
	file := fset.File(f.Pos())
	from := 0
	for _, c := range choices {
		start, end := file.Offset(c.decl.Pos()), file.Offset(c.decl.End())
		out.WriteString(src[from:start])
		var cases strings.Builder
		add := func(number int, text string) {
			// The number in the name of the file makes an error of the compiler say which mutant it is about.
			fmt.Fprintf(&copies, "\n//line %s%d.go:1\n%s\n", lineFile, number, rename(file, c.decl, text, number))
		}
		add(0, src[start:end])
		for i, m := range c.mutants {
			if n := c.numbers[i]; !dead[n] {
				fmt.Fprintf(&cases, "\tcase %d:\n%s", n, call(c.decl, n))
				add(n, m.Text[start:end+len(m.Text)-len(src)])
			}
		}
		fmt.Fprintf(&out, "%s {\n\tswitch %s {\n%s\t}\n%s}\n", signature(file, src, c.decl), selector, cases.String(), call(c.decl, 0))
		from = end
	}
	out.WriteString(src[from:])
	return out.String() + copies.String()
}

const lineFile = "gosuremutant"

var lineOf = regexp.MustCompile(lineFile + `(\d+)\.go:\d+`)

// complained answers the numbers of the mutants that a compiler's errors name.
func complained(output string) []int {
	var numbers []int
	for _, m := range lineOf.FindAllStringSubmatch(output, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil && n > 0 {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// copyName is what a copy of a function is called.
func copyName(d *ast.FuncDecl, number int) string {
	return fmt.Sprintf("gosure%d%s", number, d.Name.Name)
}

// rename gives a function's text the name of its copy. The name stands before everything that a mutant changes.
func rename(file *token.File, d *ast.FuncDecl, text string, number int) string {
	at := file.Offset(d.Name.Pos()) - file.Offset(d.Pos())
	return text[:at] + copyName(d, number) + text[at+len(d.Name.Name):]
}

// signature is a function's head with names of its own for the receiver and the parameters.
func signature(file *token.File, src string, d *ast.FuncDecl) string {
	text := func(e ast.Expr) string { return src[file.Offset(e.Pos()):file.Offset(e.End())] }
	var b strings.Builder
	b.WriteString("func ")
	if d.Recv != nil {
		fmt.Fprintf(&b, "(gosureReceiver %s) ", text(d.Recv.List[0].Type))
	}
	b.WriteString(d.Name.Name)
	if d.Type.TypeParams != nil {
		b.WriteString("[")
		for _, p := range d.Type.TypeParams.List {
			for _, name := range p.Names {
				fmt.Fprintf(&b, "%s %s, ", name.Name, text(p.Type))
			}
		}
		b.WriteString("]")
	}
	b.WriteString("(")
	for i, p := range parameters(d) {
		fmt.Fprintf(&b, "gosureP%d %s, ", i, text(p))
	}
	b.WriteString(")")
	if d.Type.Results != nil {
		b.WriteString(" (")
		for _, r := range d.Type.Results.List {
			b.WriteString(strings.Repeat(text(r.Type)+", ", max(1, len(r.Names))))
		}
		b.WriteString(")")
	}
	return b.String()
}

// parameters lists the type of each parameter.
func parameters(d *ast.FuncDecl) (list []ast.Expr) {
	for _, p := range d.Type.Params.List {
		for range max(1, len(p.Names)) {
			list = append(list, p.Type)
		}
	}
	return list
}

// call is the lines that call a copy from the function's place.
func call(d *ast.FuncDecl, number int) string {
	name := copyName(d, number)
	if d.Recv != nil {
		name = "gosureReceiver." + name
	}
	if d.Type.TypeParams != nil {
		var names []string
		for _, p := range d.Type.TypeParams.List {
			for _, n := range p.Names {
				names = append(names, n.Name)
			}
		}
		name += "[" + strings.Join(names, ", ") + "]"
	}
	var values []string
	for i, p := range parameters(d) {
		v := fmt.Sprintf("gosureP%d", i)
		if _, variadic := p.(*ast.Ellipsis); variadic {
			v += "..."
		}
		values = append(values, v)
	}
	line := name + "(" + strings.Join(values, ", ") + ")"
	if d.Type.Results != nil && len(d.Type.Results.List) > 0 {
		return "\treturn " + line + "\n"
	}
	return "\t" + line + "\n\treturn\n"
}
