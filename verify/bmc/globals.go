package bmc

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// global returns the variable g, after the initialisation of its package.
//
// Initialisation runs when a variable of the package is first touched, on a path of its own from which nothing of the
// harness is visible, and what it leaves becomes the base of all heaps. What it cannot compute is poisoned: only a
// harness that uses such a variable fails.
func (e *engine) global(g *ssa.Global) *object {
	if g.Pkg != nil {
		e.initialise(g.Pkg)
	}
	return e.globalObject(g)
}

func (e *engine) globalObject(g *ssa.Global) *object {
	if o, ok := e.globals[g]; ok {
		return o
	}
	typ := g.Type().Underlying().(*types.Pointer).Elem()
	o := &object{id: e.nextObject, typ: typ, name: g.Name()}
	e.nextObject++
	e.globals[g] = o
	e.base = e.base.set(o.id, e.zero(typ))
	return o
}

// initialise runs the initialisers of pkg once.
func (e *engine) initialise(pkg *ssa.Package) {
	if e.initialised[pkg] {
		return
	}
	e.initialised[pkg] = true
	pkg.Build()
	initializer := pkg.Func("init")
	if initializer == nil || len(initializer.Blocks) == 0 {
		return
	}
	saved, savedSteps, savedTrace, savedLines := e.stack, e.steps, e.trace, e.lines
	e.stack, e.trace, e.lines = nil, nil, nil
	e.initialising++
	after, complete := e.runInitialiser(initializer)
	e.initialising--
	e.stack, e.steps, e.trace, e.lines = saved, savedSteps, savedTrace, savedLines
	after.heap.each(func(id int, content value) { e.base = e.base.set(id, content) })
	if complete {
		return
	}
	for _, member := range pkg.Members {
		if g, ok := member.(*ssa.Global); ok {
			o := e.globalObject(g)
			e.base = e.base.set(o.id, &poison{reason: "variable " + g.String() + ", whose initialisation is not modelled"})
		}
	}
}

// runInitialiser runs the init function of a package; complete is false when it could not be followed to its end.
func (e *engine) runInitialiser(fn *ssa.Function) (after state, complete bool) {
	defer func() {
		if cause := recover(); cause != nil {
			if _, ok := cause.(unsupported); !ok {
				panic(cause)
			}
			after, complete = state{}, false
		}
	}()
	after, _ = e.call(state{path: rootPath(e.b)}, fn, nil, nil, nil)
	return after, !after.dead()
}

// isInitCall tells whether fn is the initialiser of another package, which runs when that package is touched.
func (e *engine) isInitCall(fn *ssa.Function) bool {
	return e.initialising > 0 && fn.Synthetic == "package initializer" && len(e.stack) > 0
}
