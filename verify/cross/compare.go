package cross

import (
	"fmt"
	"slices"

	"warrant/verify/deduce"
	"warrant/verify/obligation"
)

// Row is what became of one package.
type Row struct {
	Package string
	// Functions and Obligations count what Z3 proved.
	Functions, Obligations int
	// Proved and Open count the obligations that cvc5 decided as Z3 did, and those on which it gave up.
	Proved, Open int
	// Ended and Endless count the functions that Silicon proved, and those on which it does not end, by encoding.
	Ended, Endless map[string]int
	// Solver and Silicon are the engines' seconds, 0 for what came from the cache.
	Solver, Silicon float64
}

// Report is the result of a comparison.
type Report struct {
	Rows []*Row
	// Wrong are disagreements. Drift are answers that the table does not have, or has in vain.
	Wrong, Drift []string
	// Found is the table as the engines would have it.
	Found Table
}

// row answers the row of a package.
func (r *Report) row(pkg string) *Row {
	for _, x := range r.Rows {
		if x.Package == pkg {
			return x
		}
	}
	x := &Row{Package: pkg, Ended: map[string]int{}, Endless: map[string]int{}}
	r.Rows = append(r.Rows, x)
	return x
}

// asked says that a package is part of the comparison; the table's lines for others stay as they are.
func (r *Report) asked(pkg string) bool {
	return slices.ContainsFunc(r.Rows, func(x *Row) bool { return x.Package == pkg })
}

func (r *Report) wrong(format string, args ...any) {
	r.Wrong = append(r.Wrong, fmt.Sprintf(format, args...))
}

func (r *Report) drift(format string, args ...any) {
	r.Drift = append(r.Drift, fmt.Sprintf(format, args...))
}

// first enters what Z3 says; it must prove everything, or there is nothing to compare.
func (r *Report) first(z3 *deduce.Report) error {
	if !z3.Verified() {
		return fmt.Errorf("z3 does not prove the packages: run gosure verify")
	}
	for _, f := range z3.Functions {
		x := r.row(f.Package)
		x.Functions++
		x.Obligations += len(f.Obligations)
	}
	return nil
}

// second compares what another solver says of the same obligations. Known are those that it may leave open.
func (r *Report) second(z3, other *deduce.Report, known *Table, sameVersion bool) {
	listed := map[Entry]bool{}
	for _, e := range known.Open {
		listed[e] = true
	}
	said := map[obligation.ID]obligation.Verdict{}
	for _, f := range other.Functions {
		x := r.row(f.Package)
		x.Solver += f.Seconds
		if f.Err != nil {
			r.wrong("%s: %s: cvc5: %v", f.Package, f.Title, f.Err)
		}
		for _, o := range f.Obligations {
			said[o.ID] = o.Verdict
			e := entry(o.ID)
			switch {
			case o.Verdict.Holds():
				x.Proved++
				if listed[e] && sameVersion {
					r.drift("%s: the table says that cvc5 leaves this open, but it is proved", e)
				}
			case o.Verdict == obligation.Undetermined:
				x.Open++
				r.Found.Open = append(r.Found.Open, e)
				if !listed[e] {
					r.drift("%s: %s: cvc5 gives up, and the table does not say so", o.Place, e)
				}
			default:
				r.wrong("%s: %s: DISAGREEMENT: z3 proves it, cvc5 says %s", o.Place, e, o.Verdict)
			}
			delete(listed, e)
		}
	}
	for _, f := range z3.Functions {
		for _, o := range f.Obligations {
			if _, ok := said[o.ID]; !ok {
				r.wrong("%s: %s: cvc5 was not asked", o.Place, entry(o.ID))
			}
		}
	}
	for e := range listed {
		if !r.asked(e.Package) {
			r.Found.Open = append(r.Found.Open, e)
			continue
		}
		r.drift("%s: the table has it, but it is not there any more", e)
	}
}

// silicon compares what Silicon says of a package's functions.
func (r *Report) silicon(encoding string, wanted []string, s *deduce.Report) {
	asked, failed := map[string]bool{}, false
	for _, f := range s.Functions {
		x := r.row(f.Package)
		x.Silicon += f.Seconds
		asked[f.Title] = true
		proved := f.Err == nil
		if f.Err != nil && !failed { // one run, one error
			failed = true
			r.wrong("%s: %s: silicon (%s): %v", f.Package, f.Title, encoding, f.Err)
		}
		for _, o := range f.Obligations {
			if !o.Verdict.Holds() {
				proved = false
				r.wrong("%s: %s: DISAGREEMENT: z3 proves it, silicon (%s) says %s: %s", o.Place, entry(o.ID), encoding, o.Verdict, o.Detail)
			}
		}
		if proved {
			x.Ended[encoding]++
		}
	}
	for _, title := range wanted {
		if !asked[title] {
			r.wrong("%s: silicon (%s) was not asked", title, encoding)
		}
	}
}
