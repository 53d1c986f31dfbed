package bmc

import (
	"time"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// pruneLimits keep the questions that only shorten an execution cheap; they are deterministic, so that results repeat.
var pruneLimits = smt.Limits{Resources: 1_000_000, MemoryMegabytes: 2048}

// feasible tells whether some execution reaches guard without breaking a demand on the way; it says yes when it does not
// know, which costs time and hides nothing.
func (q *inquiry) feasible(guard *smt.Term) bool {
	if q.session == nil {
		session, err := smt.StartSession(q.ctx, pruneLimits)
		if err != nil {
			q.e.prune = nil
			return true
		}
		q.session = session
	}
	for ; q.toldAssumptions < len(q.e.assumptions); q.toldAssumptions++ {
		q.session.Assert(q.e.assumptions[q.toldAssumptions].holds)
	}
	for ; q.toldInstances < len(q.e.instances); q.toldInstances++ {
		if i := q.e.instances[q.toldInstances]; i.site.kind != obligation.Cover {
			q.session.Assert(q.e.b.Not(i.broken))
		}
	}
	start := time.Now()
	status, err := q.session.Ask(guard)
	q.queries++
	q.elapsed += time.Since(start)
	if err == nil && status != smt.Unknown {
		return status == smt.Sat
	}
	return q.feasibleAlone(guard)
}

// feasibleAlone asks what the running solver could not decide as a query of its own, which the solver simplifies as a
// whole, with ten times the resources.
func (q *inquiry) feasibleAlone(guard *smt.Term) bool {
	terms := []*smt.Term{guard}
	for _, a := range q.e.assumptions {
		terms = append(terms, a.holds)
	}
	for _, i := range q.e.instances {
		if i.site.kind != obligation.Cover {
			terms = append(terms, q.e.b.Not(i.broken))
		}
	}
	limits := pruneLimits
	limits.Resources *= 10
	portfolio := &smt.Portfolio{Race: []*smt.Solver{smt.Z3BitBlast()}, Limits: limits, Cache: q.portfolio.Cache}
	result, err := portfolio.Check(q.ctx, q.e.b.Print(smt.Query{Assert: terms}))
	q.queries++
	q.elapsed += result.Elapsed
	return err != nil || result.Status != smt.Unsat
}

// close ends the solver process that feasible uses.
func (q *inquiry) close() error {
	if q.session == nil {
		return nil
	}
	return q.session.Close()
}
