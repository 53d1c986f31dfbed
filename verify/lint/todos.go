package lint

import (
	"go/ast"
	"go/token"
	"regexp"

	"golang.org/x/tools/go/analysis"
)

var (
	openTask    = regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b`)
	trackedTask = regexp.MustCompile(`^TODO\(docs/[\w./#-]+\): \S`)
)

// newTodos returns the analyzer of open tasks in comments.
func newTodos() *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "todos",
		Doc:  "todos refuses open tasks that are not tracked\n\nThe one accepted form names the page that says whose task it is: TODO(docs/decisions.md): what.",
		Run: func(pass *analysis.Pass) (any, error) {
			for _, file := range sources(pass) {
				for _, group := range file.Comments {
					for _, comment := range group.List {
						checkTask(pass, comment)
					}
				}
			}
			return nil, eachAssembly(pass, func(file *token.File, content []byte) {
				for _, at := range openTask.FindAllIndex(content, -1) {
					if !trackedTask.Match(content[at[0]:]) {
						pass.Reportf(file.Pos(at[0]), "open task without a page that tracks it: write TODO(docs/...): what")
					}
				}
			})
		},
	}
}

// checkTask reports the open tasks of a comment that are not tracked.
func checkTask(pass *analysis.Pass, comment *ast.Comment) {
	for _, at := range openTask.FindAllStringIndex(comment.Text, -1) {
		if !trackedTask.MatchString(comment.Text[at[0]:]) {
			pass.Reportf(comment.Pos()+token.Pos(at[0]), "open task without a page that tracks it: write TODO(docs/...): what")
		}
	}
}
