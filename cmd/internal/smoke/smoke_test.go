package smoke

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"warrant/cmd/internal/qemu"
)

// suite answers a suite in an empty folder whose machine prints a text and ends with a status.
func suite(t *testing.T, console string, status qemu.Status, failure error) *Suite {
	t.Helper()
	t.Chdir(t.TempDir())
	write(t, "build/kernel.elf", "kernel")
	write(t, "smokes/a.toml", `shows = "it works"`)
	if err := os.Mkdir("logs", 0o755); err != nil {
		t.Fatal(err)
	}
	return &Suite{Build: "build", Logs: "logs", Machine: func(_ context.Context, o qemu.Options) (qemu.Status, error) {
		if _, err := io.WriteString(o.Console, console); err != nil {
			t.Error(err)
		}
		return status, failure
	}}
}

// write writes a file and the folders around it.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// load reads the one case of the folder.
func load(t *testing.T) *Case {
	t.Helper()
	cases, err := Load("smokes", regexp.MustCompile(""))
	if err != nil || len(cases) != 1 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	return cases[0]
}

// TestRun demands that a case passes when everything is as expected, and only then.
func TestRun(t *testing.T) {
	const console = "Warrant\r\nframes 31000, at boot 31000 \r\n\r\n"
	tests := map[string]struct {
		want    string
		status  qemu.Status
		failure error
		err     []string
	}{
		"as expected":        {"Warrant\nframes <1>, at boot <1>\n", qemu.Clean, nil, nil},
		"other line":         {"Warrant\nframes <1>, at boot <2>\n", qemu.Clean, nil, []string{"-frames <1>, at boot <2>", "+frames <1>, at boot <1>", "logs/a.log"}},
		"line too much":      {"Warrant\n", qemu.Clean, nil, []string{"+frames"}},
		"line missing":       {"Warrant\nframes <1>, at boot <1>\nend\n", qemu.Clean, nil, []string{"-end"}},
		"other status":       {"Warrant\nframes <1>, at boot <1>\n", qemu.InitFailed, nil, []string{"ended with init-failed", "not with clean"}},
		"hangs":              {"Warrant\n", qemu.TimedOut, errors.New("within 1s"), []string{"timed-out (within 1s)", "+frames"}},
		"no transcript":      {"", qemu.Clean, nil, []string{"there is no smokes/a.txt", "-update"}},
		"QEMU not installed": {"Warrant\n", qemu.Missing, errors.New("apt-get install x"), []string{"apt-get install x"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := suite(t, console, test.status, test.failure)
			if test.want != "" {
				write(t, "smokes/a.txt", test.want)
			}
			err := s.Run(t.Context(), load(t))
			if (err == nil) != (test.err == nil) {
				t.Fatalf("error %v", err)
			}
			for _, part := range test.err {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error lacks %q:\n%v", part, err)
				}
			}
		})
	}
}

// TestUpdate demands that an update makes the case pass, and that it does not hide how the run ended.
func TestUpdate(t *testing.T) {
	s := suite(t, "b\na\n", qemu.Clean, nil)
	write(t, "smokes/a.txt", "old\n")
	if err := s.Run(t.Context(), load(t)); err == nil {
		t.Error("the old transcript is accepted")
	}
	s.Update = true
	if err := s.Run(t.Context(), load(t)); err != nil {
		t.Error(err)
	}
	s.Update = false
	if err := s.Run(t.Context(), load(t)); err != nil {
		t.Error(err)
	}
	s = suite(t, "b\na\n", qemu.KernelPanic, nil)
	write(t, "smokes/a.txt", "old\n")
	s.Update = true
	if err := s.Run(t.Context(), load(t)); err == nil {
		t.Error("a kernel panic is accepted")
	}
	if text, err := os.ReadFile("smokes/a.txt"); err != nil || string(text) != "old\n" {
		t.Errorf("the transcript of a failed run is written: %q, %v", text, err)
	}
}

// TestUnordered demands that lines may come in another order when the case says so, and may not otherwise.
func TestUnordered(t *testing.T) {
	for _, unordered := range []bool{false, true} {
		s := suite(t, "b\na\n", qemu.Clean, nil)
		write(t, "smokes/a.txt", "a\nb\n")
		c := load(t)
		c.Unordered = unordered
		if err := s.Run(t.Context(), c); (err == nil) != unordered {
			t.Errorf("unordered %v: %v", unordered, err)
		}
	}
}

// TestNormalise has a row per rule.
func TestNormalise(t *testing.T) {
	suite(t, "", qemu.Clean, nil)
	for _, test := range []struct{ console, with, want string }{
		{"", "", "\n"},
		{"a \t\r\nb\n\n\n", "", "a\nb\n"},
		{"0x1234 0x12345 0x12345 0x123456", "", "0x1234 <1> <1> <2>\n"},
		{"123 1234 12345 1234", "", "123 <1> <2> <1>\n"},
		{"1234 12345\n12345 1234", "", "<1> <2>\n<1> <2>\n"},
		{"x1234 1234x v1.2345", "", "x1234 1234x v1.<1>\n"},
		{"0xffffffff80000000 kept, 0xffffffff80000001 not", `keep = ["0xffffffff80000000"]`, "0xffffffff80000000 kept, <1> not\n"},
		{"one\ntwo 1234\none more", `without = ["^one$", "four"]`, "two <1>\none more\n"},
		{"took 12 ms, 12 steps, 1234", `vary = ["[0-9]+ ms"]`, "took <1>, 12 steps, <2>\n"},
		{"GRUB\nboot\nWarrant 1\nGRUB\n", `from = "Warrant"`, "Warrant 1\nGRUB\n"},
		{"GRUB\nboot\n", `from = "Warrant"`, "GRUB\nboot\n"},
		{"\x1b[H\x1b[2J\x1b[1;1Ha\n", "", "a\n"},
		{"c\n\nb\na\n", "unordered = true", "a\nb\nc\n"},
	} {
		write(t, "smokes/a.toml", "shows = \"x\"\n"+test.with)
		if got := load(t).normalise(test.console); got != test.want {
			t.Errorf("%q becomes %q, want %q", test.console, got, test.want)
		}
	}
}

// TestLoad has a broken case per rule.
func TestLoad(t *testing.T) {
	for text, want := range map[string]string{
		`shows = "x"`: "",
		`shows = "x"` + "\nstatus = \"timed-out\"": "",
		``:                                   "shows is missing",
		`shows = "x`:                         "toml",
		"shows = \"x\"\nstatuss = \"clean\"": "unknown field",
		"shows = \"x\"\nstatus = \"well\"":   `status "well" does not exist`,
		"shows = \"x\"\nmedium = \"floppy\"": "neither bios nor uefi",
		"shows = \"x\"\nmedium = \"bios\"":   "a medium wants a manifest",
		"shows = \"x\"\nmodules = 2":         "QEMU itself passes one module",
		"shows = \"x\"\nwithout = [\"(\"]":   "without",
		"shows = \"x\"\ntimeout = 0":         "timeout is not positive",
	} {
		t.Chdir(t.TempDir())
		write(t, "smokes/a.toml", text)
		_, err := Load("smokes", regexp.MustCompile("a"))
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "smokes/a.toml")) {
			t.Errorf("%q: %v", text, err)
		}
		if cases, err := Load("smokes", regexp.MustCompile("b")); err != nil || len(cases) != 0 {
			t.Errorf("%d cases match, %v", len(cases), err)
		}
	}
}

// TestDamage has a row per boundary of what a case can do to a module.
func TestDamage(t *testing.T) {
	for name, test := range map[string]struct {
		c    Case
		want string
		ok   bool
	}{
		"nothing":           {Case{}, "abcd", true},
		"keeps one":         {Case{Cut: 1}, "a", true},
		"keeps all":         {Case{Cut: 4}, "abcd", true},
		"keeps too many":    {Case{Cut: 5}, "", false},
		"cuts one":          {Case{Cut: -1}, "abc", true},
		"cuts all":          {Case{Cut: -4}, "", true},
		"cuts too many":     {Case{Cut: -5}, "", false},
		"first bit":         {Case{Flip: []int{0}}, "`bcd", true},
		"last bit":          {Case{Flip: []int{31}}, "abc\xe4", true},
		"bit behind":        {Case{Flip: []int{32}}, "", false},
		"bit before":        {Case{Flip: []int{-1}}, "", false},
		"bit behind cut":    {Case{Cut: 1, Flip: []int{8}}, "", false},
		"cut, flipped, pad": {Case{Cut: 1, Flip: []int{1}, Pad: 2}, "c\x00\x00", true},
	} {
		got, err := test.c.damage([]byte("abcd"))
		if (err == nil) != test.ok || !bytes.Equal(got, []byte(test.want)) && test.ok {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestOptions demands that a case without a manifest has no module, and that what is missing is reported.
func TestOptions(t *testing.T) {
	s := suite(t, "", qemu.Clean, nil)
	o, err := s.options(load(t), t.TempDir())
	if err != nil || o.Module != "" || !o.ICount || o.Kernel != "build/kernel.elf" {
		t.Errorf("%+v, %v", o, err)
	}
	for _, text := range []string{"kernel = \"gone.elf\"", "manifest = [\"gone.cue\"]"} {
		write(t, "smokes/a.toml", "shows = \"x\"\n"+text)
		if _, err := s.options(load(t), t.TempDir()); err == nil || !strings.Contains(err.Error(), "gone.") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
