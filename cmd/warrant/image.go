package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"warrant/cmd/internal/image"
)

// imageCommand is `warrant image`.
type imageCommand struct {
	Output  string `short:"o" default:"build/kernel.elf" help:"File to write."`
	Symbols string `help:"File for the program with its symbols, for gdb. Default: the output's name with the ending .sym."`
	User    string `help:"Link this package, ./user/hello say, as a program of user space instead of the kernel."`
	Root    string `default:"." type:"existingdir" help:"The module's folder."`
	Verify  string `help:"Write nothing: build again what this provenance, or this image, was built from, and compare the bits." placeholder:"FILE" type:"existingfile"`
	Verbose bool   `short:"v" help:"List the functions of the Go runtime that stay and those that became traps."`
}

// Run links what the flags say and prints a summary.
func (c *imageCommand) Run() error {
	if c.Verify != "" {
		return c.verify()
	}
	symbols := c.Symbols
	if symbols == "" {
		symbols = strings.TrimSuffix(c.Output, filepath.Ext(c.Output)) + ".sym"
	}
	request := image.Request{Root: c.Root, Output: c.Output, Symbols: symbols}
	link := image.Kernel
	if c.User != "" {
		link = func(r image.Request) (image.Report, error) { return image.User(r, c.User) }
	}
	report, err := link(request)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes; runtime: %d functions kept, %d became traps\n", c.Output, report.FileSize, len(report.Kept), len(report.Retargeted))
	for _, s := range report.Segments {
		fmt.Printf("  %#x %s %d bytes, %d in the file\n", s.Address, s.Mode(), s.Size, len(s.Content))
	}
	if c.Verbose {
		fmt.Printf("kept: %s\ntraps: %s\n", strings.Join(report.Kept, " "), strings.Join(report.Retargeted, " "))
	}
	return nil
}
