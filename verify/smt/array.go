package smt

import "fmt"

// Select returns the element of array at key.
func (b *Builder) Select(array, key *Term) *Term {
	if array.sort.kind != KindArray {
		panic(fmt.Sprintf("smt.Select: argument of sort %s", array.sort))
	}
	b.wantSort("Select", array.sort.key, key)
	for array.op == OpStore {
		switch same := b.Eq(array.args[1], key); {
		case same.IsTrue():
			return array.args[2]
		case same.IsFalse():
			array = array.args[0]
		default:
			return b.intern(Term{op: OpSelect, sort: array.sort.elem, args: []*Term{array, key}})
		}
	}
	if array.op == OpConstArray {
		return array.args[0]
	}
	return b.intern(Term{op: OpSelect, sort: array.sort.elem, args: []*Term{array, key}})
}

// Store returns array with the element at key replaced by value.
func (b *Builder) Store(array, key, value *Term) *Term {
	if array.sort.kind != KindArray {
		panic(fmt.Sprintf("smt.Store: argument of sort %s", array.sort))
	}
	b.wantSort("Store", array.sort.key, key)
	b.wantSort("Store", array.sort.elem, value)
	if array.op == OpStore && array.args[1] == key {
		array = array.args[0]
	}
	return b.intern(Term{op: OpStore, sort: array.sort, args: []*Term{array, key, value}})
}

// ConstArray returns the array of sort whose elements all equal value.
func (b *Builder) ConstArray(sort *Sort, value *Term) *Term {
	b.wantSort("ConstArray", sort.elem, value)
	return b.intern(Term{op: OpConstArray, sort: sort, args: []*Term{value}})
}
