package annot

import "testing"

func TestPrintOfParse(t *testing.T) {
	for _, src := range []string{
		"a ==> b ==> c",
		"acc(t.Mem(), _)",
		"acc(x.f, 1/2) && 0 <= x.f",
		"forall i, j int :: { s[i], s[j] } { f(i) } 0 <= i && i < j ==> s[i] != s[j]",
		"exists i int :: s[i] == 1",
		"old(t.Abs())[index = Slot{true, old(t.Abs())[index].gen, obj}]",
		"n == 0 ? seq[uint32]{} : view(b, head, n - 1) ++ seq[uint32]{b[(head + n - 1) % Size]}",
		"let i := int(id) % Slots in s[i].State != Free",
		"unfolding acc(t.Mem(), 1/2) in seq(t.slots)",
		"x in s && y elem t",
		"old[L](x) == before(y)",
		"&body[k] == &b[int(s.off) + k]",
		"body === b[int(s.off):int(s.off + s.size)]",
		"seq[0 .. n]",
		"dict[int]bool{1: true}",
		"m[k = 1, l = 2]",
		"(a union b) subset c",
		"x # m",
	} {
		x, err := ParseExpr("t", src)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		once := String(x)
		again, err := ParseExpr("t", once)
		if err != nil {
			t.Errorf("%s: printed as %s: %v", src, once, err)
			continue
		}
		if String(again) != once {
			t.Errorf("%s: printed as %s, then as %s", src, once, String(again))
		}
	}
}

// What a function holds and this package does not read refuses that function, by name and place, and nothing else in the file.
func TestRefusedFunction(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"package p\nfunc F[T any](x T) {}\nfunc g() {}\n", "t.go:2:7: unsupported: type parameters (generic function F)"},
		{"package p\nfunc f() {\n\tgo g()\n}\nfunc g() {}\n", "t.go:3:2: unsupported: go statement"},
		{"package p\nfunc f() {\n\tx := func() {}\n}\nfunc g() {}\n", "t.go:3:7: unsupported: function literal (closure)"},
	} {
		f, err := Parse("t.go", c.src)
		if err != nil || len(f.Funcs) != 2 {
			t.Errorf("%q: %v", c.src, err)
			continue
		}
		if e := f.Funcs[0].Refused; e == nil || e.Error() != c.want {
			t.Errorf("%q: refused for %v, want %s", c.src, e, c.want)
		}
		if f.Funcs[1].Refused != nil {
			t.Errorf("%q: the other function is refused as well: %v", c.src, f.Funcs[1].Refused)
		}
	}
}

func TestRefusedByName(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"package p\nvar x = a ==> b\n", "t.go:2:11: operator ==> is allowed in annotations only"},
		{"package p\n// @ requires a b\nfunc f() {}\n", "t.go:2:17: expected ;, found b"},
		{"package p\n// @ requires a\nvar x int\n", "t.go:3:1: expected func after a contract, found var"},
		{"package p\n/*@ requires a */\n", "t.go:2:16: annotation comment must end in @*/"},
	} {
		_, err := Parse("t.go", c.src)
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: got %v, want %s", c.src, err, c.want)
		}
	}
}
