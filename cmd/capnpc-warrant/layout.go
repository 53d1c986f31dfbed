package main

// emitLayout writes where the fields of a structure are, for code that reads and writes messages without the reader and the builder.
func emitLayout(p *printer, s *structure, group bool) {
	if s.union {
		emitWhich(p, s)
	}
	if group && len(s.fields) == 0 || !group && s.data == 0 && s.pointers == 0 {
		return
	}
	p.comment("The layout of %s.", s.what)
	p.printf("const (")
	constant := func(name string, value any, what string) {
		p.member("%s%s is %s.", s.name, name, what)
		p.printf("\t%s%s = %d", s.name, name, value)
	}
	if !group {
		constant("DataWords", s.data, "the size of the data section in words")
		constant("Pointers", s.pointers, "the number of pointers")
	}
	if s.union {
		constant("WhichAt", s.discriminant, "where the data section says which member of the union is set, in bytes")
	}
	for _, f := range s.fields {
		switch {
		case f.typ.kind == kindVoid || f.typ.kind == kindGroup:
		case f.typ.pointer():
			constant(f.name+"At", f.offset, "the number of the pointer to "+f.label)
		case f.typ.kind == kindBool:
			constant(f.name+"At", f.offset, "the bit of the data section that is "+f.label)
		default:
			constant(f.name+"At", f.offset, "where "+f.label+" is in the data section, in bytes")
			if f.standard != 0 {
				constant(f.name+"Default", f.standard, "what "+f.label+" reads as where it is absent, as its bits")
			}
		}
	}
	p.printf(")\n")
	for _, f := range s.fields {
		if f.typ.kind == kindGroup {
			emitLayout(p, f.typ.record, true)
		}
	}
}
