package lower

import (
	goconstant "go/constant"
	"go/token"
	"math/big"
	"strconv"
	"strings"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

// constant is the value of a constant expression.
type constant struct{ v goconstant.Value }

func itoa(n int) string { return strconv.Itoa(n) }

// Function is a declared function or method.
type Function struct {
	Package *Package
	File    *annot.File
	Decl    *annot.Func

	sig    *signature
	ir     *ir.Func
	prove  bool   // trusted, yet to be proved
	reason string // why trusted
}

// Pred is a declared predicate.
type Pred struct {
	Package *Package
	File    *annot.File
	Decl    *annot.Predicate
	ir      *ir.Func
	recv    *Type
	params  []parameter
	done    bool
	heap    *ir.Predicate
}

type parameter struct {
	name  string
	t     *Type
	ghost bool
	at    annot.Pos
}

type signature struct {
	recv    *parameter
	params  []parameter
	results []parameter
}

// Title is how people call the function: F, (T).M or (*T).M.
func (f *Function) Title() string {
	if f.Decl.Recv == nil {
		return f.Decl.Name
	}
	return "(" + annot.String(f.Decl.Recv.Type) + ")." + f.Decl.Name
}

// ghost says that the function exists for proofs only.
func (f *Function) ghost() bool { return f.Decl.Spec.Ghost }

func (lo *Lowering) signature(f *Function) *signature {
	if f.sig != nil {
		return f.sig
	}
	s := &signature{}
	c := lo.packageContext(f.Package, f.File)
	param := func(d annot.Field, ghost bool) parameter {
		if d.Variadic {
			fail(d.Start, "unsupported: variadic parameter %s", d.Name)
		}
		p := parameter{name: d.Name, t: c.typeOf(d.Type), ghost: d.Ghost || ghost, at: d.Start}
		lo.foreignParameter(p)
		return p
	}
	if f.Decl.Recv != nil {
		p := param(*f.Decl.Recv, f.ghost())
		s.recv = &p
	}
	for _, d := range f.Decl.Params {
		s.params = append(s.params, param(d, f.ghost()))
	}
	for _, d := range f.Decl.Results {
		s.results = append(s.results, param(d, f.ghost()))
	}
	f.sig = s
	return s
}

// packageContext is a context at package level, for types and constants.
func (lo *Lowering) packageContext(p *Package, file *annot.File) *context {
	return &context{lo: lo, pkg: p, file: file, spec: true, trust: true, scopes: []map[string]*value{{}}}
}

// typeOf resolves a type expression.
func (c *context) typeOf(x annot.Expr) *Type {
	if t := c.tryType(x); t != nil {
		return t
	}
	fail(x.At(), "%s is not a type", annot.String(x))
	return nil
}

// tryType resolves x when it is a type, and answers nil otherwise.
func (c *context) tryType(x annot.Expr) *Type {
	switch x := x.(type) {
	case *annot.Ident:
		if c.lookup(x.Name) != nil {
			return nil
		}
		if s, ok := c.pkg.symbols[x.Name]; ok {
			if s.kind == typeSymbol {
				return c.lo.namedType(s)
			}
			return nil
		}
		switch x.Name {
		case "float32", "float64", "complex64", "complex128", "error", "any":
			fail(x.Start, "unsupported: type %s", x.Name)
		}
		return basicTypes[x.Name]
	case *annot.Selector:
		if p := c.importOf(x.X); p != nil {
			if s, ok := p.symbols[x.Name]; ok && s.kind == typeSymbol {
				return c.lo.namedType(s)
			}
		}
		return nil
	case *annot.Paren:
		return c.tryType(x.X)
	case *annot.PointerType:
		return &Type{Kind: PointerKind, Elem: c.typeOf(x.Elem)}
	case *annot.Unary:
		if x.Op == "*" {
			if t := c.tryType(x.X); t != nil {
				return &Type{Kind: PointerKind, Elem: t}
			}
		}
		return nil
	case *annot.ArrayType:
		if x.Slice {
			return &Type{Kind: SliceKind, Elem: c.typeOf(x.Elem)}
		}
		elem := c.typeOf(x.Elem)
		if !c.lo.heap && (elem.is(PointerKind) || elem.is(SliceKind)) {
			fail(x.Start, "unsupported: array of %s (a pointer inside an array needs the heap)", elem)
		}
		if id, ok := x.Len.(*annot.Ident); ok && id.Name == "..." {
			return &Type{Kind: ArrayKind, Elem: elem, Len: -1}
		}
		n, ok := c.constInt(x.Len)
		if !ok || !n.IsInt64() || n.Sign() < 0 {
			fail(x.Len.At(), "array length %s is not a constant", annot.String(x.Len))
		}
		return &Type{Kind: ArrayKind, Elem: elem, Len: n.Int64()}
	case *annot.StructType:
		t := &Type{Kind: StructKind, Ghost: x.Ghost}
		for _, f := range x.Fields {
			ft, name := c.fieldType(f), f.Name
			if f.Embedded {
				base := ft
				if base.Kind == PointerKind {
					base = base.Elem
				}
				name = base.Name
			}
			if !c.lo.heap && !x.Ghost && !f.Ghost && !f.Embedded && (ft.Kind == SliceKind || ft.Kind == PointerKind) {
				ft = &Type{Kind: OpaqueKind, Elem: ft}
			}
			t.Fields = append(t.Fields, TypeField{Name: name, Type: ft, Ghost: f.Ghost, Embedded: f.Embedded})
		}
		return t
	case *annot.CollectionType:
		t := &Type{Kind: map[string]TypeKind{"seq": SeqKind, "set": SetKind, "mset": MsetKind, "option": OptionKind, "dict": DictKind}[x.Name]}
		t.Elem = c.typeOf(x.Elem)
		if x.Key != nil {
			t.Key = c.typeOf(x.Key)
		}
		return t
	case *annot.OtherType:
		fail(x.Start, "unsupported: %s type", x.Name)
	}
	return nil
}

// fieldType is the type of a field. One of a type outside the supported set is a token: the struct can be used as long as nobody
// looks at the field.
func (c *context) fieldType(f annot.Field) (t *Type) {
	if f.Embedded || f.Ghost {
		return c.typeOf(f.Type)
	}
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		e, ok := r.(*annot.Error)
		if !ok || !strings.HasPrefix(e.Message, "unsupported") {
			panic(r)
		}
		t = &Type{Kind: OpaqueKind, Elem: &Type{Kind: StringKind, Name: annot.String(f.Type)}}
	}()
	return c.typeOf(f.Type)
}

func (lo *Lowering) namedType(s *symbol) *Type {
	if s.typ != nil {
		if s.busy && s.typ.under == nil {
			return s.typ
		}
		return s.typ
	}
	s.busy = true
	c := lo.packageContext(s.pkg, s.file)
	if s.typeDecl.Alias {
		s.typ = c.typeOf(s.typeDecl.Type)
		s.busy = false
		return s.typ
	}
	s.typ = &Type{Kind: NamedKind, Name: s.name, sym: s}
	u := c.typeOf(s.typeDecl.Type)
	if u.Kind == NamedKind && u.under == nil {
		fail(s.typeDecl.Start, "type %s is recursive", s.name)
	}
	lo.foreignDeclaration(s.typeDecl, u)
	if s.typeDecl.Ghost && u.Kind == StructKind {
		u.Ghost = true
	}
	if u.Kind == StructKind && u.ir != nil || u.Kind == NamedKind {
		u = u.Under()
		if u.Kind == StructKind { // its own identity in the proof language
			copied := *u
			copied.ir = nil
			u = &copied
		}
	}
	s.typ.under = u
	s.busy = false
	return s.typ
}

// importOf answers the package that an expression names.
func (c *context) importOf(x annot.Expr) *Package {
	id, ok := x.(*annot.Ident)
	if !ok || c.lookup(id.Name) != nil {
		return nil
	}
	if _, own := c.pkg.symbols[id.Name]; own {
		return nil
	}
	if p, ok := c.pkg.imports[c.file][id.Name]; ok {
		return p
	}
	for _, im := range c.file.Imports {
		name := im.Name
		if name == "" {
			name = im.Path[lastSlash(im.Path)+1:]
		}
		if name == id.Name {
			fail(id.Start, "unsupported: package %s is outside this module and has no contracts", im.Path)
		}
	}
	return nil
}

func lastSlash(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '/' {
			return i
		}
	}
	return -1
}

// symbolValue is the value of a package-level name.
func (c *context) symbolValue(s *symbol, at annot.Pos) *value {
	switch s.kind {
	case constSymbol:
		return c.lo.constValue(s, at)
	case typeSymbol:
		return &value{typ: c.lo.namedType(s)}
	case funcSymbol:
		return &value{fun: s.function}
	case predSymbol:
		return &value{prd: s.pred}
	}
	return c.lo.globalValue(s, at)
}

func (lo *Lowering) constValue(s *symbol, at annot.Pos) *value {
	if s.resolved {
		return constVal(s.value, s.typ)
	}
	if s.busy {
		fail(at, "constant %s is defined by itself", s.name)
	}
	s.busy = true
	c := lo.packageContext(s.pkg, s.file)
	c.bind("iota", constVal(goconstant.MakeInt64(int64(s.constant.Iota)), untypedInt))
	v := c.expr(s.constant.Value)
	if v.c == nil {
		fail(s.constant.Start, "unsupported: constant %s is not an integer, boolean or string constant", s.name)
	}
	t := v.t
	if s.constant.Type != nil {
		t = c.typeOf(s.constant.Type)
	}
	s.value, s.typ, s.busy, s.resolved = v.c.v, t, false, true
	return constVal(s.value, s.typ)
}

// globalValue is a global variable that nothing assigns: the value of its initialiser.
func (lo *Lowering) globalValue(s *symbol, at annot.Pos) *value {
	if s.busy {
		fail(at, "global variable %s is defined by itself", s.name)
	}
	if s.variable.Refused != nil {
		panic(s.variable.Refused)
	}
	if lo.isAssigned(s) {
		fail(at, "unsupported: global variable %s is assigned somewhere", s.name)
	}
	c := lo.packageContext(s.pkg, s.file)
	s.busy = true
	defer func() { s.busy = false }()
	var t *Type
	if s.variable.Type != nil {
		t = c.typeOf(s.variable.Type)
	}
	if len(s.variable.Values) == 0 {
		return &value{t: t, x: lo.zero(t, at)}
	}
	if len(s.variable.Values) != len(s.variable.Names) {
		fail(at, "unsupported: global variable %s is initialised by a call", s.name)
	}
	v := c.expr(s.variable.Values[s.index])
	if t == nil {
		t = defaultType(v.t)
	}
	return &value{t: t, x: c.convert(v, t, at)}
}

// constVal is a constant of a type.
func constVal(v goconstant.Value, t *Type) *value {
	r := &value{t: t, c: &constant{v}}
	switch v.Kind() {
	case goconstant.Int:
		b, _ := new(big.Int).SetString(v.ExactString(), 10)
		r.x = ir.BigInt(b)
	case goconstant.Bool:
		r.x = ir.False
		if goconstant.BoolVal(v) {
			r.x = ir.True
		}
	case goconstant.String:
		r.x = &ir.Expr{Op: ir.OpTextLit, Type: ir.TextType, Name: goconstant.StringVal(v)}
	}
	return r
}

// constInt evaluates a constant integer expression.
func (c *context) constInt(x annot.Expr) (*big.Int, bool) {
	v := c.expr(x)
	if v.c == nil || v.c.v.Kind() != goconstant.Int {
		return nil, false
	}
	b, ok := new(big.Int).SetString(v.c.v.ExactString(), 10)
	return b, ok
}

// literal is the value of a literal.
func literal(x *annot.Literal) *value {
	switch x.Kind {
	case annot.Integer:
		return constVal(goconstant.MakeFromLiteral(x.Text, token.INT, 0), untypedInt)
	case annot.Character:
		return constVal(goconstant.MakeFromLiteral(x.Text, token.CHAR, 0), untypedInt)
	case annot.Text:
		return constVal(goconstant.MakeFromLiteral(x.Text, token.STRING, 0), untypedString)
	}
	fail(x.Start, "unsupported: literal %s", x.Text)
	return nil
}

// defaultType is the type that a variable gets from an untyped constant.
func defaultType(t *Type) *Type {
	switch t.Kind {
	case UntypedInt:
		return intType
	case UntypedBool:
		return boolType
	case UntypedString:
		return stringType
	}
	return t
}

// member is a field or method found in a type, with the embedded fields on the way.
type member struct {
	path  []TypeField
	field *TypeField
	sym   *symbol
}

// findMember looks a field, method or predicate up, through embedded fields breadth first.
func findMember(t *Type, name string) *member {
	type level struct {
		t    *Type
		path []TypeField
	}
	queue := []level{{t: t}}
	for depth := 0; len(queue) > 0 && depth < 8; depth++ {
		var next []level
		for _, l := range queue {
			if l.t.Kind == PointerKind {
				l.t = l.t.Elem
			}
			if l.t.Kind == NamedKind {
				if s, ok := l.t.sym.pkg.symbols[l.t.Name+"."+name]; ok {
					return &member{path: l.path, sym: s}
				}
			}
			u := l.t.Under()
			if u.Kind != StructKind {
				continue
			}
			for i := range u.Fields {
				f := u.Fields[i]
				if f.Name == name {
					return &member{path: l.path, field: &u.Fields[i]}
				}
				if f.Embedded {
					next = append(next, level{f.Type, append(l.path[:len(l.path):len(l.path)], f)})
				}
			}
		}
		queue = next
	}
	return nil
}
