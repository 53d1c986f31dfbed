package authority

import (
	"fmt"
	"io"
	"strings"
)

// escaped are the characters that mean something inside a record label of DOT.
var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `{`, `\{`, `}`, `\}`, `|`, `\|`, `<`, `\<`, `>`, `\>`)

// DOT writes the graph in the language of Graphviz.
func (g *Graph) DOT(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph authority {\n\trankdir=LR;\n\tlabel=\"%s\";\n\tnode [fontname=\"sans-serif\"];\n", escaped.Replace(g.Title))
	for n, p := range g.Processes {
		fmt.Fprintf(&b, "\tp%d [shape=record, label=\"%s", n, escaped.Replace(p.Name))
		if p.Note != "" {
			fmt.Fprintf(&b, "\\n%s", escaped.Replace(p.Note))
		}
		for k, c := range p.Caps {
			fmt.Fprintf(&b, "|<c%d> %s", k, escaped.Replace(c.Label))
		}
		b.WriteString("\"];\n")
	}
	for n, name := range g.Objects {
		fmt.Fprintf(&b, "\to%d [shape=box, style=rounded, label=\"%s\"];\n", n, escaped.Replace(name))
	}
	for n, p := range g.Processes {
		for k, c := range p.Caps {
			switch {
			case c.Object >= 0:
				fmt.Fprintf(&b, "\tp%d:c%d -> o%d;\n", n, k, c.Object)
			case c.Process >= 0:
				fmt.Fprintf(&b, "\tp%d:c%d -> p%d [style=dashed];\n", n, k, c.Process)
			}
		}
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}
