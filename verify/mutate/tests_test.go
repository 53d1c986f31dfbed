package mutate

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A package with every form of a function's head, and tests that miss some bugs. Its mutants hang, do not compile, are rejected and survive.
var trialModule = map[string]string{
	"go.mod": "module trial\n\ngo 1.26\n",
	"a.go": `package trial

import "errors"

type box[T any] struct{ a, b []T }

func (b *box[T]) both(_ T, more ...T) (n int, err error) {
	n = len(b.a) + len(b.b) + len(more)
	if n < 0 {
		return 0, errors.New("less than nothing")
	}
	return n, nil
}

func (box[T]) none() bool { return false }

func first[T, U any](list []T, _ U) T { return list[0] }

func count(int) (n int) {
	for i := 0; i < 3; i++ {
		n++
	}
	return n
}

func constant(list [2]int) int { return list[1] }

func _() {}

func init() {}
`,
	"a_test.go": `package trial

import "testing"

func Test(t *testing.T) {
	b := &box[int]{a: []int{1, 2}, b: []int{3}}
	if n, err := b.both(1, 2, 3); n != 5 || err != nil || b.none() {
		t.Error(n, err)
	}
	if first([]string{"x", "y"}, 1) != "x" || count(7) != 3 || constant([2]int{4, 4}) != 4 {
		t.Error("wrong")
	}
}
`,
}

func trialFolder(t *testing.T, change func(map[string]string)) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range trialModule {
		files := map[string]string{name: text}
		if change != nil {
			change(files)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRunTests(t *testing.T) {
	dir := trialFolder(t, nil)
	key := "trial\t(*box[T]).both\t0 -> 0+1 #2"
	scores, err := RunTests(context.Background(), dir, []string{"."}, Judges{Reasons: map[string]string{key: "the length of a list is not negative"}})
	if err != nil {
		t.Fatal(err)
	}
	fates := map[string]Fate{}
	for _, o := range scores[0].Outcomes {
		fates[o.Function+" "+o.Change] = o.Fate
		if (o.Fate == Killed) != (o.By == byTests) || (o.Reason != "") != (Key("trial", &o.Mutant) == key) {
			t.Errorf("%+v", o)
		}
	}
	want := map[string]Fate{
		"(*box[T]).both + -> -":                                       Killed,
		"(*box[T]).both + -> - #2":                                    Killed,
		"(*box[T]).both .a -> .b":                                     Killed,
		"(*box[T]).both .b -> .a":                                     Killed,
		"(*box[T]).both < -> <=":                                      Survived,
		"(*box[T]).both 0 -> 0+1":                                     Survived,
		"(*box[T]).both 0 -> 0+1 #2":                                  Survived,
		"(*box[T]).both dropped: n = len(b.a) + len(b.b) + len(more)": Killed,
		"(box[T]).none false -> true":                                 Killed,
		"first 0 -> 0+1":                                              Killed,
		"count 0 -> 0+1":                                              Killed,
		"count < -> <=":                                               Killed,
		"count 3 -> 3+1":                                              Killed,
		"count ++ -> --":                                              Killed,
		"count ++ -> -- #2":                                           Killed,
		"count dropped: i++":                                          Killed, // it hangs
		"count dropped: n++":                                          Killed,
		"constant 1 -> 1+1":                                           Stillborn,
	}
	for name, fate := range want {
		if fates[name] != fate {
			t.Errorf("%s: %s, want %s", name, fates[name], fate)
		}
	}
	if len(fates) != len(want) || len(scores[0].Outcomes) != len(want) {
		t.Errorf("%d mutants, want %d: %v", len(scores[0].Outcomes), len(want), fates)
	}
	if got := scores[0].Percent(); got < 87 || got > 88 { // 14 of 16
		t.Errorf("score %.1f", got)
	}
}

// A command judges what the tests accept, and sees the mutant.
func TestCommandJudges(t *testing.T) {
	dir := trialFolder(t, func(files map[string]string) {
		if _, ok := files["a_test.go"]; ok {
			files["a_test.go"] = "package trial\n"
		}
	})
	scores, err := RunTests(context.Background(), dir, []string{"."}, Judges{
		Prepare: "go test -c -o $GOSURE_OUT/judge .",
		Command: `test -x $GOSURE_OUT/judge && test "$` + Selected + `" != 3`,
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range scores[0].Outcomes {
		want := Survived
		switch {
		case i+1 == 3:
			want = Killed
		case o.Function == "constant":
			want = Stillborn
		}
		if o.Fate != want || o.Fate == Killed && o.By != byCommand {
			t.Errorf("mutant %d: %+v", i+1, o)
		}
	}
}

// Tests that fail without a mutant judge nothing, and neither does nobody.
func TestRunTestsRefuses(t *testing.T) {
	for _, tt := range []struct{ name, tests, want string }{
		{"failing", "package trial\n\nimport \"testing\"\n\nfunc Test(t *testing.T) { t.Fail() }\n", "do not pass without a mutant"},
		{"not compiling", "package trial\n\nvar x = y\n", "undefined: y"},
	} {
		dir := trialFolder(t, func(files map[string]string) {
			if _, ok := files["a_test.go"]; ok {
				files["a_test.go"] = tt.tests
			}
		})
		if _, err := RunTests(context.Background(), dir, []string{"."}, Judges{}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	dir := trialFolder(t, nil)
	if err := os.Remove(filepath.Join(dir, "a_test.go")); err != nil {
		t.Fatal(err)
	}
	if _, err := RunTests(context.Background(), dir, []string{"."}, Judges{}); err == nil || !strings.Contains(err.Error(), "no tests") {
		t.Errorf("without tests: %v", err)
	}
}

// The proofs judge what the tests accept, in the files that have contracts; what is in others has survived.
func TestProofsJudge(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":    "module trial\n\ngo 1.26\n",
		"p.go":      "// +gobra\n\npackage trial\n\n// @ requires 0 <= x && x < 100\n// @ ensures r == x + 1\n// @ decreases\nfunc proved(x int) (r int) {\n\treturn x + 1\n}\n",
		"q.go":      "package trial\n\nfunc plain(x int) (r int) {\n\treturn x + 1\n}\n",
		"a_test.go": "package trial\n\nimport \"testing\"\n\nfunc Test(t *testing.T) { _, _ = proved(1), plain(1) }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	scores, err := RunTests(context.Background(), dir, []string{"."}, Judges{Proofs: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(scores) != 1 || len(scores[0].Outcomes) != 4 {
		t.Fatalf("%+v", scores)
	}
	for _, o := range scores[0].Outcomes {
		if want := map[string]Fate{"proved": Killed, "plain": Survived}[o.Function]; o.Fate != want || (o.By == ByProofs) != (want == Killed) {
			t.Errorf("%s: %s: %s by %q, want %s", o.Function, o.Change, o.Fate, o.By, want)
		}
	}
}
