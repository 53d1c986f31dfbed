// Command warrant builds, runs and measures the system: one subcommand for each step.
//
// Its exit status is 0 on success and 1 when the tool itself fails; `warrant run` passes on how the machine ended (package qemu, Status).
package main

import (
	"os"

	"warrant/cmd/internal/command"
)

// commands lists the subcommands, one line for each; kong takes their flags and help texts from the structs.
type commands struct {
	Image      imageCommand      `cmd:"" help:"Link the kernel, or a program of user space, into a bootable or loadable ELF file."`
	Manifest   manifestCommand   `cmd:"" help:"Compile a manifest's CUE source and the programs it names into a boot manifest, or show one."`
	ISO        isoCommand        `cmd:"" name:"iso" help:"Make a medium that a BIOS and a UEFI firmware boot the system from."`
	Bench      benchCommand      `cmd:"" help:"Count the instructions of what the system does most, and compare them with targets and with what was committed."`
	Provenance provenanceCommand `cmd:"" help:"Record from which sources, by which toolchain, the images were built, and the list of parts."`
	Run        runCommand        `cmd:"" help:"Run the system in QEMU, its console on standard output."`
	Graph      graphCommand      `cmd:"" help:"Draw who holds which capability, from a manifest or from a running system."`
	Smoke      smokeCommand      `cmd:"" help:"Boot the system in all the ways that smokes/ describes, and compare what it prints."`
	Planted    plantedCommand    `cmd:"" help:"Put bugs into copies of the kernel; the smokes must notice each."`
}

func main() {
	os.Exit(run(os.Args[1:]))
}

// run carries out a command line and answers the exit status.
func run(args []string) (status int) {
	return command.Program{
		Name: "warrant", Description: "Build, run and measure Warrant.", Commands: new(commands), Failed: 1, Errors: os.Stderr,
	}.Run(args)
}
