// Command gosure proves properties of Go programs: one subcommand for each engine and for each view of the results.
//
// Its exit status is 0 when everything asked for holds, 1 when something does not, and 2 when the tool could not do its work.
package main

import (
	"errors"
	"os"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"warrant/cmd/internal/command"
	"warrant/verify/panics/vet"
)

// commands lists the subcommands, one line for each; kong takes their flags and help texts from the structs.
type commands struct {
	Verify   verifyCommand   `cmd:"" help:"Prove the Gobra contracts of packages."`
	Official officialCommand `cmd:"" help:"Ask the official Gobra about the same packages."`
	Mutate   mutateCommand   `cmd:"" help:"Seed bugs into verified functions and count those that the proofs reject."`
	Cross    crossCommand    `cmd:"" help:"Have the same contracts judged by Z3, cvc5 and Silicon, and compare."`
	Prove    proveCommand    `cmd:"" help:"Check bounded proof harnesses: every execution within the bounds."`
	List     listCommand     `cmd:"" help:"List the bounded proof harnesses of packages."`
	Merge    mergeCommand    `cmd:"" help:"Merge the JSON reports of the shards of a gosure prove run."`
	Bounds   boundsCommand   `cmd:"" help:"Check, explore and report harness-bounds.toml."`
	Panics   panicsCommand   `cmd:"" help:"List what can panic, each place with its strongest proof."`
	Report   reportCommand   `cmd:"" help:"Write what is proved, by what, within which bounds, as pages and as one HTML file."`
}

// The exit statuses.
const (
	statusRefuted = 1
	statusBroken  = 2
)

// errRefuted ends a run whose results, already printed, say no.
var errRefuted = command.Exit{Status: statusRefuted, Err: errors.New("verification failed"), Printed: true}

func main() {
	if isVet(os.Args[1:]) {
		unitchecker.Main(vet.Analyzer)
	}
	os.Exit(run(os.Args[1:]))
}

// isVet tells whether go vet runs the program as its -vettool: it asks for the version or the flags, or names a configuration file.
func isVet(args []string) bool {
	return len(args) > 0 && (args[0] == "-V=full" || args[0] == "-flags" || strings.HasSuffix(args[len(args)-1], ".cfg"))
}

// run carries out a command line and answers the exit status.
func run(args []string) (status int) {
	return command.Program{
		Name: "gosure", Description: "Prove properties of Go programs.", Commands: new(commands), Failed: statusBroken, Errors: os.Stderr,
	}.Run(args)
}
