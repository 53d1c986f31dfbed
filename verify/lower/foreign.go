package lower

import (
	"fmt"
	"slices"

	"warrant/verify/annot"
)

// foreign notes a place that this tool reads and the type checker of the official tool refuses.
func (lo *Lowering) foreign(at annot.Pos, format string, args ...any) {
	e := annot.Error{Pos: at, Message: fmt.Sprintf(format, args...) + ": the official tool refuses it"}
	if !slices.ContainsFunc(lo.foreigns, func(x *annot.Error) bool { return *x == e }) {
		lo.foreigns = append(lo.foreigns, &e)
	}
}

// ghostType says that values of a type exist for proofs only.
func ghostType(t *Type) bool {
	switch t.Kind {
	case SeqKind, SetKind, MsetKind, DictKind, OptionKind:
		return true
	case ArrayKind, SliceKind, PointerKind:
		return ghostType(t.Elem)
	case NamedKind:
		return t.sym != nil && t.sym.typeDecl != nil && t.sym.typeDecl.Marked
	case StructKind:
		return t.Ghost
	}
	return false
}

// foreignParameter: what Go code passes or answers has a type that Go code has.
func (lo *Lowering) foreignParameter(p parameter) {
	if !p.ghost && ghostType(p.t) {
		lo.foreign(p.at, "%s of the ghost type %s in a function that is not ghost", p.name, p.t)
	}
}

// foreignDeclaration: a type is declared ghost when the type behind it is, and only then; its fields are ghost or have types of Go.
func (lo *Lowering) foreignDeclaration(d *annot.Type, behind *Type) {
	if d.Marked != ghostType(behind) {
		lo.foreign(d.Start, "type %s stands for %s, of which one is ghost and the other is not", d.Name, behind)
	}
	if behind.Kind != StructKind || behind.Ghost {
		return
	}
	for _, f := range behind.Fields {
		if !f.Ghost && ghostType(f.Type) {
			lo.foreign(d.Start, "field %s of %s has the ghost type %s and is not ghost", f.Name, d.Name, f.Type)
		}
	}
}

// foreignInteger: slice bounds and the indices of updates have one of Go's own integer types.
func (c *context) foreignInteger(v *value, x annot.Expr) {
	if v.t != nil && v.t.Kind == NamedKind {
		c.lo.foreign(x.At(), "%s of the named type %s where a slice or an update wants an integer", annot.String(x), v.t)
	}
}

// foreignPointer: an array behind a pointer is reached without a star only when its type has no name.
func (c *context) foreignPointer(t *Type, at annot.Pos) {
	if t.Elem.Kind == NamedKind {
		c.lo.foreign(at, "a pointer to the named array type %s used as an array (write the star)", t.Elem)
	}
}

// foreignEqual: == and != compare what Go compares, and of a ghost struct that is nothing.
func (c *context) foreignEqual(a, b *value, x *annot.Binary) {
	if x.Op != "==" && x.Op != "!=" || a.t == nil || b.t == nil {
		return
	}
	if a.t.is(SliceKind) && b.t.Kind != UntypedNil || a.t.is(StructKind) && ghostType(a.t) {
		c.lo.foreign(x.OpPos, "operator %s on values of type %s (write %s=)", x.Op, a.t, x.Op)
	}
}

// foreignCollection: seq is of a sequence or of an array whose type has no name, set and mset of a collection.
func (c *context) foreignCollection(name string, t *Type, at annot.Pos) {
	u := t.Under()
	if u.Kind == SliceKind || name == "seq" && t.Kind == NamedKind || name != "seq" && u.Kind == ArrayKind {
		c.lo.foreign(at, "%s of a value of type %s", name, t)
	}
}

// foreignLiteral: the elements of a literal of a collection name their types.
func (c *context) foreignLiteral(collection *Type, x *annot.Composite) {
	switch collection.Under().Kind {
	case SeqKind, SetKind, MsetKind, DictKind:
		c.lo.foreign(x.Start, "literal without a type in a literal of type %s", collection)
	}
}
