package command

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestDashes has a row per form of an argument.
func TestDashes(t *testing.T) {
	for arg, want := range map[string]string{
		"-gdb": "--gdb", "-manifest=x": "--manifest=x", "--gdb": "--gdb", "-o": "-o", "-j4": "-j4", "run": "run", "-": "-", "--": "--",
		"-run=^a-b$": "--run=^a-b$", "-X": "-X",
	} {
		if got := dashes([]string{arg}); !slices.Equal(got, []string{want}) {
			t.Errorf("%q becomes %q, want %q", arg, got, want)
		}
	}
}

// fail is a command that ends as its flag says.
type fail struct {
	With string
}

// Run fails.
func (f fail) Run() error {
	sorry := errors.New("sorry")
	switch f.With {
	case "plain":
		return sorry
	case "status":
		return fmt.Errorf("very %w", Exit{Status: 7, Err: sorry})
	case "printed":
		return Exit{Status: 1, Err: sorry, Printed: true}
	}
	return nil
}

// TestRun has a row per way to end: every error is told once, unless its command has told it.
func TestRun(t *testing.T) {
	for _, tt := range []struct {
		args   []string
		status int
		errors string
	}{
		{[]string{"fail"}, 0, ""},
		{[]string{"fail", "-with=plain"}, 3, "program fail: sorry\n"},
		{[]string{"fail", "--with=status"}, 7, "program fail: very sorry\n"},
		{[]string{"fail", "-with=printed"}, 1, ""},
		{[]string{"fail", "-without"}, 3, "program: unknown flag --without; try program --help\n"},
		{[]string{"win"}, 3, "program: unexpected argument win; try program --help\n"},
	} {
		var all struct {
			Fail fail `cmd:""`
		}
		var out strings.Builder
		status := Program{Name: "program", Commands: &all, Failed: 3, Errors: &out}.Run(tt.args)
		if status != tt.status || out.String() != tt.errors {
			t.Errorf("%v: status %d, %q; want %d, %q", tt.args, status, out.String(), tt.status, tt.errors)
		}
	}
}
