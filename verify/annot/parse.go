package annot

import (
	"fmt"
	"strings"
)

// parser is a recursive descent over the tokens of one file. Errors travel as panics of *Error up to Parse.
type parser struct {
	tokens []Token
	at     int
	direct []Directive
	used   int // directives already given to a function
	// noComposite is above zero where `{` must open a block, not a literal.
	noComposite int
	file        *File
}

// Parse reads one file; its name decides by .gobra whether all of it is annotation.
func Parse(name, src string) (file *File, err error) {
	tokens, direct, err := Scan(name, src)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens, direct: direct, file: &File{Name: name, Directives: direct}}
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			file, err = nil, e
		}
	}()
	for _, t := range tokens {
		if t.Ghost && t.Kind != EOF {
			p.file.Annotated = true
			break
		}
	}
	p.parseFile()
	return p.file, nil
}

// ParseExpr reads one expression of the annotation language.
func ParseExpr(name, src string) (x Expr, err error) {
	tokens, _, err := Scan(name+".gobra", src)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens, file: &File{Name: name}}
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			x, err = nil, e
		}
	}()
	x = p.expr()
	p.semicolon()
	if p.tok().Kind != EOF {
		p.fail("unexpected %s", p.tok().Text)
	}
	return x, nil
}

func (p *parser) tok() Token { return p.tokens[p.at] }

func (p *parser) peek(n int) Token {
	if p.at+n >= len(p.tokens) {
		return p.tokens[len(p.tokens)-1]
	}
	return p.tokens[p.at+n]
}

func (p *parser) place() Place { return Place{p.tok().Pos} }

func (p *parser) fail(format string, args ...any) {
	panic(&Error{p.tok().Pos, fmt.Sprintf(format, args...)})
}

func (p *parser) next() Token {
	t := p.tok()
	if t.Kind != EOF {
		p.at++
	}
	return t
}

// is says that the current token has this text and is no literal.
func (p *parser) is(text string) bool { return p.tok().is(text) }

func (t Token) is(text string) bool {
	return t.Text == text && (t.Kind == Operator || t.Kind == Identifier)
}

func (p *parser) accept(text string) bool {
	if p.is(text) {
		p.at++
		return true
	}
	return false
}

func (p *parser) expect(text string) Token {
	if !p.is(text) {
		found := p.tok().Text
		if p.tok().Kind == EOF {
			found = "end of file"
		} else if p.tok().Auto {
			found = "newline"
		}
		p.fail("expected %s, found %s", text, found)
	}
	return p.next()
}

func (p *parser) name() string {
	if p.tok().Kind != Identifier {
		p.fail("expected a name, found %q", p.tok().Text)
	}
	return p.next().Text
}

// semicolon ends a statement or declaration; a closing bracket or the end of file does too.
func (p *parser) semicolon() {
	if p.is(")") || p.is("}") || p.tok().Kind == EOF {
		return
	}
	p.expect(";")
}

func (p *parser) skipSemicolons() {
	for p.is(";") {
		p.at++
	}
}

func (p *parser) parseFile() {
	p.skipSemicolons()
	p.expect("package")
	p.file.Package = p.name()
	p.semicolon()
	p.skipSemicolons()
	for p.is("import") {
		ghost := p.tok().Ghost
		p.next()
		p.group(func(int) { p.importSpec(ghost) })
		p.skipSemicolons()
	}
	for p.tok().Kind != EOF {
		p.declaration()
		p.skipSemicolons()
	}
}

// group parses one specification or a parenthesised group; f gets the index in the group.
func (p *parser) group(f func(i int)) {
	if !p.accept("(") {
		f(0)
		p.semicolon()
		return
	}
	p.skipSemicolons()
	for i := 0; !p.is(")"); i++ {
		f(i)
		p.semicolon()
		p.skipSemicolons()
	}
	p.expect(")")
	p.semicolon()
}

func (p *parser) importSpec(ghost bool) {
	spec := &Import{Place: p.place(), Ghost: ghost || p.tok().Ghost}
	if p.tok().Kind == Identifier || p.is(".") {
		spec.Name = p.next().Text
	}
	if p.tok().Kind != Text {
		p.fail("expected an import path")
	}
	spec.Path = strings.Trim(p.next().Text, "\"`")
	p.file.Imports = append(p.file.Imports, spec)
}

// specWords open or continue a contract or loop specification.
var specWords = map[string]bool{
	"requires": true, "preserves": true, "ensures": true, "decreases": true, "pure": true, "opaque": true,
	"trusted": true, "ghost": true, "invariant": true,
}

// unsupportedWords open clauses of the official language that are outside the supported set.
var unsupportedWords = map[string]bool{
	"mayInit": true, "atomic": true, "opensInvariants": true, "pkgInvariant": true, "dup": true, "friendPkg": true,
	"importRequires": true, "implements": true,
}

func (p *parser) declaration() {
	from := p.tok().Pos
	spec := p.spec()
	t := p.tok()
	ghost := spec.Ghost || t.Ghost
	switch {
	case p.is("func"):
		p.funcDecl(spec, from)
		return
	case p.is("pred"):
		p.predicate()
		return
	}
	if len(spec.Clauses)+len(spec.Measures) > 0 || spec.Pure || spec.Trusted {
		p.fail("expected func after a contract, found %s", t.Text)
	}
	switch {
	case p.accept("const"):
		p.file.Consts = append(p.file.Consts, p.constGroup(ghost)...)
	case p.accept("var"):
		p.group(func(int) { p.varDecl(ghost) })
	case p.accept("type"):
		p.group(func(int) { p.typeSpec(ghost, spec.Ghost) })
	case p.is("import"):
		p.fail("imports must come first")
	default:
		p.fail("expected a declaration, found %q", t.Text)
	}
}

// varDecl parses the specification of global variables. One that is initialised by something that is not read has no value here.
func (p *parser) varDecl(ghost bool) {
	v := &Var{Place: p.place(), Ghost: ghost}
	start, depth := p.at, p.noComposite
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		e, ok := r.(*Error)
		if !ok {
			panic(r)
		}
		p.at, p.noComposite = start, depth
		v.Names, v.Refused = []string{p.name()}, e
		for p.accept(",") {
			v.Names = append(v.Names, p.name())
		}
		for !p.is(";") && !p.is(")") && p.tok().Kind != EOF {
			if p.is("(") || p.is("[") || p.is("{") {
				p.skipBalanced()
			} else {
				p.at++
			}
		}
		p.file.Vars = append(p.file.Vars, v)
	}()
	v.Names, _, v.Type, v.Values = p.varSpec()
	p.file.Vars = append(p.file.Vars, v)
}

func (p *parser) constGroup(ghost bool) []*Const {
	var list []*Const
	var typ Expr
	var values []Expr
	p.group(func(i int) {
		start := p.place()
		names := []string{p.name()}
		for p.accept(",") {
			names = append(names, p.name())
		}
		if !p.is(";") && !p.is(")") {
			typ = nil
			if !p.is("=") {
				typ = p.typ()
			}
			p.expect("=")
			values = p.exprList()
		}
		if len(values) < len(names) {
			p.fail("constant without a value")
		}
		for n, name := range names {
			list = append(list, &Const{Place: start, Name: name, Type: typ, Value: values[n], Iota: i, Ghost: ghost})
		}
	})
	return list
}

func (p *parser) varSpec() (names []string, shared map[string]bool, typ Expr, values []Expr) {
	for {
		name := p.name()
		names = append(names, name)
		if p.accept("@") {
			if shared == nil {
				shared = map[string]bool{}
			}
			shared[name] = true
		}
		if !p.accept(",") {
			break
		}
	}
	if !p.is("=") {
		typ = p.typ()
	}
	if p.accept("=") {
		values = p.exprList()
	}
	return names, shared, typ, values
}

func (p *parser) typeSpec(ghost, marked bool) {
	decl := &Type{Place: p.place(), Name: p.name(), Ghost: ghost, Marked: marked}
	if p.is("[") && p.peek(1).Kind == Identifier && p.peek(2).Kind == Identifier {
		p.skipBalanced()
		at := p.place()
		p.typ()
		decl.Type = &OtherType{Place: at, Name: "generic"}
		p.file.Types = append(p.file.Types, decl)
		return
	}
	decl.Alias = p.accept("=")
	decl.Type = p.typ()
	p.file.Types = append(p.file.Types, decl)
}

// spec parses the clauses in front of a function or loop, possibly none.
func (p *parser) spec() Spec {
	var s Spec
	for p.tok().Kind == Identifier && (specWords[p.tok().Text] || unsupportedWords[p.tok().Text]) && p.tok().Ghost {
		start := p.place()
		word := p.tok().Text
		if unsupportedWords[word] {
			p.fail("unsupported: %s", word)
		}
		if word == "ghost" && s.Ghost {
			p.fail("ghost is given twice")
		}
		p.next()
		switch word {
		case "pure":
			s.Pure = true
		case "opaque":
			s.Opaque = true
		case "trusted":
			s.Trusted, s.TrustedAt = true, start.Start
		case "ghost":
			s.Ghost = true
		case "decreases":
			s.Measures = append(s.Measures, p.measure(start))
		default:
			s.Clauses = append(s.Clauses, Clause{Place: start, Word: word, X: p.expr()})
			p.semicolon()
			continue
		}
		if p.is(";") {
			p.next()
		}
	}
	return s
}

func (p *parser) measure(start Place) Measure {
	m := Measure{Place: start}
	if p.is("_") {
		p.next()
		m.Wildcard = true
	} else if !p.is(";") && !p.is("if") && !p.is("func") && !p.is("pure") {
		m.Tuple = p.exprList()
	}
	if p.accept("if") {
		m.If = p.expr()
	}
	return m
}

func (p *parser) funcDecl(spec Spec, from Pos) {
	f := &Func{Place: p.place(), Spec: spec, SpecFrom: from}
	p.expect("func")
	if p.is("(") {
		recv := p.params()
		if len(recv) != 1 {
			p.fail("a method has one receiver")
		}
		f.Recv = &recv[0]
	}
	f.Name = p.name()
	if p.is("[") {
		f.Refused = &Error{p.tok().Pos, "unsupported: type parameters (generic function " + f.Name + ")"}
		p.skipBalanced()
	}
	f.Params = p.params()
	if p.is("(") {
		f.Results = p.params()
	} else if !p.is("{") && !p.is(";") && p.tok().Kind != EOF {
		at := p.place()
		f.Results = []Field{{Place: at, Type: p.typ()}}
	}
	if p.is("{") {
		p.body(f)
	} else {
		f.End = p.tok().Pos
	}
	for p.used < len(p.direct) && before(p.direct[p.used].Pos, f.End) {
		f.Directives = append(f.Directives, p.direct[p.used])
		p.used++
	}
	p.file.Funcs = append(p.file.Funcs, f)
}

// body parses the body of a function. A construct that is not read is the function's own affair: the rest of the file is read on.
func (p *parser) body(f *Func) {
	start, depth := p.at, p.noComposite
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		e, ok := r.(*Error)
		if !ok {
			panic(r)
		}
		p.at, p.noComposite, f.Body = start, depth, nil
		f.Refused = e
		p.skipBalanced()
		f.End = p.tokens[p.at-1].Pos
	}()
	f.Body = p.block()
	f.End = f.Body.End
	if f.Refused != nil {
		f.Body = nil
	}
}

// skipBalanced skips from an opening bracket past the one that closes it.
func (p *parser) skipBalanced() {
	depth := 0
	for {
		t := p.tok()
		switch {
		case t.Kind == EOF:
			p.fail("bracket is not closed")
		case t.is("(") || t.is("[") || t.is("{"):
			depth++
		case t.is(")") || t.is("]") || t.is("}"):
			depth--
		}
		p.at++
		if depth == 0 {
			return
		}
	}
}

func before(a, b Pos) bool { return a.Line < b.Line || (a.Line == b.Line && a.Col < b.Col) }

func (p *parser) predicate() {
	d := &Predicate{Place: p.place()}
	p.expect("pred")
	if p.is("(") {
		recv := p.params()
		if len(recv) != 1 {
			p.fail("a predicate has one receiver")
		}
		d.Recv = &recv[0]
	}
	d.Name = p.name()
	d.Params = p.params()
	if p.accept("{") {
		p.skipSemicolons()
		saved := p.noComposite
		p.noComposite = 0
		d.Body = p.expr()
		p.noComposite = saved
		p.skipSemicolons()
		p.expect("}")
	}
	p.file.Predicates = append(p.file.Predicates, d)
}

// params parses a parameter or result list with Go's rule for grouping names before a type.
func (p *parser) params() []Field {
	p.expect("(")
	type entry struct {
		place    Place
		ghost    bool
		first    Expr // a name or a type
		typ      Expr // nil when first stands alone
		variadic bool
	}
	var entries []entry
	for !p.is(")") {
		if p.is(",") { // an annotation may put a comma before its ghost parameter
			p.next()
			continue
		}
		e := entry{place: p.place(), ghost: p.tok().Ghost && !strings.HasSuffix(p.file.Name, ".gobra")}
		if p.is("ghost") && p.tok().Ghost {
			p.next()
			e.ghost = true
		}
		if p.accept("...") {
			e.variadic = true
		}
		e.first = p.typ()
		if !p.is(",") && !p.is(")") {
			if p.accept("...") {
				e.variadic = true
			}
			e.typ = p.typ()
		}
		entries = append(entries, e)
		if !p.is(")") {
			p.expect(",")
		}
	}
	p.expect(")")
	named := false
	for _, e := range entries {
		named = named || e.typ != nil
	}
	fields := make([]Field, len(entries))
	var typ Expr
	variadic := false
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		if !named {
			fields[i] = Field{Place: e.place, Type: e.first, Ghost: e.ghost, Variadic: e.variadic}
			continue
		}
		if e.typ != nil {
			typ, variadic = e.typ, e.variadic
		}
		id, ok := e.first.(*Ident)
		if !ok || typ == nil {
			panic(&Error{e.place.Start, "expected a parameter name"})
		}
		fields[i] = Field{Place: e.place, Name: id.Name, Type: typ, Ghost: e.ghost, Variadic: variadic}
	}
	for i := range fields { // ghost covers the following names of its group
		if i > 0 && named && entries[i-1].typ == nil && fields[i-1].Ghost {
			fields[i].Ghost = true
		}
	}
	return fields
}
