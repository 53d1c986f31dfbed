package deduce

import (
	"warrant/verify/lower"
	"warrant/verify/vc"
)

// Session keeps what many runs on one module share: what was read of the packages, and processes of Z3 that wait. The files must not change
// while it is in use but by Options.Overlay, and all its runs need the same context. It is for any number of goroutines.
type Session struct {
	sources *lower.Sources
	solver  *vc.Solver
}

// NewSession starts a session. Close it after use.
func NewSession() (*Session, error) {
	solver, err := vc.Find("z3", DefaultEffort)
	if err != nil {
		return nil, err
	}
	return &Session{sources: lower.NewSources(), solver: solver}, nil
}

// Close ends the processes.
func (s *Session) Close() { s.solver.Close() }

// find answers the solver that the options name, and what ends its processes.
func (o *Options) find() (*vc.Solver, func(), error) {
	if o.Session != nil && o.Session.solver.Name == o.Solver {
		return o.Session.solver.With(o.Effort), func() {}, nil
	}
	solver, err := vc.Find(o.Solver, o.Effort)
	if err != nil {
		return nil, nil, err
	}
	return solver, solver.Close, nil
}
