package main

import "fmt"

// emitBuilder writes the builder of a structure, and the builders of its groups.
func emitBuilder(p *printer, s *structure, group bool) {
	builder := s.name + "Builder"
	p.comment("%s builds %s. Errors are those of the message: wire.Builder.Finish returns the first one.", builder, s.what)
	p.printf("type %s struct {\ns wire.StructBuilder\n}\n", builder)
	if !group {
		p.comment("New%s makes the root of a message %s, all fields at their defaults.", s.name, s.what)
		p.printf("func New%s(b *wire.Builder) (v %s) {", s.name, builder)
		p.printf("return %s{s: b.Root(%d, %d)}\n}\n", builder, s.data, s.pointers)
	}
	for _, f := range s.fields {
		emitSetter(p, s, f)
	}
	if s.element {
		p.comment("%sListBuilder builds a list of %s structures.", s.name, s.name)
		p.printf("type %sListBuilder struct {\nl wire.ListBuilder\n}\n", s.name)
		p.comment("At returns element i; an element that the list does not have is the message's error wire.ErrField.")
		p.printf("func (b %sListBuilder) At(i uint32) (v %s) {\nreturn %s{s: b.l.Struct(i)}\n}\n", s.name, builder, builder)
	}
	for _, f := range s.fields {
		if f.typ.kind == kindGroup {
			emitBuilder(p, f.typ.record, true)
		}
	}
}

// emitSetter writes the methods that set a field; for a member of a union they set the discriminant as well.
func emitSetter(p *printer, s *structure, f field) {
	chosen := ""
	if f.tag >= 0 {
		chosen = " It makes it the member of the union that is set."
	}
	method := func(verb, name, arguments, results string) {
		p.printf("func (b %sBuilder) %s%s(%s) %s {", s.name, verb, name, arguments, results)
		if f.tag >= 0 {
			p.printf("b.s.SetUint16(%d, uint16(%sWhich%s))", s.discriminant, s.name, f.name)
		}
	}
	switch t := f.typ; t.kind {
	case kindVoid:
		if f.tag >= 0 {
			p.comment("Set%s makes %s the member of the union that is set%s", f.name, f.label, sentence(f.doc))
			method("Set", f.name, "", "")
			p.printf("}\n")
		}
	case kindBool, kindInt, kindUint, kindEnum:
		p.comment("Set%s writes the field %s%s%s", f.name, f.label, sentence(f.doc), chosen)
		method("Set", f.name, "v "+t.goType(), "")
		p.printf("%s\n}\n", setNumber(f))
	case kindText:
		p.comment("Set%s writes the field %s%s%s", f.name, f.label, sentence(f.doc), chosen)
		method("Set", f.name, "v string", "")
		p.printf("b.s.SetText(%d, v)\n}\n", f.offset)
		p.comment("Set%sBytes is Set%s of the bytes of a text.", f.name, f.name)
		method("Set", f.name+"Bytes", "v []byte", "")
		p.printf("b.s.SetTextBytes(%d, v)\n}\n", f.offset)
	case kindData:
		p.comment("Set%s writes a copy of v to the field %s%s%s", f.name, f.label, sentence(f.doc), chosen)
		method("Set", f.name, "v []byte", "")
		p.printf("b.s.SetData(%d, v)\n}\n", f.offset)
		p.comment("New%s makes the field %s n bytes long and returns them, zeroed, for the caller to fill; none when there is no room.%s",
			f.name, f.label, chosen)
		method("New", f.name, "n int", "(v []byte)")
		p.printf("return b.s.NewData(%d, n)\n}\n", f.offset)
	case kindStruct:
		p.comment("New%s allocates the field %s%s%s", f.name, f.label, sentence(f.doc), chosen)
		method("New", f.name, "", fmt.Sprintf("(v %sBuilder)", t.record.name))
		p.printf("return %sBuilder{s: b.s.NewStruct(%d, %d, %d)}\n}\n", t.record.name, f.offset, t.record.data, t.record.pointers)
	case kindGroup:
		p.comment("%s returns the builder of the group %s%s%s", f.name, f.label, sentence(f.doc), chosen)
		method("", f.name, "", fmt.Sprintf("(v %sBuilder)", t.record.name))
		p.printf("return %sBuilder{s: b.s}\n}\n", t.record.name)
	case kindList:
		emitListSetter(p, f, chosen, method)
	}
}

// emitListSetter writes the method that allocates a list.
func emitListSetter(p *printer, f field, chosen string, method func(verb, name, arguments, results string)) {
	element := f.typ.element
	p.comment("New%s allocates the list %s of count elements, all at their defaults%s%s", f.name, f.label, sentence(f.doc), chosen)
	if element.kind == kindStruct {
		method("New", f.name, "count uint32", fmt.Sprintf("(v %sListBuilder)", element.record.name))
		p.printf("return %sListBuilder{l: b.s.NewStructList(%d, count, %d, %d)}\n}\n",
			element.record.name, f.offset, element.record.data, element.record.pointers)
		return
	}
	method("New", f.name, "count uint32", "(v wire.ListBuilder)")
	switch {
	case element.kind == kindBool:
		p.printf("return b.s.NewBoolList(%d, count)\n}\n", f.offset)
	case element.pointer():
		p.printf("return b.s.NewPointerList(%d, count)\n}\n", f.offset)
	default:
		p.printf("return b.s.NewNumberList(%d, count, %d)\n}\n", f.offset, element.bits/8)
	}
}

// setNumber returns the statement that writes a number of the data section.
func setNumber(f field) string {
	value := "v"
	switch f.typ.kind {
	case kindBool:
		if f.standard != 0 {
			value = "!v"
		}
		return fmt.Sprintf("b.s.SetBool(%d, %s)", f.offset, value)
	case kindInt:
		value = fmt.Sprintf("wire.Unsigned%d(v)", f.typ.bits)
	case kindEnum:
		value = "uint16(v)"
	}
	if f.standard != 0 {
		value = fmt.Sprintf("wire.Default%d(%s, %d)", f.typ.bits, value, f.standard)
	}
	return fmt.Sprintf("b.s.SetUint%d(%d, %s)", f.typ.bits, f.offset, value)
}
