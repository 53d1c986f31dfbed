package bmc

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// lookup computes m[key] of a map, with or without comma-ok, or the byte of a string.
func (e *engine) lookup(f *frame, instr *ssa.Lookup) value {
	x := e.operand(f, instr.X)
	e.demand(x)
	if t, ok := x.(*text); ok {
		return e.byteOf(f, t, e.index64(f, instr.Index))
	}
	key := e.operand(f, instr.Index)
	mapType := instr.X.Type().Underlying().(*types.Map)
	if !e.hashable(f, key, mapType.Key()) {
		return nil
	}
	found, result := e.find(f, x.(*pointer), key, mapType)
	if instr.CommaOk {
		return &aggregate{elems: []value{result, found}}
	}
	return result
}

// find returns whether key is in the map and its element, or the zero value.
func (e *engine) find(f *frame, m *pointer, key value, mapType *types.Map) (found *smt.Term, element value) {
	found, element = e.b.False(), e.zero(mapType.Elem())
	for _, t := range m.targets {
		if t.object == nil {
			continue
		}
		for _, entry := range e.mappingOf(f.now, t.object).entries {
			here := e.b.And(t.guard, entry.used, e.sameKey(entry.key, key, mapType.Key()))
			if here.IsFalse() {
				continue
			}
			found = e.b.Or(found, here)
			element = e.choose(here, entry.val, element)
		}
	}
	return found, element
}

func (e *engine) mappingOf(s state, o *object) *mapping {
	content := e.content(s, o)
	e.demand(content)
	return content.(*mapping)
}

// sameKey compares keys that are known to be hashable.
func (e *engine) sameKey(x, y value, typ types.Type) *smt.Term {
	ignored := e.b.False()
	return e.equal(x, y, typ, &ignored)
}

// hashable demands that the dynamic types in key can be hashed and tells whether execution goes on.
func (e *engine) hashable(f *frame, key value, typ types.Type) bool {
	e.demand(key)
	if holdsInterface(typ) {
		panics := e.b.False()
		e.equal(key, key, typ, &panics)
		e.require(f, obligation.Uncomparable, "the dynamic type of the key can be hashed", e.b.Not(panics))
	}
	return !f.now.dead()
}

func holdsInterface(typ types.Type) bool {
	switch t := typ.Underlying().(type) {
	case *types.Interface:
		return true
	case *types.Array:
		return holdsInterface(t.Elem())
	case *types.Struct:
		for i := range t.NumFields() {
			if holdsInterface(t.Field(i).Type()) {
				return true
			}
		}
	}
	return false
}

func (e *engine) mapUpdate(f *frame, instr *ssa.MapUpdate) {
	x := e.operand(f, instr.Map)
	e.demand(x)
	m := x.(*pointer)
	key, val := e.operand(f, instr.Key), e.operand(f, instr.Value)
	mapType := instr.Map.Type().Underlying().(*types.Map)
	e.require(f, obligation.NilMapWrite, "the map is not nil", e.b.Not(e.isNil(m)))
	if f.now.dead() || !e.hashable(f, key, mapType.Key()) {
		return
	}
	for _, t := range withoutNil(m).targets {
		e.insert(f, t, key, val, mapType)
	}
}

// insert sets the entry of key in the map that t designates: the entry that has the key, or the first free one.
func (e *engine) insert(f *frame, t target, key, val value, mapType *types.Map) {
	old := e.mappingOf(f.now, t.object).entries
	entries := make([]mapEntry, len(old), len(old)+1)
	copy(entries, old)
	present := e.b.False()
	for i := range entries {
		entry := &entries[i]
		here := e.b.And(t.guard, entry.used, e.sameKey(entry.key, key, mapType.Key()))
		entry.val = e.choose(here, val, entry.val)
		present = e.b.Or(present, e.b.And(entry.used, e.sameKey(entry.key, key, mapType.Key())))
	}
	wanted := e.b.And(t.guard, e.b.Not(present))
	for i := range entries {
		entry := &entries[i]
		take := e.b.And(wanted, e.b.Not(entry.used))
		entry.key, entry.val = e.choose(take, key, entry.key), e.choose(take, val, entry.val)
		entry.used = e.b.Or(entry.used, take)
		wanted = e.b.And(wanted, e.b.Not(take))
	}
	switch {
	case wanted.IsFalse():
	case len(entries) < e.bounds.Map || e.initialising > 0:
		entries = append(entries, mapEntry{used: wanted, key: key, val: val})
	default:
		e.engineRule(&f.now, obligation.Memory, "map", describe("the map has at most the bound of %d entries", e.bounds.Map), wanted)
	}
	f.now.heap = f.now.heap.set(t.object.id, &mapping{entries: entries})
}

// remove computes delete(m, key).
func (e *engine) remove(f *frame, m *pointer, key value, mapType *types.Map) {
	if !e.hashable(f, key, mapType.Key()) {
		return
	}
	e.editMap(f, m, func(t target, entry *mapEntry) {
		here := e.b.And(t.guard, e.sameKey(entry.key, key, mapType.Key()))
		entry.used = e.b.And(entry.used, e.b.Not(here))
	})
}

// clearMap computes clear(m).
func (e *engine) clearMap(f *frame, m *pointer) {
	e.editMap(f, m, func(t target, entry *mapEntry) { entry.used = e.b.And(entry.used, e.b.Not(t.guard)) })
}

func (e *engine) editMap(f *frame, m *pointer, edit func(t target, entry *mapEntry)) {
	for _, t := range withoutNil(m).targets {
		old := e.mappingOf(f.now, t.object).entries
		entries := make([]mapEntry, len(old))
		copy(entries, old)
		for i := range entries {
			edit(t, &entries[i])
		}
		f.now.heap = f.now.heap.set(t.object.id, &mapping{entries: entries})
	}
}

// mapLength computes len(m).
func (e *engine) mapLength(s state, m *pointer) *smt.Term {
	length := e.word(0)
	for _, t := range withoutNil(m).targets {
		count := e.word(0)
		for _, entry := range e.mappingOf(s, t.object).entries {
			count = e.b.BvAdd(count, e.b.Ite(entry.used, e.word(1), e.word(0)))
		}
		length = e.b.Ite(t.guard, count, length)
	}
	return length
}

// startRange returns an iterator over a string or a map: a pointer to a variable that next changes. It holds what is
// iterated over, the position in a string, the marks of the visited entries of a map, and how often next was called.
func (e *engine) startRange(f *frame, instr *ssa.Range) value {
	x := e.operand(f, instr.X)
	e.demand(x)
	content := &aggregate{elems: []value{x, e.word(0), &aggregate{}, e.word(0)}}
	return e.designate(e.newObject(&f.now, nil, "iterator", content))
}

// next advances an iterator and returns (ok, key, element).
func (e *engine) next(f *frame, instr *ssa.Next) value {
	iterator := e.operand(f, instr.Iter)
	e.demand(iterator)
	targets := iterator.(*pointer).targets
	if len(targets) != 1 {
		e.reject("an iterator that depends on inputs")
	}
	o := targets[0].object
	content := e.content(f.now, o).(*aggregate)
	if instr.IsString {
		t := e.aligned(content.elems[0].(*text))
		position := content.elems[1].(*smt.Term)
		more := e.b.And(e.b.BvUlt(position, t.length), e.b.BvUlt(content.elems[3].(*smt.Term), t.length))
		code, size := e.decodeRune(t, position)
		advanced := e.b.Ite(more, e.b.BvAdd(position, size), position)
		f.now.heap = f.now.heap.set(o.id, &aggregate{elems: []value{content.elems[0], advanced, content.elems[2], e.counted(content)}})
		return &aggregate{elems: []value{more, position, code}}
	}
	return e.nextEntry(f, instr, o, content)
}

// counted returns the count of calls of next after one more. Each call that goes on takes a byte or an entry, which lets
// iterations end without a solver: there are no more of them than bytes, or than places of the map.
func (e *engine) counted(iterator *aggregate) value {
	return e.b.BvAdd(iterator.elems[3].(*smt.Term), e.word(1))
}

// nextEntry chooses any entry of a map that the iteration has not visited yet. The order of Go is unspecified, so every
// order is considered.
func (e *engine) nextEntry(f *frame, instr *ssa.Next, iterator *object, content *aggregate) value {
	m := withoutNil(content.elems[0].(*pointer))
	visited := content.elems[2].(*aggregate).elems
	tuple := instr.Type().(*types.Tuple)
	mapType := instr.Iter.(*ssa.Range).X.Type().Underlying().(*types.Map)
	var entries []mapEntry
	for _, t := range m.targets {
		for i, entry := range e.mappingOf(f.now, t.object).entries {
			entry.used = e.b.And(t.guard, entry.used)
			if i >= len(entries) {
				entries = append(entries, entry)
				continue
			}
			entries[i] = mapEntry{used: e.b.Or(entries[i].used, entry.used), key: e.choose(t.guard, entry.key, entries[i].key),
				val: e.choose(t.guard, entry.val, entries[i].val)}
		}
	}
	marks := make([]value, len(entries))
	for i := range marks {
		marks[i] = e.b.False()
		if i < len(visited) {
			marks[i] = visited[i]
		}
	}
	ok, key, val := e.b.False(), e.zero(mapType.Key()), e.zero(mapType.Elem())
	choice := e.iterationChoice(f, entries, marks)
	for i, entry := range entries {
		open := e.b.And(entry.used, e.b.Not(marks[i].(*smt.Term)))
		ok = e.b.Or(ok, open)
		chosen := e.b.And(open, e.b.Eq(choice, e.word(uint64(i))))
		key, val = e.choose(chosen, entry.key, key), e.choose(chosen, entry.val, val)
		marks[i] = e.b.Or(marks[i].(*smt.Term), chosen)
	}
	ok = e.b.And(ok, e.b.BvUlt(content.elems[3].(*smt.Term), e.word(uint64(len(entries)))))
	if tuple.At(1).Type() == types.Typ[types.Invalid] {
		key = nil
	}
	if tuple.At(2).Type() == types.Typ[types.Invalid] {
		val = nil
	}
	f.now.heap = f.now.heap.set(iterator.id, &aggregate{elems: []value{content.elems[0], content.elems[1],
		&aggregate{elems: marks}, e.counted(content)}})
	return &aggregate{elems: []value{ok, key, val}}
}

// iterationChoice returns the number of the entry that an iteration visits next: any open one, or the only one.
func (e *engine) iterationChoice(f *frame, entries []mapEntry, marks []value) *smt.Term {
	var open []int
	for i, entry := range entries {
		if !e.b.And(entry.used, e.b.Not(marks[i].(*smt.Term))).IsFalse() {
			open = append(open, i)
		}
	}
	if len(open) == 0 {
		return e.word(0)
	}
	if len(open) == 1 || e.initialising > 0 || e.fixedOrder {
		choice := e.word(0)
		for i := len(open) - 1; i >= 0; i-- {
			n := open[i]
			choice = e.b.Ite(e.b.And(entries[n].used, e.b.Not(marks[n].(*smt.Term))), e.word(uint64(n)), choice)
		}
		return choice
	}
	choice := e.anyWordUpTo("order", uint64(len(entries)-1))
	valid, some := e.b.False(), e.b.False()
	for _, n := range open {
		available := e.b.And(entries[n].used, e.b.Not(marks[n].(*smt.Term)))
		some = e.b.Or(some, available)
		valid = e.b.Or(valid, e.b.And(available, e.b.Eq(choice, e.word(uint64(n)))))
	}
	e.assume(f.now, e.b.Or(valid, e.b.Not(some)))
	e.ordered = true
	return choice
}
