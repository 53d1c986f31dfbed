package bmc

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// siteKey identifies a place that makes a demand: an instruction and what it demands.
type siteKey struct {
	instr ssa.Instruction
	kind  obligation.Kind
	extra string
}

// site is a demand of the source; each time execution passes it there is an instance.
type site struct {
	kind        obligation.Kind
	fn          *ssa.Function
	pos         token.Pos
	expression  string
	description string
	instances   []*instance
}

// instance is one passage of a site along a path.
type instance struct {
	site *site
	// order is the place in the sequence of all instances and assumptions; it respects the order of execution.
	order int
	// reach is the path condition of the passage.
	reach *smt.Term
	// broken is the condition, reach included, under which the demand is broken; for a cover, under which it is satisfied.
	broken *smt.Term
}

// assumption is a premise for everything that comes after it.
type assumption struct {
	order int
	holds *smt.Term
}

func (e *engine) nextOrder() int { return len(e.instances) + len(e.assumptions) }

// siteFor returns the site of kind at instr.
func (e *engine) siteFor(instr ssa.Instruction, kind obligation.Kind, extra, description string) *site {
	key := siteKey{instr: instr, kind: kind, extra: extra}
	if found, ok := e.sites[key]; ok {
		return found
	}
	s := &site{kind: kind, fn: instr.Parent(), pos: instr.Pos(), description: description}
	if kind != obligation.Unwinding && kind != obligation.Unsupported && kind != obligation.Recursion {
		s.expression, s.pos = e.expressionAt(instr)
	} else {
		s.expression = extra
	}
	if s.pos == token.NoPos {
		s.pos = nearestPos(instr)
	}
	e.sites[key] = s
	e.siteList = append(e.siteList, s)
	return s
}

func (e *engine) record(s *site, reach, broken *smt.Term) *instance {
	i := &instance{site: s, order: e.nextOrder(), reach: reach, broken: broken}
	e.instances = append(e.instances, i)
	s.instances = append(s.instances, i)
	return i
}

// require demands that holds is true at the instruction that runs; otherwise the program panics with the value that
// cause makes. Afterwards execution goes on as if it held; f.now is dead when it cannot.
func (e *engine) require(f *frame, kind obligation.Kind, description string, holds *smt.Term) {
	e.requireWith(f, kind, description, holds, func() value { return e.runtimeError(description) })
}

func (e *engine) requireWith(f *frame, kind obligation.Kind, description string, holds *smt.Term, cause func() value) {
	if f.now.dead() {
		return
	}
	if e.initialising > 0 {
		if !holds.IsTrue() {
			e.reject("package initialisation panics: %s", description)
		}
		return
	}
	s := e.siteFor(f.at, kind, "", description)
	broken := e.b.And(f.now.path.full, e.b.Not(holds))
	if e.catching() && kind.IsPanic() && !broken.IsFalse() {
		e.raise(f, s, e.b.Not(holds), cause)
		return
	}
	e.record(s, f.now.path.full, broken)
	switch {
	case broken == f.now.path.full:
		f.now = state{}
	case kind == obligation.IndexBounds:
		f.now.path = f.now.path.learn(e.b, holds)
	}
}

// catching tells whether a deferred call of an active function could recover from a panic raised now.
func (e *engine) catching() bool {
	for _, f := range e.stack {
		if f.plan.mayRecover {
			return true
		}
	}
	return false
}

// engineRule demands, for the engine's own sake, that broken does not hold at the instruction that runs.
func (e *engine) engineRule(s *state, kind obligation.Kind, extra, description string, broken *smt.Term) {
	if s.dead() {
		return
	}
	if e.initialising > 0 {
		e.reject("package initialisation: %s", description)
	}
	top := e.top()
	if top == nil {
		return
	}
	instr := top.at
	if instr == nil {
		instr = top.fn.Blocks[0].Instrs[0]
	}
	e.record(e.siteFor(instr, kind, extra, description), s.path.full, e.b.And(s.path.full, broken))
}

// engineRuleAt is engineRule for a demand that belongs to block rather than to the instruction that runs.
func (e *engine) engineRuleAt(s *state, block *ssa.BasicBlock, kind obligation.Kind, extra, description string,
	broken *smt.Term) {
	rule := e.siteFor(block.Instrs[0], kind, extra, description)
	if pos := loopPos(block); pos.IsValid() {
		rule.pos = pos
	}
	e.record(rule, s.path.full, e.b.And(s.path.full, broken))
}

// loopPos returns the position of the loop whose head is block: the first position inside the block or, for an empty
// one, after it.
func loopPos(block *ssa.BasicBlock) token.Pos {
	for _, b := range append([]*ssa.BasicBlock{block}, block.Succs...) {
		for _, instr := range b.Instrs {
			if _, isDebug := instr.(*ssa.DebugRef); isDebug {
				continue
			}
			if _, isPhi := instr.(*ssa.Phi); !isPhi && instr.Pos().IsValid() {
				return instr.Pos()
			}
		}
	}
	return block.Parent().Pos()
}

// nearestPos returns the position of the closest instruction before or after instr in its block that has one, or of the
// function.
func nearestPos(instr ssa.Instruction) token.Pos {
	var before token.Pos
	passed := false
	for _, other := range instr.Block().Instrs {
		if other == instr {
			passed = true
		}
		pos := other.Pos()
		if debug, ok := other.(*ssa.DebugRef); ok {
			pos = debug.Expr.Pos()
		}
		switch {
		case !pos.IsValid():
		case !passed:
			before = pos
		case before.IsValid():
			return before
		default:
			return pos
		}
	}
	if before.IsValid() {
		return before
	}
	return instr.Parent().Pos()
}

// expressionAt returns the normalised source expression that instr computes and the position of the expression.
func (e *engine) expressionAt(instr ssa.Instruction) (string, token.Pos) {
	pos := instr.Pos()
	if !pos.IsValid() {
		pos = nearestPos(instr)
	}
	file := e.prog.fileOf(pos)
	if file == nil {
		return "", pos
	}
	nodes, _ := astutil.PathEnclosingInterval(file, pos, pos)
	for _, node := range nodes {
		switch node := node.(type) {
		case *ast.IndexExpr, *ast.SliceExpr, *ast.StarExpr, *ast.BinaryExpr, *ast.TypeAssertExpr, *ast.CallExpr, *ast.SelectorExpr:
			return obligation.Normalise(node), pos
		case *ast.AssignStmt, *ast.IncDecStmt, *ast.RangeStmt:
			if _, isRange := node.(*ast.RangeStmt); isRange {
				return "range", pos
			}
			return obligation.Normalise(node), pos
		case ast.Stmt, *ast.FuncDecl, *ast.FuncLit:
			return "", pos
		}
	}
	return "", pos
}

// functionName returns the name of fn inside its package, in the form of obligation identities.
func functionName(fn *ssa.Function) string {
	name := fn.RelString(nil)
	if fn.Pkg != nil {
		name = fn.RelString(fn.Pkg.Pkg)
	}
	return name
}

// packageOf returns the import path of the package that fn was written in.
func packageOf(fn *ssa.Function) string {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if fn.Origin() != nil {
		fn = fn.Origin()
	}
	if fn.Pkg != nil {
		return fn.Pkg.Pkg.Path()
	}
	return ""
}

// relative returns file as a path below directory when it is there.
func relative(directory, file string) string {
	if rel, err := filepath.Rel(directory, file); err == nil && !strings.HasPrefix(rel, "..") {
		return rel
	}
	return file
}
