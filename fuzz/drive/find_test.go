package drive_test

import (
	"bytes"
	"strings"
	"testing"

	"warrant/fuzz/drive"
)

// parse is a parser with two bugs, of which one needs a word of the dictionary.
func parse(b []byte) int {
	if len(b) > 3 && b[0] == 'a' && b[3] > 200 {
		panic("first")
	}
	if bytes.Contains(b, []byte("magic word")) {
		return second(b)
	}
	return 0
}

func second(b []byte) int { return int(b[len(b)+1]) }

func TestRunFindsBoth(t *testing.T) {
	r := drive.Run(parse, drive.Plan{Executions: 1 << 20, Seed: 1, Words: [][]byte{[]byte("magic word")}, Max: 32, Crashes: 2})
	if len(r.Crashes) != 2 {
		t.Fatalf("%d crashes in %d executions", len(r.Crashes), r.Executions)
	}
	for _, c := range r.Crashes {
		t.Logf("%s: %q: %s", c.Place, c.Input, c.Reason)
		want := map[string]string{"parse": "a\x00\x00\xc9", "second": "magic word"}[strings.Split(strings.TrimPrefix(c.Place, "fuzz/drive_test."), ":")[0]]
		if len(c.Input) != len(want) {
			t.Errorf("%s: %q, could be as short as %q", c.Place, c.Input, want)
		}
	}
}
