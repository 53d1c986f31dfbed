package bmc

import (
	"go/token"
	"go/types"
)

// share makes the variable that a pointer designates memory that another processor writes at any moment: from now on each load from it yields
// an arbitrary value, which is drawn like any other.
func (e *engine) share(v value) {
	e.demand(v)
	if e.sharedObjects == nil {
		e.sharedObjects = make(map[*object]bool)
		e.sharedLoads = make(map[token.Pos]bool)
	}
	for _, t := range v.(*pointer).targets {
		if t.object == nil {
			continue
		}
		if len(t.path) > 0 {
			e.reject("prove.Shared of a part of a variable")
		}
		e.sharedObjects[t.object] = true
	}
}

// havoc makes the shared variables among the targets of p arbitrary where p points, before a load at pos through p. What the kernel itself
// stored there may have been overwritten since; so each load is independent of all others.
func (e *engine) havoc(f *frame, p *pointer, typ types.Type, pos token.Pos) {
	if e.sharedObjects == nil {
		return
	}
	for _, t := range p.targets {
		if e.sharedObjects[t.object] {
			e.sharedLoads[pos] = true
			guard := t.guard
			if len(p.targets) == 1 {
				guard = e.b.True()
			}
			e.write(&f.now, &pointer{targets: []target{t}}, e.drawValueIf(&f.now, typ, guard))
		}
	}
}

// private rejects accesses of shared variables by other means than a load or a store.
func (e *engine) private(p *pointer) {
	for _, t := range p.targets {
		if e.sharedObjects[t.object] {
			e.reject("an atomic operation on shared memory, or a copy of it")
		}
	}
}
