package ir

import (
	"math/big"

	"warrant/verify/annot"
)

// Op is an operation.
type Op uint8

// The operations. Integer division and remainder are Euclidean, as in SMT-LIB; Go's are built from them.
const (
	OpVar Op = iota
	OpInt
	OpTrue
	OpFalse
	OpNot
	OpNeg
	OpAdd
	OpSub
	OpMul
	OpDiv
	OpMod
	OpEq
	OpLess
	OpAtMost
	OpAnd
	OpOr
	OpImplies
	OpIte
	OpForall
	OpExists
	OpLet  // Vars[0] := Args[0] in Args[1]
	OpCall // Name(Args...)
	OpMake // a Struct from its fields
	OpGet  // field Name of Args[0]
	OpSeqEmpty
	OpSeqOne
	OpSeqRange // [Args[0] .. Args[1])
	OpSeqLen
	OpSeqAt
	OpSeqUpdate
	OpSeqAppend
	OpSeqTake // first Args[1]
	OpSeqDrop // without the first Args[1]
	OpSeqHas  // Args[1] occurs
	OpSetEmpty
	OpSetOne
	OpSetHas
	OpSetUnion
	OpSetIntersection
	OpSetMinus
	OpSetSubset
	OpSetLen
	OpCount // multiplicity of Args[1] in the multiset Args[0]
	OpDictEmpty
	OpDictUpdate
	OpDictAt
	OpDictHas
	OpDictLen
	OpDictDomain
	OpDictRange
	OpNone
	OpSome
	OpGetSome
	OpIsNone
	OpTextLen
	OpTextAt
	OpTextLit // Name is the content
	OpSeqToSet
	OpSeqToMultiset
	OpSetToMultiset
	// OpSame is equality that the provers decide by comparing parts: sequences by elements, structs by fields.
	OpSame
	// OpBits is a bit operation named Name (and, or, xor, andnot, shl, shr) on Args[0], Args[1], Int holding the width.
	OpBits
)

// Expr is an expression. At is its place in the source, for obligations that it raises by itself.
type Expr struct {
	Op       Op
	Type     *Type
	Name     string
	Int      *big.Int
	Args     []*Expr
	Vars     []Var
	Triggers [][]*Expr
	At       annot.Pos
}

// Func is a pure function.
type Func struct {
	Name   string
	Params []Var
	Result *Type
	// Pre and Post are its contract; Post may use ResultName.
	Pre  []Clause
	Post []Clause
	// Body is nil for an abstract function.
	Body *Expr
	// Opaque functions keep their body to themselves except where revealed.
	Opaque bool
	// Measure is the termination measure; Total is false when none was given.
	Measure []*Expr
	Total   bool
	// Assumed says that the measure is assumed (`decreases _`).
	Assumed bool
	// Trusted functions are not checked.
	Trusted bool
	// Predicate marks the invariant of a Gobra predicate: its truth is known of every folded instance.
	Predicate bool
	// Module is the package that declares it, and Title how people call it.
	Module string
	Title  string
	At     annot.Pos
}

// ResultName is the variable for the result in a Func's Post.
const ResultName = "result$"

// Clause is one condition with what it stands for.
type Clause struct {
	X    *Expr
	Text string
	At   annot.Pos
}

// I is the integer n.
func I(n int64) *Expr { return BigInt(big.NewInt(n)) }

// BigInt is the integer n.
func BigInt(n *big.Int) *Expr { return &Expr{Op: OpInt, Type: IntType, Int: n} }

// True and False are the truth values.
var (
	True  = &Expr{Op: OpTrue, Type: BoolType}
	False = &Expr{Op: OpFalse, Type: BoolType}
)

// V is the variable v.
func V(v Var) *Expr { return &Expr{Op: OpVar, Type: v.Type, Name: v.Name} }

// New is the operation op on args.
func New(op Op, t *Type, args ...*Expr) *Expr { return &Expr{Op: op, Type: t, Args: args} }

// And joins conditions.
func And(xs ...*Expr) *Expr {
	var r *Expr
	for _, x := range xs {
		switch {
		case x == nil || x.Op == OpTrue:
		case r == nil:
			r = x
		default:
			r = New(OpAnd, BoolType, r, x)
		}
	}
	if r == nil {
		return True
	}
	return r
}

// Or is a disjunction.
func Or(a, b *Expr) *Expr { return New(OpOr, BoolType, a, b) }

// Not is the negation.
func Not(x *Expr) *Expr {
	switch x.Op {
	case OpTrue:
		return False
	case OpFalse:
		return True
	case OpNot:
		return x.Args[0]
	}
	return New(OpNot, BoolType, x)
}

// Implies is an implication.
func Implies(a, b *Expr) *Expr {
	if a == nil || a.Op == OpTrue || b.Op == OpTrue {
		return b
	}
	return New(OpImplies, BoolType, a, b)
}

// Ite is a choice.
func Ite(c, a, b *Expr) *Expr {
	if c.Op == OpTrue {
		return a
	}
	if c.Op == OpFalse {
		return b
	}
	return New(OpIte, a.Type, c, a, b)
}

// Eq is equality; sequences and structs compare by parts.
func Eq(a, b *Expr) *Expr {
	switch a.Type.Kind {
	case Int, Bool, Ref, Perm:
		return New(OpEq, BoolType, a, b)
	}
	return New(OpSame, BoolType, a, b)
}

// Call is a pure function of arguments.
func Call(fn *Func, args ...*Expr) *Expr {
	return &Expr{Op: OpCall, Type: fn.Result, Name: fn.Name, Args: args}
}

// Less is a < b and AtMost is a <= b.
func Less(a, b *Expr) *Expr { return New(OpLess, BoolType, a, b) }

// AtMost is a <= b.
func AtMost(a, b *Expr) *Expr { return New(OpAtMost, BoolType, a, b) }

// Between is low <= x && x <= high.
func Between(low, x, high *Expr) *Expr { return And(AtMost(low, x), AtMost(x, high)) }

// Get is a field of a struct; of a literal it is the field's value.
func Get(x *Expr, field string) *Expr {
	i := x.Type.Field(field)
	if i < 0 {
		panic("ir: struct " + x.Type.Name + " has no field " + field)
	}
	if x.Op == OpMake {
		return x.Args[i]
	}
	return &Expr{Op: OpGet, Type: x.Type.Fields[i].Type, Name: field, Args: []*Expr{x}}
}

// With is struct x with one field replaced.
func With(x *Expr, field string, v *Expr) *Expr {
	args := make([]*Expr, len(x.Type.Fields))
	for i, f := range x.Type.Fields {
		if f.Name == field {
			args[i] = v
		} else {
			args[i] = Get(x, f.Name)
		}
	}
	return New(OpMake, x.Type, args...)
}

// Len and At are a sequence's length and element.
func Len(s *Expr) *Expr { return New(OpSeqLen, IntType, s) }

// At is element i of sequence s.
func At(s, i *Expr) *Expr { return New(OpSeqAt, s.Type.Elem, s, i) }

// Update is sequence s with element i replaced by v.
func Update(s, i, v *Expr) *Expr { return New(OpSeqUpdate, s.Type, s, i, v) }

// Subst replaces variables by name; bound variables of x must be distinct from free variables of the replacements.
func Subst(x *Expr, by map[string]*Expr) *Expr {
	if x == nil || len(by) == 0 {
		return x
	}
	if x.Op == OpVar {
		if r, ok := by[x.Name]; ok {
			return r
		}
		return x
	}
	if len(x.Vars) > 0 {
		shadowed := false
		for _, v := range x.Vars {
			_, s := by[v.Name]
			shadowed = shadowed || s
		}
		if shadowed {
			inner := make(map[string]*Expr, len(by))
			for k, v := range by {
				inner[k] = v
			}
			for _, v := range x.Vars {
				delete(inner, v.Name)
			}
			if x.Op == OpLet {
				c := *x
				c.Args = []*Expr{Subst(x.Args[0], by), Subst(x.Args[1], inner)}
				return &c
			}
			by = inner
		}
	}
	changed := false
	args := make([]*Expr, len(x.Args))
	for i, a := range x.Args {
		args[i] = Subst(a, by)
		changed = changed || args[i] != a
	}
	var triggers [][]*Expr
	for _, t := range x.Triggers {
		var list []*Expr
		for _, e := range t {
			r := Subst(e, by)
			changed = changed || r != e
			list = append(list, r)
		}
		triggers = append(triggers, list)
	}
	if !changed {
		return x
	}
	if x.Op == OpGet && args[0].Op == OpMake {
		return Get(args[0], x.Name)
	}
	c := *x
	c.Args, c.Triggers = args, triggers
	return &c
}

// Walk calls f on x and all its parts, triggers included, parents first.
func Walk(x *Expr, f func(*Expr)) {
	if x == nil {
		return
	}
	f(x)
	for _, a := range x.Args {
		Walk(a, f)
	}
	for _, t := range x.Triggers {
		for _, e := range t {
			Walk(e, f)
		}
	}
}
