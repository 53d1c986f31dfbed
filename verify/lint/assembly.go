package lint

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// newAssembly returns the analyzer of assembly files.
func newAssembly(c *Config) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "assembly",
		Doc: "assembly checks .s files\n\nThey stand in the folders that may have them. Each TEXT symbol has a Go declaration whose doc " +
			"comment has entry:, exit: and clobbers: lines, and the declaration is repeated above it. Offsets come from " +
			"go_asm.h, large constants do or carry a comment, raw bytes carry their mnemonic.",
		Run: func(pass *analysis.Pass) (any, error) {
			dir, ok := folder(c, pass)
			if !ok {
				return nil, nil
			}
			declared := bodiless(pass)
			return nil, eachAssembly(pass, func(file *token.File, content []byte) {
				if !withinAny(dir, c.Assembly) {
					pass.Reportf(file.LineStart(1), "assembly in %s; only %s may hold it", dir, list(c.Assembly))
					return
				}
				checkAssembly(pass, file, content, declared)
			})
		},
	}
}

// eachAssembly calls visit with every assembly file of the package.
func eachAssembly(pass *analysis.Pass, visit func(file *token.File, content []byte)) error {
	for _, name := range pass.OtherFiles {
		if filepath.Ext(name) != ".s" {
			continue
		}
		content, err := pass.ReadFile(name)
		if err != nil {
			return err
		}
		file := pass.Fset.AddFile(name, -1, len(content))
		file.SetLinesForContent(content)
		visit(file, content)
	}
	return nil
}

// bodiless returns the functions of the package that are declared without a body, by name.
func bodiless(pass *analysis.Pass) map[string]*ast.FuncDecl {
	declared := map[string]*ast.FuncDecl{}
	for _, file := range sources(pass) {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Body == nil && f.Recv == nil {
				declared[f.Name.Name] = f
			}
		}
	}
	return declared
}

var (
	textSymbol  = regexp.MustCompile(`^TEXT\s+([^\s(,]+)\(SB\)`)
	handOffset  = regexp.MustCompile(`[\s,(](-?(?:0x[0-9a-fA-F]+|[0-9]+))\((\w+)\)`)
	symOffset   = regexp.MustCompile(`[\w>][+-](0x[0-9a-fA-F]{3,}|[0-9]{4,})\(SB\)`)
	largeNumber = regexp.MustCompile(`\$-?(0x0*[1-9a-fA-F][0-9a-fA-F]{2,}|[1-9][0-9]{3,})\b`)
	definition  = regexp.MustCompile(`^\s*#define\s+\w+\s+\(?-?(?:0x[0-9a-fA-F]+|[0-9]+)\)?\s*$`)
	rawBytes    = regexp.MustCompile(`^\s*(?:BYTE|WORD|LONG|QUAD)\s+\$`)
	blockRemark = regexp.MustCompile(`/\*.*?\*/`)
)

// checkAssembly reports what is wrong in one assembly file, line by line.
func checkAssembly(pass *analysis.Pass, file *token.File, content []byte, declared map[string]*ast.FuncDecl) {
	above := "" // the first line of the comment that ends on the line before
	for i, line := range strings.Split(string(content), "\n") {
		if i >= file.LineCount() {
			break // what follows the last line feed
		}
		pos := file.LineStart(i + 1)
		code, remark, _ := strings.Cut(blockRemark.ReplaceAllString(line, ""), "//")
		switch match := textSymbol.FindStringSubmatch(code); {
		case match != nil:
			checkText(pass, pos, match[1], above, declared)
		case definition.MatchString(code):
			pass.Reportf(pos, "hand-typed constant: declare it in Go and use its go_asm.h name")
		case rawBytes.MatchString(code):
			if strings.TrimSpace(remark) == "" {
				pass.Reportf(pos, "raw bytes without the mnemonic in a comment on the line")
			}
		default:
			checkOperands(pass, pos, code, strings.TrimSpace(remark) != "")
		}
		switch {
		case !strings.HasPrefix(line, "//"):
			above = ""
		case above == "":
			above = line
		}
	}
}

// checkText reports what a TEXT symbol lacks. above is the first line of the comment above it.
func checkText(pass *analysis.Pass, pos token.Pos, symbol, above string, declared map[string]*ast.FuncDecl) {
	name, ok := strings.CutPrefix(symbol, "·")
	name = strings.TrimSuffix(strings.TrimSuffix(name, "<ABIInternal>"), "<ABI0>")
	if !ok || strings.Contains(name, "<") {
		pass.Reportf(pos, "TEXT %s is not of the form ·name, so no Go declaration can document it", symbol)
		return
	}
	decl := declared[name]
	if decl == nil {
		pass.Reportf(pos, "TEXT ·%s has no Go declaration", name)
		return
	}
	for _, word := range []string{"entry:", "exit:", "clobbers:"} {
		if !hasLine(decl.Doc, word) {
			pass.Reportf(pos, "the Go declaration of TEXT ·%s has no line %q in its doc comment", name, word)
		}
	}
	if !strings.HasPrefix(above, "// func "+name+"(") {
		pass.Reportf(pos, "the comment above TEXT ·%s does not begin with its Go declaration, // func %s(...)", name, name)
	}
}

// hasLine reports whether a line of a doc comment starts with word.
func hasLine(doc *ast.CommentGroup, word string) bool {
	for _, line := range strings.Split(doc.Text(), "\n") {
		if strings.HasPrefix(strings.TrimLeft(line, " \t-"), word) {
			return true
		}
	}
	return false
}

// checkOperands reports offsets that are numbers, and large constants that are numbers without a remark.
func checkOperands(pass *analysis.Pass, pos token.Pos, code string, remarked bool) {
	for _, match := range handOffset.FindAllStringSubmatch(code, -1) {
		switch match[2] {
		case "SP", "FP", "SB", "PC":
			continue // offsets from these are checked by go vet or are local to the function
		}
		if strings.Trim(match[1], "0x-") != "" {
			pass.Reportf(pos, "hand-typed offset %s(%s): use a go_asm.h name", match[1], match[2])
		}
	}
	for _, match := range symOffset.FindAllStringSubmatch(code, -1) {
		pass.Reportf(pos, "hand-typed offset %s: use a go_asm.h name", match[1])
	}
	if remarked {
		return
	}
	for _, match := range largeNumber.FindAllStringSubmatch(code, -1) {
		pass.Reportf(pos, "constant %s: use a go_asm.h name, or say in a comment on the line what it is", match[1])
	}
}
