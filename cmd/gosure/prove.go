package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"warrant/verify/bmc"
)

// proveCommand is `gosure prove`.
type proveCommand struct {
	selection
	JSON     string `name:"json" help:"Also write the report as JSON to this file, - for standard output instead of the text."`
	Format   string `enum:"regular,terse" default:"regular" help:"How much to print: regular lists every check, terse only what fails."`
	Playback bool   `help:"Write a Go test for each counterexample beside its harness."`
	Coverage bool   `help:"Print which source lines the harnesses exercise."`
}

// reportSchema is the version of the JSON document; docs/prove.md describes it.
const reportSchema = 2

// document is the JSON document of a run.
type document struct {
	Schema int    `json:"schema"`
	Tool   string `json:"tool"`
	Shard  string `json:"shard,omitempty"`
	// Reports are the harnesses that reached a verdict.
	Reports []*bmc.Report `json:"reports"`
	// Errors are the harnesses that reached none.
	Errors []documentError `json:"errors,omitempty"`
}

type documentError struct {
	Package string `json:"package"`
	Harness string `json:"harness"`
	Message string `json:"message"`
}

// Run verifies the selected harnesses.
func (c *proveCommand) Run(ctx context.Context) (err error) {
	session, err := c.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.close()) }()
	out := io.Writer(os.Stdout)
	if c.JSON == "-" {
		out = io.Discard
	}
	start := time.Now()
	result := document{Schema: reportSchema, Tool: bmc.ToolVersion, Shard: c.Shard}
	session.verify(ctx, func(o *bmc.Options) { o.Coverage = c.Coverage }, func(o outcome) {
		if o.err != nil {
			result.Errors = append(result.Errors, documentError{o.harness.Package, o.harness.Name, o.err.Error()})
			fmt.Fprintf(out, "Checking harness %s.%s...\nERROR: %v\n\n", o.harness.Package, o.harness.Name, o.err)
			return
		}
		result.Reports = append(result.Reports, o.report)
		printReport(out, o.report, c.Format == "regular")
		if c.Playback && !o.report.AsExpected && len(o.report.Failures) > 0 {
			path, written, failed := writePlayback(o.harness, o.report)
			err = errors.Join(err, failed)
			if written > 0 {
				fmt.Fprintf(out, "%d playback tests in %s\n\n", written, fromHere(path))
			}
		}
	})
	if err != nil {
		return err
	}
	if c.Coverage {
		printCoverage(out, result.Reports)
	}
	printSummary(out, &result, time.Since(start))
	if c.JSON != "" {
		if err := writeDocument(c.JSON, &result); err != nil {
			return err
		}
	}
	return result.verdict()
}

// verdict turns the document into the error that sets the exit status.
func (d *document) verdict() error {
	if len(d.Errors) > 0 {
		return fmt.Errorf("%d harnesses reached no verdict, the first: %s", len(d.Errors), d.Errors[0].Message)
	}
	for _, report := range d.Reports {
		if !report.AsExpected {
			return errRefuted
		}
	}
	return nil
}

func writeDocument(path string, d *document) error {
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return fmt.Errorf("-json: %w", err)
	}
	text = append(text, '\n')
	if path == "-" {
		_, err = os.Stdout.Write(text)
		return err
	}
	return os.WriteFile(path, text, 0o644)
}
