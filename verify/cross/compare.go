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
	// Functions and Obligations count what gosure verify proves.
	Functions, Obligations int
	// Unbounded counts the functions that are proved with unbounded integers.
	Unbounded int
	// Proved and Open count the obligations that cvc5 decided as Z3 did, and those that it leaves open.
	Proved, Open int
	// Ended and Left count the functions that Silicon proved, and those that it was not asked about, by encoding.
	Ended, Left map[string]int
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
	x := &Row{Package: pkg, Ended: map[string]int{}, Left: map[string]int{}}
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

// first enters what gosure verify says; it must prove everything, or there is nothing to compare.
func (r *Report) first(z3 *deduce.Report, known *Table) error {
	if !z3.Verified() {
		return fmt.Errorf("gosure verify does not prove the packages: run it")
	}
	for _, f := range z3.Functions {
		x := r.row(f.Package)
		x.Functions++
		x.Obligations += len(f.Obligations)
		r.Found.enter(f.Package, f.Title).Decides = map[string]string{"smt": "z3", "heap": "silicon"}[f.Backend]
		if known.line(f.Package, f.Title) == nil {
			r.drift("%s: %s: the table does not have it", f.Package, f.Title)
		}
	}
	for pkg, functions := range known.Functions {
		for title, l := range functions {
			switch {
			case !r.asked(pkg):
				*r.Found.enter(pkg, title) = *l
			case r.Found.line(pkg, title) == nil:
				r.drift("%s: %s: the table has it, but it is not there any more", pkg, title)
			}
		}
	}
	return nil
}

// unbounded enters which functions are proved with the official tool's integers. That one is not is no disagreement: its contract counts on
// what Go's types say. That it no longer is may be.
func (r *Report) unbounded(s *deduce.Report, known *Table) {
	for _, f := range s.Functions {
		line := r.Found.enter(f.Package, f.Title)
		open := 0
		for _, o := range f.Obligations {
			if !o.Verdict.Holds() {
				open++
			}
		}
		switch {
		case f.Err != nil:
			r.wrong("%s: %s: with unbounded integers: %v", f.Package, f.Title, f.Err)
		case open == 0 && line.Unbounded == "":
			line.Unbounded = Proved
			r.row(f.Package).Unbounded++
		case open > 0:
			line.Unbounded = fmt.Sprintf("%d need ranges", open)
			for _, o := range f.Obligations {
				if before := known.line(f.Package, f.Title); !o.Verdict.Holds() && before != nil && before.Unbounded == Proved {
					r.drift("%s: %s: proved only because Go's integers have ranges: the official tool would refuse it", o.Place, entry(o.ID))
				}
			}
		}
	}
}

// second compares what another solver says of the same obligations. Known are those that it may leave open; whether a place can be reached
// it is not asked.
func (r *Report) second(z3, other *deduce.Report, known *Table) {
	listed := map[Entry]bool{}
	for _, e := range known.Open {
		listed[e] = true
	}
	said := map[obligation.ID]bool{}
	for _, f := range other.Functions {
		x := r.row(f.Package)
		x.Solver += f.Seconds
		if f.Err != nil {
			r.wrong("%s: %s: cvc5: %v", f.Package, f.Title, f.Err)
		}
		open := 0
		for _, o := range f.Obligations {
			said[o.ID] = true
			if o.ID.Kind == obligation.Vacuity {
				continue
			}
			e := entry(o.ID)
			switch {
			case o.Verdict.Holds():
				x.Proved++
				if listed[e] {
					r.drift("%s: the table says that cvc5 leaves this open, but it is proved", e)
				}
			case o.Verdict == obligation.Undetermined:
				x.Open++
				open++
				r.Found.Open = append(r.Found.Open, e)
				if !listed[e] {
					r.drift("%s: %s: cvc5 gives up, and the table does not say so", o.Place, e)
				}
			default:
				r.wrong("%s: %s: DISAGREEMENT: z3 proves it, cvc5 says %s", o.Place, e, o.Verdict)
			}
			delete(listed, e)
		}
		l := r.Found.enter(f.Package, f.Title)
		if l.CVC5 = Proved; open > 0 {
			l.CVC5 = fmt.Sprintf("leaves %d open", open)
		}
	}
	for _, f := range z3.Functions {
		for _, o := range f.Obligations {
			if !said[o.ID] && o.ID.Kind != obligation.Vacuity {
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
	asked, ended, failed := map[string]bool{}, map[string]bool{}, false
	for _, f := range s.Functions {
		x := r.row(f.Package)
		x.Silicon += f.Seconds
		asked[f.Title] = true
		line := r.Found.enter(f.Package, f.Title).silicon(encoding)
		*line = Proved
		if f.Err != nil {
			*line = "no answer"
			if !failed { // one run, one error
				failed = true
				r.wrong("%s: %s: silicon (%s): %v", f.Package, f.Title, encoding, f.Err)
			}
		}
		for _, o := range f.Obligations {
			if !o.Verdict.Holds() {
				*line = "DISAGREES"
				r.wrong("%s: %s: DISAGREEMENT: z3 proves it, silicon (%s) says %s: %s", o.Place, entry(o.ID), encoding, o.Verdict, o.Detail)
			}
		}
		if *line == Proved && !ended[f.Title] { // a pure function stands in the report with its body and with its contract
			ended[f.Title] = true
			x.Ended[encoding]++
		}
	}
	for _, title := range wanted {
		if !asked[title] {
			r.wrong("%s: silicon (%s) was not asked", title, encoding)
		}
	}
}
