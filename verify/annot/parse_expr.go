package annot

// precedence of the binary operators, as in the official grammar: ==> binds weakest and to the right.
var precedence = map[string]int{
	"==>": 1, "--*": 1,
	"||": 3, "&&": 4,
	"==": 5, "!=": 5, "<": 5, "<=": 5, ">": 5, ">=": 5, "===": 5, "!==": 5,
	"in": 6, "elem": 6, "#": 6, "subset": 6,
	"union": 7, "intersection": 7, "setminus": 7,
	"+": 8, "-": 8, "|": 8, "^": 8, "++": 8,
	"*": 9, "/": 9, "%": 9, "<<": 9, ">>": 9, "&": 9, "&^": 9,
}

func (p *parser) expr() Expr {
	start := p.place()
	cond := p.binary(1)
	if !p.is("?") {
		return cond
	}
	p.next()
	p.skipAuto()
	then := p.expr()
	p.skipAuto()
	p.expect(":")
	p.skipAuto()
	return &Conditional{Place: start, Cond: cond, Then: then, Else: p.expr()}
}

// skipAuto skips semicolons that newlines put where the expression clearly goes on. The grammar of the official tool has none there.
func (p *parser) skipAuto() {
	for p.is(";") && p.tok().Auto {
		if p.tok().Ghost {
			p.file.Breaks = append(p.file.Breaks, p.tok().Pos)
		}
		p.at++
	}
}

func (p *parser) exprList() []Expr {
	list := []Expr{p.expr()}
	for p.accept(",") {
		list = append(list, p.expr())
	}
	return list
}

// operator says whether the current token is a binary operator here.
func (p *parser) operator() (string, int) {
	t := p.tok()
	if t.Kind != Operator && t.Kind != Identifier {
		return "", 0
	}
	prec := precedence[t.Text]
	if prec == 0 {
		return "", 0
	}
	if t.Kind == Identifier && !t.Ghost {
		return "", 0
	}
	if t.Text == "++" {
		n := p.peek(1)
		if !t.Ghost || n.is(";") || n.is("{") || n.is("}") || n.is(")") {
			return "", 0
		}
	}
	return t.Text, prec
}

func (p *parser) binary(min int) Expr {
	start := p.place()
	x := p.unary()
	for {
		op, prec := p.operator()
		if prec < min || prec == 0 {
			return x
		}
		at := p.next().Pos
		if op == "--*" {
			panic(&Error{at, "unsupported: magic wand --*"})
		}
		var y Expr
		if op == "==>" { // to the right; a conditional may follow
			y = p.binary(prec)
		} else {
			y = p.binary(prec + 1)
		}
		x = &Binary{Place: start, OpPos: at, Op: op, X: x, Y: y}
	}
}

func (p *parser) unary() Expr {
	start := p.place()
	t := p.tok()
	if t.Kind == Operator {
		switch t.Text {
		case "-", "+", "!", "^", "*", "&":
			p.next()
			return &Unary{Place: start, Op: t.Text, X: p.unary()}
		case "<-":
			p.fail("unsupported: channel receive")
		}
	}
	if t.Kind == Identifier && t.Ghost {
		if x := p.ghostPrefix(start, t.Text); x != nil {
			return x
		}
	}
	return p.postfix(p.operand())
}

// ghostPrefix parses the prefix forms of annotations, or answers nil.
func (p *parser) ghostPrefix(start Place, word string) Expr {
	switch word {
	case "forall", "exists":
		p.next()
		return p.quantifier(start, word == "forall")
	case "unfolding":
		p.next()
		inst := p.postfix(p.operand())
		p.skipAuto()
		p.expect("in")
		p.skipAuto()
		return &Unfolding{Place: start, Instance: inst, Body: p.expr()}
	case "let":
		p.next()
		name := p.name()
		p.expect(":=")
		x := p.binary(7) // `in` ends it
		p.skipAuto()
		p.expect("in")
		p.skipAuto()
		return &Let{Place: start, Name: name, X: x, Body: p.expr()}
	case "reveal":
		p.next()
		return &Reveal{Place: start, Call: p.postfix(p.operand())}
	case "asserting", "typeOf", "low", "rel", "match":
		if p.peek(1).is("(") || p.peek(1).Kind == Identifier {
			p.fail("unsupported: %s", word)
		}
	}
	return nil
}

func (p *parser) quantifier(start Place, forall bool) Expr {
	q := &Quantifier{Place: start, Forall: forall}
	for {
		first := len(q.Vars)
		for {
			q.Vars = append(q.Vars, Field{Place: p.place(), Name: p.name()})
			if !p.is(",") {
				break
			}
			p.next()
		}
		typ := p.typ()
		for i := first; i < len(q.Vars); i++ {
			q.Vars[i].Type = typ
		}
		if !p.accept(",") {
			break
		}
	}
	p.expect("::")
	p.skipAuto()
	for p.is("{") {
		p.next()
		q.Triggers = append(q.Triggers, p.exprList())
		p.expect("}")
	}
	p.skipAuto()
	q.Body = p.expr()
	return q
}

var collections = map[string]bool{"seq": true, "set": true, "mset": true, "option": true, "dict": true}

func (p *parser) operand() Expr {
	start := p.place()
	t := p.tok()
	switch t.Kind {
	case Integer, Float, Character, Text:
		p.next()
		return &Literal{Place: start, Kind: t.Kind, Text: t.Text}
	case Operator:
		switch t.Text {
		case "(":
			p.next()
			saved := p.noComposite
			p.noComposite = 0
			p.skipAuto()
			x := p.expr()
			p.skipAuto()
			p.expect(")")
			p.noComposite = saved
			return &Paren{Place: start, X: x}
		case "[":
			return p.typ()
		}
	case Identifier:
		switch t.Text {
		case "func":
			p.fail("unsupported: function literal (closure)")
		case "struct", "map", "chan", "interface":
			return p.typ()
		}
		if t.Ghost {
			switch t.Text {
			case "acc":
				if p.peek(1).is("(") {
					return p.acc(start)
				}
			case "old", "before":
				if p.peek(1).is("(") || (t.Text == "old" && p.peek(1).is("[")) {
					return p.old(start)
				}
			case "seq", "set", "mset", "option", "dict":
				if p.peek(1).is("[") {
					return p.collection(start)
				}
			case "none":
				if p.peek(1).is("[") {
					p.next()
					p.next()
					elem := p.typ()
					p.expect("]")
					return &Composite{Place: start, Type: &CollectionType{Place: start, Name: "option", Elem: elem}}
				}
			}
		}
		p.next()
		return &Ident{Place: start, Name: t.Text}
	}
	found := t.Text
	if t.Auto {
		found = "newline"
	}
	p.fail("expected an expression, found %q", found)
	return nil
}

func (p *parser) acc(start Place) Expr {
	p.next()
	p.expect("(")
	a := &Acc{Place: start, X: p.expr()}
	if p.accept(",") {
		a.Perm = p.expr()
	}
	p.expect(")")
	return a
}

func (p *parser) old(start Place) Expr {
	o := &Old{Place: start}
	if p.next().Text == "before" {
		o.Label = "before"
	} else if p.accept("[") {
		o.Label = p.name()
		p.expect("]")
	}
	p.expect("(")
	o.X = p.expr()
	p.expect(")")
	return o
}

// collection parses seq[T], dict[K]V and seq[a .. b].
func (p *parser) collection(start Place) Expr {
	name := p.next().Text
	p.expect("[")
	if name == "seq" {
		mark := p.at
		if low, ok := p.tryRange(); ok {
			p.expect("..")
			high := p.expr()
			p.expect("]")
			return &SeqRange{Place: start, Low: low, High: high}
		}
		p.at = mark
	}
	first := p.typ()
	p.expect("]")
	if name == "dict" {
		return &CollectionType{Place: start, Name: name, Key: first, Elem: p.typ()}
	}
	return &CollectionType{Place: start, Name: name, Elem: first}
}

// tryRange reads an expression when two dots follow it; otherwise the caller goes back.
func (p *parser) tryRange() (low Expr, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, isError := r.(*Error); !isError {
				panic(r)
			}
			ok = false
		}
	}()
	low = p.expr()
	return low, p.is("..")
}

func (p *parser) postfix(x Expr) Expr {
	for {
		start := Place{x.At()}
		t := p.tok()
		if t.Kind != Operator {
			return x
		}
		switch t.Text {
		case ".":
			p.next()
			if p.is("(") {
				p.fail("unsupported: type assertion")
			}
			x = &Selector{Place: start, X: x, Name: p.name()}
		case "(":
			p.next()
			x = p.callArgs(start, x)
		case "[":
			p.next()
			x = p.indexed(start, x)
		case "{":
			if !p.literalType(x) {
				return x
			}
			x = p.composite(start, x)
		default:
			return x
		}
	}
}

func (p *parser) callArgs(start Place, fun Expr) Expr {
	saved := p.noComposite
	p.noComposite = 0
	c := &Call{Place: start, Fun: fun}
	for !p.is(")") {
		if p.is(",") && p.tok().Ghost && len(c.Args) > 0 {
			p.next()
			continue
		}
		p.skipAuto()
		switch {
		case p.is("[") || p.is("*") && isTypeWord(p.peek(1)):
			c.Args = append(c.Args, p.expr())
		default:
			c.Args = append(c.Args, p.expr())
		}
		if p.accept("...") {
			c.Spread = true
		}
		if !p.accept(",") && !(p.tok().Ghost && p.is(",")) {
			p.skipAuto()
			break
		}
		p.skipAuto()
	}
	p.expect(")")
	p.noComposite = saved
	return c
}

func isTypeWord(t Token) bool { return t.Kind == Identifier }

// indexed parses what follows `[`: an index, a slice expression or an update.
func (p *parser) indexed(start Place, x Expr) Expr {
	saved := p.noComposite
	p.noComposite = 0
	defer func() { p.noComposite = saved }()
	var low, high, max Expr
	if !p.is(":") {
		low = p.expr()
		switch {
		case p.is("="):
			u := &Update{Place: start, X: x}
			for {
				p.expect("=")
				u.Updates = append(u.Updates, Element{Key: low, Value: p.expr()})
				if !p.accept(",") {
					break
				}
				low = p.expr()
			}
			p.expect("]")
			return u
		case p.accept("]"):
			return &Index{Place: start, X: x, I: low}
		case p.is(","):
			p.fail("unsupported: instantiation with type arguments")
		}
	}
	p.expect(":")
	if !p.is("]") && !p.is(":") {
		high = p.expr()
	}
	if p.accept(":") {
		max = p.expr()
	}
	p.expect("]")
	return &Reslice{Place: start, X: x, Low: low, High: high, Max: max}
}

// literalType says whether `{` after x opens a composite literal.
func (p *parser) literalType(x Expr) bool {
	switch x := x.(type) {
	case *ArrayType, *CollectionType, *StructType:
		return true
	case *Ident:
		return p.noComposite == 0
	case *Selector:
		_, ok := x.X.(*Ident)
		return ok && p.noComposite == 0
	}
	return false
}

func (p *parser) composite(start Place, typ Expr) Expr {
	c := &Composite{Place: start, Type: typ}
	saved := p.noComposite
	p.noComposite = 0
	p.expect("{")
	p.skipAuto()
	for !p.is("}") {
		e := Element{Value: p.elementValue()}
		if p.accept(":") {
			e.Key = e.Value
			p.skipAuto()
			e.Value = p.elementValue()
		}
		c.Elements = append(c.Elements, e)
		p.skipAuto()
		if !p.accept(",") {
			break
		}
		p.skipAuto()
	}
	p.expect("}")
	p.noComposite = saved
	return c
}

func (p *parser) elementValue() Expr {
	if p.is("{") {
		return p.composite(p.place(), nil)
	}
	return p.expr()
}

// typ parses a type.
func (p *parser) typ() Expr {
	start := p.place()
	t := p.tok()
	switch {
	case p.accept("*"):
		elem := p.typ()
		if p.is("[") {
			p.skipBalanced()
			elem = &OtherType{Place: start, Name: "generic"}
		}
		return &PointerType{Place: start, Elem: elem}
	case p.accept("("):
		x := p.typ()
		p.expect(")")
		return x
	case p.accept("["):
		return p.arrayType(start)
	case p.is("ghost") && p.peek(1).is("struct"):
		p.next()
		p.next()
		return p.structType(start, true)
	case p.accept("struct"):
		return p.structType(start, false)
	case p.is("map") || p.is("chan") || p.is("func") || p.is("interface") || p.is("<-"):
		return p.otherType(start)
	case t.Ghost && (p.is("adt") || p.is("domain")) && p.peek(1).is("{"), t.Ghost && p.is("gpointer") && p.peek(1).is("["), t.Ghost && p.is("pred") && p.peek(1).is("("):
		p.next()
		p.skipBalanced()
		return &OtherType{Place: start, Name: t.Text}
	case t.Kind == Identifier:
		if t.Ghost && collections[t.Text] && p.peek(1).is("[") {
			return p.collection(start)
		}
		p.next()
		var x Expr = &Ident{Place: start, Name: t.Text}
		if p.is(".") {
			p.next()
			x = &Selector{Place: start, X: x, Name: p.name()}
		}
		return x
	}
	p.fail("expected a type, found %q", t.Text)
	return nil
}

// otherType reads past a type that only its name in a refusal needs.
func (p *parser) otherType(start Place) Expr {
	x := &OtherType{Place: start, Name: p.tok().Text}
	switch p.next().Text {
	case "<-":
		x.Name = "chan"
		p.expect("chan")
		p.typ()
	case "chan":
		p.accept("<-")
		p.typ()
	case "map":
		p.expect("[")
		p.typ()
		p.expect("]")
		p.typ()
	case "interface":
		if !p.is("{") {
			p.fail("expected {, found %q", p.tok().Text)
		}
		p.skipBalanced()
	case "func":
		p.params()
		if p.is("(") {
			p.params()
		} else if p.startsType() {
			p.typ()
		}
	}
	return x
}

// startsType says that the next token can open a type.
func (p *parser) startsType() bool {
	t := p.tok()
	return t.Kind == Identifier || t.is("*") || t.is("[") || t.is("<-")
}

func (p *parser) arrayType(start Place) Expr {
	if p.accept("]") {
		return &ArrayType{Place: start, Elem: p.typ(), Slice: true}
	}
	var length Expr
	if p.is("...") {
		length = &Ident{Place: p.place(), Name: "..."}
		p.next()
	} else {
		saved := p.noComposite
		p.noComposite = 0
		length = p.expr()
		p.noComposite = saved
	}
	p.expect("]")
	return &ArrayType{Place: start, Len: length, Elem: p.typ()}
}

func (p *parser) structType(start Place, ghost bool) Expr {
	s := &StructType{Place: start, Ghost: ghost}
	p.expect("{")
	p.skipSemicolons()
	for !p.is("}") {
		at := p.place()
		fieldGhost := ghost || (p.tok().Ghost && !ghost && p.is("ghost"))
		if p.is("ghost") && p.tok().Ghost {
			p.next()
		}
		if p.is("*") || p.peek(1).is(";") || p.peek(1).is(".") || p.peek(1).is("}") || p.peek(1).Kind == Text {
			s.Fields = append(s.Fields, Field{Place: at, Type: p.typ(), Embedded: true, Ghost: fieldGhost})
		} else {
			names := []string{p.name()}
			for p.accept(",") {
				names = append(names, p.name())
			}
			typ := p.typ()
			for _, name := range names {
				s.Fields = append(s.Fields, Field{Place: at, Name: name, Type: typ, Ghost: fieldGhost})
			}
		}
		if p.tok().Kind == Text { // a field tag
			p.next()
		}
		p.semicolon()
		p.skipSemicolons()
	}
	p.expect("}")
	return s
}
