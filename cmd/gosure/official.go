package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/muesli/termenv"

	"warrant/cmd/internal/command"
	"warrant/verify/deduce"
	"warrant/verify/gobra"
	"warrant/verify/lower"
)

// officialCommand asks the official Gobra about the same packages.
type officialCommand struct {
	Patterns []string      `arg:"" optional:"" help:"Packages: directories or import paths, with /... for all below. Those without annotations are left out. Default: the current one."`
	Dir      string        `short:"C" help:"Directory in which patterns start." default:"." type:"existingdir"`
	Jar      string        `help:"The official tool's jar; without it only what the tool would refuse or pass over is listed." type:"path"`
	Java     string        `help:"The program that runs the jar." default:"java"`
	Timeout  time.Duration `help:"Time for the whole run; running out of it proves nothing." default:"1h"`
	Verbose  bool          `short:"v" help:"Print what the official tool prints."`
}

// Run checks the files, runs the jar and prints its verdicts.
func (o *officialCommand) Run(ctx context.Context) error {
	loader, err := lower.NewLoader(o.Dir)
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	_, report, err := deduce.Load(&deduce.Options{Dir: o.Dir, Patterns: o.Patterns})
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	var folders []string
	packages := map[string]*deduce.Package{}
	for _, p := range report.Packages {
		if p.Contracts {
			folder := strings.TrimPrefix(strings.TrimPrefix(p.Path, loader.Module()), "/")
			folders = append(folders, filepath.ToSlash(filepath.Clean(folder)))
			packages[folders[len(folders)-1]] = p
		}
	}
	if len(folders) == 0 {
		return command.Exit{Status: statusBroken, Err: fmt.Errorf("no package has annotations")}
	}
	problems, err := gobra.Check(loader.Root(), loader.Module(), folders)
	if err != nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	for _, p := range problems {
		fmt.Println(p)
	}
	switch {
	case len(problems) > 0:
		return command.Exit{Status: statusBroken, Err: fmt.Errorf("the official tool would refuse or pass over %d places", len(problems))}
	case o.Jar == "":
		fmt.Printf("%d packages keep inside what the official tool reads; it was not run: no --jar\n", len(folders))
		return nil
	}
	trusted := map[string]int{}
	for _, t := range report.Trusts {
		trusted[t.Package]++
	}
	ctx, stop := context.WithTimeout(ctx, o.Timeout)
	defer stop()
	run := gobra.Options{Java: o.Java, Jar: o.Jar, Root: loader.Root(), Module: loader.Module(), Folders: folders}
	if o.Verbose {
		run.Log = os.Stderr
	}
	verdicts, err := gobra.Run(ctx, run)
	if verdicts == nil {
		return command.Exit{Status: statusBroken, Err: err}
	}
	printOfficial(verdicts, packages, trusted)
	if err != nil {
		return command.Exit{Status: statusRefuted, Err: err}
	}
	return nil
}

// printOfficial prints the table of verdicts. The official tool does not tell how many functions it checked or trusted; those columns are
// counted here, from the same files.
func printOfficial(verdicts []gobra.Verdict, packages map[string]*deduce.Package, trusted map[string]int) {
	out := termenv.NewOutput(os.Stdout)
	width := len("package")
	for _, v := range verdicts {
		width = max(width, len(packages[v.Folder].Path))
	}
	for _, v := range verdicts {
		if !v.Proved {
			for _, line := range v.Errors {
				fmt.Printf("%s: %s\n", v.Folder, line)
			}
		}
	}
	fmt.Printf("%-*s  functions  verdict     trusted  seconds\n", width, "package")
	for _, v := range verdicts {
		p := packages[v.Folder]
		verdict := out.String("proved    ").Foreground(termenv.ANSIGreen)
		if !v.Proved {
			verdict = out.String("not proved").Foreground(termenv.ANSIRed)
		}
		fmt.Printf("%-*s  %9d  %s  %7d  %7.2f\n", width, p.Path, p.Functions, verdict, trusted[p.Path], v.Seconds)
	}
}
