package main

// emitLayout writes where the fields of a structure are, for code that reads and writes messages without the reader and the builder.
func emitLayout(p *printer, s *structure, group bool) {
	if group && len(s.fields) == 0 || !group && s.data == 0 && s.pointers == 0 {
		return
	}
	p.comment("The layout of %s: its size in words of data and in pointers, and where its fields are, in bytes from the beginning of the data, "+
		"in bits for a Bool, and by number for a pointer.", s.what)
	p.printf("const (")
	if !group {
		p.printf("\t%sDataWords = %d\n\t%sPointers = %d", s.name, s.data, s.name, s.pointers)
	}
	if s.union {
		p.printf("\t%sWhichAt = %d", s.name, s.discriminant)
	}
	for _, f := range s.fields {
		if f.typ.kind != kindVoid && f.typ.kind != kindGroup {
			p.printf("\t%s%sAt = %d", s.name, f.name, f.offset)
		}
	}
	p.printf(")\n")
	for _, f := range s.fields {
		if f.typ.kind == kindGroup {
			emitLayout(p, f.typ.record, true)
		}
	}
}
