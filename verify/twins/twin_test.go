package twins

import (
	"fmt"
	"strings"
	"testing"

	"warrant/verify/deduce"
	"warrant/verify/obligation"
)

func TestParse(t *testing.T) {
	const twin = "package = 'p'\n[[twin]]\nbug = 'wrong index'\nfunction = 'F'\nkind = 'index'\nfind = 'a'\nreplace = 'b'\n"
	for _, test := range []struct{ name, text, want string }{
		{"good", twin, ""},
		{"more edits", twin + "[[twin.with]]\nfind = 'c'\nreplace = ''\n", ""},
		{"syntax", "package = ", "toml: "},
		{"unknown key", twin + "fund = 'x'\n", "unknown key"},
		{"no package", strings.Replace(twin, "'p'", "''", 1), "package or twins are missing"},
		{"no twins", "package = 'p'\n", "package or twins are missing"},
		{"no function", strings.Replace(twin, "'F'", "''", 1), "function or kind is missing"},
		{"no kind", strings.Replace(twin, "kind = 'index'\n", "", 1), "function or kind is missing"},
		{"unknown bug", strings.Replace(twin, "wrong index", "bad luck", 1), `"bad luck" is no class of bugs`},
		{"no change", strings.Replace(twin, "'b'", "'a'", 1), "an edit finds nothing or changes nothing"},
		{"nothing to find", strings.Replace(twin, "find = 'a'\n", "", 1), "an edit finds nothing or changes nothing"},
		{"no change in more edits", twin + "[[twin.with]]\nfind = 'c'\nreplace = 'c'\n", "an edit finds nothing or changes nothing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse([]byte(test.text))
			if (err == nil) != (test.want == "") || !strings.Contains(fmt.Sprint(err), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// small is a source with two functions and a method.
const small = "package p\n\n// @ requires x > 0\n\n// F is one.\nfunc F(x int) (y int) {\n\treturn x\n}\n\n// G has no contract.\nfunc G() {}\n\n" +
	"type T struct{}\n\n// @ trusted\n// @ ensures y == 1\n\nfunc (t *T) M() (y int) { return 1 }\n\nfunc (t T) N() (y int) { return 1 }\n\nfunc bodiless()\n"

func TestFunctions(t *testing.T) {
	list, err := Functions("p.go", small)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range list {
		got = append(got, fmt.Sprintf("%s %v %v %q", f.Title, f.Contract, f.Trusted, small[f.Start:f.End][:7]))
	}
	want := `[F true false "\n\n// @ " G false false "\n\n// G " (*T).M true true "\n\n// @ " (T).N false false "\n\nfunc "]`
	if fmt.Sprint(got) != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
	if _, err := Functions("p.go", "package"); err == nil {
		t.Error("a source that is no Go was read")
	}
}

func TestApply(t *testing.T) {
	for _, test := range []struct {
		name, function, find string
		with                 []Edit
		want                 string
	}{
		{"body", "F", "return x", nil, ""},
		{"contract", "F", "x > 0", nil, ""},
		{"method", "(*T).M", "return 1", nil, ""},
		{"second edit", "F", "return x", []Edit{{"x > 0", "x > 1"}}, ""},
		{"no function", "H", "return x", nil, "no function H"},
		{"in another function", "G", "return x", nil, `"return x" occurs 0 times in G`},
		{"twice", "F", "x", nil, `"x" occurs 3 times in F`},
		{"second edit nowhere", "F", "return x", []Edit{{"x > 2", ""}}, `"x > 2" occurs 0 times in F`},
	} {
		t.Run(test.name, func(t *testing.T) {
			edited, err := Twin{Function: test.function, Find: test.find, Replace: "BUG", With: test.with}.Apply("p.go", small)
			if (err == nil) != (test.want == "") || !strings.Contains(fmt.Sprint(err), test.want) {
				t.Fatalf("error %v, want %q", err, test.want)
			}
			if err == nil && strings.Count(edited, "BUG") != 1 {
				t.Errorf("edited to %s", edited)
			}
		})
	}
}

func TestJudge(t *testing.T) {
	function := func(title string, verdict obligation.Verdict, kind obligation.Kind) *deduce.Function {
		return &deduce.Function{Title: title, Obligations: []obligation.Obligation{
			{ID: obligation.ID{Function: title, Kind: obligation.Vacuity}, Verdict: obligation.Satisfied},
			{ID: obligation.ID{Function: title, Kind: kind}, Verdict: verdict},
		}}
	}
	post := obligation.Postcondition
	twin := Twin{Function: "F", Kind: post, Also: []string{"H"}}
	for _, test := range []struct {
		name      string
		functions []*deduce.Function
		want      string
	}{
		{"refused", []*deduce.Function{function("F", obligation.Failure, post), function("G", obligation.Success, post)}, ""},
		{"not decided", []*deduce.Function{function("F", obligation.Undetermined, post)}, ""},
		{"another may fail", []*deduce.Function{function("F", obligation.Failure, post), function("H", obligation.Failure, post)}, ""},
		{"proved", []*deduce.Function{function("F", obligation.Success, post)}, "F is proved in spite of the bug"},
		{"not verified at all", nil, "F is proved in spite of the bug"},
		{"another kind", []*deduce.Function{function("F", obligation.Failure, obligation.Wraps)}, "F is refused for [wraps], not for postcondition"},
		{"another function", []*deduce.Function{function("F", obligation.Failure, post), function("G", obligation.Failure, post)}, "postcondition of G fails as well"},
		{"broken", []*deduce.Function{function("F", obligation.Failure, post), {Title: "G", Err: fmt.Errorf("crash")}}, "G: crash"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := twin.Judge(&deduce.Report{Functions: test.functions})
			if (err == nil) != (test.want == "") || !strings.Contains(fmt.Sprint(err), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}
