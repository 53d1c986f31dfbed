package main

import (
	"fmt"
	"path"
	"path/filepath"
	"sort"
	"strings"
)

// clients writes typed clients over a package of readers and builders.
type clients struct {
	lib string // name of that package, with a dot
}

// emitClients returns the files of the folder of typed clients, by name.
func emitClients(u *unit, o options) (map[string][]byte, error) {
	c := clients{lib: path.Base(o.path) + "."}
	imports := []string{"warrant/kernel/abi", o.path, wirePath, "warrant/user/rt"}
	sort.Strings(imports)
	files := map[string]*printer{}
	values := map[*structure]bool{}
	open := func(name string) (*printer, error) {
		file := fileName(name) + ".go"
		if files[file] != nil {
			return nil, fmt.Errorf("two declarations want the file %s", file)
		}
		files[file] = &printer{pkg: filepath.Base(o.client), source: u.source, imports: imports}
		return files[file], nil
	}
	for _, f := range u.interfaces {
		if len(f.methods) == 0 {
			continue // a capability to hold, not to call
		}
		p, err := open(f.name)
		if err != nil {
			return nil, err
		}
		c.emitClient(p, f)
		for i, m := range f.methods {
			if err := c.emitCall(p, f, m, i); err != nil {
				return nil, err
			}
			for _, field := range m.params.fields {
				if s := valueOf(field.typ); s != nil && !values[s] {
					values[s] = true
					p, err := open(s.name)
					if err != nil {
						return nil, err
					}
					if err := c.emitValue(p, s); err != nil {
						return nil, err
					}
				}
			}
		}
	}
	return finish(files)
}

// valueOf returns the structure that a parameter is made of, if any.
func valueOf(t fieldType) *structure {
	switch t.kind {
	case kindStruct:
		return t.record
	case kindList:
		return t.element.record
	}
	return nil
}

// argumentType returns the Go type of a parameter, or "" if parameters of its type are not supported.
func (c clients) argumentType(t fieldType) string {
	switch t.kind {
	case kindBool, kindInt, kindUint:
		return t.goType()
	case kindEnum:
		return c.lib + t.enum.name
	case kindText:
		return "string"
	case kindData:
		return "[]byte"
	case kindStruct:
		return t.record.name
	case kindList:
		if t.element.kind == kindStruct {
			return "[]" + t.element.record.name
		}
	}
	return ""
}

// emitClient writes the type of a client.
func (c clients) emitClient(p *printer, f *iface) {
	p.comment("%s calls a capability of the interface %s.%s Bytes and readers that a call returns are views of the ring's result buffer: they "+
		"are valid until the next call through the same ring. A %s is used through a pointer and by one caller at a time.",
		f.name, f.name, further(f.doc), f.name)
	p.printf("type %s struct {", f.name)
	p.member("Ring carries the calls.")
	p.printf("\tRing *rt.Ring")
	p.member("Cap is the capability that is called.")
	p.printf("\tCap abi.CapID\n\treply wire.Message // the results that readers look at\n}\n")
	p.comment("New%s returns a client of a capability that has the interface %s.", f.name, f.name)
	p.printf("func New%s(r *rt.Ring, c abi.CapID) (t %s) {\nreturn %s{Ring: r, Cap: c}\n}\n", f.name, f.name, f.name)
}

// emitValue writes a plain structure that parameters are made of.
func (c clients) emitValue(p *printer, s *structure) error {
	p.comment("%s is a parameter of calls.%s", s.name, further(s.doc))
	p.printf("type %s struct {", s.name)
	for _, f := range s.fields {
		if f.tag >= 0 || c.argumentType(f.typ) == "" || valueOf(f.typ) != nil {
			return fmt.Errorf("%s.%s: a field of this type is not supported inside a parameter", s.name, f.label)
		}
		p.member("%s is the field %s%s", f.name, f.label, sentence(f.doc))
		p.printf("%s %s", f.name, c.argumentType(f.typ))
	}
	p.printf("}\n")
	p.printf("// put writes the fields into a message.\nfunc (v *%s) put(b %s%sBuilder) {", s.name, c.lib, s.name)
	for _, f := range s.fields {
		p.printf("b.Set%s(v.%s)", f.name, f.name)
	}
	p.printf("}\n")
	return nil
}

// emitCall writes a method's encoder, decoder and synchronous call.
func (c clients) emitCall(p *printer, f *iface, m method, ordinal int) error {
	var arguments, names []string
	for _, field := range m.params.fields {
		t := c.argumentType(field.typ)
		if t == "" || field.tag >= 0 {
			return fmt.Errorf("%s.%s: parameter %s: a parameter of this type is not supported", f.name, m.label, field.label)
		}
		arguments = append(arguments, argument(field.label)+" "+t)
		names = append(names, argument(field.label))
	}
	function := f.name + m.name
	p.comment("Encode%s writes the parameters of %s.%s into buffer and returns their length in bytes, for a submission of the caller's own. "+
		"The error is wire.ErrFull when they do not fit.", function, f.name, m.label)
	p.printf("func Encode%s(%s) (n int, e wire.Err) {", function, strings.Join(append([]string{"buffer []byte"}, arguments...), ", "))
	p.printf("var message wire.Builder\nmessage.Start(buffer)")
	if len(m.params.fields) == 0 {
		p.printf("%sNew%s(&message)", c.lib, m.params.name)
	} else {
		p.printf("p := %sNew%s(&message)", c.lib, m.params.name)
	}
	for _, field := range m.params.fields {
		emitArgument(p, field)
	}
	p.printf("return message.Finish()\n}\n")

	types, zeros, get := c.results(m)
	p.comment("Decode%s reads the outcome of a call of %s.%s: results is the result buffer of the call, n, caps and code are what its "+
		"completion says. message must not be in use by a reader of an earlier outcome.", function, f.name, m.label)
	p.printf("func Decode%s(message *wire.Message, results []byte, n int, caps int, code abi.Code) (%ss Status) {", function, types)
	p.printf("s = outcome(message, results, n, caps, code)\nif !s.OK() {\nreturn %ss\n}", zeros)
	if types == "" {
		p.printf("_, e := %sRead%s(message)\nreturn s.and(e)\n}\n", c.lib, m.results.name)
	} else {
		p.printf("r, e := %sRead%s(message)\nif e != wire.OK {\nreturn %ss.and(e)\n}", c.lib, m.results.name, zeros)
		p.printf("%s\n}\n", get)
	}

	p.comment("%s calls the method %s%s", m.name, m.label, sentence(m.doc))
	p.printf("func (t *%s) %s(%s) (%ss Status) {", f.name, m.name, strings.Join(arguments, ", "), types)
	p.printf("length, e := Encode%s(%s)", function, strings.Join(append([]string{"t.Ring.Params()"}, names...), ", "))
	p.printf("if e != wire.OK {\nreturn %ss.and(e)\n}", zeros)
	p.printf("n, caps, code := t.Ring.Call(t.Cap, %s%sID, %d, t.Ring.Params()[:length], t.Ring.Results())", c.lib, f.name, ordinal)
	p.printf("return Decode%s(&t.reply, t.Ring.Results(), n, caps, code)\n}\n", function)
	return nil
}

// emitArgument writes the statements that put one argument into the message.
func emitArgument(p *printer, f field) {
	name := argument(f.label)
	switch f.typ.kind {
	case kindStruct:
		p.printf("%s.put(p.New%s())", name, f.name)
	case kindList:
		p.printf("%sBuilder := p.New%s(uint32(len(%s)))", name, f.name, name)
		p.printf("for i := 0; i < len(%s); i++ {\n%s[i].put(%sBuilder.At(uint32(i)))\n}", name, name, name)
	default:
		p.printf("p.Set%s(%s)", f.name, name)
	}
}

// results returns what a call returns besides its status: the declarations of the results, their zeros, and the statements that return
// them from the reader r. A call with one result returns its value, one with several their reader.
func (c clients) results(m method) (types, zeros, get string) {
	fields := m.results.fields
	switch {
	case len(fields) == 0:
		return "", "", ""
	case len(fields) > 1 || fields[0].tag >= 0:
		t := c.lib + m.results.name + "Reader"
		return "v " + t + ", ", t + "{}, ", "return r, s"
	}
	f := fields[0]
	t := f.typ
	direct := "return r." + f.name + "(), s"
	checked := "v, e = r." + f.name + "()\nreturn v, s.and(e)"
	switch t.kind {
	case kindBool:
		return "v bool, ", "false, ", direct
	case kindInt, kindUint:
		return "v " + t.goType() + ", ", "0, ", direct
	case kindEnum:
		return "v " + c.lib + t.enum.name + ", ", "0, ", direct
	case kindText, kindData:
		return "v []byte, ", "nil, ", checked
	case kindStruct:
		return "v " + c.lib + t.record.name + "Reader, ", c.lib + t.record.name + "Reader{}, ", checked
	case kindGroup:
		return "v " + c.lib + t.record.name + "Reader, ", c.lib + t.record.name + "Reader{}, ", direct
	case kindList:
		if t.element.kind == kindStruct {
			name := c.lib + t.element.record.name + "ListReader"
			return "v " + name + ", ", name + "{}, ", checked
		}
		return "v wire.List, ", "wire.List{}, ", checked
	}
	return "", "", ""
}
