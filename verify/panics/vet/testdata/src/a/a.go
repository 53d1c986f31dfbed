// Package a has lines that can panic, and lines that cannot.
package a

// T has an exported method.
type T struct {
	next *T
	n    int
}

// Get believes in its receiver.
func (t *T) Get(s []int, i int) int {
	if i >= 0 && i < len(s) {
		return s[i] + t.n
	}
	if t.next != nil {
		return t.next.n
	}
	return s[i] + // want `index: .*the index may be negative|index: .*less than the length`
		t.next.n // want `nil-dereference: it may be nil`
}

// Map is generic, which is not looked at.
func Map[E any](s []E, i int) E { return s[i] }

// Waived is accepted.
func Waived(s []int) int {
	//gosure:waive owner=test "shown here"
	return s[0]
}

// Divide divides.
func Divide(x, y int) int {
	return x / y // want `division: the divisor is of any value: it may be zero`
}
