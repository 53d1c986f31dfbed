package main

import (
	"fmt"
	"strings"

	"capnproto.org/go/capnp/v3/std/capnp/schema"
)

// loader turns the nodes of a request into a unit.
type loader struct {
	nodes   map[uint64]schema.Node
	sources map[uint64]schema.Node_SourceInfo
	names   map[uint64]string // Go names of declared types
	enums   map[uint64]*enum
	structs map[uint64]*structure
	unit    *unit
}

// load reads the first requested file of a request.
func load(request schema.CodeGeneratorRequest) (*unit, error) {
	l := &loader{
		nodes:   map[uint64]schema.Node{},
		sources: map[uint64]schema.Node_SourceInfo{},
		names:   map[uint64]string{},
		enums:   map[uint64]*enum{},
		structs: map[uint64]*structure{},
	}
	nodes, err := request.Nodes()
	if err != nil {
		return nil, err
	}
	for i := range nodes.Len() {
		l.nodes[nodes.At(i).Id()] = nodes.At(i)
	}
	sources, err := request.SourceInfo()
	if err != nil {
		return nil, err
	}
	for i := range sources.Len() {
		l.sources[sources.At(i).Id()] = sources.At(i)
	}
	files, err := request.RequestedFiles()
	if err != nil {
		return nil, err
	}
	if files.Len() != 1 {
		return nil, fmt.Errorf("the request names %d schema files, expected one", files.Len())
	}
	source, err := files.At(0).Filename()
	if err != nil {
		return nil, err
	}
	l.unit = &unit{source: source}
	ids, err := l.declare(files.At(0).Id(), "")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	for _, id := range ids {
		if err := l.define(id); err != nil {
			return nil, fmt.Errorf("%s: %w", source, err)
		}
	}
	return l.unit, nil
}

// declare names the types nested in a node, depth first, and returns their ids in the order of the schema.
func (l *loader) declare(id uint64, prefix string) ([]uint64, error) {
	nested, err := l.nodes[id].NestedNodes()
	if err != nil {
		return nil, err
	}
	var ids []uint64
	for i := range nested.Len() {
		label, err := nested.At(i).Name()
		if err != nil {
			return nil, err
		}
		inner := nested.At(i).Id()
		name := prefix + title(label)
		node, known := l.nodes[inner]
		if !known {
			continue // declared but not used by anything the compiler sent
		}
		if node.IsGeneric() {
			return nil, fmt.Errorf("%s: generic types are not supported", label)
		}
		for other, taken := range l.names {
			if taken == name {
				return nil, fmt.Errorf("%s: types %#x and %#x have the same Go name %s", label, other, inner, name)
			}
		}
		l.names[inner] = name
		switch node.Which() {
		case schema.Node_Which_enum:
			l.enums[inner] = &enum{name: name, doc: l.doc(inner)}
		case schema.Node_Which_structNode:
			l.structs[inner] = &structure{name: name, doc: l.doc(inner), what: article(name)}
		case schema.Node_Which_interface:
		default:
			return nil, fmt.Errorf("%s: a %s is not supported", label, node.Which())
		}
		ids = append(ids, inner)
		deeper, err := l.declare(inner, name)
		if err != nil {
			return nil, err
		}
		ids = append(ids, deeper...)
	}
	return ids, nil
}

// define fills in a declared type and adds it to the unit.
func (l *loader) define(id uint64) error {
	switch node := l.nodes[id]; node.Which() {
	case schema.Node_Which_enum:
		e := l.enums[id]
		l.unit.enums = append(l.unit.enums, e)
		return l.defineEnum(id, e)
	case schema.Node_Which_structNode:
		s := l.structs[id]
		l.unit.structs = append(l.unit.structs, s)
		return l.defineStruct(id, s)
	default:
		return l.defineInterface(id)
	}
}

func (l *loader) defineEnum(id uint64, e *enum) error {
	values, err := l.nodes[id].Enum().Enumerants()
	if err != nil {
		return err
	}
	for i := range values.Len() {
		label, err := values.At(i).Name()
		if err != nil {
			return err
		}
		e.values = append(e.values, enumerant{name: title(label), label: label, doc: l.memberDoc(id, i)})
	}
	return nil
}

func (l *loader) defineInterface(id uint64) error {
	f := &iface{name: l.names[id], doc: l.doc(id), id: id}
	l.unit.interfaces = append(l.unit.interfaces, f)
	supers, err := l.nodes[id].Interface().Superclasses()
	if err != nil {
		return err
	}
	if supers.Len() != 0 {
		return fmt.Errorf("%s: an interface that extends another is not supported", f.name)
	}
	methods, err := l.nodes[id].Interface().Methods()
	if err != nil {
		return err
	}
	for i := range methods.Len() {
		label, err := methods.At(i).Name()
		if err != nil {
			return err
		}
		m := method{name: title(label), label: label, doc: l.memberDoc(id, i)}
		where := f.name + "." + label
		m.params, m.ownParams, err = l.message(methods.At(i).ParamStructType(), f.name+m.name+"Params", "the parameters of "+where)
		if err != nil {
			return err
		}
		m.results, m.ownResults, err = l.message(methods.At(i).ResultStructType(), f.name+m.name+"Results", "the results of "+where)
		if err != nil {
			return err
		}
		f.methods = append(f.methods, m)
	}
	return nil
}

// message returns the structure of a method's parameters or results; own says that the method declares it itself.
func (l *loader) message(id uint64, name, what string) (s *structure, own bool, err error) {
	if s, ok := l.structs[id]; ok {
		return s, false, nil
	}
	node, ok := l.nodes[id]
	if !ok || node.ScopeId() != 0 {
		return nil, false, fmt.Errorf("%s: type %#x is not declared in this schema", what, id)
	}
	s = &structure{name: name, what: what}
	return s, true, l.defineStruct(id, s)
}

// doc returns the doc comment of a node as one paragraph.
func (l *loader) doc(id uint64) string {
	text, err := l.sources[id].DocComment()
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(text), " ")
}

// memberDoc returns the doc comment of a node's member as one paragraph.
func (l *loader) memberDoc(id uint64, member int) string {
	members, err := l.sources[id].Members()
	if err != nil || member >= members.Len() {
		return ""
	}
	text, err := members.At(member).DocComment()
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(text), " ")
}
