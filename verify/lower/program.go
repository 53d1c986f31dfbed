package lower

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"sort"
	"strings"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

// Lowering turns the packages of a loader into one proof program.
type Lowering struct {
	loader    *Loader
	program   *ir.Program
	anonymous int
	names     map[string]claimed // what has a name that the provers see, by that name
	unique    int                // counts names of a program with a heap
	unbounded bool
	// heap says that the program keeps its heap: for a back end that has one.
	heap bool
	// plain says that what types say is written out at each place.
	plain bool
	// typings are the functions that say what types say, by name; nil where that is short.
	typings    map[string]*ir.Func
	checks     []pending
	recursions []recursive
	edges      map[*Function]map[*Function]bool
	graph      graph
	// predicates are the names that stand for predicates in assertions.
	predicates map[string]bool
	// Trusts lists what is believed without proof.
	trusts []Trust
	// foreigns lists what the type checker of the official tool refuses.
	foreigns []*annot.Error
}

// claimed is a declaration that has a name for the provers.
type claimed struct {
	declaration any
	at          annot.Pos
	title       string
}

// pending is a pure function or predicate whose own check is still to be made.
type pending struct {
	fn       *ir.Func
	claims   []ir.Stmt
	pkg      *Package
	function *Function
}

// recursive is a call whose termination demand depends on the whole call graph.
type recursive struct {
	from, to *Function
	assert   *ir.Assert
	// falls is the demand inside a cycle of calls, ends the one outside.
	falls, ends *ir.Expr
}

// Trust is something believed without proof: a trusted function, an assume, a measure `_`.
type Trust struct {
	Package  string
	Function string
	What     string
	Reason   string
	At       annot.Pos
}

// Problem is an error of one function or package: unsupported or ill-formed input.
type Problem struct {
	Package  string
	Function string
	Err      error
}

// Result is what the front end hands to the back ends.
type Result struct {
	Program *ir.Program
	// Heap holds the members that only a back end with a heap can take; nil when there are none.
	Heap     *ir.Program
	Trusts   []Trust
	Problems []Problem
	// Counted counts the functions checked.
	Counted map[Member]int
	// Calls are the calls of the functions lowered whole, but for pure ones.
	Calls map[Member]Calls
	// Unread are the functions of files without annotations, by import path: nothing is said of them.
	Unread map[string][]string
	// Foreign lists what this tool reads and the type checker of the official tool refuses.
	Foreign []*annot.Error
}

// count counts a function that is checked.
func (r *Result) count(path, title string) {
	r.Counted[Member{path, title}]++
}

// Functions is how many functions of a package are checked.
func (r *Result) Functions(path string) (n int) {
	for of, count := range r.Counted {
		if of.Path == path {
			n += count
		}
	}
	return n
}

// Member names a function or predicate by the import path of its package and its title.
type Member struct{ Path, Title string }

// Filter picks members by the import path of their package and their title.
type Filter func(path, title string) bool

// Options choose what is lowered and how.
type Options struct {
	// Filter picks the members to check; nil takes all.
	Filter Filter
	// Calls are the calls of members that need not be lowered to know them.
	Calls map[Member]Calls
	// Heap keeps pointers and slices as such instead of replacing what is owned by values.
	Heap bool
	// Plain writes out what types say wherever it is said, and makes no functions that say it.
	Plain bool
	// Unbounded reads Go's integers as the official tool does: mathematical, so that nothing wraps.
	Unbounded bool
}

// Lower lowers the target packages of a loader.
func Lower(l *Loader, o Options) *Result {
	filter := o.Filter
	lo := &Lowering{loader: l, unbounded: o.Unbounded, heap: o.Heap, plain: o.Plain, typings: map[string]*ir.Func{}, names: map[string]claimed{},
		program: &ir.Program{Funcs: map[string]*ir.Func{}, Predicates: map[string]*ir.Predicate{}, Heap: o.Heap}, edges: map[*Function]map[*Function]bool{}, graph: graph{proved: map[*Function]bool{}, begun: map[*Function]bool{}, whole: map[*Function]bool{}}, predicates: l.predicates()}
	res := &Result{Program: lo.program, Counted: map[Member]int{}, Calls: map[Member]Calls{}, Unread: map[string][]string{}}
	for _, p := range l.Order {
		if !p.Target {
			continue
		}
		for _, f := range p.Files {
			lo.file(p, f, filter, res)
		}
	}
	lo.completeCalls(o.Calls)
	lo.settleRecursion(res)
	for i := 0; i < len(lo.checks); i++ { // may grow while it runs
		c := lo.checks[i]
		if !c.pkg.Target || (filter != nil && !filter(c.pkg.Path, c.fn.Title)) {
			continue
		}
		if c.fn.Trusted && !(c.function != nil && c.function.prove) {
			continue
		}
		if m := checkFunc(c); m != nil {
			lo.program.Methods = append(lo.program.Methods, m)
			if lo.heap { // Silicon checks the function itself; that it can be called at all is asked beside it
				lo.program.Methods = append(lo.program.Methods, callable(m))
			}
			if c.function == nil || c.function.Decl.Spec.Ghost {
				res.count(c.pkg.Path, c.fn.Title)
			}
		}
	}
	sort.SliceStable(lo.trusts, func(i, j int) bool { return lo.trusts[i].At.String() < lo.trusts[j].At.String() })
	res.Trusts = lo.trusts
	res.Foreign = lo.foreigns
	return res
}

// file lowers the members of one file; an error ends only the member that it belongs to.
func (lo *Lowering) file(p *Package, f *annot.File, filter Filter, res *Result) {
	guard := func(function string, work func()) {
		defer func() {
			if r := recover(); r != nil {
				e, ok := r.(*annot.Error)
				if !ok {
					panic(r)
				}
				res.Problems = append(res.Problems, Problem{Package: p.Path, Function: function, Err: e})
			}
		}()
		work()
	}
	for _, d := range f.Directives {
		guard("", func() { checkDirective(d) })
	}
	for _, d := range f.Predicates {
		name := d.Name
		if d.Recv != nil {
			name = receiverName(d.Recv) + "." + d.Name
		}
		title := d.Name
		if d.Recv != nil {
			title = "(" + annot.String(d.Recv.Type) + ")." + d.Name
		}
		guard(title, func() { lo.predicate(p.symbols[name].pred, filter) })
	}
	for _, d := range f.Funcs {
		name := d.Name
		if d.Recv != nil {
			name = receiverName(d.Recv) + "." + d.Name
		}
		s, ok := p.symbols[name]
		if !ok || s.kind != funcSymbol {
			if d.Body != nil && d.Name != "_" {
				guard(d.Name, func() { fail(d.Start, "unsupported: function %s", d.Name) })
			}
			continue
		}
		guard(s.function.Title(), func() { lo.member(s.function, filter, res) })
	}
}

// predicate lowers a predicate of a target package.
func (lo *Lowering) predicate(p *Pred, filter Filter) {
	if !lo.heap {
		lo.predFunc(p)
		return
	}
	if m := lo.heapPredicateCheck(p); m != nil && (filter == nil || filter(m.Module, m.Title)) {
		lo.program.Methods = append(lo.program.Methods, m)
	}
}

// member lowers one function.
func (lo *Lowering) member(f *Function, filter Filter, res *Result) {
	for _, d := range f.Decl.Directives {
		if d.Pos.Line > f.Decl.Start.Line {
			continue
		}
		switch d.Name {
		case "prove":
			f.prove = true
		case "reason":
			f.reason = strings.Trim(d.Args, "\"")
		}
	}
	if filter != nil && !filter(f.Package.Path, f.Title()) {
		return
	}
	if !f.File.Annotated {
		res.Unread[f.Package.Path] = append(res.Unread[f.Package.Path], f.Title())
		return
	}
	spec := &f.Decl.Spec
	if f.Decl.Refused != nil && !spec.Trusted {
		panic(f.Decl.Refused)
	}
	if spec.Trusted && !f.prove || f.Decl.Body == nil && !f.prove {
		lo.trusts = append(lo.trusts, Trust{Package: f.Package.Path, Function: f.Title(), What: "trusted", Reason: f.reason, At: f.Decl.Start})
		return
	}
	if spec.Pure {
		lo.function(f)
		if spec.Ghost {
			for _, m := range spec.Measures {
				if m.Wildcard {
					lo.assumed(f, "decreases _", m.Start)
				}
			}
			return
		}
	}
	if f.Decl.Body == nil { // the file is not ours to change
		empty := *f.Decl
		empty.Body = &annot.Block{Place: f.Decl.Place, End: f.Decl.End}
		f.Decl = &empty
	}
	lo.graph.proved[f], lo.graph.begun[f] = true, true
	lo.program.Methods = append(lo.program.Methods, lo.method(f))
	lo.graph.whole[f] = true
	res.count(f.Package.Path, f.Title())
}

// method lowers the body of a function.
func (lo *Lowering) method(f *Function) *ir.Method {
	if lo.heap {
		return lo.heapMethod(f)
	}
	return lo.methodOf(f)
}

// checkDirective refuses a `//gosure:` comment that nobody would read.
func checkDirective(d annot.Directive) {
	switch d.Name {
	case "prove", "entry":
	case "reason", "wraps", "waive":
		if len(strings.Trim(d.Args, "\" ")) < 3 {
			fail(d.Pos, "//gosure:%s needs a reason in quotes", d.Name)
		}
	default:
		fail(d.Pos, "unknown directive //gosure:%s", d.Name)
	}
}

// mayWrap says that the line above a statement allows its arithmetic to wrap.
func (lo *Lowering) mayWrap(f *annot.File, s annot.Stmt) bool {
	for _, d := range f.Directives {
		if d.Name == "wraps" && d.Pos.Line == s.At().Line-1 {
			return true
		}
	}
	return false
}

// assumed records an assumption in a body with the reason on the line above.
func (lo *Lowering) assumed(f *Function, what string, at annot.Pos) {
	reason := ""
	for _, d := range f.File.Directives {
		if d.Name == "reason" && d.Pos.Line == at.Line-1 {
			reason = strings.Trim(d.Args, "\"")
		}
	}
	lo.trusts = append(lo.trusts, Trust{Package: f.Package.Path, Function: f.Title(), What: what, Reason: reason, At: at})
}

// checkFunc is the check of a pure function or predicate: its parts are well defined, it ends, its postcondition holds.
func checkFunc(p pending) *ir.Method {
	fn := p.fn
	m := &ir.Method{Name: fn.Name + ".check", Title: fn.Title, Module: fn.Module, Params: fn.Params, At: fn.At, Func: fn}
	claim := func(kind, why string, c ir.Clause) ir.Claim {
		return ir.Claim{Kind: kind, Text: c.Text, Why: why, At: c.At}
	}
	var body []ir.Stmt
	for _, c := range fn.Pre {
		body = append(body, &ir.Assume{X: c.X, Checked: true, Claim: claim("precondition", "the contract may not be well defined", c)})
	}
	body = append(body, p.claims...)
	if fn.Predicate {
		if fn.Body != nil {
			for _, part := range conjunctsOf(fn.Body) {
				body = append(body, &ir.Assume{X: part, Checked: true, Claim: ir.Claim{Kind: "precondition", Text: fn.Title, Why: "the predicate may not be well defined", At: fn.At}})
			}
			body = append(body, &ir.Vacuity{Claim: ir.Claim{Kind: "vacuity", Text: fn.Title, Why: "predicate " + fn.Title + " can never hold", At: fn.At}})
		}
		m.Body = body
		return m
	}
	body = append(body, &ir.Vacuity{Claim: ir.Claim{Kind: "vacuity", Text: "requires", Why: "the preconditions of " + fn.Title + " contradict each other", At: fn.At}})
	result := ir.Var{Name: ir.ResultName, Type: fn.Result}
	if fn.Body != nil {
		body = append(body, &ir.Check{X: fn.Body, Claim: ir.Claim{Kind: "precondition", Text: "return", Why: "the body may not be well defined", At: fn.At}},
			&ir.Assign{To: result, X: fn.Body})
	} else {
		body = append(body, &ir.Havoc{Vars: []ir.Var{result}})
	}
	for _, c := range fn.Post {
		body = append(body, &ir.Assert{X: c.X, Claim: claim("postcondition", "postcondition of the pure function may not hold", c)})
	}
	m.Body = body
	return m
}

// callable is the part of a function's check that shows its preconditions to be possible.
func callable(m *ir.Method) *ir.Method {
	v := *m
	v.Name, v.Func, v.Body = m.Name+".callable", nil, nil
	for _, s := range m.Body {
		v.Body = append(v.Body, s)
		if _, ok := s.(*ir.Vacuity); ok {
			break
		}
	}
	return &v
}

func conjunctsOf(x *ir.Expr) []*ir.Expr {
	if x.Op == ir.OpAnd {
		return append(conjunctsOf(x.Args[0]), conjunctsOf(x.Args[1])...)
	}
	return []*ir.Expr{x}
}

// isAssigned says that some function may change a global variable: it assigns it, takes its address, slices it or calls
// a method on it.
func (lo *Lowering) isAssigned(s *symbol) bool {
	p := s.pkg
	if done, ok := p.assigned[s.name]; ok {
		return done
	}
	found := false
	for _, q := range lo.loader.Order {
		for _, file := range q.Files {
			if strings.HasSuffix(file.Name, ".gobra") {
				continue
			}
			tree, err := lo.loader.tree(file.Name)
			if err != nil {
				fail(s.variable.Start, "%v", err)
			}
			ast.Inspect(tree, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.AssignStmt:
					for _, l := range n.Lhs {
						found = found || names(l, s.name)
					}
				case *ast.IncDecStmt:
					found = found || names(n.X, s.name)
				case *ast.UnaryExpr:
					found = found || (n.Op == token.AND && names(n.X, s.name))
				case *ast.SliceExpr:
					found = found || names(n.X, s.name)
				case *ast.CallExpr:
					if sel, ok := n.Fun.(*ast.SelectorExpr); ok && q == p {
						found = found || names(sel.X, s.name)
					}
				}
				return true
			})
		}
	}
	p.assigned[s.name] = found
	return found
}

// names says that the root of an operand is the variable name, or a selection of it from a package.
func names(x ast.Expr, name string) bool {
	for {
		switch e := x.(type) {
		case *ast.Ident:
			return e.Name == name
		case *ast.SelectorExpr:
			if id, ok := e.X.(*ast.Ident); ok && e.Sel.Name == name && id.Obj == nil {
				return true
			}
			x = e.X
		case *ast.IndexExpr:
			x = e.X
		case *ast.ParenExpr:
			x = e.X
		case *ast.StarExpr:
			x = e.X
		default:
			return false
		}
	}
}

// String is the trust on one line.
func (t Trust) String() string {
	reason := t.Reason
	if reason == "" {
		reason = "NO REASON GIVEN"
	}
	return fmt.Sprintf("%s: %s: %s: %s", t.At, t.Function, t.What, reason)
}

// IsUnsupported says that an error names a construct outside the supported set.
func IsUnsupported(err error) bool {
	var e *annot.Error
	return errors.As(err, &e)
}
