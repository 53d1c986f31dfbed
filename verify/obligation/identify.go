package obligation

import (
	"bytes"
	"go/ast"
	"go/printer"
	"go/token"
	"strings"
)

// Normalise prints expression in one line with canonical spacing, so that reformatting the source does not change an
// identity. A nil expression gives the empty string.
func Normalise(expression ast.Node) string {
	if expression == nil {
		return ""
	}
	var text bytes.Buffer
	if err := printer.Fprint(&text, token.NewFileSet(), expression); err != nil {
		return ""
	}
	return NormaliseText(text.String())
}

// NormaliseText folds every run of white space of text into one space.
func NormaliseText(text string) string { return strings.Join(strings.Fields(text), " ") }

// Numberer hands out ordinals. Obligations must be presented in source order of each function.
// The zero value is ready for use; it is not safe for concurrent use.
type Numberer struct {
	next map[ID]int
}

// Number completes id with the ordinal that follows the ones given to equal keys before.
func (n *Numberer) Number(id ID) ID {
	if n.next == nil {
		n.next = make(map[ID]int)
	}
	id.Ordinal = 0
	n.next[id]++
	id.Ordinal = n.next[id]
	return id
}
