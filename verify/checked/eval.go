package checked

import (
	"math/big"
	"reflect"

	"warrant/verify/annot"
)

// env is what an expression is evaluated in.
type env struct {
	pkg  *Package
	now  map[string]value
	old  map[string]value
	deep int
}

func (e *env) with(name string, v value) *env {
	now := make(map[string]value, len(e.now)+1)
	for k, x := range e.now {
		now[k] = x
	}
	now[name] = v
	old := e.old
	if old != nil {
		old = make(map[string]value, len(e.old)+1)
		for k, x := range e.old {
			old[k] = x
		}
		old[name] = v
	}
	return &env{pkg: e.pkg, now: now, old: old, deep: e.deep}
}

func (e *env) truth(x annot.Expr) bool {
	b, ok := e.eval(x).(bool)
	if !ok {
		panic(unsupported("condition " + annot.String(x)))
	}
	return b
}

func (e *env) integer(x annot.Expr) *big.Int {
	n, ok := e.eval(x).(*big.Int)
	if !ok {
		panic(unsupported("integer " + annot.String(x)))
	}
	return n
}

// undefined is an expression without a value: an index out of range or a division by zero in a contract.
type undefined string

func (e *env) eval(x annot.Expr) value {
	switch x := x.(type) {
	case *annot.Paren:
		return e.eval(x.X)
	case *annot.Ident:
		return e.name(x.Name)
	case *annot.Literal:
		if n, ok := new(big.Int).SetString(x.Text, 0); ok && x.Kind == annot.Integer {
			return n
		}
	case *annot.Selector:
		if q := e.imported(x.X); q != nil {
			if v, ok := q.constant(x.Name); ok {
				return v
			}
			break
		}
		if r, ok := e.eval(x.X).(*record); ok {
			if v, ok := r.fields[x.Name]; ok {
				return v
			}
		}
	case *annot.Index:
		return e.element(e.eval(x.X), e.integer(x.I), x)
	case *annot.Unary:
		return e.unary(x)
	case *annot.Binary:
		return e.binary(x)
	case *annot.Conditional:
		if e.truth(x.Cond) {
			return e.eval(x.Then)
		}
		return e.eval(x.Else)
	case *annot.Old:
		if x.Label == "" && e.old != nil {
			return (&env{pkg: e.pkg, now: e.old, deep: e.deep}).eval(x.X)
		}
	case *annot.Acc:
		if p, ok := x.X.(*annot.Call); ok {
			return e.eval(p) // a share of a predicate says what all of it says
		}
		return true // ownership leaves no trace at run time
	case *annot.Unfolding:
		return e.eval(x.Body)
	case *annot.Let:
		return e.with(x.Name, e.eval(x.X)).eval(x.Body)
	case *annot.Quantifier:
		return e.quantifier(x, 0)
	case *annot.Reveal:
		return e.eval(x.Call)
	case *annot.Call:
		return e.call(x)
	case *annot.Update:
		return e.update(x)
	case *annot.Reslice:
		return e.reslice(x)
	case *annot.Composite:
		return e.composite(x)
	}
	panic(unsupported(annot.String(x)))
}

// imported is the package that an expression names, or nil.
func (e *env) imported(x annot.Expr) *Package {
	id, ok := x.(*annot.Ident)
	if !ok {
		return nil
	}
	if _, hidden := e.now[id.Name]; hidden {
		return nil
	}
	return e.pkg.imports[id.Name]
}

func (e *env) name(n string) value {
	if v, ok := e.now[n]; ok {
		return v
	}
	switch n {
	case "true":
		return true
	case "false":
		return false
	}
	if v, ok := e.pkg.constant(n); ok {
		return v
	}
	panic(unsupported("name " + n))
}

func (e *env) element(s value, i *big.Int, x annot.Expr) value {
	list, ok := s.([]value)
	if text, isText := s.(string); isText {
		list, ok = of(reflect.ValueOf([]byte(text))).([]value)
	}
	if !ok {
		panic(unsupported(annot.String(x)))
	}
	if !i.IsInt64() || i.Sign() < 0 || i.Int64() >= int64(len(list)) {
		panic(undefined(annot.String(x)))
	}
	return list[i.Int64()]
}

func (e *env) unary(x *annot.Unary) value {
	switch x.Op {
	case "!":
		return !e.truth(x.X)
	case "-":
		return new(big.Int).Neg(e.integer(x.X))
	case "*", "&":
		return e.eval(x.X)
	}
	panic(unsupported("operator " + x.Op))
}

func (e *env) binary(x *annot.Binary) value {
	switch x.Op {
	case "&&":
		return e.truth(x.X) && e.truth(x.Y)
	case "||":
		return e.truth(x.X) || e.truth(x.Y)
	case "==>":
		return !e.truth(x.X) || e.truth(x.Y)
	case "==", "===":
		return equal(e.eval(x.X), e.eval(x.Y))
	case "!=", "!==":
		return !equal(e.eval(x.X), e.eval(x.Y))
	case "++":
		a, okA := e.eval(x.X).([]value)
		b, okB := e.eval(x.Y).([]value)
		if okA && okB {
			return append(append([]value{}, a...), b...)
		}
	}
	a, b := e.integer(x.X), e.integer(x.Y)
	switch x.Op {
	case "<":
		return a.Cmp(b) < 0
	case "<=":
		return a.Cmp(b) <= 0
	case ">":
		return a.Cmp(b) > 0
	case ">=":
		return a.Cmp(b) >= 0
	case "+":
		return new(big.Int).Add(a, b)
	case "-":
		return new(big.Int).Sub(a, b)
	case "*":
		return new(big.Int).Mul(a, b)
	case "&":
		return new(big.Int).And(a, b)
	case "|":
		return new(big.Int).Or(a, b)
	case "^":
		return new(big.Int).Xor(a, b)
	case "&^":
		return new(big.Int).AndNot(a, b)
	case ">>":
		if b.IsInt64() && b.Sign() >= 0 && b.Int64() < 1024 {
			return new(big.Int).Rsh(a, uint(b.Int64()))
		}
	case "/", "%":
		if b.Sign() == 0 {
			panic(undefined(annot.String(x)))
		}
		if x.Op == "/" {
			return new(big.Int).Quo(a, b)
		}
		return new(big.Int).Rem(a, b)
	}
	panic(unsupported("operator " + x.Op))
}

// reach is how far quantified integers are tried beyond the lengths at hand.
const reach = 70

// quantifier tries a finite part of the range: small integers around the lengths of arrays.
func (e *env) quantifier(x *annot.Quantifier, at int) value {
	if at == len(x.Vars) {
		return e.truth(x.Body)
	}
	for i := int64(-1); i <= reach; i++ {
		if e.with(x.Vars[at].Name, big.NewInt(i)).quantifier(x, at+1).(bool) != x.Forall {
			return !x.Forall
		}
	}
	return x.Forall
}

func (e *env) update(x *annot.Update) value {
	s, ok := e.eval(x.X).([]value)
	if !ok {
		panic(unsupported(annot.String(x)))
	}
	r := append([]value{}, s...)
	for _, u := range x.Updates {
		i := e.integer(u.Key)
		e.element(r, i, x)
		r[i.Int64()] = e.eval(u.Value)
	}
	return r
}

func (e *env) reslice(x *annot.Reslice) value {
	s, ok := e.eval(x.X).([]value)
	if !ok {
		panic(unsupported(annot.String(x)))
	}
	low, high := int64(0), int64(len(s))
	if x.Low != nil {
		low = e.integer(x.Low).Int64()
	}
	if x.High != nil {
		high = e.integer(x.High).Int64()
	}
	low, high = min(max(low, 0), int64(len(s))), min(max(high, 0), int64(len(s)))
	return append([]value{}, s[low:max(low, high)]...)
}

func (e *env) composite(x *annot.Composite) value {
	if _, ok := x.Type.(*annot.CollectionType); ok {
		list := []value{}
		for _, el := range x.Elements {
			list = append(list, e.eval(el.Value))
		}
		return list
	}
	home, st := e.pkg.structOf(x.Type)
	if st == nil {
		panic(unsupported(annot.String(x)))
	}
	r := &record{typ: lastName(x.Type), path: home.path, fields: map[string]value{}}
	for _, f := range st.Fields {
		r.names = append(r.names, f.Name)
	}
	for i, el := range x.Elements {
		name := r.names[i]
		if el.Key != nil {
			name = annot.String(el.Key)
		}
		r.fields[name] = e.eval(el.Value)
	}
	for _, f := range st.Fields {
		if r.fields[f.Name] == nil {
			r.fields[f.Name] = home.zero(f.Type)
		}
	}
	return r
}

// lastName is a type's name without its package.
func lastName(t annot.Expr) string {
	if s, ok := t.(*annot.Selector); ok {
		return s.Name
	}
	return annot.String(t)
}

// zero is the zero value of a type.
func (p *Package) zero(t annot.Expr) value {
	if home, st := p.structOf(t); st != nil {
		r := &record{typ: lastName(t), path: home.path, fields: map[string]value{}}
		for _, f := range st.Fields {
			r.names = append(r.names, f.Name)
			r.fields[f.Name] = home.zero(f.Type)
		}
		return r
	}
	switch t := t.(type) {
	case *annot.Ident:
		switch {
		case t.Name == "bool":
			return false
		case t.Name == "string":
			return ""
		case numeric[t.Name]:
			return new(big.Int)
		case p.types[t.Name] != nil:
			return p.zero(p.types[t.Name].Type)
		}
	case *annot.Selector:
		if id, ok := t.X.(*annot.Ident); ok && p.imports[id.Name] != nil && p.imports[id.Name].types[t.Name] != nil {
			q := p.imports[id.Name]
			return q.zero(q.types[t.Name].Type)
		}
	case *annot.ArrayType:
		if n, ok := (&env{pkg: p, now: map[string]value{}}).eval(t.Len).(*big.Int); ok && n.IsInt64() {
			list := make([]value, n.Int64())
			for i := range list {
				list[i] = p.zero(t.Elem)
			}
			return list
		}
	}
	panic(unsupported("zero value of " + annot.String(t)))
}

// numeric are Go's integer types.
var numeric = map[string]bool{"int": true, "int8": true, "int16": true, "int32": true, "int64": true, "uint": true, "uint8": true, "uint16": true,
	"uint32": true, "uint64": true, "uintptr": true, "byte": true, "rune": true}

// call evaluates conversions, len, seq, pure functions and predicates.
func (e *env) call(x *annot.Call) value {
	var recv value
	name, home := "", e.pkg
	switch f := x.Fun.(type) {
	case *annot.Ident:
		name = f.Name
	case *annot.Selector:
		name = f.Name
		if q := e.imported(f.X); q != nil {
			home = q
			break
		}
		recv = e.eval(f.X)
	default:
		panic(unsupported(annot.String(x)))
	}
	if recv == nil && len(x.Args) == 1 {
		switch {
		case home != e.pkg && home.types[name] == nil:
		case name == "len":
			switch s := e.eval(x.Args[0]).(type) {
			case []value:
				return big.NewInt(int64(len(s)))
			case string:
				return big.NewInt(int64(len(s)))
			}
		case name == "seq", numeric[name], home.types[name] != nil:
			return e.eval(x.Args[0])
		}
	}
	if e.deep > 300 {
		panic(unsupported("recursion as deep as in " + annot.String(x)))
	}
	r, _ := recv.(*record)
	if r != nil {
		home = e.pkg.home(r)
	}
	params, body := home.definition(name, r)
	if body == nil || len(params) != len(x.Args)+btoi(recv != nil) {
		panic(unsupported(annot.String(x)))
	}
	inner := &env{pkg: home, now: map[string]value{}, deep: e.deep + 1}
	if recv != nil {
		inner.now[params[0]] = recv
		params = params[1:]
	}
	for i, a := range x.Args {
		inner.now[params[i]] = e.eval(a)
	}
	return inner.eval(body)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
