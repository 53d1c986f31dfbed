package bmc

import (
	"errors"
	"slices"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// findReached decides for each site that does not fail whether an execution reaches it, for each cover whether one
// satisfies it, and for each line whether one passes it.
func (q *inquiry) findReached() error {
	reach := q.goals(func(i *instance) *smt.Term { return i.reach })
	covers := q.goals(func(i *instance) *smt.Term {
		if i.site.kind == obligation.Cover {
			return i.broken
		}
		return nil
	})
	reached, err := q.satisfiable(reach, func(s *site) bool { return q.verdict[s] == "" })
	if err != nil {
		return err
	}
	satisfied, err := q.satisfiable(covers, func(s *site) bool { return true })
	if err != nil {
		return err
	}
	for _, s := range q.e.siteList {
		if q.verdict[s] != "" {
			continue
		}
		switch {
		case reached[s].status == smt.Unknown || s.kind == obligation.Cover && satisfied[s].status == smt.Unknown:
			q.verdict[s], q.reason[s] = obligation.Undetermined, "solver limit"
		case reached[s].status != smt.Sat && !isEngineRule(s.kind):
			q.verdict[s] = obligation.Unreachable
		case s.kind != obligation.Cover:
			q.verdict[s] = obligation.Success
		case satisfied[s].status == smt.Sat:
			q.verdict[s], q.model[s] = obligation.Satisfied, satisfied[s].model
		default:
			q.verdict[s] = obligation.Unsatisfiable
		}
	}
	q.weaken()
	return q.findCoverage()
}

type found struct {
	status smt.Status
	model  smt.Model
}

// satisfiable finds for each goal an execution that makes it true, one query for many goals where one model serves.
func (q *inquiry) satisfiable(goals map[*site]*goal, wanted func(*site) bool) (answers map[*site]found, err error) {
	answers = make(map[*site]found)
	questions := q.startSeries()
	defer func() { err = errors.Join(err, questions.close()) }()
	var open []*site
	for _, s := range q.e.siteList {
		if g := goals[s]; g != nil && wanted(s) {
			if g.whole.IsFalse() {
				answers[s] = found{status: smt.Unsat}
			} else {
				open = append(open, s)
			}
		}
	}
	for len(open) > 0 {
		var terms []*smt.Term
		for _, s := range open {
			terms = append(terms, goals[s].whole)
		}
		result, err := q.ask(terms, q.e.growth, questions)
		if err == nil && result.Status == smt.Unsat && len(q.e.growth) > 0 {
			result, err = q.ask(terms, nil, questions)
		}
		if err != nil {
			return nil, err
		}
		if result.Status != smt.Sat {
			for _, s := range open {
				answers[s] = found{status: result.Status}
			}
			break
		}
		values := smt.NewEvaluator(result.Model)
		open = slices.DeleteFunc(open, func(s *site) bool {
			if !values.Holds(goals[s].whole) {
				return false
			}
			answers[s] = found{status: smt.Sat, model: result.Model}
			return true
		})
	}
	return answers, nil
}

// isEngineRule tells whether demands of kind come from the model checker's bounds and limits rather than from Go.
func isEngineRule(kind obligation.Kind) bool {
	switch kind {
	case obligation.Unwinding, obligation.Recursion, obligation.Memory, obligation.Unsupported:
		return true
	}
	return false
}

// weaken turns successes into Undetermined when a rule of the engine itself failed: then executions exist that the
// formula does not contain.
func (q *inquiry) weaken() {
	cut := ""
	for _, s := range q.e.siteList {
		if isEngineRule(s.kind) && !q.verdict[s].Holds() {
			cut = s.description
		}
	}
	if cut == "" {
		return
	}
	for _, s := range q.e.siteList {
		switch q.verdict[s] {
		case obligation.Success, obligation.Unreachable, obligation.Unsatisfiable:
			q.verdict[s], q.reason[s] = obligation.Undetermined, "does not hold: "+cut
		}
	}
}

// findCoverage decides which source lines some execution passes.
func (q *inquiry) findCoverage() (err error) {
	if q.e.lines == nil {
		return nil
	}
	premise := q.e.b.True()
	for _, a := range q.e.assumptions {
		premise = q.e.b.And(premise, a.holds)
	}
	lines := q.e.lines.lines()
	goals := make(map[sourceLine]*smt.Term)
	covered := make(map[sourceLine]bool)
	open := slices.Clone(lines)
	for _, line := range lines {
		goals[line] = q.e.b.And(premise, q.e.b.Or(q.e.lines.reach[line]...))
	}
	questions := q.startSeries()
	defer func() { err = errors.Join(err, questions.close()) }()
	for len(open) > 0 {
		var terms []*smt.Term
		for _, line := range open {
			terms = append(terms, goals[line])
		}
		result, err := q.ask(terms, nil, questions)
		if err != nil {
			return err
		}
		if result.Status != smt.Sat {
			break
		}
		values := smt.NewEvaluator(result.Model)
		open = slices.DeleteFunc(open, func(line sourceLine) bool {
			covered[line] = covered[line] || values.Holds(goals[line])
			return covered[line]
		})
	}
	for _, line := range lines {
		q.lines = append(q.lines, LineCoverage{File: line.file, Line: line.line, Covered: covered[line]})
	}
	return nil
}
