package annot

import (
	"slices"
	"strings"
)

// reserved are the words that the official tool's grammar takes away from Go code in annotated files.
var reserved = map[string]bool{}

func init() {
	for _, w := range strings.Fields(`acc adt apply as asserting assert assume atomic axiom before by contra critical decreases dict domain dup
		elem ensures exclusive exhale exists fold forall friendPkg get ghost gpointer implements importRequires in inhale initEnsures intersection invariant isComparable
		let low lowContext match mayInit mset noPerm none old opaque openDupPkgInv opens opensInvariants option outline pkgInvariant pred
		predicate preserves proof pure refute rel requires reveal seq set setminus share shared some subset trusted typeOf unfold unfolding
		union with writePerm`) {
		reserved[w] = true
	}
}

// builtin are functions of Go that the official tool's grammar knows as words.
var builtin = []string{"cap", "len", "make", "new"}

// IsWord says that the official tool's grammar has a word for something of its own, so that nothing in an annotated file can have it as a name.
func IsWord(name string) bool {
	return reserved[name] || slices.Contains(builtin, name)
}

// Portable lists what the official tool would refuse or misread in a file although this tool accepts it.
func Portable(name, src string) ([]*Error, error) {
	f, err := Parse(name, src)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(name, ".gobra") {
		return f.Unread(), nil
	}
	tokens, _, err := Scan(name, src)
	if err != nil {
		return nil, err
	}
	if !f.Annotated {
		return nil, nil
	}
	p := &portable{lines: strings.Split(src, "\n")}
	if !strings.Contains(src, "// +gobra") {
		p.add(Pos{name, 1, 1}, "annotated file without the head // +gobra")
	}
	p.tokens(tokens)
	for _, d := range f.Funcs {
		p.function(d)
	}
	for _, e := range f.Unread() {
		if !slices.ContainsFunc(p.errors, func(x *Error) bool { return *x == *e }) {
			p.errors = append(p.errors, e)
		}
	}
	return append(p.errors, f.Elements(StructArrays([]*File{f}))...), nil
}

type portable struct {
	lines  []string
	errors []*Error
}

func (p *portable) add(at Pos, message string) { p.errors = append(p.errors, &Error{at, message}) }

func (p *portable) tokens(tokens []Token) {
	for i, t := range tokens {
		switch {
		case t.Kind == Identifier && !t.Ghost && reserved[t.Text] && !(i > 0 && tokens[i-1].Text == "."):
			p.add(t.Pos, named(t.Text))
		case t.Kind == Integer && strings.Contains(t.Text, "_"):
			p.add(t.Pos, "number "+t.Text+" with underscores")
		case t.Kind == Identifier && t.Ghost && t.Text == "integer":
			p.add(t.Pos, "ghost type integer is newer than the oldest official release")
		case t.Kind == Float:
			p.add(t.Pos, "floating-point number "+t.Text)
		case !t.Ghost && unread(tokens[max(i-1, 0):], i > 0) != "":
			p.add(t.Pos, unread(tokens[max(i-1, 0):], i > 0)+", which the official tool does not read")
		case t.Kind == Operator && !t.Ghost && bitOperator[t.Text] && i > 0 && endsOperand(tokens[i-1]):
			p.add(t.Pos, "bit operation "+t.Text+": the official tool knows nothing of its result (use % / * by powers of two)")
		}
	}
	for i, line := range p.lines {
		if strings.HasPrefix(strings.TrimLeft(line, " \t"), "//@") {
			p.add(Pos{tokens[0].Pos.File, i + 1, 1}, "write // @ with one space")
		}
	}
}

// unread names the construct that begins with a token of Go code and that the official tool refuses, or answers "". The list begins with the
// token before it, if there is one.
func unread(tokens []Token, before bool) string {
	prev := Token{}
	if before {
		prev, tokens = tokens[0], tokens[1:]
	}
	text := func(i int) string {
		if i < len(tokens) {
			return tokens[i].Text
		}
		return ""
	}
	name := func(i int) bool { return i < len(tokens) && tokens[i].Kind == Identifier }
	switch t := tokens[0]; {
	case t.Text == "goto" || t.Text == "fallthrough" || t.Text == "select" || t.Text == "go":
		return "statement " + t.Text
	case t.Text == "range" && len(tokens) > 1 && tokens[1].Kind == Integer:
		return "range over an integer"
	case t.Kind == Identifier && prev.Text != "." && prev.Text != "func" && text(1) == "(" && (t.Text == "min" || t.Text == "max" || t.Text == "clear" || t.Text == "delete"):
		return "built-in function " + t.Text
	case (t.Text == "func" || t.Text == "type") && name(1) && text(2) == "[" && name(3) && text(4) != "]" && text(4) != ".":
		return "type parameters of " + text(1)
	case t.Kind == Text && t.Text == `"unsafe"` && prev.Text == "import":
		return "package unsafe"
	}
	return ""
}

var bitOperator = map[string]bool{"&": true, "|": true, "^": true, "&^": true, "<<": true, ">>": true, "&=": true, "|=": true, "^=": true, "<<=": true, ">>=": true, "&^=": true}

// endsOperand says that an operator after the token has a left operand.
func endsOperand(t Token) bool {
	return t.Kind == Identifier || t.Kind == Integer || t.Text == ")" || t.Text == "]"
}

// function checks the layout of a contract and the names of results.
func (p *portable) function(d *Func) {
	if (d.Spec.Pure || d.Spec.Ghost) && len(d.Spec.Measures) == 0 {
		p.add(d.Start, d.Name+" is pure or ghost and has no decreases")
	}
	if d.Spec.Trusted && d.Spec.Pure && !slices.ContainsFunc(d.Spec.Clauses, func(c Clause) bool { return c.Word == "ensures" }) {
		p.add(d.Start, d.Name+" is trusted and pure, and does not say what it answers")
	}
	if len(d.Spec.Clauses) == 0 || d.Spec.Ghost {
		return
	}
	for _, r := range d.Results {
		if r.Name == "" {
			p.add(r.Start, "result without a name in a function with a contract")
		}
	}
	for line := d.SpecFrom.Line; line < d.Start.Line; line++ { // a doc comment must stand apart from the contract
		here, next := strings.TrimSpace(p.lines[line-1]), strings.TrimSpace(p.lines[line])
		if strings.HasPrefix(here, "// @") && strings.HasPrefix(next, "//") && !strings.HasPrefix(next, "// @") && !strings.HasPrefix(next, "//gosure:") {
			p.add(Pos{d.Start.File, line + 1, 1}, "the doc comment needs a blank line between it and the contract above")
		}
	}
}
