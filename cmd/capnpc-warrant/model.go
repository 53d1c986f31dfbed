package main

// unit is what one schema file declares, names turned into Go's.
type unit struct {
	source     string // path of the schema file as given to the compiler
	enums      []*enum
	structs    []*structure // parameters and results of methods not included
	interfaces []*iface
}

// enum is an enumeration.
type enum struct {
	name   string
	doc    string
	values []enumerant
}

// enumerant is one value of an enumeration; its number is its index.
type enumerant struct {
	name  string // Go name without the enumeration's
	label string // name in the schema
	doc   string
}

// structure is a struct, a group of one, or the parameters or results of a method.
type structure struct {
	name         string
	doc          string
	what         string // subject of doc comments: "a CapGrant", "the parameters of Timer.sleep"
	data         uint16 // words
	pointers     uint16 // words
	fields       []field
	union        bool
	discriminant uint32 // offset in bytes, if union
	element      bool   // some list holds structures of this type
}

// field is one member of a structure.
type field struct {
	name     string // Go name
	label    string // name in the schema
	doc      string
	typ      fieldType
	offset   uint32 // bytes for numbers, bits for booleans, index for pointers
	standard uint64 // default, as the stored bits
	tag      int    // value of the union's discriminant, or -1
}

// kind is a kind of type.
type kind int

const (
	kindVoid kind = iota
	kindBool
	kindInt
	kindUint
	kindEnum
	kindText
	kindData
	kindStruct
	kindGroup
	kindList
)

// fieldType is the type of a field or of the elements of a list.
type fieldType struct {
	kind    kind
	bits    int        // of kindInt, kindUint and kindEnum
	enum    *enum      // of kindEnum
	record  *structure // of kindStruct and kindGroup
	element *fieldType // of kindList
}

// pointer says whether a value of the type stands in the pointer section.
func (t fieldType) pointer() bool {
	return t.kind == kindText || t.kind == kindData || t.kind == kindStruct || t.kind == kindList
}

// iface is an interface.
type iface struct {
	name    string
	doc     string
	id      uint64
	methods []method // by ordinal
}

// method is a method of an interface; its ordinal is its index.
type method struct {
	name    string // Go name
	label   string // name in the schema
	doc     string
	params  *structure
	results *structure
	// A structure that the method declares itself, not one that it names.
	ownParams, ownResults bool
}
