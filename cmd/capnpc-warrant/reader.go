package main

import "fmt"

// goType returns the Go type of a value of the data section.
func (t fieldType) goType() string {
	switch t.kind {
	case kindBool:
		return "bool"
	case kindInt:
		return fmt.Sprintf("int%d", t.bits)
	case kindUint:
		return fmt.Sprintf("uint%d", t.bits)
	case kindEnum:
		return t.enum.name
	}
	return ""
}

// emitReader writes the reader of a structure, and the readers of its groups.
func emitReader(p *printer, s *structure, group bool) {
	reader := s.name + "Reader"
	p.comment("%s reads %s.%s", reader, s.what, further(s.doc))
	p.printf("type %s struct {\ns wire.Struct\n}\n", reader)
	if !group {
		p.comment("Read%s returns the root of a message as %s. The error is one of wire.Message.Root.", s.name, s.what)
		p.printf("func Read%s(m *wire.Message) (r %s, e wire.Err) {", s.name, reader)
		p.printf("s, e := m.Root()\nreturn %s{s: s}, e\n}\n", reader)
	}
	if s.union {
		p.comment("Which returns which member of the union is set.")
		p.printf("func (r %s) Which() (w %sWhich) {\nreturn %sWhich(r.s.Uint16(%d))\n}\n", reader, s.name, s.name, s.discriminant)
	}
	for _, f := range s.fields {
		emitGetter(p, s, f)
	}
	if s.element {
		p.comment("%sListReader reads a list of %s structures.", s.name, s.name)
		p.printf("type %sListReader struct {\nl wire.List\n}\n", s.name)
		p.printf("// Len returns the number of elements.\nfunc (r %sListReader) Len() (n uint32) {\nreturn r.l.Len()\n}\n", s.name)
		p.comment("At returns element i; where the list has no such element, a structure of defaults.")
		p.printf("func (r %sListReader) At(i uint32) (v %s) {\nreturn %s{s: r.l.Struct(i)}\n}\n", s.name, reader, reader)
	}
	for _, f := range s.fields {
		if f.typ.kind == kindGroup {
			emitReader(p, f.typ.record, true)
		}
	}
}

// emitWhich writes the type of a union's discriminant.
func emitWhich(p *printer, s *structure) {
	which := s.name + "Which"
	p.comment("%s says which member of the union of %s is set. A newer peer may send values that are not listed here.", which, s.what)
	p.printf("type %s uint16\n", which)
	p.comment("The members of the union.")
	p.printf("const (")
	var names, constants []string
	for _, f := range s.fields {
		if f.tag >= 0 {
			p.member("%s%s says that the member %s is set.", which, f.name, f.label)
			p.printf("\t%s%s %s = %d", which, f.name, which, f.tag)
			names = append(names, f.label)
			constants = append(constants, which+f.name)
		}
	}
	p.printf(")\n")
	emitNames(p, which, "the member", func(i int) string { return constants[i] }, names)
}

// emitGetter writes the accessor of a field. A member of a union reads as its type's zero while another member is set.
func emitGetter(p *printer, s *structure, f field) {
	reader := s.name + "Reader"
	condition, otherwise := "", ""
	if f.tag >= 0 {
		condition = fmt.Sprintf("if r.Which() != %sWhich%s {", s.name, f.name)
		otherwise = " While another member of the union is set, there is none."
	}
	head := func(results string) {
		p.printf("func (r %s) %s() %s {", reader, f.name, results)
	}
	guard := func(values string) {
		if condition != "" {
			p.printf("%s\nreturn %s\n}", condition, values)
		}
	}
	switch t := f.typ; t.kind {
	case kindVoid:
	case kindBool, kindInt, kindUint, kindEnum:
		if condition != "" {
			otherwise = " While another member of the union is set, it is zero."
		}
		p.comment("%s returns the field %s%s%s", f.name, f.label, sentence(f.doc), otherwise)
		head("(v " + t.goType() + ")")
		if t.kind == kindBool {
			guard("false")
		} else {
			guard("0")
		}
		p.printf("return %s\n}\n", getNumber(f))
	case kindText, kindData:
		p.comment("%s returns the field %s%s%s %s", f.name, f.label, sentence(f.doc), otherwise, lifetime(t.kind))
		head("(v []byte, e wire.Err)")
		guard("nil, wire.OK")
		p.printf("return r.s.%s(%d)\n}\n", map[kind]string{kindText: "Text", kindData: "Data"}[t.kind], f.offset)
	case kindStruct:
		p.comment("%s returns the field %s%s%s", f.name, f.label, sentence(f.doc), otherwise)
		head(fmt.Sprintf("(v %sReader, e wire.Err)", t.record.name))
		guard(t.record.name + "Reader{}, wire.OK")
		p.printf("s, e := r.s.Struct(%d)\nreturn %sReader{s: s}, e\n}\n", f.offset, t.record.name)
	case kindGroup:
		p.comment("%s returns the group %s%s%s", f.name, f.label, sentence(f.doc), otherwise)
		head(fmt.Sprintf("(v %sReader)", t.record.name))
		guard(t.record.name + "Reader{}")
		p.printf("return %sReader{s: r.s}\n}\n", t.record.name)
	case kindList:
		emitListGetter(p, f, otherwise, head, guard)
	}
}

// emitListGetter writes the accessor of a list.
func emitListGetter(p *printer, f field, otherwise string, head, guard func(string)) {
	element := f.typ.element
	if element.kind == kindStruct {
		p.comment("%s returns the list %s%s%s", f.name, f.label, sentence(f.doc), otherwise)
		head(fmt.Sprintf("(v %sListReader, e wire.Err)", element.record.name))
		guard(element.record.name + "ListReader{}, wire.OK")
		p.printf("l, e := r.s.List(%d, 0, 0)\nreturn %sListReader{l: l}, e\n}\n", f.offset, element.record.name)
		return
	}
	p.comment("%s returns the list %s, whose elements %s reads%s%s", f.name, f.label, elementMethod(*element), sentence(f.doc), otherwise)
	head("(v wire.List, e wire.Err)")
	guard("wire.List{}, wire.OK")
	switch {
	case element.kind == kindBool:
		p.printf("return r.s.BoolList(%d)\n}\n", f.offset)
	case element.pointer():
		p.printf("return r.s.List(%d, 0, 1)\n}\n", f.offset)
	default:
		p.printf("return r.s.List(%d, %d, 0)\n}\n", f.offset, element.bits/8)
	}
}

// elementMethod names the method of wire.List that reads elements of a type.
func elementMethod(t fieldType) string {
	switch t.kind {
	case kindBool:
		return "wire.List.Bool"
	case kindText:
		return "wire.List.Text"
	case kindData:
		return "wire.List.Data"
	case kindInt:
		return fmt.Sprintf("wire.Signed%d of wire.List.Uint%d", t.bits, t.bits)
	}
	return fmt.Sprintf("wire.List.Uint%d", t.bits)
}

// lifetime says in a doc comment how long bytes are valid.
func lifetime(k kind) string {
	if k == kindText {
		return "The bytes are those of the message, without the final zero."
	}
	return "The bytes are those of the message."
}

// getNumber returns the expression that reads a number of the data section.
func getNumber(f field) string {
	if f.typ.kind == kindBool {
		if f.standard != 0 {
			return fmt.Sprintf("!r.s.Bool(%d)", f.offset)
		}
		return fmt.Sprintf("r.s.Bool(%d)", f.offset)
	}
	get := fmt.Sprintf("r.s.Uint%d(%d)", f.typ.bits, f.offset)
	if f.standard != 0 {
		get = fmt.Sprintf("wire.Default%d(%s, %d)", f.typ.bits, get, f.standard)
	}
	switch f.typ.kind {
	case kindInt:
		return fmt.Sprintf("wire.Signed%d(%s)", f.typ.bits, get)
	case kindEnum:
		return fmt.Sprintf("%s(%s)", f.typ.enum.name, get)
	}
	return get
}
