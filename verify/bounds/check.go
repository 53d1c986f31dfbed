package bounds

import (
	"fmt"
	"slices"
	"strings"

	"warrant/verify/bmc"
	"warrant/verify/obligation"
)

// Problem is a difference between what harness-bounds.toml states and what is so.
type Problem struct {
	// Harness is package.function.
	Harness string
	// Text says what is wrong.
	Text string
}

// String prints the problem on one line.
func (p Problem) String() string { return p.Harness + ": " + p.Text }

// Compare compares the file with the harnesses of the sources: the same set, the same assumptions and stubs, those of functions that help
// included, sizes equal to the constants, at least one cover, and a twin that is expected to fail. Whole says that program has every package with entries;
// otherwise entries of other packages are left alone.
func (f *File) Compare(program *bmc.Program, whole bool) []Problem {
	var problems []Problem
	complain := func(name, format string, arguments ...any) {
		problems = append(problems, Problem{name, fmt.Sprintf(format, arguments...)})
	}
	inSources, loaded := make(map[string]bool), make(map[string]bool)
	for _, h := range program.Harnesses() {
		name := h.Package + "." + h.Name
		inSources[name], loaded[h.Package] = true, true
		entry, ok := f.Find(h.Package, h.Name)
		if !ok {
			complain(name, "%s:%d: the harness has no entry in %s", h.File, h.Line, FileName)
			continue
		}
		if !slices.Equal(entry.Assumptions, h.Assumptions) {
			complain(name, "assumptions are %s in %s and %s in the code", list(entry.Assumptions), FileName, list(h.Assumptions))
		}
		if !slices.Equal(entry.Stubs, h.Stubs) {
			complain(name, "stubs are %s in %s and %s in the code", list(entry.Stubs), FileName, list(h.Stubs))
		}
		if helpers := helpersOf(h); !slices.Equal(entry.Helpers, helpers) {
			complain(name, "helpers are %s in %s and %s in the code", list(entry.Helpers), FileName, list(helpers))
		}
		if entry.Expect == "pass" && h.Covers == 0 {
			complain(name, "%s:%d: the harness has no cover", h.File, h.Line)
		}
		for size, stated := range entry.Sizes {
			switch actual, ok := h.Constant(size); {
			case !ok:
				complain(name, "size %s is no integer constant of the package", size)
			case actual != stated:
				complain(name, "size %s is %d in %s and %d in the code", size, stated, FileName, actual)
			}
		}
	}
	problems = append(problems, f.compareHelpers(program, whole)...)
	for i := range f.Harnesses {
		entry := &f.Harnesses[i]
		if !inSources[entry.Name()] && (whole || loaded[entry.Package]) {
			complain(entry.Name(), "the entry has no harness in the sources")
		}
		if entry.Expect != "pass" {
			continue
		}
		if twin, ok := f.Find(entry.Package, entry.Twin); !ok {
			complain(entry.Name(), "twin %s has no entry", entry.Twin)
		} else if twin.Expect != "fail" {
			complain(entry.Name(), "twin %s is not expected to fail", entry.Twin)
		}
	}
	return problems
}

// helpersOf names the helpers of h as its entry does.
func helpersOf(h *bmc.Harness) (names []string) {
	for i := range h.Helpers {
		names = append(names, h.Helpers[i].NameIn(h.Package))
	}
	return names
}

// compareHelpers compares what the file states of helpers with what those that the harnesses reach say.
func (f *File) compareHelpers(program *bmc.Program, whole bool) (problems []Problem) {
	reached, loaded := make(map[string]bool), make(map[string]bool)
	for _, h := range program.Harnesses() {
		loaded[h.Package] = true
		for _, helper := range h.Helpers {
			name := helper.Package + "." + helper.Name
			if reached[name] {
				continue
			}
			reached[name] = true
			entry, ok := f.FindHelper(helper.Package, helper.Name)
			if !ok {
				entry = &Helper{}
			}
			if !slices.Equal(entry.Assumptions, helper.Assumptions) {
				problems = append(problems, Problem{name, fmt.Sprintf("assumptions of the helper are %s in %s and %s in the code",
					list(entry.Assumptions), FileName, list(helper.Assumptions))})
			}
			if !slices.Equal(entry.Stubs, helper.Stubs) {
				problems = append(problems, Problem{name, fmt.Sprintf("stubs of the helper are %s in %s and %s in the code",
					list(entry.Stubs), FileName, list(helper.Stubs))})
			}
		}
	}
	for i := range f.Helpers {
		name := f.Helpers[i].Package + "." + f.Helpers[i].Function
		if !reached[name] && (whole || loaded[f.Helpers[i].Package]) {
			problems = append(problems, Problem{name, "the helper has an entry, and no harness reaches it"})
		}
	}
	return problems
}

func list(texts []string) string { return "[" + strings.Join(texts, "; ") + "]" }

// Expected returns the kind of check that a harness is stated to break, empty when it is to hold or has no entry, and whether
// the outcome is as stated.
func (f *File) Expected(report *bmc.Report) (kind string, met bool) {
	entry, ok := f.Find(report.Package, report.Harness)
	if !ok || entry.Expect != "fail" {
		return "", report.Successful
	}
	return entry.Fails, slices.ContainsFunc(report.Failures, func(failure bmc.Failure) bool {
		return string(failure.Check.Kind) == entry.Fails
	})
}

// Judge compares the outcome of a harness with its entry: a harness that should pass does, with its covers satisfied; a
// twin fails in a check of the stated kind; both within their budget of time.
func (f *File) Judge(report *bmc.Report) []Problem {
	name := report.Package + "." + report.Harness
	entry, ok := f.Find(report.Package, report.Harness)
	if !ok {
		return nil
	}
	var problems []Problem
	complain := func(format string, arguments ...any) {
		problems = append(problems, Problem{name, fmt.Sprintf(format, arguments...)})
	}
	switch kind, met := f.Expected(report); {
	case !met && kind != "":
		complain("no check of kind %s fails: the seeded defect is not found", kind)
	case !met:
		complain("verification failed")
	case kind == "" && obligation.Tally(report.Checks)[obligation.Satisfied] == 0:
		complain("no cover is satisfied, so the proof may be vacuous")
	}
	if budget := f.Budget(entry); budget > 0 && report.Seconds > budget {
		complain("took %.1f s, over the budget of %.1f s", report.Seconds, budget)
	}
	return problems
}
