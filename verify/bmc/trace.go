package bmc

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// tracer records the source lines of a concrete execution with the values that they give to variables.
type tracer struct {
	directory string
	lines     []TraceLine
	// shown holds the last value of each variable of each active call, so that only changes are printed.
	shown map[shownKey]value
	// last is the state before the last instruction, and variables those of the harness itself that are in memory.
	last      state
	variables []*object
}

type shownKey struct {
	frame *frame
	name  string
}

// traceLimit is the largest number of lines a trace keeps; the first lines matter least.
const traceLimit = 400

func (t *tracer) before(e *engine, f *frame, instr ssa.Instruction) {
	pos := instr.Pos()
	debug, isDebug := instr.(*ssa.DebugRef)
	if isDebug {
		pos = debug.Expr.Pos()
	}
	if !pos.IsValid() || f.now.dead() {
		return
	}
	at := e.place(pos)
	place := obligation.Place{File: relative(t.directory, at.Filename), Line: at.Line}
	function := functionName(f.fn)
	last := len(t.lines) - 1
	if last < 0 || t.lines[last].Place != place || t.lines[last].Function != function {
		if len(t.lines) == traceLimit {
			t.lines = append(t.lines[:0:0], t.lines[1:]...)
		}
		t.lines = append(t.lines, TraceLine{Place: place, Function: function})
		last = len(t.lines) - 1
	}
	t.last = f.now
	if isDebug && debug.IsAddr {
		t.remember(e, f, debug)
	}
	if !isDebug || debug.IsAddr {
		return
	}
	name, ok := debug.Expr.(*ast.Ident)
	if !ok || name.Name == "_" {
		return
	}
	v := e.operandOrNil(f, debug.X)
	if v == nil {
		return
	}
	if _, isFunction := debug.X.Type().Underlying().(*types.Signature); isFunction {
		return
	}
	key := shownKey{f, name.Name}
	known := t.shown[key]
	if known != nil && sameValue(known, v) {
		return
	}
	t.shown[key] = v
	line := &t.lines[last]
	line.Values = append(line.Values, name.Name+" = "+e.format(f.now, v, debug.X.Type(), e.bounds.Cells))
	line.Shown = append(line.Shown, name.Name+e.change(f.now, known, v, debug.X.Type()))
}

// remember notes a variable of the harness itself that is in memory.
func (t *tracer) remember(e *engine, f *frame, debug *ssa.DebugRef) {
	alloc, ok := debug.X.(*ssa.Alloc)
	if !ok || f.caller != nil {
		return
	}
	if p, ok := e.operandOrNil(f, alloc).(*pointer); ok && len(p.targets) == 1 && !slices.Contains(t.variables, p.targets[0].object) {
		t.variables = append(t.variables, p.targets[0].object)
	}
}

// operandOrNil returns the value of v, or nil when it has none yet.
func (e *engine) operandOrNil(f *frame, v ssa.Value) value {
	if slot, ok := f.plan.slot[v]; ok {
		return f.env[slot]
	}
	if c, ok := v.(*ssa.Const); ok {
		return e.constant(c)
	}
	return nil
}

// format prints a concrete value of type typ in Go syntax, at most the given number of elements of a list; parts that are
// not concrete print as "?".
func (e *engine) format(s state, v value, typ types.Type, most int) string {
	switch v := v.(type) {
	case *smt.Term:
		return formatWord(v, typ)
	case *text:
		return fmt.Sprintf("%q", e.goString(v))
	case *aggregate:
		return e.formatAggregate(s, v, typ, most)
	case *sparse:
		return e.formatSparse(s, v, typ.Underlying().(*types.Array), most)
	case *slice:
		if e.isNil(v.base).IsTrue() {
			return "nil"
		}
		elem := typ.Underlying().(*types.Slice).Elem()
		return "[" + e.formatList(s, e.sliceElements(s, v), elem, most) + "]"
	case *pointer:
		switch {
		case e.isNil(v).IsTrue():
			return "nil"
		case len(v.targets) == 1:
			return "&" + v.targets[0].object.name
		}
	case *iface:
		if len(v.options) == 1 {
			if v.options[0].typ == nil {
				return "nil"
			}
			return e.format(s, v.options[0].content, v.options[0].typ, most)
		}
	}
	return "?"
}

func formatWord(t *smt.Term, typ types.Type) string {
	switch {
	case t.IsTrue():
		return "true"
	case t.IsFalse():
		return "false"
	}
	word, ok := t.Word()
	if !ok {
		return "?"
	}
	width, isSigned, _ := intWidth(typ)
	if isSigned {
		shift := 64 - width
		return fmt.Sprint(int64(word<<shift) >> shift)
	}
	return fmt.Sprint(word)
}

func (e *engine) formatAggregate(s state, v *aggregate, typ types.Type, most int) string {
	switch t := typ.Underlying().(type) {
	case *types.Array:
		return "[" + e.formatList(s, v.elems, t.Elem(), most) + "]"
	case *types.Struct:
		parts := make([]string, 0, t.NumFields())
		for i := range t.NumFields() {
			parts = append(parts, t.Field(i).Name()+": "+e.format(s, v.elems[i], t.Field(i).Type(), most))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return "?"
}

// formatSparse prints the elements of a concrete array that are not zero, each behind its number.
func (e *engine) formatSparse(s state, v *sparse, t *types.Array, most int) string {
	zero := e.zero(t.Elem())
	var parts []string
	for _, i := range v.touched() {
		elem := e.sparseElement(v, e.word(uint64(i)))
		if panics := e.b.False(); types.Comparable(t.Elem()) && e.equal(elem, zero, t.Elem(), &panics).IsTrue() {
			continue
		}
		if len(parts) == most {
			parts = append(parts, "...")
			break
		}
		parts = append(parts, fmt.Sprintf("%d: %s", i, e.format(s, elem, t.Elem(), most)))
	}
	return "[" + strings.Join(parts, " ") + "]"
}

func (e *engine) formatList(s state, elems []value, typ types.Type, most int) string {
	var parts []string
	for i, elem := range elems {
		if i == most {
			parts = append(parts, "...")
			break
		}
		parts = append(parts, e.format(s, elem, typ, most))
	}
	return strings.Join(parts, " ")
}

// concrete runs harness h on the inputs of stream, with constants all the way, and returns the trace and what was drawn.
func (p *Program) concrete(h *Harness, bounds Bounds, stream []byte) (*engine, error) {
	e := newEngine(p, bounds)
	e.bounds.RuntimeGrowth, e.fixedOrder = true, true
	e.input = &inputStream{bytes: stream}
	e.trace = &tracer{directory: p.directory, shown: make(map[shownKey]value)}
	return e, e.runHarness(h)
}
