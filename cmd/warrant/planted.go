package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"warrant/cmd/internal/image"
	"warrant/cmd/internal/qemu"
	"warrant/cmd/internal/smoke"
)

// plantedCommand is `warrant planted`.
type plantedCommand struct {
	Bugs   string `default:"smokes/planted/bugs.toml" type:"existingfile" help:"The bugs (${default})."`
	Folder string `default:"smokes" type:"existingdir" help:"Folder of the cases (${default})."`
	Build  string `default:"build" type:"existingdir" help:"Folder of what has been built (${default})."`
	Match  string `name:"run" placeholder:"REGEXP" help:"Only the bugs whose names match."`
}

// Help says what the command demands.
func (c *plantedCommand) Help() string {
	return "Each bug is put into a copy of the kernel, and the case that it names must fail with that kernel, and pass with the kernel as it is."
}

// bug is a mistake in the kernel that a smoke has to notice.
type bug struct {
	// Name says what the mistake is.
	Name string `toml:"name"`
	// File is changed: From, which stands in it once, becomes To.
	File string `toml:"file"`
	From string `toml:"from"`
	To   string `toml:"to"`
	// Smoke is the name of the case that has to fail.
	Smoke string `toml:"smoke"`
}

// Run plants one bug after the other.
func (c *plantedCommand) Run(ctx context.Context) error {
	bugs, err := c.read()
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "warrant-planted-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	sound := map[string]bool{}
	missed := 0
	for _, b := range bugs {
		if !sound[b.Smoke] {
			if err := c.smoke(ctx, b.Smoke, c.Build, work); err != nil {
				return fmt.Errorf("smoke %s fails without any bug, so it says nothing: %w", b.Smoke, err)
			}
			sound[b.Smoke] = true
		}
		build, err := c.plant(b, work)
		if err != nil {
			return fmt.Errorf("%s: %w", b.Name, err)
		}
		failure := c.smoke(ctx, b.Smoke, build, work)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if failure == nil {
			missed++
			fmt.Printf("MISSED %s: smoke %s passes\n", b.Name, b.Smoke)
			continue
		}
		fmt.Printf("found  %s: smoke %s: %s\n", b.Name, b.Smoke, clue(failure))
	}
	fmt.Printf("%d of %d planted bugs found\n", len(bugs)-missed, len(bugs))
	if missed > 0 {
		return errors.New("some planted bugs were missed")
	}
	return nil
}

// read reads the bugs that are asked for.
func (c *plantedCommand) read() ([]bug, error) {
	match, err := regexp.Compile(c.Match)
	if err != nil {
		return nil, fmt.Errorf("-run: %w", err)
	}
	text, err := os.ReadFile(c.Bugs)
	if err != nil {
		return nil, err
	}
	var file struct {
		Bugs []bug `toml:"bug"`
	}
	if err := toml.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", c.Bugs, err)
	}
	var out []bug
	for _, b := range file.Bugs {
		if match.MatchString(b.Name) {
			out = append(out, b)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s has no bug whose name matches %q", c.Bugs, c.Match)
	}
	return out, nil
}

// plant builds the kernel with a bug, and answers a build folder with it and with the programs as they are.
func (c *plantedCommand) plant(b bug, work string) (build string, err error) {
	root := filepath.Join(work, "tree")
	if err := os.RemoveAll(root); err != nil {
		return "", err
	}
	for _, part := range []string{"kernel", "lib"} {
		if err := os.CopyFS(filepath.Join(root, part), os.DirFS(part)); err != nil {
			return "", err
		}
	}
	for _, part := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(part)
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(root, part), text, 0o644); err != nil {
			return "", err
		}
	}
	if err := b.change(filepath.Join(root, filepath.FromSlash(b.File))); err != nil {
		return "", err
	}
	build = filepath.Join(work, "build")
	if err := os.RemoveAll(build); err != nil {
		return "", err
	}
	programs, err := filepath.Abs(filepath.Join(c.Build, "user"))
	if err != nil {
		return "", err
	}
	if err := errors.Join(os.Mkdir(build, 0o755), os.Symlink(programs, filepath.Join(build, "user"))); err != nil {
		return "", err
	}
	_, err = image.Kernel(image.Request{Root: root, Output: filepath.Join(build, "kernel.elf"), Symbols: filepath.Join(build, "kernel.sym")})
	return build, err
}

// change makes the change in a file.
func (b bug) change(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if n := strings.Count(string(text), b.From); n != 1 {
		return fmt.Errorf("%s has %d places that read %q, not one", b.File, n, b.From)
	}
	return os.WriteFile(path, []byte(strings.Replace(string(text), b.From, b.To, 1)), 0o644)
}

// smoke runs one case with the kernel of a build folder; logs go into the folder of work.
func (c *plantedCommand) smoke(ctx context.Context, name, build, work string) error {
	cases, err := smoke.Load(c.Folder, regexp.MustCompile("^"+regexp.QuoteMeta(name)+"$"))
	if err != nil {
		return err
	}
	if len(cases) != 1 {
		return fmt.Errorf("there is no smoke %s", name)
	}
	suite := &smoke.Suite{Build: build, Logs: work, Machine: qemu.Run}
	return suite.Run(ctx, cases[0])
}

// clue is the first line of a failure that shows a difference, or its first line.
func clue(failure error) string {
	lines := strings.Split(failure.Error(), "\n")
	for _, line := range lines {
		if strings.HasPrefix(line, "+") && !strings.HasPrefix(line, "+++") {
			return strings.TrimPrefix(line, "+")
		}
	}
	return lines[0]
}
