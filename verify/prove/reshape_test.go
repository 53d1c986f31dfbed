package prove_test

import (
	"strings"
	"testing"

	"warrant/verify/prove"
)

type sealed struct {
	flags [2]bool
	n     uint16
}

func TestReshape(t *testing.T) {
	type mirror struct {
		first [2]bool
		count uint16
	}
	got := prove.Reshape[mirror](sealed{flags: [2]bool{false, true}, n: 7})
	if got.first != [2]bool{false, true} || got.count != 7 {
		t.Errorf("%+v", got)
	}
}

func TestReshapeRefusesAnotherShape(t *testing.T) {
	for name, convert := range map[string]func(){
		"array length": func() { prove.Reshape[[3]bool]([2]bool{}) },
		"kind":         func() { prove.Reshape[int16](uint16(0)) },
		"fields":       func() { prove.Reshape[struct{ a, b uint8 }](struct{ a uint8 }{}) },
		"a field":      func() { prove.Reshape[struct{ a uint8 }](struct{ a bool }{}) },
		"pointer":      func() { prove.Reshape[*int8](new(int)) },
	} {
		outcome := prove.Execute(convert, nil)
		if outcome.Kind != prove.Panicked || !strings.Contains(outcome.Message, "prove.Reshape") {
			t.Errorf("%s: %+v", name, outcome)
		}
	}
}
