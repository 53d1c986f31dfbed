package panics

import (
	"fmt"
	"strings"

	"warrant/verify/obligation"
)

// accept makes a proof the best one of s when it is stronger than what s has.
func (s *Site) accept(class obligation.Class, verdict obligation.Verdict, engine, bound string) {
	if class.StrongerThan(s.Class) {
		s.Class, s.Verdict, s.Engine, s.Bound = class, verdict, engine, bound
	}
}

func (s *Site) say(engine, format string, args ...any) {
	s.Said = append(s.Said, Opinion{engine, fmt.Sprintf(format, args...)})
}

// Contracts are the results of the deductive verifier.
type Contracts struct {
	// Engine names it, for example "verify/z3".
	Engine string
	// Obligations are those of all its functions.
	Obligations []obligation.Obligation
	// Verified are the functions, as package path, dot and name, of which every obligation holds.
	Verified map[string]bool
	// Believed are the functions with a contract that is trusted, with the reason.
	Believed map[string]string
}

// spot is where an obligation stands, and what it demands.
type spot struct {
	file         string
	line, column int
	function     string
	kind         obligation.Kind
}

func spotOf(o obligation.Obligation, place obligation.Place) spot {
	return spot{place.File, place.Line, place.Column, o.ID.Package + "." + o.ID.Function, o.ID.Kind}
}

// JoinContracts gives sites the proofs of the deductive verifier. Identities of different engines agree in package, function, kind and
// expression, but each engine counts among the expressions that it sees, so sites are matched by these and by where the expression begins.
// A function that is verified dereferences nothing that it does not own, and ends, if its contract has a measure.
func (a *Audit) JoinContracts(c Contracts) {
	found := map[spot]*obligation.Obligation{}
	measured := map[string]bool{}
	for i := range c.Obligations {
		o := &c.Obligations[i]
		at := spotOf(*o, o.Place)
		if known := found[at]; known == nil || known.Verdict.Holds() {
			found[at] = o
		}
		if o.ID.Kind == obligation.Decreases && o.Verdict.Holds() {
			measured[o.ID.Package+"."+o.ID.Function] = true
		}
	}
	for _, s := range a.Sites {
		function := s.ID.Package + "." + outermost(s.ID.Function)
		if reason, ok := c.Believed[function]; ok {
			s.accept(obligation.Assumed, obligation.Success, c.Engine, "trusted contract: "+reason)
			continue
		}
		if o := found[spotOf(s.Obligation, s.Start)]; o != nil {
			if o.Verdict.Holds() {
				s.accept(o.Class, o.Verdict, o.Engine, "for all inputs that the contract of the function allows")
			} else {
				s.say(c.Engine, "%s: %s", o.Verdict, o.Detail)
			}
			continue
		}
		verified := c.Verified[function] && function == s.ID.Package+"."+s.ID.Function
		switch {
		case verified && s.ID.Kind == obligation.NilDereference:
			s.accept(obligation.Proved, obligation.Success, c.Engine, "the contract of the function owns what it dereferences")
		case verified && s.ID.Kind == obligation.Recursion && measured[function]:
			s.accept(obligation.Proved, obligation.Success, c.Engine, "the measure of the function falls")
		case verified:
			s.say(c.Engine, "the function is verified, but this instruction is none of its obligations")
		default:
			s.say(c.Engine, "the function has no contract that was verified")
		}
	}
}

// outermost returns the name of the declared function that a closure belongs to.
func outermost(function string) string {
	if i := strings.IndexByte(function, '$'); i > 0 {
		return function[:i]
	}
	return function
}

// Harness is the result of one bounded proof.
type Harness struct {
	Name       string
	Bound      string
	Successful bool
	Checks     []obligation.Obligation
}

// JoinHarnesses gives sites the proofs of bounded harnesses: of a harness that holds, each check that every execution within its bounds
// passes. A failed check is noted at the site, since it is a panic that inputs reach.
func (a *Audit) JoinHarnesses(list []Harness) {
	sites := map[spot][]*Site{}
	for _, s := range a.Sites {
		at := spotOf(s.Obligation, s.Place)
		sites[at] = append(sites[at], s)
	}
	for _, h := range list {
		for _, check := range h.Checks {
			for _, s := range sites[spotOf(check, check.Place)] {
				switch {
				case check.Verdict == obligation.Failure:
					s.say("prove", "harness %s finds inputs that break it: %s", h.Name, check.Description)
				case check.Verdict == obligation.Success && h.Successful:
					s.accept(obligation.Bounded, check.Verdict, "prove", "in the executions of harness "+h.Name+", "+h.Bound)
				}
			}
		}
	}
}

// Count tells how many sites of each class there are.
func (a *Audit) Count() map[obligation.Class]int {
	count := map[obligation.Class]int{}
	for _, s := range a.Sites {
		count[s.Class]++
	}
	return count
}

// Unproven returns the sites without any proof, assumption or waiver.
func (a *Audit) Unproven() (list []*Site) {
	for _, s := range a.Sites {
		if s.Class == obligation.Unproven {
			list = append(list, s)
		}
	}
	return list
}
