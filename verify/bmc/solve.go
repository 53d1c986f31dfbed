package bmc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// Options choose how a harness is verified.
type Options struct {
	// Bounds limit the executions.
	Bounds Bounds
	// Limits bound each solver query.
	Limits smt.Limits
	// Cache keeps solver answers; nil means none.
	Cache *smt.Cache
	// Coverage asks for line coverage.
	Coverage bool
	// Replayer runs compiled harnesses to confirm counterexamples and covers; nil leaves them unconfirmed.
	Replayer *Replayer
}

// ToolVersion names the encoding in cache keys; change it when equal formulas come to mean something else.
const ToolVersion = "gosure-prove-1"

// ErrMismatch is wrapped by errors that report a difference between the formula and the compiled program: a defect of
// the model checker.
var ErrMismatch = errors.New("internal error: the compiled program does not do what the formula says")

// Verify checks the harness. The error is not nil when no verdict could be reached: solvers that cannot run, or a
// mismatch with the compiled program, which wraps ErrMismatch.
func (h *Harness) Verify(ctx context.Context, options Options) (*Report, error) {
	start := time.Now()
	e := newEngine(h.program, options.Bounds)
	if options.Coverage {
		e.lines = newCoverage(h.program.directory)
	}
	q := &inquiry{e: e, ctx: ctx, portfolio: smt.WordPortfolio(options.Limits, options.Cache),
		verdict: make(map[*site]obligation.Verdict), model: make(map[*site]smt.Model), reason: make(map[*site]string)}
	e.prune, e.cancelled = q.feasible, ctx.Err
	if err := errors.Join(e.runHarness(h), q.close()); err != nil {
		return nil, err
	}
	if err := q.decide(); err != nil {
		return nil, fmt.Errorf("%s.%s: %w", h.Package, h.Name, err)
	}
	report := &Report{Package: h.Package, Harness: h.Name, File: h.File, Line: h.Line, Doc: h.Doc,
		Instructions: e.steps, Terms: e.b.Size(), Queries: q.queries, CachedQueries: q.cached,
		SolverSeconds: q.elapsed.Seconds()}
	if err := q.fill(report, h, options); err != nil {
		return nil, fmt.Errorf("%s.%s: %w", h.Package, h.Name, err)
	}
	report.timing(start)
	return report, nil
}

// runHarness executes h symbolically.
func (e *engine) runHarness(h *Harness) (err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case unsupported:
			err = fmt.Errorf("%s.%s: %s", h.Package, h.Name, cause.reason)
		case error:
			if e.cancelled == nil || !errors.Is(cause, e.cancelled()) {
				panic(cause)
			}
			err = cause
		default:
			panic(cause)
		}
	}()
	e.call(state{path: rootPath(e.b)}, h.fn, nil, nil, nil)
	return nil
}

// inquiry asks solvers about the formula of an execution.
type inquiry struct {
	e         *engine
	ctx       context.Context
	portfolio *smt.Portfolio
	verdict   map[*site]obligation.Verdict
	// model is an execution that breaks the site, or satisfies the cover.
	model map[*site]smt.Model
	// reason says why a verdict is Undetermined.
	reason  map[*site]string
	lines   []LineCoverage
	solver  string
	queries int
	cached  int
	elapsed time.Duration
	// session answers the questions of feasible; it has been told the first assumptions and instances.
	session         *smt.Session
	toldAssumptions int
	toldInstances   int
	// loose are the failures for which the preferred capacities of append had to be given up.
	loose map[*site]bool
}

// event is an instance or an assumption, in order of execution.
type event struct {
	instance *instance
	holds    *smt.Term
	order    int
}

// events lists all instances and assumptions in order.
func (q *inquiry) events() []event {
	var list []event
	for _, i := range q.e.instances {
		list = append(list, event{instance: i, order: i.order})
	}
	for _, a := range q.e.assumptions {
		list = append(list, event{holds: a.holds, order: a.order})
	}
	slices.SortStableFunc(list, func(a, b event) int { return a.order - b.order })
	return list
}

// goal is a condition of which one wants to know whether some execution makes it true.
type goal struct {
	parts []*smt.Term
	whole *smt.Term
}

// goals builds, for each instance that pick gives a term, the condition that an execution gets to the instance without
// breaking an assumption or a demand that is known to fail before it, and makes the term true. They are grouped by site.
func (q *inquiry) goals(pick func(*instance) *smt.Term) map[*site]*goal {
	b := q.e.b
	premise := b.True()
	list := make(map[*site]*goal)
	for _, v := range q.events() {
		if v.instance == nil {
			premise = b.And(premise, v.holds)
			continue
		}
		i := v.instance
		if term := pick(i); term != nil {
			if list[i.site] == nil {
				list[i.site] = &goal{}
			}
			if reached := b.And(premise, term); !reached.IsFalse() {
				list[i.site].parts = append(list[i.site].parts, reached)
			}
		}
		if i.site.kind != obligation.Cover && !i.broken.IsFalse() && q.verdict[i.site] == obligation.Failure {
			premise = b.And(premise, b.Not(i.broken))
		}
	}
	for _, g := range list {
		g.whole = b.Or(g.parts...)
	}
	return list
}

// ask looks for an execution that makes one of goals true. A series of similar questions is asked of one solver process, which remembers what
// it has learnt; a question alone has none.
func (q *inquiry) ask(goals []*smt.Term, preferences []*smt.Term, s *series) (smt.Result, error) {
	if q.e.b.Or(goals...).IsFalse() {
		return smt.Result{Status: smt.Unsat}, nil
	}
	asserted := append([]*smt.Term{q.e.b.Or(goals...)}, preferences...)
	script := q.e.b.Print(smt.Query{Assert: asserted})
	result, err := q.portfolio.CheckAfter(q.ctx, script, s.finder(q.e.b.And(asserted...), script))
	if err != nil {
		return result, err
	}
	q.queries++
	if result.Cached {
		q.cached++
	}
	q.elapsed += result.Elapsed
	if result.Solver != "" {
		q.solver = result.Solver
	}
	if result.Status == smt.Sat && !smt.NewEvaluator(result.Model).Holds(q.e.b.Or(goals...)) {
		return result, fmt.Errorf("%w: the model of %s does not satisfy the query", ErrMismatch, result.Solver)
	}
	return result, nil
}

// decide finds the verdict of every site.
func (q *inquiry) decide() error {
	q.loose = make(map[*site]bool)
	if err := q.findFailures(); err != nil {
		return err
	}
	return q.findReached()
}

// findFailures asks again and again for an execution that breaks a demand not yet known to fail.
func (q *inquiry) findFailures() error {
	for {
		goals := q.goals(func(i *instance) *smt.Term {
			if i.site.kind == obligation.Cover || q.verdict[i.site] == obligation.Failure {
				return nil
			}
			return i.broken
		})
		open := q.orderedGoals(goals)
		result, err := q.ask(open, nil, nil)
		if err != nil {
			return err
		}
		switch result.Status {
		case smt.Unsat:
			return nil
		case smt.Unknown:
			return q.decideSingly(goals)
		}
		loose := false
		if len(q.e.growth) > 0 {
			preferred, err := q.ask(open, q.e.growth, nil)
			if err != nil {
				return err
			}
			loose = preferred.Status != smt.Sat
			if !loose {
				result = preferred
			}
		}
		failed := q.firstBroken(result.Model)
		if failed == nil {
			return fmt.Errorf("%w: no demand is broken in the model", ErrMismatch)
		}
		q.verdict[failed] = obligation.Failure
		q.model[failed] = result.Model
		q.loose[failed] = loose
	}
}

// orderedGoals returns the goals in the order of the sites.
func (q *inquiry) orderedGoals(goals map[*site]*goal) []*smt.Term {
	var list []*smt.Term
	for _, s := range q.e.siteList {
		if g := goals[s]; g != nil && !g.whole.IsFalse() {
			list = append(list, g.whole)
		}
	}
	return list
}

// decideSingly asks about each site alone, after the question about all was too hard.
func (q *inquiry) decideSingly(goals map[*site]*goal) error {
	for _, s := range q.e.siteList {
		g := goals[s]
		if g == nil || g.whole.IsFalse() {
			continue
		}
		result, err := q.ask([]*smt.Term{g.whole}, nil, nil)
		if err != nil {
			return err
		}
		switch result.Status {
		case smt.Sat:
			failed := q.firstBroken(result.Model)
			if failed != nil && q.verdict[failed] == "" {
				q.verdict[failed], q.model[failed] = obligation.Failure, result.Model
			}
		case smt.Unknown:
			q.verdict[s], q.reason[s] = obligation.Undetermined, "solver limit: "+result.Reason
		}
	}
	return nil
}

// firstBroken returns the site whose demand the execution of the model breaks first.
func (q *inquiry) firstBroken(model smt.Model) *site {
	values := smt.NewEvaluator(model)
	for _, v := range q.events() {
		switch {
		case v.instance == nil:
			if !values.Holds(v.holds) {
				return nil
			}
		case v.instance.site.kind != obligation.Cover && values.Holds(v.instance.broken):
			return v.instance.site
		}
	}
	return nil
}
