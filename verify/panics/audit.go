package panics

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/panics/local"
)

// Options say what an audit lists.
type Options struct {
	// Conversions lists the conversions of integers that may lose value as well.
	Conversions bool
	// Receivers also demands proofs that the receivers of exported methods are not nil, which are believed otherwise.
	Receivers bool
	// Only, when not empty, are the import paths of the packages whose sites are listed; the others are still analysed.
	Only []string
}

// Audit is what is known of the sites of a module.
type Audit struct {
	Module *Module
	// Entries are where control comes in; Directed tells that directives say so.
	Entries  []Entry
	Directed bool
	// Sites are the reachable ones, in the order of obligation.Compare.
	Sites []*Site
	// Functions counts the reachable functions, and Unreachable those that no entry leads to.
	Functions, Unreachable int
	// Generic counts the generic functions that nothing in the module instantiates: their instructions are not looked at.
	Generic int

	calls *calls
	reach *reach
	world *local.World
}

// LocalEngine is the name of the analysis of package local in obligations.
const LocalEngine = "panics/local"

// Run enumerates the sites of m that its entries reach, and proves what the local analysis can prove.
func Run(m *Module, options Options) (*Audit, error) {
	a := &Audit{Module: m}
	var err error
	if a.Entries, a.Directed, err = m.entries(); err != nil {
		return nil, err
	}
	if len(a.Entries) == 0 {
		return nil, fmt.Errorf("%s: no entry: neither a //gosure:entry directive, nor a main or exported function", m.Directory)
	}
	a.calls = newCalls(m)
	a.reach = a.calls.from(a.Entries)
	a.world = local.Analyse(m.functions, local.Options{Sizes: m.sizes, Closed: a.Directed && m.hasMain, Entries: entryFunctions(a.Entries), Hidden: m.hidden})
	var numberer obligation.Numberer
	for _, fn := range m.functions {
		if local.IsGeneric(fn) {
			a.Generic++
			continue
		}
		if _, reached := a.reach.by[fn]; !reached {
			a.Unreachable++
			continue
		}
		a.Functions++
		owner := packageOf(fn)
		if len(options.Only) > 0 && (owner == nil || !slices.Contains(options.Only, owner.Pkg.Path())) {
			continue
		}
		for _, s := range append(m.sitesOf(fn), a.recursions(fn)...) {
			if s.ID.Kind == obligation.Conversion && !options.Conversions {
				continue
			}
			s.ID = numberer.Number(s.ID)
			s.Entries = a.reach.labels[fn]
			a.decide(s, options)
			a.Sites = append(a.Sites, s)
		}
	}
	sortSites(a.Sites)
	return a, nil
}

func entryFunctions(entries []Entry) (list []*ssa.Function) {
	for _, e := range entries {
		list = append(list, e.Function)
	}
	return list
}

// decide asks the local analysis about a site.
func (a *Audit) decide(s *Site, options Options) {
	s.Verdict, s.Class = obligation.Undetermined, obligation.Unproven
	if s.ID.Kind == obligation.Recursion {
		s.Said = append(s.Said, Opinion{LocalEngine, "calls that come back to the same function need a measure that falls"})
		return
	}
	verdict := a.world.Prove(s.local)
	switch {
	case verdict.Proved:
		s.Verdict, s.Class, s.Engine, s.Bound = obligation.Success, obligation.Local, LocalEngine, verdict.Reason
		if verdict.Unreachable {
			s.Verdict = obligation.Unreachable
		}
	case !options.Receivers && isReceiver(s.local.Subject):
		s.Verdict, s.Class, s.Engine, s.Bound = obligation.Success, obligation.Assumed, LocalEngine, "the receiver of an exported method is not nil"
		s.Said = append(s.Said, Opinion{LocalEngine, verdict.Reason})
	default:
		s.Said = append(s.Said, Opinion{LocalEngine, verdict.Reason})
	}
}

// isReceiver tells whether v is the receiver of the method that it is used in.
func isReceiver(v ssa.Value) bool {
	parameter, ok := v.(*ssa.Parameter)
	if !ok {
		return false
	}
	fn := parameter.Parent()
	return fn.Signature.Recv() != nil && fn.Params[0] == parameter
}

// recursions lists the calls of fn that may lead back to fn.
func (a *Audit) recursions(fn *ssa.Function) (list []*Site) {
	seen := map[ssa.Instruction]bool{}
	for _, e := range a.calls.next[fn] {
		if e.handed || e.at == nil || seen[e.at] || !a.calls.leads(e.to, fn) {
			continue
		}
		seen[e.at] = true
		list = append(list, a.Module.newSite(fn, local.Site{Instr: e.at, Kind: obligation.Recursion, Demand: "the recursion ends before the stack does"}))
	}
	return list
}
