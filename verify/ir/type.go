package ir

// TypeKind is the shape of a type.
type TypeKind uint8

// The shapes of types.
const (
	Int TypeKind = iota
	Bool
	Seq
	Set
	Multiset
	Dict
	Option
	Struct
	// Text is a Go string: an opaque value with a length and bytes.
	Text
	// Ref and Perm exist only in programs with a heap.
	Ref
	Perm
)

// Type is a type; equal types print equally, and Name is that print.
type Type struct {
	Kind TypeKind
	// Name identifies the type in identifiers: Int, Seq_Int, warrant_table_Slot.
	Name string
	Key  *Type
	Elem *Type
	// Fields are those of a Struct, in order.
	Fields []Var
}

// Var is a named variable, parameter, result or field.
type Var struct {
	Name string
	Type *Type
}

// IntType, BoolType and TextType are the types without parts.
var (
	IntType  = &Type{Kind: Int, Name: "Int"}
	BoolType = &Type{Kind: Bool, Name: "Bool"}
	TextType = &Type{Kind: Text, Name: "Text"}
)

// SeqOf is the type of sequences of elem.
func SeqOf(elem *Type) *Type { return &Type{Kind: Seq, Name: "Seq_" + elem.Name, Elem: elem} }

// SetOf is the type of sets of elem.
func SetOf(elem *Type) *Type { return &Type{Kind: Set, Name: "Set_" + elem.Name, Elem: elem} }

// MultisetOf is the type of multisets of elem.
func MultisetOf(elem *Type) *Type {
	return &Type{Kind: Multiset, Name: "Multiset_" + elem.Name, Elem: elem}
}

// OptionOf is the type of optional values of elem.
func OptionOf(elem *Type) *Type { return &Type{Kind: Option, Name: "Option_" + elem.Name, Elem: elem} }

// DictOf is the type of finite maps from key to elem.
func DictOf(key, elem *Type) *Type {
	return &Type{Kind: Dict, Name: "Dict_" + key.Name + "_" + elem.Name, Key: key, Elem: elem}
}

// Same says that two types are equal.
func Same(a, b *Type) bool { return a.Name == b.Name }

// Field answers the index of a field of a Struct, or -1.
func (t *Type) Field(name string) int {
	for i, f := range t.Fields {
		if f.Name == name {
			return i
		}
	}
	return -1
}
