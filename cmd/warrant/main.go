// Command warrant builds, runs and measures the system: one subcommand for each step.
package main

import (
	"fmt"
	"os"

	"github.com/alecthomas/kong"
)

// commands lists the subcommands, one line for each; kong takes their flags and help texts from the structs.
type commands struct {
	Image imageCommand `cmd:"" help:"Link the kernel, or a program of user space, into a bootable or loadable ELF file."`
}

func main() {
	var arguments commands
	context := kong.Parse(&arguments, kong.Name("warrant"), kong.Description("Build, run and measure Warrant."), kong.UsageOnError())
	if err := context.Run(); err != nil {
		fmt.Fprintf(os.Stderr, "warrant: %v\n", err)
		os.Exit(1)
	}
}
