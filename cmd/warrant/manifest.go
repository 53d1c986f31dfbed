package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"warrant/cmd/internal/manifest"
)

// manifestCommand is `warrant manifest`.
type manifestCommand struct {
	Output    string   `short:"o" placeholder:"FILE" help:"Where to write the manifest."`
	Build     string   `default:"build" help:"Folder of what has been built: the program user/hello is user/hello.elf in it."`
	Unchecked bool     `help:"Leave out the checks that the kernel and init make again, to test those."`
	Print     bool     `help:"Show the manifest FILE in readable form."`
	Files     []string `arg:"" name:"file" help:"CUE files that make up one source, or the manifest to show."`
}

// Run compiles or shows a manifest.
func (c *manifestCommand) Run() error {
	if c.Print {
		if len(c.Files) != 1 || c.Output != "" {
			return errors.New("--print wants one manifest and no output")
		}
		message, err := os.ReadFile(c.Files[0])
		if err != nil {
			return err
		}
		if err := manifest.Print(os.Stdout, message); err != nil {
			return fmt.Errorf("%s: %w", c.Files[0], err)
		}
		return nil
	}
	if c.Output == "" {
		return errors.New("no output: -o FILE")
	}
	message, err := manifest.Compile(manifest.Options{Sources: c.Files, Build: c.Build, Unchecked: c.Unchecked})
	var problems manifest.Problems
	if errors.As(err, &problems) {
		return fmt.Errorf("%s is refused:\n%w", c.Files[0], err)
	}
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.Output), 0o755); err != nil {
		return err
	}
	return os.WriteFile(c.Output, message, 0o644)
}
