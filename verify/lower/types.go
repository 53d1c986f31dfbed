package lower

import (
	"fmt"
	"math/big"
	"strings"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

// TypeKind is the shape of a Go or ghost type.
type TypeKind uint8

// The shapes of types.
const (
	BoolKind TypeKind = iota
	IntKind
	StringKind
	UntypedInt
	UntypedBool
	UntypedString
	UntypedNil
	ArrayKind
	SliceKind
	StructKind
	PointerKind
	NamedKind
	SeqKind
	SetKind
	MsetKind
	DictKind
	OptionKind
	PermKind
	TupleKind
	// OpaqueKind is a slice or a pointer inside a struct: a token that only trusted code can look behind.
	OpaqueKind
)

// Type is a Go type or a type of the annotation language.
type Type struct {
	Kind   TypeKind
	Name   string // of a basic or named type
	Bits   uint   // of an integer; 0 for the unbounded `integer`
	Signed bool
	Key    *Type
	Elem   *Type
	Len    int64
	Fields []TypeField
	Parts  []*Type // of a tuple
	Ghost  bool    // a ghost struct

	sym   *symbol // of a named type
	under *Type
	ir    *ir.Type
}

// TypeField is a field of a struct type.
type TypeField struct {
	Name     string
	Type     *Type
	Ghost    bool
	Embedded bool
}

var (
	boolType      = &Type{Kind: BoolKind, Name: "bool"}
	intType       = &Type{Kind: IntKind, Name: "int", Bits: 64, Signed: true}
	uint8Type     = &Type{Kind: IntKind, Name: "uint8", Bits: 8}
	stringType    = &Type{Kind: StringKind, Name: "string"}
	untypedInt    = &Type{Kind: UntypedInt, Name: "untyped int"}
	untypedBool   = &Type{Kind: UntypedBool, Name: "untyped bool"}
	untypedString = &Type{Kind: UntypedString, Name: "untyped string"}
	untypedNil    = &Type{Kind: UntypedNil, Name: "nil"}
	permType      = &Type{Kind: PermKind, Name: "perm"}
	integerType   = &Type{Kind: IntKind, Name: "integer", Signed: true}
)

// basicTypes are the predeclared types.
var basicTypes = map[string]*Type{
	"bool": boolType, "int": intType, "string": stringType, "perm": permType, "integer": integerType,
	"int8":  {Kind: IntKind, Name: "int8", Bits: 8, Signed: true},
	"int16": {Kind: IntKind, Name: "int16", Bits: 16, Signed: true},
	"int32": {Kind: IntKind, Name: "int32", Bits: 32, Signed: true},
	"int64": {Kind: IntKind, Name: "int64", Bits: 64, Signed: true},
	"uint8": uint8Type, "byte": uint8Type,
	"uint16":  {Kind: IntKind, Name: "uint16", Bits: 16},
	"uint32":  {Kind: IntKind, Name: "uint32", Bits: 32},
	"uint64":  {Kind: IntKind, Name: "uint64", Bits: 64},
	"uint":    {Kind: IntKind, Name: "uint", Bits: 64},
	"uintptr": {Kind: IntKind, Name: "uintptr", Bits: 64},
	"rune":    {Kind: IntKind, Name: "int32", Bits: 32, Signed: true},
}

// Under is the type behind names.
func (t *Type) Under() *Type {
	for t.Kind == NamedKind {
		t = t.under
	}
	return t
}

// String is the type as Go writes it.
func (t *Type) String() string {
	switch t.Kind {
	case ArrayKind:
		return fmt.Sprintf("[%d]%s", t.Len, t.Elem)
	case SliceKind:
		return "[]" + t.Elem.String()
	case PointerKind:
		return "*" + t.Elem.String()
	case SeqKind:
		return "seq[" + t.Elem.String() + "]"
	case SetKind:
		return "set[" + t.Elem.String() + "]"
	case MsetKind:
		return "mset[" + t.Elem.String() + "]"
	case OptionKind:
		return "option[" + t.Elem.String() + "]"
	case DictKind:
		return "dict[" + t.Key.String() + "]" + t.Elem.String()
	case StructKind:
		parts := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			parts[i] = f.Name + " " + f.Type.String()
		}
		return "struct{" + strings.Join(parts, "; ") + "}"
	case OpaqueKind:
		return t.Elem.String()
	case TupleKind:
		parts := make([]string, len(t.Parts))
		for i, p := range t.Parts {
			parts[i] = p.String()
		}
		return "(" + strings.Join(parts, ", ") + ")"
	}
	return t.Name
}

func (t *Type) is(kind TypeKind) bool { return t.Under().Kind == kind }

func (t *Type) isInteger() bool { return t.is(IntKind) || t.Kind == UntypedInt }

// sameType says that two types are identical in Go's sense.
func sameType(a, b *Type) bool {
	if a == b {
		return true
	}
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case NamedKind:
		return a.sym == b.sym
	case ArrayKind:
		return a.Len == b.Len && sameType(a.Elem, b.Elem)
	case SliceKind, PointerKind, SeqKind, SetKind, MsetKind, OptionKind, OpaqueKind:
		return sameType(a.Elem, b.Elem)
	case DictKind:
		return sameType(a.Key, b.Key) && sameType(a.Elem, b.Elem)
	case StructKind:
		return a.String() == b.String()
	}
	return a.Name == b.Name
}

// limits are the least and greatest value of an integer type.
func (t *Type) limits() (low, high *big.Int) {
	u := t.Under()
	one := big.NewInt(1)
	if !u.Signed {
		return new(big.Int), new(big.Int).Sub(new(big.Int).Lsh(one, u.Bits), one)
	}
	half := new(big.Int).Lsh(one, u.Bits-1)
	return new(big.Int).Neg(half), new(big.Int).Sub(half, one)
}

// inRange says that x is a value of integer type t.
func inRange(x *ir.Expr, t *Type) *ir.Expr {
	if t.Under().Bits == 0 {
		return ir.True
	}
	low, high := t.limits()
	return ir.Between(ir.BigInt(low), x, ir.BigInt(high))
}

// irType is the proof language's type for t; a pointer stands for the value behind it.
func (lo *Lowering) irType(t *Type, at annot.Pos) *ir.Type {
	if t.ir != nil {
		return t.ir
	}
	var r *ir.Type
	switch t.Kind {
	case BoolKind, UntypedBool:
		r = ir.BoolType
	case IntKind, UntypedInt, OpaqueKind:
		r = ir.IntType
	case StringKind, UntypedString:
		r = ir.TextType
	case SliceKind:
		if r = ir.SliceType; !lo.heap {
			r = ir.SeqOf(lo.irType(t.Elem, at))
		}
	case ArrayKind, SeqKind:
		r = ir.SeqOf(lo.irType(t.Elem, at))
	case SetKind:
		r = ir.SetOf(lo.irType(t.Elem, at))
	case MsetKind:
		r = ir.MultisetOf(lo.irType(t.Elem, at))
	case OptionKind:
		r = ir.OptionOf(lo.irType(t.Elem, at))
	case DictKind:
		r = ir.DictOf(lo.irType(t.Key, at), lo.irType(t.Elem, at))
	case PointerKind:
		if r = ir.RefType; !lo.heap {
			r = lo.irType(t.Elem, at)
		}
	case PermKind:
		r = ir.PermType
	case NamedKind:
		if s := t.Under(); s.Kind == StructKind {
			r = lo.structType(mangle(t.sym.pkg.Path)+"_"+t.Name, s, at)
		} else {
			r = lo.irType(t.under, at)
		}
	case StructKind:
		lo.anonymous++
		r = lo.structType(fmt.Sprintf("struct_%d", lo.anonymous), t, at)
	default:
		fail(at, "unsupported: type %s", t)
	}
	t.ir = r
	return r
}

func (lo *Lowering) structType(name string, s *Type, at annot.Pos) *ir.Type {
	if s.ir != nil {
		return s.ir
	}
	lo.claim(name, s, at, "a type")
	r := &ir.Type{Kind: ir.Struct, Name: name}
	for _, f := range s.Fields {
		if !lo.heap && (f.Type.is(PointerKind) || f.Type.is(SliceKind)) {
			fail(at, "unsupported: field %s of type %s in a value (a pointer inside a struct needs the heap)", f.Name, f.Type)
		}
		r.Fields = append(r.Fields, ir.Var{Name: f.Name, Type: lo.irType(f.Type, at)})
	}
	lo.program.Structs = append(lo.program.Structs, r)
	s.ir = r
	return r
}

// mangle makes an identifier of an import path.
func mangle(path string) string {
	var b strings.Builder
	for _, c := range path {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
			b.WriteRune(c)
		default:
			b.WriteByte('_')
		}
	}
	return b.String()
}

// fail stops the lowering of the current function with an error at a place.
func fail(at annot.Pos, format string, args ...any) {
	panic(&annot.Error{Pos: at, Message: fmt.Sprintf(format, args...)})
}
