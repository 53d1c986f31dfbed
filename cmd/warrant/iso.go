package main

import "warrant/cmd/internal/medium"

// isoCommand is `warrant iso`.
type isoCommand struct {
	Output   string `short:"o" default:"build/warrant.iso" placeholder:"FILE" help:"File to write (${default})."`
	Kernel   string `default:"build/kernel.elf" placeholder:"FILE" help:"Kernel (${default})."`
	Manifest string `default:"build/system.manifest" placeholder:"FILE" help:"Boot manifest (${default})."`
}

// Run makes the medium.
func (c *isoCommand) Run() error {
	return medium.Write(medium.Request{Kernel: c.Kernel, Manifest: c.Manifest, Output: c.Output, GRUB: medium.GRUB})
}
