// Package command is how the programs of cmd read their command lines and end. It may not know any command.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"regexp"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit is an error with an exit status of its own.
type Exit struct {
	Status int
	Err    error
	// Printed says that the user has been told already, so that the error is not printed again.
	Printed bool
}

// Error answers the text of the error.
func (e Exit) Error() string { return e.Err.Error() }

// Unwrap answers the error without the status.
func (e Exit) Unwrap() error { return e.Err }

// Program is what a command line is read for.
type Program struct {
	Name, Description string
	// Commands points to a struct of subcommands, as kong takes it; their Run methods may take a context.Context, which an interrupt ends.
	Commands any
	// Failed is the exit status of an error that has none of its own, and of a command line that cannot be read.
	Failed int
	// Errors is where errors go.
	Errors io.Writer
}

// Run carries out a command line and answers the exit status.
func (p Program) Run(args []string) (status int) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	parser, err := kong.New(p.Commands,
		kong.Name(p.Name),
		kong.Description(p.Description+" A flag can be written with one dash or with two."),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		fmt.Fprintf(p.Errors, "%s: %v\n", p.Name, err)
		return p.Failed
	}
	parsed, err := parser.Parse(dashes(args))
	if err != nil {
		fmt.Fprintf(p.Errors, "%s: %v; try %s --help\n", p.Name, err, p.Name)
		return p.Failed
	}
	err = parsed.Run()
	if err == nil {
		return 0
	}
	own := Exit{Status: p.Failed}
	errors.As(err, &own)
	if !own.Printed {
		fmt.Fprintf(p.Errors, "%s %s: %v\n", p.Name, parsed.Command(), err)
	}
	return own.Status
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
