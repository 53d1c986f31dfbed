package vc

import (
	"fmt"
	"math/big"
	"strings"

	"warrant/verify/ir"
)

// bitTheory is what the integer world knows of a bit operation without looking at bits.
func bitTheory(name string, e *ir.Expr) string {
	f := "bits_" + name
	var b strings.Builder
	fmt.Fprintf(&b, "(declare-fun %s (Int Int) Int)\n", f)
	width := uint(e.Int.Int64())
	if strings.HasSuffix(e.Name, "s") {
		low := new(big.Int).Neg(new(big.Int).Lsh(big.NewInt(1), width-1))
		high := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), width-1), big.NewInt(1))
		fmt.Fprintf(&b, "(assert (forall ((x Int) (y Int)) (! (and (<= %s (%s x y)) (<= (%s x y) %s)) :pattern ((%s x y)))))\n", integer(low), f, f, high, f)
		return b.String()
	}
	high := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), width), big.NewInt(1))
	fmt.Fprintf(&b, "(assert (forall ((x Int) (y Int)) (! (and (<= 0 (%s x y)) (<= (%s x y) %s)) :pattern ((%s x y)))))\n", f, f, high, f)
	fact := ""
	switch strings.TrimRight(e.Name, "us") {
	case "and":
		fact = "(and (<= (F x y) x) (<= (F x y) y))"
	case "or":
		fact = "(and (<= x (F x y)) (<= y (F x y)) (<= (F x y) (+ x y)))"
	case "xor":
		fact = "(<= (F x y) (+ x y))"
	case "andnot":
		fact = "(<= (F x y) x)"
	case "shr":
		fact = "(<= (F x y) x)"
	}
	if fact != "" {
		fact = strings.ReplaceAll(fact, "F", f)
		fmt.Fprintf(&b, "(assert (forall ((x Int) (y Int)) (! (=> (and (<= 0 x) (<= x %s) (<= 0 y) (<= y %s)) %s) :pattern ((%s x y)))))\n", high, high, fact, f)
	}
	return b.String()
}
