package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"warrant/verify/bmc"
	"warrant/verify/deduce"
	"warrant/verify/panics"
)

// joinContracts asks the deductive verifier about the packages that have contracts.
func (c *panicsCommand) joinContracts(ctx context.Context, audit *panics.Audit) error {
	patterns := audit.Module.Annotated()
	if len(patterns) == 0 {
		return nil
	}
	report, err := deduce.Run(ctx, deduce.Options{Dir: audit.Module.Directory, Patterns: patterns}, showProgress())
	if err != nil {
		return err
	}
	contracts := panics.Contracts{Engine: "verify", Obligations: report.Obligations(), Verified: map[string]bool{}, Believed: map[string]string{}}
	for _, f := range report.Functions {
		key := f.Package + "." + f.Title
		before, known := contracts.Verified[key]
		contracts.Verified[key] = f.Proved() && (before || !known)
		if f.Err != nil {
			fmt.Fprintf(os.Stderr, "%s: %s: %v\n", f.Package, f.Title, f.Err)
		}
	}
	for _, t := range report.Trusts {
		if t.What == "trusted" {
			contracts.Believed[t.Package+"."+t.Function] = t.Reason
		}
	}
	for _, p := range report.Problems {
		fmt.Fprintf(os.Stderr, "not verified: %v\n", p.Err)
	}
	audit.JoinContracts(contracts)
	return nil
}

// joinHarnesses joins the checks of bounded harnesses, run now or earlier.
func (c *panicsCommand) joinHarnesses(ctx context.Context, audit *panics.Audit) error {
	var list []panics.Harness
	add := func(report *bmc.Report, bound string) {
		list = append(list, panics.Harness{Name: report.Package + "." + report.Harness, Bound: bound, Successful: report.Successful, Checks: report.Checks})
	}
	if c.ProveReport != "" {
		text, err := os.ReadFile(c.ProveReport)
		if err != nil {
			return err
		}
		var earlier document
		if err := json.Unmarshal(text, &earlier); err != nil {
			return fmt.Errorf("%s: %w", c.ProveReport, err)
		}
		if earlier.Schema != reportSchema || earlier.Tool != bmc.ToolVersion {
			return fmt.Errorf("%s: schema %d of %s, want schema %d of %s", c.ProveReport, earlier.Schema, earlier.Tool, reportSchema, bmc.ToolVersion)
		}
		for _, report := range earlier.Reports {
			add(report, "within the bounds of its entry in harness-bounds.toml")
		}
	}
	if c.Harness != "" {
		session, err := selection{Packages: []string{"./proofs/..."}, Harness: c.Harness, Lane: "all"}.open()
		if err != nil {
			return err
		}
		defer session.close()
		var failed error
		session.verify(ctx, nil, func(o outcome) {
			if o.err != nil {
				failed = o.err
				return
			}
			b := session.options(o.harness).Bounds
			add(o.report, fmt.Sprintf("loops up to %d, recursion up to %d, slices up to %d, maps up to %d", b.Unwind, b.Recursion, b.Slice, b.Map))
		})
		if failed != nil {
			return failed
		}
	}
	if len(list) > 0 {
		audit.JoinHarnesses(list)
	}
	return nil
}
