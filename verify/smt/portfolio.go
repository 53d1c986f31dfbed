package smt

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Portfolio asks several solver configurations and takes the first definite answer.
type Portfolio struct {
	// First is asked alone, with Limits.Resources divided by FirstShare, because most queries are easy and a race on every
	// query would waste the machine. Nil means none.
	First *Solver
	// Race are then started together; the first Sat or Unsat wins and the others are stopped.
	Race []*Solver
	// Limits bound each run of a solver.
	Limits Limits
	// Cache keeps definite answers; nil means none.
	Cache *Cache
}

// FirstShare divides the resource limit of a Portfolio's First solver.
const FirstShare = 4

// WordPortfolio is the choice for queries of Bool and bit-vectors: bit-blasting Z3 first, then it again without the
// reduced limit, against cvc5.
func WordPortfolio(limits Limits, cache *Cache) *Portfolio {
	return &Portfolio{First: Z3BitBlast(), Race: []*Solver{Z3BitBlast(), CVC5()}, Limits: limits, Cache: cache}
}

// GeneralPortfolio is the choice for queries with integers, arrays and quantifiers: Z3 first, then it against cvc5.
func GeneralPortfolio(limits Limits, cache *Cache) *Portfolio {
	return &Portfolio{First: Z3(), Race: []*Solver{Z3(), CVC5()}, Limits: limits, Cache: cache}
}

// Check answers the query printed as script. The error is not nil when every solver failed to run; limits give Unknown.
func (p *Portfolio) Check(ctx context.Context, script Script) (Result, error) {
	return p.CheckAfter(ctx, script, nil)
}

// CheckAfter is Check, but that quick is tried before any solver is started, if it is not nil; when it fails or does not know, nothing is lost.
func (p *Portfolio) CheckAfter(ctx context.Context, script Script, quick func() (Result, error)) (Result, error) {
	if p.Cache != nil {
		if result, ok := p.Cache.get(p, script); ok {
			return result, nil
		}
	}
	var result Result
	var err error
	if quick != nil {
		result, err = quick()
	}
	if quick == nil || err != nil || result.Status == Unknown {
		result, err = p.ask(ctx, script)
	}
	if err != nil {
		return result, err
	}
	if p.Cache != nil && result.Status != Unknown {
		if err := p.Cache.put(p, script, result); err != nil {
			return result, err
		}
	}
	return result, nil
}

func (p *Portfolio) ask(ctx context.Context, script Script) (Result, error) {
	var lastUnknown Result
	var failures []error
	if p.First != nil && (script.HasBitVectorsOnly || !p.First.wordsOnly) {
		limits := p.Limits
		limits.Resources /= FirstShare
		if limits.Resources == 0 && limits.Time > 0 {
			limits.Time /= FirstShare
		}
		result, err := p.First.Run(ctx, script, limits)
		switch {
		case ctx.Err() != nil:
			return result, ctx.Err()
		case err != nil:
			failures = append(failures, err)
		case result.Status != Unknown:
			return result, nil
		default:
			lastUnknown = result
		}
	}
	result, raceFailures := p.race(ctx, script)
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	if result.Status != "" {
		return result, nil
	}
	failures = append(failures, raceFailures...)
	if lastUnknown.Status == "" {
		return Result{}, fmt.Errorf("no solver answered: %w", errors.Join(failures...))
	}
	return lastUnknown, nil
}

// race starts every usable solver of the second stage. The zero Result means that none gave any answer.
func (p *Portfolio) race(ctx context.Context, script Script) (Result, []error) {
	type outcome struct {
		result Result
		err    error
	}
	racing, stop := context.WithCancel(ctx)
	defer stop()
	outcomes := make(chan outcome)
	runners := 0
	for _, solver := range p.Race {
		if solver.wordsOnly && !script.HasBitVectorsOnly {
			continue
		}
		runners++
		go func() {
			result, err := solver.Run(racing, script, p.Limits)
			outcomes <- outcome{result, err}
		}()
	}
	var best Result
	var failures []error
	for range runners {
		o := <-outcomes
		switch {
		case racing.Err() != nil:
		case o.err != nil:
			failures = append(failures, o.err)
		case o.result.Status != Unknown:
			best = o.result
			stop()
		default:
			best = o.result
		}
	}
	return best, failures
}

// DefaultLimits are generous limits for one query of an interactive run.
func DefaultLimits() Limits {
	return Limits{Resources: 2_000_000_000, Time: 10 * time.Minute, MemoryMegabytes: 4096}
}
