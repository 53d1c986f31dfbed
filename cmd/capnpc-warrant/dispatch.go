package main

// emitInterface writes an interface's id and its methods' ordinals among the constants, and the decoding of its calls.
func emitInterface(p, constants *printer, f *iface) {
	emitMethods(constants, f)
	if len(f.methods) == 0 {
		return // a capability to hold, not to call
	}
	p.comment("%sCall is a call of a method that %s has. The method of the same name as Method's reads the parameters.", f.name, f.name)
	p.printf("type %sCall struct {", f.name)
	p.member("Method is the method that is called.")
	p.printf("\tMethod %sMethod\n\tparams wire.Struct\n}\n", f.name)
	p.comment("Decode%s makes a call of a method's ordinal and the message of its parameters. It returns wire.ErrMethod for an ordinal that "+
		"%s does not have, and otherwise the error of wire.Message.Root.", f.name, f.name)
	p.printf("func Decode%s(method uint16, m *wire.Message) (c %sCall, e wire.Err) {", f.name, f.name)
	p.printf("if method >= %sMethods {\nreturn %sCall{}, wire.ErrMethod\n}", f.name, f.name)
	p.printf("params, e := m.Root()\nif e != wire.OK {\nreturn %sCall{}, e\n}", f.name)
	p.printf("return %sCall{Method: %sMethod(method), params: params}, wire.OK\n}\n", f.name, f.name)
	for _, m := range f.methods {
		p.comment("%s returns the parameters of a call of %s.", m.name, m.label)
		p.printf("func (c %sCall) %s() (p %sReader) {\nreturn %sReader{s: c.params}\n}\n", f.name, m.name, m.params.name, m.params.name)
	}
}

// emitMethods writes an interface's id and its methods' ordinals.
func emitMethods(p *printer, f *iface) {
	p.comment("%sID is the interface id of %s.%s", f.name, f.name, further(f.doc))
	p.printf("const %sID uint64 = %#x\n", f.name, f.id)
	if len(f.methods) == 0 {
		return // a capability to hold, not to call
	}
	p.comment("%sMethod is the ordinal of a method of %s.", f.name, f.name)
	p.printf("type %sMethod uint16\n", f.name)
	p.comment("The methods of %s.", f.name)
	p.printf("const (")
	var names []string
	for i, m := range f.methods {
		p.member("%sMethod%s is the method %s%s", f.name, m.name, m.label, sentence(m.doc))
		p.printf("\t%sMethod%s %sMethod = %d", f.name, m.name, f.name, i)
		names = append(names, m.label)
	}
	p.printf(")\n")
	p.comment("%sMethods is how many methods %s has: ordinals are below it.", f.name, f.name)
	p.printf("const %sMethods = %d\n", f.name, len(f.methods))
	emitNames(p, f.name+"Method", "the method", func(i int) string { return f.name + "Method" + f.methods[i].name }, names)
}

// emitInterfaceNames writes the table of interfaces for people.
func emitInterfaceNames(p *printer, u *unit) {
	p.comment(`InterfaceName returns the schema's name of the interface with that id, or "unknown".`)
	p.printf("func InterfaceName(id uint64) (name string) {\nswitch id {")
	for _, f := range u.interfaces {
		p.printf("case %sID:\nreturn %q", f.name, f.name)
	}
	p.printf("}\nreturn \"unknown\"\n}\n")
}
