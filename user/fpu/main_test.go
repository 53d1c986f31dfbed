package main

import (
	"math"
	"testing"
)

func TestHarmonic(t *testing.T) {
	// The harmonic number is ln n + gamma + 1/2n - ..., to more than the accuracy of the sum.
	exact := math.Log(terms) + 0.57721566490153286061 + 0.5/terms
	if got := harmonic(terms); math.Abs(got-exact) > 1e-9 || got != want {
		t.Errorf("harmonic(%d) is %v (%.20g), near %v; the program wants %v", terms, got, got, exact, want)
	}
}
