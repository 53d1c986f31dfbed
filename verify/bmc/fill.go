package bmc

import (
	"fmt"
	"slices"

	"warrant/verify/obligation"
	"warrant/verify/prove"
	"warrant/verify/smt"
)

// fill writes the verdicts into report, with an explained and replayed counterexample for each failure.
func (q *inquiry) fill(report *Report, h *Harness, options Options) error {
	p := q.e.prog
	sites := slices.Clone(q.e.siteList)
	slices.SortStableFunc(sites, func(a, b *site) int { return int(a.pos) - int(b.pos) })
	var numberer obligation.Numberer
	bound := fmt.Sprintf("unwind %d, recursion %d", options.Bounds.Unwind, options.Bounds.Recursion)
	report.Successful = true
	report.Coverage = q.lines
	engine := "prove"
	if q.solver != "" {
		engine += "/" + q.solver
	}
	for _, s := range sites {
		id := numberer.Number(obligation.ID{Package: packageOf(s.fn), Function: functionName(s.fn), Kind: s.kind,
			Expression: s.expression})
		pos := q.e.place(s.pos)
		check := obligation.Obligation{ID: id, Description: s.description, Verdict: q.verdict[s], Detail: q.reason[s],
			Place: obligation.Place{File: relative(p.directory, pos.Filename), Line: pos.Line, Column: pos.Column}}
		if check.Verdict.Holds() {
			check.Class, check.Bound, check.Engine = obligation.Bounded, bound, engine
		} else {
			report.Successful = false
		}
		switch check.Verdict {
		case obligation.Failure:
			failure, err := q.explain(s, check, h, options)
			if err != nil {
				return err
			}
			check.Detail = failure.Note
			report.Failures = append(report.Failures, failure)
		case obligation.Satisfied:
			if err := q.confirmCover(s, h, options); err != nil {
				return err
			}
		}
		report.Checks = append(report.Checks, check)
	}
	return nil
}

// hints say what to do about a failed rule of the model checker itself.
var hints = map[obligation.Kind]string{
	obligation.Unwinding:   "raise the bound with -unwind, or for this loop under loops in harness-bounds.toml",
	obligation.Recursion:   "raise the bound with -recursion, or in harness-bounds.toml",
	obligation.Memory:      "raise the bound with -slice or -map-size, or in harness-bounds.toml",
	obligation.Unsupported: "keep the harness away from this construct, with prove.Assume or prove.Stub",
}

// replayTries is how often a counterexample is replayed whose execution depends on the order of a map iteration.
const replayTries = 400

// explain describes the execution that breaks s and confirms it with the compiled program.
func (q *inquiry) explain(s *site, check obligation.Obligation, h *Harness, options Options) (Failure, error) {
	values := smt.NewEvaluator(q.model[s])
	failure := Failure{Check: check.ID, Description: check.Description, Place: check.Place, Stream: q.e.stream(values)}
	concrete, err := q.e.prog.concrete(h, options.Bounds, failure.Stream)
	if err != nil {
		return failure, err
	}
	failure.Trace, failure.Inputs, failure.Differences = concrete.trace.lines, concrete.inputs, concrete.trace.differences(concrete)
	switch {
	case !s.kind.IsPanic() && s.kind != obligation.Assertion && s.kind != obligation.UnreachableCode:
		failure.Note = hints[s.kind]
		return failure, nil
	case options.Replayer == nil:
		failure.Note = "not replayed: replay is switched off"
		return failure, nil
	}
	if !q.e.ordered && !q.loose[s] && !concrete.broke(s) {
		return failure, fmt.Errorf("%w: with the inputs of the counterexample %v, constants do not break %s at %s",
			ErrMismatch, failure.Stream, check.ID, check.Place)
	}
	streams := [][]byte{failure.Stream}
	if q.e.ordered {
		streams = slices.Repeat(streams, replayTries)
	}
	outcomes, err := options.Replayer.run(q.ctx, h, q.e.sharedLoads, streams)
	if err != nil {
		return failure, err
	}
	for _, outcome := range outcomes {
		failure.Observed = string(outcome.Kind)
		if outcome.Message != "" {
			failure.Observed += ": " + outcome.Message
		}
		if q.e.prog.confirms(s, outcome) {
			failure.Replayed = true
			return failure, nil
		}
	}
	if q.loose[s] {
		failure.Note = "not replayed: it needs a capacity after append that this toolchain does not choose"
		return failure, nil
	}
	return failure, fmt.Errorf("%w: %s at %s with inputs %v: compiled code says %q", ErrMismatch, check.ID, check.Place,
		failure.Stream, failure.Observed)
}

// broke tells whether a concrete execution broke the demand of the same instruction as s.
func (e *engine) broke(s *site) bool {
	for _, i := range e.instances {
		if i.site.kind == s.kind && i.site.pos == s.pos && i.broken.IsTrue() {
			return true
		}
	}
	return false
}

// confirmCover runs the compiled harness on the execution that satisfies the cover s.
func (q *inquiry) confirmCover(s *site, h *Harness, options Options) error {
	if options.Replayer == nil {
		return nil
	}
	stream := q.e.stream(smt.NewEvaluator(q.model[s]))
	streams := [][]byte{stream}
	if q.e.ordered {
		streams = slices.Repeat(streams, replayTries)
	}
	outcomes, err := options.Replayer.run(q.ctx, h, q.e.sharedLoads, streams)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(outcomes, func(o prove.Outcome) bool { return q.e.prog.covered(s, o) }) {
		return fmt.Errorf("%w: the cover at %s is not satisfied by inputs %v: compiled code says %q", ErrMismatch,
			q.e.place(s.pos), stream, string(outcomes[0].Kind)+": "+outcomes[0].Message)
	}
	return nil
}
