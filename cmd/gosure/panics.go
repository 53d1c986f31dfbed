package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"warrant/cmd/internal/command"
	"warrant/verify/obligation"
	"warrant/verify/panics"
)

// panicsCommand is `gosure panics`.
type panicsCommand struct {
	Patterns     []string `arg:"" optional:"" help:"Packages, as for the go command. Default: the current one."`
	Dir          string   `short:"C" help:"Directory in which patterns start." default:"." type:"existingdir"`
	JSON         string   `name:"json" help:"Write the sites as the obligation list that all engines share to this file, - for standard output (schema: docs/panics.md)." placeholder:"FILE"`
	Sites        string   `help:"Write the sites with entries and opinions of engines as JSON to this file, - for standard output." placeholder:"FILE"`
	SARIF        string   `name:"sarif" help:"Write the unproven and waived sites as SARIF 2.1.0 to this file, - for standard output." placeholder:"FILE"`
	Explain      string   `help:"Say all that is known of one site: file:line, file:line:column or its id." placeholder:"SITE"`
	All          bool     `help:"List every site, not only those that are unproven."`
	Fatal        []string `help:"Labels of entries from which a panic may stop the program: sites that nothing else leads to are counted apart." placeholder:"LABEL"`
	Ledger       string   `help:"The ledger to compare with." placeholder:"FILE"`
	UpdateLedger bool     `help:"Write the ledger instead of comparing."`
	Verify       bool     `help:"Ask gosure verify about the packages that have contracts." default:"true" negatable:""`
	Compiler     bool     `help:"Ask the Go compiler which bounds checks it removes." default:"true" negatable:""`
	Harness      string   `help:"Run the harnesses of ./proofs/... whose package.function matches this regular expression, and join what they check." placeholder:"REGEXP"`
	ProveReport  string   `help:"Join what a report of gosure prove -json says." type:"existingfile" placeholder:"FILE"`
	Conversions  bool     `help:"List conversions of integers that may lose value as well; they do not panic."`
	Receivers    bool     `help:"Demand a proof that receivers of methods are not nil; without it that is assumed."`
	Freestanding bool     `help:"List heap allocations as well: the code runs where there is no heap."`
	Quiet        bool     `short:"q" help:"Print no table."`
}

// Run audits and reports.
func (c *panicsCommand) Run(ctx context.Context) error {
	audit, err := c.audit(ctx)
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	if c.Explain != "" {
		return c.explain(audit)
	}
	if err := c.writeFiles(audit); err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	if c.JSON != "-" && c.SARIF != "-" && c.Sites != "-" {
		printSites(audit, c)
	}
	if c.Ledger != "" {
		return c.ratchet(audit)
	}
	if open, _ := c.split(audit.Unproven()); len(open) > 0 {
		return errRefuted
	}
	return nil
}

// audit enumerates the sites and asks the engines.
func (c *panicsCommand) audit(ctx context.Context) (*panics.Audit, error) {
	module, err := panics.Load(c.Dir, c.Patterns...)
	if err != nil {
		return nil, err
	}
	audit, err := panics.Run(module, panics.Options{Conversions: c.Conversions, Receivers: c.Receivers})
	if err != nil {
		return nil, err
	}
	if c.Freestanding {
		if err := audit.AddAllocations(); err != nil {
			return nil, err
		}
	}
	if c.Verify {
		if err := c.joinContracts(ctx, audit); err != nil {
			return nil, err
		}
	}
	if err := c.joinHarnesses(ctx, audit); err != nil {
		return nil, err
	}
	if c.Compiler {
		if err := audit.JoinCompiler(); err != nil {
			return nil, err
		}
	}
	return audit, audit.Waive()
}

// split parts sites by whether a panic there may stop the program.
func (c *panicsCommand) split(sites []*panics.Site) (open, fatal []*panics.Site) {
	for _, s := range sites {
		if len(s.Entries) > 0 && !slices.ContainsFunc(s.Entries, func(label string) bool { return !slices.Contains(c.Fatal, label) }) {
			fatal = append(fatal, s)
		} else {
			open = append(open, s)
		}
	}
	return open, fatal
}

func (c *panicsCommand) explain(audit *panics.Audit) error {
	found := audit.Find(c.Explain)
	if len(found) == 0 {
		return command.Exit{Status: statusBroken, Err: fmt.Errorf("%s names no site that the entries reach; -all lists them", c.Explain)}
	}
	for i, s := range found {
		if i > 0 {
			fmt.Println()
		}
		audit.Explain(os.Stdout, s)
	}
	return nil
}

// writeFiles writes the forms that were asked for.
func (c *panicsCommand) writeFiles(audit *panics.Audit) error {
	for _, form := range []struct {
		path  string
		write func(io.Writer) error
	}{{c.Sites, audit.WriteJSON}, {c.SARIF, audit.WriteSARIF}, {c.JSON, func(w io.Writer) error {
		return obligation.WriteJSON(w, "gosure panics", audit.Obligations())
	}}} {
		if form.path == "" {
			continue
		}
		var text bytes.Buffer
		if err := form.write(&text); err != nil {
			return err
		}
		if form.path == "-" {
			if _, err := os.Stdout.Write(text.Bytes()); err != nil {
				return err
			}
			continue
		}
		if err := os.WriteFile(form.path, text.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// ratchet compares the audit with the ledger, or writes it.
func (c *panicsCommand) ratchet(audit *panics.Audit) error {
	if c.UpdateLedger {
		var text bytes.Buffer
		err := audit.Ledger().Write(&text)
		if err == nil {
			err = os.WriteFile(c.Ledger, text.Bytes(), 0o644)
		}
		if err != nil {
			return command.Exit{Status: statusBroken, Err: err}
		}
		return nil
	}
	file, err := os.Open(c.Ledger)
	if errors.Is(err, os.ErrNotExist) {
		return command.Exit{Status: statusBroken, Err: fmt.Errorf("%w: write it with -ledger %s -update-ledger", err, c.Ledger)}
	}
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	defer file.Close()
	ledger, err := panics.ReadLedger(file, c.Ledger)
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	worse, other := 0, 0
	for _, change := range ledger.Compare(audit) {
		if !change.Worse {
			other++
			continue
		}
		worse++
		fmt.Printf("%s: worse than the ledger: %s\n", c.Ledger, change)
	}
	switch {
	case worse > 0:
		fmt.Printf("%s: %d places are worse: prove them, or waive them with a reason; -explain tells what is missing\n", c.Ledger, worse)
		return errRefuted
	case other > 0 && c.JSON != "-":
		fmt.Printf("%s: %d places are better, new or gone: -update-ledger records them\n", c.Ledger, other)
	}
	if open, _ := c.split(audit.Unproven()); len(open) > 0 && !ledger.HasUnproven() {
		return errRefuted
	}
	return nil
}
