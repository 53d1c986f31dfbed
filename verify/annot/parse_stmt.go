package annot

func (p *parser) block() *Block {
	b := &Block{Place: p.place()}
	saved := p.noComposite
	p.noComposite = 0
	p.expect("{")
	b.List = p.stmtList()
	b.End = p.tok().Pos
	p.expect("}")
	p.noComposite = saved
	return b
}

func (p *parser) stmtList() []Stmt {
	var list []Stmt
	p.skipSemicolons()
	for !p.is("}") && !p.is("case") && !p.is("default") && p.tok().Kind != EOF {
		list = append(list, p.stmt())
		p.semicolon()
		p.skipSemicolons()
	}
	return list
}

// stmt parses one statement without its semicolon.
func (p *parser) stmt() Stmt {
	start := p.place()
	t := p.tok()
	if t.Kind == Identifier && t.Ghost {
		if s := p.ghostStmt(start, t.Text); s != nil {
			return s
		}
	}
	if t.Kind == Identifier {
		switch t.Text {
		case "return":
			p.next()
			r := &Return{Place: start}
			if !p.is(";") && !p.is("}") {
				r.Values = p.exprList()
			}
			return r
		case "if":
			return p.ifStmt()
		case "for":
			return p.forStmt(Spec{}, "")
		case "switch":
			return p.switchStmt("")
		case "break", "continue", "goto", "fallthrough":
			p.next()
			b := &Branch{Place: start, Word: t.Text}
			if p.tok().Kind == Identifier {
				b.Label = p.name()
			}
			return b
		case "defer":
			p.next()
			return &Defer{Place: start, Stmt: p.stmt(), Ghost: t.Ghost}
		case "var":
			p.next()
			d := &Declare{Place: start, Ghost: t.Ghost}
			if p.is("(") {
				p.fail("unsupported: grouped var inside a function")
			}
			d.Names, d.Shared, d.Type, d.Values = p.varSpec()
			return d
		case "const":
			p.next()
			return &LocalConst{Place: start, Consts: p.localConsts(t.Ghost)}
		case "type":
			p.fail("unsupported: type declaration inside a function")
		case "go", "select":
			p.fail("unsupported: %s statement", t.Text)
		}
		if p.peek(1).is(":") && !p.peek(1).is(":=") {
			p.next()
			p.next()
			p.skipSemicolons()
			return p.labeled(start, t.Text)
		}
	}
	if p.is("{") {
		return p.block()
	}
	return p.simple()
}

func (p *parser) localConsts(ghost bool) []*Const {
	list := p.constGroup(ghost)
	p.at-- // constGroup took the semicolon that the statement list wants
	if !p.is(";") {
		p.at++
	}
	return list
}

func (p *parser) labeled(start Place, label string) Stmt {
	spec := p.loopSpec()
	switch {
	case p.is("for"):
		return p.forStmt(spec, label)
	case p.is("switch"):
		return p.switchStmt(label)
	}
	l := &Labeled{Place: start, Label: label, Stmt: &Empty{Place: start}}
	if !p.is("}") && !start.Start.sameAs(p.tok().Pos) && p.tokens[p.at-1].is(":") {
		l.Stmt = p.stmt()
	}
	return l
}

func (a Pos) sameAs(b Pos) bool { return a == b }

func (p *parser) loopSpec() Spec {
	var spec Spec
	if p.is("invariant") || p.is("decreases") {
		spec = p.spec()
		p.skipSemicolons()
	}
	return spec
}

// ghostStmt parses the statements of annotations, or answers nil.
func (p *parser) ghostStmt(start Place, word string) Stmt {
	switch word {
	case "assert", "assume", "inhale", "exhale", "refute":
		p.next()
		a := &Assertion{Place: start, Word: word, X: p.expr()}
		if p.is("by") {
			p.fail("unsupported: assert ... by")
		}
		return a
	case "fold", "unfold":
		p.next()
		return &FoldStmt{Place: start, Unfold: word == "unfold", X: p.postfix(p.operand())}
	case "outline":
		if p.peek(1).is("(") {
			return p.outline(start, Spec{})
		}
	case "requires", "preserves", "ensures":
		if p.peek(1).is(":=") || p.peek(1).is("=") {
			return nil
		}
		spec := p.spec()
		p.skipSemicolons()
		return p.outline(start, spec)
	case "invariant", "decreases":
		spec := p.spec()
		p.skipSemicolons()
		if p.is("outline") {
			return p.outline(start, spec)
		}
		label := ""
		if p.tok().Kind == Identifier && p.peek(1).is(":") {
			label = p.name()
			p.next()
			p.skipSemicolons()
		}
		if !p.is("for") {
			p.fail("expected for after a loop specification, found %q", p.tok().Text)
		}
		return p.forStmt(spec, label)
	case "ghost":
		p.next()
		s := p.stmt()
		markGhost(s)
		return s
	case "package", "apply", "match", "proof", "critical", "openDupPkgInv":
		if !p.peek(1).is(":=") && !p.peek(1).is("=") && !p.peek(1).is(".") && !p.peek(1).is("[") {
			p.fail("unsupported: %s statement", word)
		}
	}
	return nil
}

// outline parses outline ( statements ) behind its contract.
func (p *parser) outline(start Place, spec Spec) Stmt {
	p.expect("outline")
	p.expect("(")
	o := &Outline{Place: start, Spec: spec}
	p.skipSemicolons()
	for !p.is(")") && p.tok().Kind != EOF {
		o.List = append(o.List, p.stmt())
		p.semicolon()
		p.skipSemicolons()
	}
	o.End = p.tok().Pos
	p.expect(")")
	return o
}

// markGhost marks a statement that follows the word ghost.
func markGhost(s Stmt) {
	switch s := s.(type) {
	case *Assign:
		s.Ghost = true
	case *Declare:
		s.Ghost = true
	case *Step:
		s.Ghost = true
	case *ExprStmt:
		s.Ghost = true
	case *If:
		s.Ghost = true
	case *For:
		s.Ghost = true
	case *Switch:
		s.Ghost = true
	}
}

var assignOps = map[string]bool{
	"=": true, ":=": true, "+=": true, "-=": true, "*=": true, "/=": true, "%=": true, "&=": true, "|=": true, "^=": true,
	"<<=": true, ">>=": true, "&^=": true,
}

// simple parses an assignment, a step or an expression statement.
func (p *parser) simple() Stmt {
	start := p.place()
	ghost := p.tok().Ghost
	var left []Expr
	var shared map[string]bool
	for {
		x := p.expr()
		left = append(left, x)
		if p.is("@") {
			p.next()
			if id, ok := x.(*Ident); ok {
				if shared == nil {
					shared = map[string]bool{}
				}
				shared[id.Name] = true
			}
		}
		if !p.accept(",") {
			break
		}
	}
	t := p.tok()
	switch {
	case t.Kind == Operator && assignOps[t.Text]:
		p.next()
		if t.Text == ":=" && p.is("range") {
			p.fail("range outside for")
		}
		return &Assign{Place: start, Left: left, Right: p.exprList(), Op: t.Text, Ghost: ghost, Shared: shared}
	case p.is("++") || p.is("--"):
		p.next()
		return &Step{Place: start, X: left[0], Op: t.Text, Ghost: ghost}
	case p.is("<-"):
		p.fail("unsupported: channel send")
	}
	if len(left) != 1 {
		p.fail("expected an assignment")
	}
	return &ExprStmt{Place: start, X: left[0], Ghost: ghost}
}

func (p *parser) ifStmt() Stmt {
	s := &If{Place: p.place(), Ghost: p.tok().Ghost}
	p.expect("if")
	p.noComposite++
	var first Stmt
	if !p.is(";") {
		first = p.simple()
	}
	if p.accept(";") {
		s.Init = first
		first = p.simple()
	}
	p.noComposite--
	cond, ok := first.(*ExprStmt)
	if !ok {
		panic(&Error{s.Start, "if needs a condition"})
	}
	s.Cond = cond.X
	s.Then = p.block()
	if p.accept("else") {
		if p.is("if") {
			s.Else = p.ifStmt()
		} else {
			s.Else = p.block()
		}
	}
	return s
}

func (p *parser) forStmt(spec Spec, label string) Stmt {
	start := p.place()
	ghost := p.tok().Ghost
	p.expect("for")
	p.noComposite++
	defer func() { p.noComposite-- }()
	if r := p.rangeClause(start, spec, label); r != nil {
		return r
	}
	f := &For{Place: start, Label: label, Spec: spec, Ghost: ghost}
	var first Stmt
	if !p.is("{") && !p.is(";") {
		first = p.simple()
	}
	if p.is(";") {
		f.Init = first
		p.next()
		if !p.is(";") {
			f.Cond = p.expr()
		}
		p.expect(";")
		if !p.is("{") {
			f.Post = p.simple()
		}
	} else if first != nil {
		cond, ok := first.(*ExprStmt)
		if !ok {
			panic(&Error{start.Start, "for needs a condition"})
		}
		f.Cond = cond.X
	}
	p.noComposite--
	f.Body = p.block()
	p.noComposite++
	return f
}

// rangeClause parses the rest of a range loop, or answers nil with nothing consumed.
func (p *parser) rangeClause(start Place, spec Spec, label string) Stmt {
	mark := p.at
	r := &Range{Place: start, Label: label, Spec: spec}
	if !p.is("range") {
		found := false
		for i := 0; i < 6; i++ { // at most `k , v := range`
			t := p.peek(i)
			if t.is("range") {
				found = true
			}
			if t.is("{") || t.is(";") {
				break
			}
		}
		if !found {
			return nil
		}
		r.Key = p.expr()
		if p.accept(",") {
			r.Value = p.expr()
		}
		switch {
		case p.accept(":="):
			r.Define = true
		case p.accept("="):
		default:
			p.at = mark
			return nil
		}
	}
	p.expect("range")
	r.X = p.expr()
	if p.accept("with") {
		r.With = p.name()
	}
	p.noComposite--
	r.Body = p.block()
	p.noComposite++
	return r
}

func (p *parser) switchStmt(label string) Stmt {
	s := &Switch{Place: p.place(), Label: label, Ghost: p.tok().Ghost}
	p.expect("switch")
	p.noComposite++
	if !p.is("{") {
		var first Stmt
		if !p.is(";") {
			first = p.simple()
		}
		if p.accept(";") {
			s.Init = first
			first = nil
			if !p.is("{") {
				first = p.simple()
			}
		}
		if first != nil {
			tag, ok := first.(*ExprStmt)
			if !ok {
				panic(&Error{s.Start, "unsupported: type switch"})
			}
			s.Tag = tag.X
		}
	}
	p.noComposite--
	p.expect("{")
	p.skipSemicolons()
	for !p.is("}") {
		c := Case{Place: p.place()}
		if p.accept("default") {
			c.Default = true
		} else {
			p.expect("case")
			c.Values = p.exprList()
		}
		p.expect(":")
		c.Body = p.stmtList()
		s.Cases = append(s.Cases, c)
	}
	p.expect("}")
	return s
}
