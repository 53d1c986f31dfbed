package vc

import (
	"fmt"
	"strings"

	"warrant/verify/ir"
)

// Script is a printed condition: a head with the theory, and the body's pieces in order.
type Script struct {
	// Head holds options, sorts, theories and functions.
	Head string
	// Steps alternate text to send and goals to ask.
	Steps []Step
	// Values are the terms of the counterexample, printed.
	Values []Value
}

// Value is one line of a counterexample.
type Value struct{ Go, Term, Type string }

// Step is text to send before a goal; Goal is nil for the last one.
type Step struct {
	Text string
	Goal *Goal
	// Guard and Demand are the goal's path condition and what it demands; Ask is the negated goal.
	Guard, Demand, Ask string
	// Joins says that the goal belongs to the same fold as the goal before, and that Text says no more than that goal: the two can be asked together.
	Joins bool
}

// Text is the whole script as a file that a solver can run.
func (s *Script) Text() string {
	var b strings.Builder
	b.WriteString(s.Head)
	n := 0
	for _, st := range s.Steps {
		b.WriteString(st.Text)
		if st.Goal != nil {
			n++
			fmt.Fprintf(&b, "; goal %d: %s: %s\n(push 1)\n(assert %s)\n(check-sat)\n(pop 1)\n", n, st.Goal.Claim.Kind,
				strings.ReplaceAll(st.Goal.Claim.Text, "\n", " "), st.Ask)
		}
	}
	return b.String()
}

// Script prints a condition for a program.
func (c *Condition) Script(p *ir.Program) *Script {
	u := newUsage(p)
	for _, it := range c.items {
		switch {
		case it.declare != nil:
			u.typ(it.declare.Type)
		case it.fact != nil:
			u.expr(it.fact)
		default:
			u.expr(it.goal.X)
			u.expr(it.goal.Guard)
		}
	}
	s := &Script{}
	for _, v := range c.Values {
		u.expr(v.X)
		s.Values = append(s.Values, Value{Go: v.Go, Term: Print(v.X), Type: v.Type})
	}
	cycles := Cycles(p)
	if self := c.Method.Func; self != nil && cycles[self.Name] != 0 { // its postcondition below its measure
		for n, k := range cycles {
			if k == cycles[self.Name] {
				u.function(n)
			}
		}
	}
	var self strings.Builder
	if c.Method.Func != nil {
		for _, v := range c.Method.Params {
			u.typ(v.Type)
		}
		for _, v := range c.Method.Params {
			fmt.Fprintf(&self, "(declare-fun %s () %s)\n", Symbol(v.Name+"@self"), Sort(v.Type))
		}
	}
	theory := u.declarations()
	s.Head = theory + self.String() + u.functions(c.Method.Func, cycles)
	var text strings.Builder
	declaredSelf := c.Method.Func == nil
	var before *Goal // the last goal, while nothing else was said since
	flush := func(g *Goal, guard, demand, ask string) {
		joins := g != nil && before != nil && g.Kind == Prove && before.Kind == Prove && Print(g.Guard) == Print(before.Guard) && isFold(g) && isFold(before)
		s.Steps = append(s.Steps, Step{Text: text.String(), Goal: g, Guard: guard, Demand: demand, Ask: ask, Joins: joins})
		text.Reset()
		before = g
	}
	params := len(c.Method.Params)
	for _, it := range c.items {
		switch {
		case it.declare != nil:
			before = nil
			fmt.Fprintf(&text, "(declare-fun %s () %s)\n", Symbol(it.declare.Name), Sort(it.declare.Type))
			if !declaredSelf {
				if params--; params == 0 {
					declaredSelf = true
					for _, v := range c.Method.Params {
						fmt.Fprintf(&text, "(assert (= %s %s))\n", Symbol(v.Name), Symbol(v.Name+"@self"))
					}
				}
			}
		case it.fact != nil:
			if !it.follows {
				before = nil
			}
			fmt.Fprintf(&text, "(assert %s)\n", printIn(it.fact, cycles))
		default:
			g := it.goal
			ask := printIn(ir.And(g.Guard, ir.Not(g.X)), cycles)
			if g.Kind == Reach || g.Kind == ReachBranch {
				ask = printIn(g.Guard, cycles)
			}
			flush(g, printIn(g.Guard, cycles), printIn(g.X, cycles), ask)
		}
	}
	flush(nil, "", "", "")
	return s
}

// isFold says that a goal is part of what a fold demands.
func isFold(g *Goal) bool { return strings.HasPrefix(g.Claim.Text, "fold ") }
