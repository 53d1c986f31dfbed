package name

import (
	"strings"
	"testing"

	"warrant/kernel/abi"
)

// TestNew has a row per boundary of the length.
func TestNew(t *testing.T) {
	long := strings.Repeat("n", abi.NameMax)
	for _, test := range []struct {
		text string
		ok   bool
	}{{"", false}, {"a", true}, {"a\x00", true}, {long[1:], true}, {long, true}, {long + "n", false}} {
		n, ok := New([]byte(test.text))
		if ok != test.ok {
			t.Errorf("New(%q): %v", test.text, ok)
		}
		if ok && (string(n.Text()) != test.text || n != Of(test.text)) {
			t.Errorf("New(%q) is %q", test.text, n.Text())
		}
		if !ok && n != (Name{}) || !ok && Of(test.text) != (Name{}) {
			t.Errorf("New(%q) fails with %q", test.text, n.Text())
		}
	}
}

// TestCompare demands that == looks at every byte and at the length.
func TestCompare(t *testing.T) {
	if Of("a") == Of("b") || Of("a") == Of("a\x00") || Of("ab") == Of("aa") {
		t.Error("different names are the same")
	}
	if again, _ := New([]byte("spinner")); again != Of("spinner") {
		t.Error("the same names differ")
	}
}
