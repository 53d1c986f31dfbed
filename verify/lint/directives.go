package lint

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// newDirectives returns the analyzer of directives and annotation keywords.
func newDirectives(c *Config) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "directives",
		Doc: "directives refuses directives and annotation keywords that do not exist\n\nA misspelt one would be ignored by its tool, so " +
			"what it should have checked would not be checked.",
		Run: func(pass *analysis.Pass) (any, error) {
			for _, file := range sources(pass) {
				for _, group := range file.Comments {
					previous := ""
					for _, comment := range group.List {
						c.checkDirective(pass, comment)
						previous = c.checkAnnotation(pass, comment, previous)
					}
				}
				checkContractPlace(pass, file)
			}
			return nil, nil
		},
	}
}

var (
	directive     = regexp.MustCompile(`^//(go|gosure):([\w-]*)`)
	nearDirective = regexp.MustCompile(`(?i)^//\s*(go-?sure)\s*[:;]\s*[a-z]`)
	nearGo        = regexp.MustCompile(`^//\s+go:(build|noinline|nosplit|noescape|linkname|embed|generate|notinheap|norace)\b`)
)

// checkDirective reports a //go: or //gosure: comment that no tool knows.
func (c *Config) checkDirective(pass *analysis.Pass, comment *ast.Comment) {
	match := directive.FindStringSubmatch(comment.Text)
	switch {
	case match == nil && (nearDirective.MatchString(comment.Text) || nearGo.MatchString(comment.Text)):
		pass.Reportf(comment.Pos(), "directive that its tool would ignore: write it as //name:word, without spaces")
	case match == nil:
	case match[1] == "go" && !slices.Contains(c.Directives.Go, match[2]):
		pass.Reportf(comment.Pos(), "unknown directive //go:%s", match[2])
	case match[1] == "gosure" && !slices.Contains(c.Directives.Gosure, match[2]):
		pass.Reportf(comment.Pos(), "unknown directive //gosure:%s", match[2])
	}
}

var (
	annotationMark = regexp.MustCompile(`^//\s*@`)
	annotationLine = regexp.MustCompile(`^// @(\s+)(\S.*)$`)
	firstWord      = regexp.MustCompile(`^([A-Za-z]+)(\s+([A-Za-z_]+))?`)
	goesOn         = regexp.MustCompile(`(&&|\|\||==>|[-+*/%=<>!,({[?:]|\bin)\s*$`)
)

// infix are the annotation operators that are words: a line may go on with a name and one of them.
var infix = []string{"in", "elem", "union", "intersection", "setminus", "subset"}

// checkAnnotation reports an annotation line that is misspelt, and returns the line when it is one. previous is what it returned
// for the line above, or "".
func (c *Config) checkAnnotation(pass *analysis.Pass, comment *ast.Comment, previous string) string {
	if !annotationMark.MatchString(comment.Text) {
		return ""
	}
	match := annotationLine.FindStringSubmatch(comment.Text)
	if match == nil {
		pass.Reportf(comment.Pos(), `annotation is not spelt "// @ word"`)
		return comment.Text
	}
	words := firstWord.FindStringSubmatch(match[2])
	switch {
	case words == nil || slices.Contains(c.Directives.Annotation, words[1]):
	case goesOn.MatchString(previous) || len(match[1]) > 1 && previous != "":
		// The line above is not finished.
	case words[3] != "" && !slices.Contains(infix, words[3]):
		pass.Reportf(comment.Pos(), "unknown annotation keyword %q", words[1])
	case c.nearKeyword(words[1]) != "":
		pass.Reportf(comment.Pos(), "unknown annotation keyword %q; %q?", words[1], c.nearKeyword(words[1]))
	}
	return comment.Text
}

// nearKeyword returns an annotation keyword of which word is a likely misspelling, or "".
func (c *Config) nearKeyword(word string) string {
	for _, keyword := range c.Directives.Annotation {
		if len(word) > 4 && len(keyword) > 4 && oneEditApart(strings.ToLower(word), keyword) {
			return keyword
		}
	}
	return ""
}

// oneEditApart reports whether a becomes b by at most one inserted, dropped, changed or swapped letter.
func oneEditApart(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	swapped := len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
	return len(a) <= 1 && len(b) <= 1 || swapped
}

// checkContractPlace reports contracts that touch a doc comment: gofmt would rewrite them and go doc would print them as prose.
func checkContractPlace(pass *analysis.Pass, file *ast.File) {
	for _, decl := range file.Decls {
		var doc *ast.CommentGroup
		switch d := decl.(type) {
		case *ast.FuncDecl:
			doc = d.Doc
		case *ast.GenDecl:
			doc = d.Doc
		}
		if doc == nil || strings.TrimSpace(doc.Text()) == "" {
			continue
		}
		if pos := annotationIn(doc); pos != token.NoPos && hasProse(doc) {
			pass.Reportf(pos, "contract inside a doc comment: put it above, apart by a blank line")
		}
	}
}

// annotationIn returns the place of the first annotation line of a comment.
func annotationIn(doc *ast.CommentGroup) token.Pos {
	for _, comment := range doc.List {
		if annotationMark.MatchString(comment.Text) {
			return comment.Pos()
		}
	}
	return token.NoPos
}

// hasProse reports whether a comment has a line that is no annotation.
func hasProse(doc *ast.CommentGroup) bool {
	for _, comment := range doc.List {
		if !annotationMark.MatchString(comment.Text) && strings.TrimSpace(strings.TrimLeft(comment.Text, "/")) != "" {
			return true
		}
	}
	return false
}
