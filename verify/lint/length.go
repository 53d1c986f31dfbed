package lint

import (
	"bytes"
	"go/ast"
	"go/token"
	"path/filepath"

	"golang.org/x/tools/go/analysis"
)

// newLength returns the analyzer of the length of files.
func newLength(c *Config) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "length",
		Doc:  "length refuses files with too many lines\n\nGenerated files may be as long as they are; others need a named exception with a reason.",
		Run: func(pass *analysis.Pass) (any, error) {
			dir, ok := folder(c, pass)
			if !ok {
				return nil, nil
			}
			for _, file := range sources(pass) {
				lines := pass.Fset.File(file.FileStart).LineCount()
				if !ast.IsGenerated(file) {
					c.checkLength(pass, at(dir, fileName(pass, file.FileStart)), lines, file.Name.Pos())
				}
			}
			return nil, eachAssembly(pass, func(file *token.File, content []byte) {
				lines := bytes.Count(content, []byte("\n"))
				c.checkLength(pass, at(dir, filepath.Base(file.Name())), lines, file.LineStart(1))
			})
		},
	}
}

// checkLength reports a file that is too long, and an exception that is no longer needed.
func (c *Config) checkLength(pass *analysis.Pass, path string, lines int, pos token.Pos) {
	excepted := excepts(c.Length.Exceptions, path)
	switch {
	case lines > c.Length.Limit && !excepted:
		pass.Reportf(pos, "%s has %d lines, more than %d: split it, or add an exception with a reason", path, lines, c.Length.Limit)
	case lines <= c.Length.Limit && excepted:
		pass.Reportf(pos, "%s has %d lines, within the limit of %d: remove its exception", path, lines, c.Length.Limit)
	}
}
