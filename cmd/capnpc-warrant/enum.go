package main

// emitEnum writes the type, the values and the names of an enumeration.
func emitEnum(p *printer, e *enum) {
	p.comment("%s is an enumeration of the schema. A newer peer may send values that are not listed here.%s", e.name, further(e.doc))
	p.printf("type %s uint16\n", e.name)
	p.comment("The values of %s.", e.name)
	p.printf("const (")
	for i, v := range e.values {
		p.member("%s%s is the value %s%s", e.name, v.name, v.label, sentence(v.doc))
		p.printf("\t%s%s %s = %d", e.name, v.name, e.name, i)
	}
	p.printf(")\n")
	var names []string
	for _, v := range e.values {
		names = append(names, v.label)
	}
	emitNames(p, e.name, "the value", func(i int) string { return e.name + e.values[i].name }, names)
}

// emitNames writes a String method that answers the schema's names.
func emitNames(p *printer, typ, what string, constant func(int) string, names []string) {
	p.comment(`String returns the schema's name of %s, or "unknown".`, what)
	p.printf("func (v %s) String() (name string) {", typ)
	p.printf("switch v {")
	for i, name := range names {
		p.printf("case %s:\nreturn %q", constant(i), name)
	}
	p.printf("}\nreturn \"unknown\"\n}\n")
}
