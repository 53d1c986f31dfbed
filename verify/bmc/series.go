package bmc

import (
	"context"

	"warrant/verify/smt"
)

// series is a run of questions about one formula, each with fewer goals than the one before. A nil series is none.
type series struct {
	ctx     context.Context
	limits  smt.Limits
	session *smt.Session
}

// startSeries prepares a series; no process is started before a question needs one.
func (q *inquiry) startSeries() *series {
	limits := q.portfolio.Limits
	limits.Resources /= smt.FirstShare
	return &series{ctx: q.ctx, limits: limits}
}

// finder returns what asks the series for an execution in which t, printed as script, holds; nil when there is no series or script has more
// than words.
func (s *series) finder(t *smt.Term, script smt.Script) func() (smt.Result, error) {
	if s == nil || !script.HasBitVectorsOnly {
		return nil
	}
	return func() (smt.Result, error) {
		if s.session == nil {
			session, err := smt.StartSession(s.ctx, s.limits)
			if err != nil {
				return smt.Result{}, err
			}
			s.session = session
		}
		return s.session.Find(t, script.Values)
	}
}

// close ends the process of the series.
func (s *series) close() error {
	if s.session == nil {
		return nil
	}
	return s.session.Close()
}
