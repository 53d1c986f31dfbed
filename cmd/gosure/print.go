package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"warrant/verify/bmc"
	"warrant/verify/bounds"
	"warrant/verify/obligation"
)

// printReport prints the outcome of one harness in the form that users of bounded model checkers know.
func printReport(w io.Writer, r *bmc.Report, everyCheck bool) {
	fmt.Fprintf(w, "Checking harness %s.%s...\n", r.Package, r.Harness)
	if everyCheck {
		fmt.Fprintf(w, "\nRESULTS:\n")
	}
	var covers, satisfied, checks, failed, unreachable, undetermined int
	for i, check := range r.Checks {
		if check.ID.Kind == obligation.Cover {
			covers++
			if check.Verdict == obligation.Satisfied {
				satisfied++
			}
		} else {
			checks++
		}
		switch check.Verdict {
		case obligation.Failure:
			failed++
		case obligation.Unreachable:
			unreachable++
		case obligation.Undetermined:
			undetermined++
		}
		if everyCheck || !check.Verdict.Holds() {
			printCheck(w, i+1, check)
		}
	}
	fmt.Fprintf(w, "SUMMARY:\n ** %d of %d failed%s\n", failed, checks, others(unreachable, undetermined))
	if covers > 0 {
		fmt.Fprintf(w, " ** %d of %d cover properties satisfied\n", satisfied, covers)
	}
	for i := range r.Failures {
		printFailure(w, &r.Failures[i])
	}
	fmt.Fprintf(w, "\nVERIFICATION:- %s\nVerification Time: %.2fs\n\n", verdictText(r), r.Seconds)
}

// verdictText says whether the outcome is as it should be, and for a twin what should be.
func verdictText(r *bmc.Report) string {
	switch {
	case r.AsExpected && r.Expected != "":
		return fmt.Sprintf("SUCCESSFUL (a check of kind %s fails, as %s states)", r.Expected, bounds.FileName)
	case r.AsExpected:
		return "SUCCESSFUL"
	case r.Expected != "":
		return fmt.Sprintf("FAILED (no check of kind %s fails, as %s states)", r.Expected, bounds.FileName)
	}
	return "FAILED"
}

func others(unreachable, undetermined int) string {
	var parts []string
	if unreachable > 0 {
		parts = append(parts, fmt.Sprintf("%d unreachable", unreachable))
	}
	if undetermined > 0 {
		parts = append(parts, fmt.Sprintf("%d undetermined", undetermined))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func printCheck(w io.Writer, number int, check obligation.Obligation) {
	fmt.Fprintf(w, "Check %d: %s\n\t - Status: %s\n\t - Description: %q\n\t - Location: %s in function %s\n", number, check.ID,
		check.Verdict, check.Description, check.Place, check.ID.Function)
	if check.Detail != "" {
		fmt.Fprintf(w, "\t - Note: %s\n", check.Detail)
	}
	fmt.Fprintln(w)
}

// printFailure prints a counterexample: the demand, the inputs and the lines that lead to it.
func printFailure(w io.Writer, f *bmc.Failure) {
	fmt.Fprintf(w, "\nFailed Check: %s\n File: %s in %s\n", f.Description, f.Place, f.Check.Function)
	if f.Check.Expression != "" {
		fmt.Fprintf(w, " Code: %s\n", f.Check.Expression)
	}
	if len(f.Inputs) > 0 {
		fmt.Fprintf(w, " Inputs:\n")
		for _, input := range f.Inputs {
			fmt.Fprintf(w, "   %s: %s = %s\n", input.Place, input.Expression, orElse(input.Shown, input.Value))
		}
	}
	if len(f.Trace) > 0 {
		fmt.Fprintf(w, " Trace:\n")
	}
	var lines []bmc.TraceLine
	for i, line := range f.Trace {
		if len(line.Values) > 0 || i == len(f.Trace)-1 {
			lines = append(lines, line)
		}
	}
	const most = 60
	if skipped := len(lines) - most; skipped > 0 {
		fmt.Fprintf(w, "   ... %d earlier lines\n", skipped)
		lines = lines[skipped:]
	}
	for _, line := range lines {
		fmt.Fprintf(w, "   %s\t%s\t%s\n", line.Place, line.Function, orElse(strings.Join(line.Shown, ", "), strings.Join(line.Values, ", ")))
	}
	if len(f.Differences) > 0 {
		fmt.Fprintf(w, " Differences at the end:\n")
	}
	for _, difference := range f.Differences {
		fmt.Fprintf(w, "   %s\n", difference)
	}
	switch {
	case f.Replayed:
		fmt.Fprintf(w, " Replayed in compiled Go: %s\n", f.Observed)
	case f.Note != "":
		fmt.Fprintf(w, " Note: %s\n", f.Note)
	}
}

// orElse is the short form, which a report that was read from a file does not have, or else the long one.
func orElse(short, long string) string {
	if short == "" {
		return long
	}
	return short
}

// printSummary prints the totals of a run.
func printSummary(w io.Writer, d *document, elapsed time.Duration) {
	failures := 0
	for _, report := range d.Reports {
		if !report.AsExpected {
			failures++
		}
	}
	if failures > 0 || len(d.Errors) > 0 {
		fmt.Fprintln(w, "Summary:")
	}
	for _, report := range d.Reports {
		if !report.AsExpected {
			fmt.Fprintf(w, "Verification failed for - %s.%s\n", report.Package, report.Harness)
		}
	}
	for _, e := range d.Errors {
		fmt.Fprintf(w, "No verdict for - %s.%s\n", e.Package, e.Harness)
	}
	fmt.Fprintf(w, "Complete - %d successfully verified harnesses, %d failures, %d errors, %d total, in %.1fs.\n",
		len(d.Reports)-failures, failures, len(d.Errors), len(d.Reports)+len(d.Errors), elapsed.Seconds())
}

// printCoverage prints for each file the lines that no harness passes, and how many they pass.
func printCoverage(w io.Writer, reports []*bmc.Report) {
	type key struct {
		file string
		line int
	}
	covered := make(map[key]bool)
	var order []key
	for _, report := range reports {
		for _, line := range report.Coverage {
			k := key{line.File, line.Line}
			if _, known := covered[k]; !known {
				order = append(order, k)
			}
			covered[k] = covered[k] || line.Covered
		}
	}
	missed, total := make(map[string][]int), make(map[string]int)
	var files []string
	for _, k := range order {
		if total[k.file] == 0 {
			files = append(files, k.file)
		}
		total[k.file]++
		if !covered[k] {
			missed[k.file] = append(missed[k.file], k.line)
		}
	}
	fmt.Fprintln(w, "COVERAGE:")
	for _, file := range files {
		fmt.Fprintf(w, " %s: %d of %d lines that the harnesses reach in the code are passed", file, total[file]-len(missed[file]), total[file])
		if len(missed[file]) > 0 {
			fmt.Fprintf(w, "; never passed: %v", missed[file])
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
}
