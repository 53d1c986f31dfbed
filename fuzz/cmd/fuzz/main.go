// Command fuzz fuzzes the parsers, keeps what it found, and converts corpora. Run it in the folder of the module warrant/fuzz.
//
//	fuzz run [flags]               fuzzes each target; the exit status is 1 when one crashed
//	fuzz keep FILE...              makes crashes regression inputs: copies them into the committed corpus
//	fuzz export TARGET FOLDER      writes a committed corpus as plain files, for go-fuzz and libFuzzer
//	fuzz import TARGET FOLDER      takes plain files into a committed corpus
//	fuzz list                      prints the targets
//	fuzz counts                    writes what the record has of the code as it is now into docs/fuzzing.md and docs/proofs/measured.toml
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := command(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(1)
	}
}

// command runs the command that the arguments name.
func command(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("which command? run, keep, export, import, list or counts")
	}
	switch args[0] {
	case "run":
		return run(args[1:])
	case "keep":
		return keep(args[1:])
	case "export":
		return export(args[1:])
	case "import":
		return take(args[1:])
	case "list":
		return list()
	case "counts":
		return writeCounts()
	}
	return fmt.Errorf("no command %q: run, keep, export, import, list or counts", args[0])
}
