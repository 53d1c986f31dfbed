package ir

import "warrant/verify/annot"

// RefType is an address or a pointer, PermType a permission amount.
var (
	RefType  = &Type{Kind: Ref, Name: "Ref"}
	PermType = &Type{Kind: Perm, Name: "Perm"}
)

// InstanceType is the value of a folded predicate where it serves as a termination measure.
var InstanceType = &Type{Kind: Ref, Name: "Instance"}

// SliceType is a Go slice of any element type in a program with a heap: a window on the cells of an array.
var SliceType = &Type{Kind: Struct, Name: "Slice", Fields: []Var{
	{"array", RefType}, {"offset", IntType}, {"len", IntType}, {"cap", IntType}}}

// The operations of programs with a heap. An address is a Ref; the part of a struct and the cell of an array have addresses
// of their own, made from the whole's.
const (
	OpNull Op = iota + 128
	// OpField is the value at address Args[0]; Name is the field that holds values of its Go type.
	OpField
	// OpElem is the address of cell Args[1] of the array at Args[0].
	OpElem
	// OpPart is the address of part Name of the struct at Args[0].
	OpPart
	// OpAcc is permission Args[1] to the OpField Args[0].
	OpAcc
	// OpInstance is predicate Name with Args, the last of which is the permission.
	OpInstance
	// OpUnfolding is Args[1], evaluated with the body of the OpInstance Args[0].
	OpUnfolding
	// OpOld is Args[0] in the heap that was at label Name.
	OpOld
	// OpFullPerm, OpNoPerm and OpWildcard are permissions; OpFraction is Args[0] of Args[1] parts.
	OpFullPerm
	OpNoPerm
	OpWildcard
	OpFraction
	// OpReveal is the call Args[0] with its definition.
	OpReveal
	// OpWithin says that the predicate instance Args[0] was found inside the instance Args[1]; both are of InstanceType.
	OpWithin
)

// Statements of programs with a heap.
type (
	// Label names the heap as it is here, for OpOld.
	Label struct{ Name string }
	// Exhale takes permissions away; Parts are its conjuncts with what each stands for.
	Exhale struct{ Parts []Assert }
	// Write stores X at the location Field, an OpField.
	Write struct {
		Field, X *Expr
		Claim    Claim
	}
	// Fold exchanges the body of an OpInstance for the instance, or the other way round.
	Fold struct {
		Instance *Expr
		Unfold   bool
		Claim    Claim
	}
	// While is a loop whose invariants hold all permission that its body may use. Break leaves it by Label; Continue goes to
	// its head.
	While struct {
		Label      string
		Invariants []Assert
		Known      []*Expr
		Body       []Stmt
		At         annot.Pos
	}
)

func (*Label) stmt()  {}
func (*Exhale) stmt() {}
func (*Write) stmt()  {}
func (*Fold) stmt()   {}
func (*While) stmt()  {}

// Predicate is a predicate of a program with a heap.
type Predicate struct {
	Name   string
	Params []Var
	// Body is nil for an abstract predicate.
	Body   *Expr
	Module string
	Title  string
	At     annot.Pos
}

// Null is nil as an address.
var Null = &Expr{Op: OpNull, Type: RefType}

// FullPerm is the whole permission.
var FullPerm = &Expr{Op: OpFullPerm, Type: PermType}

// Elem is the address of cell i of the array at a.
func Elem(a, i *Expr) *Expr { return New(OpElem, RefType, a, i) }

// Part is the address of a part of the struct at a.
func Part(a *Expr, name string) *Expr {
	return &Expr{Op: OpPart, Type: RefType, Name: name, Args: []*Expr{a}}
}

// FieldAt is the value at address a.
func FieldAt(a *Expr, field string, t *Type) *Expr {
	return &Expr{Op: OpField, Type: t, Name: field, Args: []*Expr{a}}
}

// Impure says that an expression holds permissions, so that it is an assertion and not a condition.
func Impure(x *Expr) bool {
	if x == nil {
		return false
	}
	switch x.Op {
	case OpAcc, OpInstance:
		return true
	case OpUnfolding:
		return Impure(x.Args[1])
	}
	for _, a := range x.Args {
		if Impure(a) {
			return true
		}
	}
	return false
}
