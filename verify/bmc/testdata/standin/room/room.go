// Package room is what harnesses of package standin exchange from outside.
package room

// Table has a number of places.
type Table struct{ places int }

// Places answers the number of places of t.
func (t *Table) Places() int { return t.places }
