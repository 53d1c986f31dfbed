package deduce

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"warrant/verify/lower"
	"warrant/verify/obligation"
	"warrant/verify/vc"
)

// Function is the result for one function.
type Function struct {
	Package     string
	Title       string
	Obligations []obligation.Obligation
	// Seconds is the solver's time, 0 when all came from the cache.
	Seconds float64
	Cached  bool
	// Kept says that the function was proved by an earlier run, from the same texts, and not even lowered by this one.
	Kept    bool
	Backend string
	// cores are what is known of the goals, and replayed which of them hold by their cores.
	cores    vc.Cores
	replayed vc.Replayed
	// Err is set when the back end could not do its work.
	Err error
}

// Proved says that every obligation holds.
func (f *Function) Proved() bool {
	if f.Err != nil {
		return false
	}
	for _, o := range f.Obligations {
		if !o.Verdict.Holds() {
			return false
		}
	}
	return true
}

// Package is the result for one package.
type Package struct {
	Path string
	// Functions counts the functions and lemmas checked; Contracts says whether the package has any annotation.
	Functions   int
	Contracts   bool
	Obligations int
	Proved      int
	Trusted     int
	Seconds     float64
	// Heap counts the functions that Silicon checked with the heap.
	Heap int
	// Broken says that the package does not compile or could not be read, so that nothing of it was checked.
	Broken bool
	// Unread are functions of files without annotations, which nothing was said about.
	Unread []string
	// dir is the package's folder.
	dir string
}

// Report is the result of a run.
type Report struct {
	Functions []*Function
	Packages  []*Package
	Problems  []lower.Problem
	Trusts    []lower.Trust
	Elapsed   time.Duration
}

// Obligations are all obligations of the run in source order.
func (r *Report) Obligations() []obligation.Obligation {
	var list []obligation.Obligation
	for _, f := range r.Functions {
		list = append(list, f.Obligations...)
	}
	obligation.Sort(list)
	return list
}

// Failed are the obligations that are not proved, in source order.
func (r *Report) Failed() []obligation.Obligation {
	return slices.DeleteFunc(r.Obligations(), func(o obligation.Obligation) bool { return o.Verdict.Holds() })
}

// Verified says that something was checked, everything was proved and nothing was refused or believed without a reason.
func (r *Report) Verified() bool {
	checked := 0
	for _, f := range r.Functions {
		if !f.Proved() {
			return false
		}
		checked++
	}
	for _, p := range r.Packages {
		if p.Functions == 0 && p.Trusted == 0 && p.Contracts {
			return false
		}
	}
	return checked > 0 && len(r.Problems) == 0 && len(r.Unreasoned()) == 0
}

// Unreasoned are the trusted members and assumptions without a `//gosure:reason`.
func (r *Report) Unreasoned() []lower.Trust {
	return slices.DeleteFunc(slices.Clone(r.Trusts), func(t lower.Trust) bool { return t.Reason != "" })
}

// Cores counts the cores of the functions that a solver was asked about, and those of them that proved their goals.
func (r *Report) Cores() (used, all int) {
	proved := map[lower.Member]map[string]bool{} // functions of one title share their cores
	for _, f := range r.Functions {
		if f.Cached || len(f.cores) == 0 {
			continue
		}
		m := lower.Member{Path: f.Package, Title: f.Title}
		if proved[m] == nil {
			proved[m] = map[string]bool{}
			all += len(f.cores)
		}
		maps.Copy(proved[m], f.replayed.Names)
	}
	for _, names := range proved {
		used += len(names)
	}
	return used, all
}

// Slowest are the n functions that took the solver longest.
func (r *Report) Slowest(n int) []*Function {
	list := slices.Clone(r.Functions)
	slices.SortStableFunc(list, func(a, b *Function) int { return cmp.Compare(b.Seconds, a.Seconds) })
	for len(list) > 0 && list[len(list)-1].Seconds == 0 {
		list = list[:len(list)-1]
	}
	return list[:min(n, len(list))]
}

// tally fills the packages' counts from the functions.
func (r *Report) tally() {
	by := map[string]*Package{}
	for _, p := range r.Packages {
		by[p.Path] = p
	}
	for _, f := range r.Functions {
		p := by[f.Package]
		p.Seconds += f.Seconds
		if f.Backend == "heap" {
			p.Heap++
		}
		for _, o := range f.Obligations {
			p.Obligations++
			if o.Verdict.Holds() {
				p.Proved++
			}
		}
	}
	for _, t := range r.Trusts {
		if p := by[t.Package]; p != nil {
			p.Trusted++
		}
	}
	slices.SortStableFunc(r.Packages, func(a, b *Package) int { return strings.Compare(a.Path, b.Path) })
}
