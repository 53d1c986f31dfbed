package prove_test

import (
	"strings"
	"testing"

	"warrant/verify/prove"
)

type inner struct {
	flag bool
	_    uint16
	code int16
}

type outer struct {
	parts [2]inner
	last  uint64
}

func TestAnyDrawsLeavesInMemoryOrder(t *testing.T) {
	stream := []byte{1, 9, 9, 0xfe, 0xff, 2, 9, 9, 3, 0, 8, 7, 6, 5, 4, 3, 2, 1, 2, 0, 10, 11, 3, 0, 'x', 'y', 'z'}
	var value outer
	var slice []uint8
	var text string
	outcome := prove.Execute(func() {
		value = prove.Any[outer]()
		slice = prove.AnySlice[uint8](4)
		text = prove.AnyString(3)
	}, stream)
	if outcome.Kind != prove.Completed {
		t.Fatalf("%+v", outcome)
	}
	if p := value.parts; !p[0].flag || p[0].code != -2 || p[1].flag || p[1].code != 3 || value.last != 0x0102030405060708 {
		t.Errorf("value %+v", value)
	}
	if string(slice) != "\x0a\x0b" || cap(slice) != 2 || text != "xyz" {
		t.Errorf("slice %v, text %q", slice, text)
	}
}

func TestOutcomes(t *testing.T) {
	zero := 0
	for _, row := range []struct {
		name    string
		harness func()
		want    prove.OutcomeKind
		message string
	}{
		{"return", func() {}, prove.Completed, ""},
		{"exhausted stream gives zeros", func() { prove.Assert(prove.Any[uint32]() == 0) }, prove.Completed, ""},
		{"assumption", func() { prove.Assume(false); panic("not reached") }, prove.AssumptionFailed, ""},
		{"assertion", func() { prove.Assert(false, "why") }, prove.AssertionFailed, "why"},
		{"unreachable", func() { prove.Unreachable() }, prove.UnreachableReached, ""},
		{"panic", func() { panic("boom") }, prove.Panicked, "boom"},
		{"runtime error", func() { zero = 1 / zero }, prove.Panicked, "integer divide by zero"},
		{"pointer", func() { prove.Any[*int]() }, prove.Panicked, "*int"},
		{"negative length", func() { prove.AnyString(-1) }, prove.Panicked, "-1"},
		{"recover cannot hide an assertion", func() {
			defer func() { _ = recover() }()
			prove.Assert(false)
		}, prove.AssertionFailed, ""},
		{"a later panic does not replace an assertion", func() {
			defer func() { prove.Assert(false, "second") }()
			prove.Assert(false, "first")
		}, prove.AssertionFailed, "first"},
	} {
		outcome := prove.Execute(row.harness, nil)
		if outcome.Kind != row.want || !strings.Contains(outcome.Message, row.message) {
			t.Errorf("%s: %+v", row.name, outcome)
		}
		if outcome.Failed() && !strings.HasSuffix(outcome.Frames[0].File, "prove_test.go") &&
			!strings.HasSuffix(outcome.Frames[0].File, "run.go") {
			t.Errorf("%s: innermost frame %+v", row.name, outcome.Frames[0])
		}
	}
}

func TestCoverReportsItsPlace(t *testing.T) {
	outcome := prove.Execute(func() {
		prove.Cover(false)
		prove.Cover(true)
	}, nil)
	if len(outcome.Covered) != 1 || !strings.HasSuffix(outcome.Covered[0].File, "prove_test.go") {
		t.Errorf("%+v", outcome.Covered)
	}
}

func FuzzReadsTheStream(f *testing.F) {
	f.Add([]byte{1, 2})
	prove.Fuzz(f, func() {
		x := prove.Any[uint8]()
		prove.Assume(x < 200)
		prove.Assert(x < 200)
	})
}

func TestGoFuzzPanicsOnFailureOnly(t *testing.T) {
	if got := prove.GoFuzz(func() { prove.Assume(false) }, nil); got != -1 {
		t.Errorf("assumption gives %d", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a failing harness did not panic")
		}
	}()
	prove.GoFuzz(func() { prove.Assert(false) }, nil)
}
