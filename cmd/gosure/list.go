package main

import (
	"encoding/json"
	"fmt"
	"os"
	"text/tabwriter"

	"warrant/verify/bmc"
	"warrant/verify/bounds"
)

// listCommand is `gosure list`.
type listCommand struct {
	Packages []string `arg:"" optional:"" help:"Packages with harnesses, as for the go command; ./... if none."`
	Format   string   `enum:"pretty,markdown,json" default:"pretty" help:"Form of the list: pretty, markdown or json."`
}

// listed is one harness in the JSON list.
type listed struct {
	Package     string   `json:"package"`
	Harness     string   `json:"harness"`
	File        string   `json:"file"`
	Line        int      `json:"line"`
	Doc         string   `json:"doc,omitempty"`
	Lane        string   `json:"lane,omitempty"`
	Covers      int      `json:"covers"`
	Assumptions []string `json:"assumptions,omitempty"`
	Stubs       []string `json:"stubs,omitempty"`
	// Helpers are the functions that the harness reaches and that assume or replace something themselves.
	Helpers []listedHelper `json:"helpers,omitempty"`
}

// listedHelper is one helper of a harness in the JSON list.
type listedHelper struct {
	Package     string   `json:"package"`
	Function    string   `json:"function"`
	Assumptions []string `json:"assumptions,omitempty"`
	Stubs       []string `json:"stubs,omitempty"`
}

// Run prints the harnesses.
func (c *listCommand) Run() error {
	patterns := c.Packages
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	program, err := bmc.Load(".", patterns...)
	if err != nil {
		return err
	}
	file := &bounds.File{}
	if _, err := os.Stat(bounds.FileName); err == nil {
		if file, err = bounds.Load(bounds.FileName); err != nil {
			return err
		}
	}
	list := []listed{}
	for _, h := range program.Harnesses() {
		one := listed{Package: h.Package, Harness: h.Name, File: shown(h), Line: h.Line, Doc: h.Doc, Covers: h.Covers,
			Assumptions: h.Assumptions, Stubs: h.Stubs}
		for _, helper := range h.Helpers {
			one.Helpers = append(one.Helpers, listedHelper{helper.Package, helper.Name, helper.Assumptions, helper.Stubs})
		}
		if entry, ok := file.Find(h.Package, h.Name); ok {
			one.Lane = entry.Lane
		}
		list = append(list, one)
	}
	switch c.Format {
	case "json":
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(list)
	case "markdown":
		fmt.Print("| harness | place | lane | covers | assumptions |\n|---|---|---|---|---|\n")
		for _, h := range list {
			fmt.Printf("| %s.%s | %s:%d | %s | %d | %d |\n", h.Package, h.Harness, h.File, h.Line, h.Lane, h.Covers, len(h.Assumptions))
		}
		return nil
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "HARNESS\tPLACE\tLANE\tCOVERS\tASSUMPTIONS")
	for _, h := range list {
		fmt.Fprintf(table, "%s.%s\t%s:%d\t%s\t%d\t%d\n", h.Package, h.Harness, h.File, h.Line, h.Lane, h.Covers, len(h.Assumptions))
	}
	fmt.Fprintf(table, "%d harnesses\n", len(list))
	return table.Flush()
}
