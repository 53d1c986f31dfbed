package main

import (
	"fmt"

	"capnproto.org/go/capnp/v3/std/capnp/schema"
)

// noTag is the discriminant of a field outside any union, as the format stores it.
const noTag = 0xffff

func (l *loader) defineStruct(id uint64, s *structure) error {
	node := l.nodes[id].StructNode()
	s.data = node.DataWordCount()
	s.pointers = node.PointerCount()
	s.union = node.DiscriminantCount() > 0
	s.discriminant = node.DiscriminantOffset() * 2
	fields, err := node.Fields()
	if err != nil {
		return err
	}
	for i := range fields.Len() {
		label, err := fields.At(i).Name()
		if err != nil {
			return err
		}
		f := field{name: title(label), label: label, doc: l.memberDoc(id, i), tag: -1}
		if tag := fields.At(i).DiscriminantValue(); tag != noTag {
			f.tag = int(tag)
		}
		if f.name == "Which" && s.union {
			return fmt.Errorf("%s.%s: the name stands for the union's discriminant", s.name, label)
		}
		if err := l.defineField(fields.At(i), s, &f); err != nil {
			return fmt.Errorf("%s.%s: %w", s.name, label, err)
		}
		s.fields = append(s.fields, f)
	}
	return nil
}

func (l *loader) defineField(node schema.Field, s *structure, f *field) error {
	if node.Which() == schema.Field_Which_group {
		group := &structure{name: s.name + f.name, doc: f.doc, what: "the group " + f.label + " of " + s.what}
		f.typ = fieldType{kind: kindGroup, record: group}
		return l.defineStruct(node.Group().TypeId(), group)
	}
	t, err := node.Slot().Type()
	if err != nil {
		return err
	}
	if f.typ, err = l.fieldType(t); err != nil {
		return err
	}
	f.offset = node.Slot().Offset()
	if f.typ.bits != 0 {
		f.offset *= uint32(f.typ.bits) / 8
	}
	if f.typ.pointer() {
		if node.Slot().HadExplicitDefault() {
			return fmt.Errorf("a default of a text, data, list or struct is not supported")
		}
		return nil
	}
	v, err := node.Slot().DefaultValue()
	if err != nil {
		return err
	}
	f.standard = standard(v)
	return nil
}

// fieldType turns a type of the schema into ours.
func (l *loader) fieldType(t schema.Type) (fieldType, error) {
	switch t.Which() {
	case schema.Type_Which_void:
		return fieldType{kind: kindVoid}, nil
	case schema.Type_Which_bool:
		return fieldType{kind: kindBool}, nil
	case schema.Type_Which_int8:
		return fieldType{kind: kindInt, bits: 8}, nil
	case schema.Type_Which_int16:
		return fieldType{kind: kindInt, bits: 16}, nil
	case schema.Type_Which_int32:
		return fieldType{kind: kindInt, bits: 32}, nil
	case schema.Type_Which_int64:
		return fieldType{kind: kindInt, bits: 64}, nil
	case schema.Type_Which_uint8:
		return fieldType{kind: kindUint, bits: 8}, nil
	case schema.Type_Which_uint16:
		return fieldType{kind: kindUint, bits: 16}, nil
	case schema.Type_Which_uint32:
		return fieldType{kind: kindUint, bits: 32}, nil
	case schema.Type_Which_uint64:
		return fieldType{kind: kindUint, bits: 64}, nil
	case schema.Type_Which_text:
		return fieldType{kind: kindText}, nil
	case schema.Type_Which_data:
		return fieldType{kind: kindData}, nil
	case schema.Type_Which_enum:
		e, ok := l.enums[t.Enum().TypeId()]
		if !ok {
			return fieldType{}, fmt.Errorf("enum %#x is not declared in this schema", t.Enum().TypeId())
		}
		return fieldType{kind: kindEnum, bits: 16, enum: e}, nil
	case schema.Type_Which_structType:
		s, ok := l.structs[t.StructType().TypeId()]
		if !ok {
			return fieldType{}, fmt.Errorf("struct %#x is not declared in this schema", t.StructType().TypeId())
		}
		return fieldType{kind: kindStruct, record: s}, nil
	case schema.Type_Which_list:
		inner, err := t.List().ElementType()
		if err != nil {
			return fieldType{}, err
		}
		element, err := l.fieldType(inner)
		if err != nil {
			return fieldType{}, err
		}
		if element.kind == kindList || element.kind == kindVoid {
			return fieldType{}, fmt.Errorf("a list of %ss is not supported", inner.Which())
		}
		if element.kind == kindStruct {
			element.record.element = true
		}
		return fieldType{kind: kindList, element: &element}, nil
	}
	return fieldType{}, fmt.Errorf("type %s is not supported", t.Which())
}

// standard returns the bits of a number's default.
func standard(v schema.Value) uint64 {
	switch v.Which() {
	case schema.Value_Which_bool:
		if v.Bool() {
			return 1
		}
	case schema.Value_Which_int8:
		return uint64(uint8(v.Int8()))
	case schema.Value_Which_int16:
		return uint64(uint16(v.Int16()))
	case schema.Value_Which_int32:
		return uint64(uint32(v.Int32()))
	case schema.Value_Which_int64:
		return uint64(v.Int64())
	case schema.Value_Which_uint8:
		return uint64(v.Uint8())
	case schema.Value_Which_uint16:
		return uint64(v.Uint16())
	case schema.Value_Which_uint32:
		return uint64(v.Uint32())
	case schema.Value_Which_uint64:
		return v.Uint64()
	case schema.Value_Which_enum:
		return uint64(v.Enum())
	}
	return 0
}
