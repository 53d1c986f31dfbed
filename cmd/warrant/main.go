// Command warrant builds, runs and measures the system: one subcommand for each step.
//
// Its exit status is 0 on success and 1 when the tool itself fails; `warrant run` passes on how the machine ended (package qemu, Status).
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"syscall"

	"github.com/alecthomas/kong"
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

// exit is an error with an exit status of its own.
type exit struct {
	status int
	err    error
}

// Error answers the text of the error.
func (e exit) Error() string { return e.err.Error() }

// Unwrap answers the error without the status.
func (e exit) Unwrap() error { return e.err }

func main() {
	os.Exit(run(os.Args[1:]))
}

// run carries out a command line and answers the exit status.
func run(args []string) (status int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var all commands
	parser := kong.Must(&all,
		kong.Name("warrant"),
		kong.Description("Build, run and measure Warrant. A flag can be written with one dash or with two."),
		kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	parsed, err := parser.Parse(dashes(args))
	parser.FatalIfErrorf(err)
	if err := parsed.Run(); err != nil {
		fmt.Fprintf(os.Stderr, "warrant %s: %v\n", parsed.Command(), err)
		if own := (exit{}); errors.As(err, &own) {
			return own.status
		}
		return 1
	}
	return 0
}

// longFlag is a flag of several letters behind a single dash.
var longFlag = regexp.MustCompile(`^-[a-z][a-z-]+(=|$)`)

// dashes gives long flags that are written with one dash, as the go command has them, the second one.
func dashes(args []string) (out []string) {
	for _, arg := range args {
		if longFlag.MatchString(arg) {
			arg = "-" + arg
		}
		out = append(out, arg)
	}
	return out
}
