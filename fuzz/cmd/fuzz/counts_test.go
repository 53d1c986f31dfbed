package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warrant/fuzz"
)

// The committed counts are those of the code as it is now: a parser that changed after its executions were counted is named.
func TestCounts(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	old, right, err := files()
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range right {
		if list := different(old[file], text); len(list) > 0 {
			t.Errorf("%s counts executions of other code than the parsers are now, or of other runs than %s has; it does not say:\n%s\nmake fuzz FUZZ=-record runs them again; make fuzz-counts and make report write what counts",
				file, recordName, strings.Join(list, "\n"))
		}
	}
}

// different answers the lines of b that a does not have.
func different(a, b string) (list []string) {
	has := map[string]bool{}
	for _, line := range strings.Split(a, "\n") {
		has[line] = true
	}
	for _, line := range strings.Split(b, "\n") {
		if !has[line] {
			list = append(list, line)
		}
	}
	return list
}

// A run counts for its own code only.
func TestCountsOfOlderCode(t *testing.T) {
	list := []recorded{{"Wire", "aa", 1, 5, 10, "c1"}, {"Wire", "bb", 2, 100, 1000, "c2"}, {"Wire", "aa", 3, 0, 7, "c3"}, {"Telnet", "aa", 1, 1, 1, "c1"}}
	all := counts(list, map[string]string{"warrant/lib/wire": "aa"})
	if len(all) != len(fuzz.Targets()) {
		t.Fatalf("%d targets", len(all))
	}
	for _, c := range all {
		switch want := (count{target: c.target, code: "aa", guided: 5, direct: 17, older: 1100, commit: "c3"}); c.target.Name {
		case "Wire":
			if c.code != want.code || c.guided != want.guided || c.direct != want.direct || c.older != want.older || c.commit != want.commit {
				t.Errorf("%+v, want %+v", c, want)
			}
		case "Telnet":
			if c.guided+c.direct != 0 || c.older != 2 {
				t.Errorf("%+v", c)
			}
		}
	}
	page, err := withTable("text\n"+countsBegin+"old\n"+countsEnd+"more\n", all)
	if err != nil || !strings.Contains(page, "| Wire | `lib/wire` | aa | 22 | 5 | 1 100 |\n") || !strings.Contains(page, "| all | | | 22 | 5 | 1 102 |\n") ||
		strings.Contains(page, "old\n") || !strings.HasPrefix(page, "text\n") || !strings.HasSuffix(page, "more\n") {
		t.Errorf("%v, %s", err, page)
	}
	if _, err := withTable("text\n", all); err == nil {
		t.Error("a page without a place for the counts is accepted")
	}
	const mutation = "[[mutation]]\nkilled = 1"
	got := withFuzz("# About.\n\n[[fuzz]]\ntarget = \"SQE\"\n\n"+mutation+"\n", all)
	if want := "# About.\n\n[[fuzz]]\ntarget = \"Wire\"\nexecutions = 22\ncrashes = 0\ncommit = \"c3\"\n\n" + mutation + "\n"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A record that cannot be read is an error with its place.
func TestReadRecord(t *testing.T) {
	file := filepath.Join(t.TempDir(), "record")
	for _, tt := range []struct{ text, want string }{
		{"# About.\nWire\taa\t1\t2\t3\tc\n", ""},
		{"Wire\taa\t1\t2\t3\n", ":1: want target"},
		{"\nWire\taa\t1\t-2\t3\tc\n", ":2: "},
		{"Wires\taa\t1\t2\t3\tc\n", "no target"},
	} {
		if err := os.WriteFile(file, []byte(tt.text), 0o644); err != nil {
			t.Fatal(err)
		}
		list, err := readRecord(file)
		if tt.want == "" && (err != nil || len(list) != 1 || list[0] != recorded{"Wire", "aa", 1, 2, 3, "c"}) {
			t.Errorf("%q: %+v, %v", tt.text, list, err)
		}
		if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%q: %v, want %s", tt.text, err, tt.want)
		}
	}
}
