// Package own keeps track of who owns what, without a prover.
//
// The kernel's state lies in structs that are passed by pointer with full permission. Two full permissions never alias,
// so such a pointer is an in-out value and no formula needs a heap. This package holds the ledger that makes this sound:
// how much permission the code holds, path by path, to each location and to each folded predicate. What it cannot follow
// exactly it refuses; a caller then reports the place or leaves the function to the back end that models the heap.
package own

import (
	"fmt"
	"math/big"
	"sort"
	"strings"
)

// Key names a location (`t.slots`) or, with a predicate's name in front (`Mem t`), a folded instance. An index is
// written `[*]`: one key stands for the same part of each element.
type Key string

// Instance is the key of predicate pred folded over the location path.
func Instance(pred, path string) Key { return Key(pred + " " + path) }

// Path is the location of a key.
func (k Key) Path() string {
	if i := strings.LastIndexByte(string(k), ' '); i >= 0 {
		return string(k)[i+1:]
	}
	return string(k)
}

// Pred is the predicate of a folded instance, or empty for a location.
func (k Key) Pred() string {
	if i := strings.LastIndexByte(string(k), ' '); i >= 0 {
		return string(k)[:i]
	}
	return ""
}

// Full is the whole permission.
var Full = big.NewRat(1, 1)

// Hole is an element whose permission has been taken out of the key of its family.
type Hole struct {
	Key    Key
	Index  any
	Amount *big.Rat
}

// State is the permission held at one point of a path.
type State struct {
	held  map[Key]*big.Rat
	holes []Hole
}

// New is the state without any permission.
func New() *State { return &State{held: map[Key]*big.Rat{}} }

// Clone is an independent copy.
func (s *State) Clone() *State {
	c := New()
	for k, v := range s.held {
		c.held[k] = v
	}
	c.holes = append([]Hole(nil), s.holes...)
	return c
}

// Held is the amount held for a key; zero when none.
func (s *State) Held(k Key) *big.Rat {
	if v, ok := s.held[k]; ok {
		return v
	}
	return new(big.Rat)
}

// Covers answers the location key that covers a path: itself or an array that contains it.
func (s *State) Covers(path string) (Key, bool) {
	for k, v := range s.held {
		if k.Pred() == "" && v.Sign() > 0 && Within(path, string(k)) {
			return k, true
		}
	}
	return "", false
}

// Within says that path is whole or a part of it.
func Within(path, whole string) bool {
	return path == whole || (strings.HasPrefix(path, whole) && (path[len(whole)] == '.' || path[len(whole)] == '['))
}

// Give adds permission. More than the whole of one location is impossible, so it answers false: the state is unreachable.
func (s *State) Give(k Key, amount *big.Rat) bool {
	sum := new(big.Rat).Add(s.Held(k), amount)
	s.held[k] = sum
	return sum.Cmp(Full) <= 0 || k.Pred() != ""
}

// Take removes permission, or says how much is missing.
func (s *State) Take(k Key, amount *big.Rat) error {
	held := s.Held(k)
	if held.Cmp(amount) < 0 {
		return fmt.Errorf("needs %s of the permission to %s, holds %s", amount.RatString(), k, held.RatString())
	}
	left := new(big.Rat).Sub(held, amount)
	if left.Sign() == 0 {
		delete(s.held, k)
	} else {
		s.held[k] = left
	}
	return nil
}

// TakeElement removes one element's permission from the key of its family, or from a key that covers it, and answers the indices of the
// elements that are out already and must be shown to differ.
func (s *State) TakeElement(k, from Key, index any, amount *big.Rat) (others []any, err error) {
	if s.Held(from).Cmp(amount) < 0 {
		return nil, fmt.Errorf("needs %s of the permission to %s, holds %s", amount.RatString(), k, s.Held(from).RatString())
	}
	for _, h := range s.holes {
		if h.Key == k || h.Key.Pred() == "" && k.Pred() == "" && (Within(string(h.Key), string(k)) || Within(string(k), string(h.Key))) {
			others = append(others, h.Index)
		}
	}
	s.holes = append(s.holes, Hole{k, index, amount})
	return others, nil
}

// GiveElement puts back what TakeElement took for the same index; it answers false when nothing was out.
func (s *State) GiveElement(k Key, index any, amount *big.Rat) bool {
	for i, h := range s.holes {
		if h.Key == k && h.Index == index && h.Amount.Cmp(amount) == 0 {
			s.holes = append(s.holes[:i:i], s.holes[i+1:]...)
			return true
		}
	}
	return false
}

// Holes are the elements that are out.
func (s *State) Holes() []Hole { return s.holes }

// Meet is what both states hold: the least that is true after a join of two paths.
func Meet(a, b *State) *State {
	m := New()
	for k, v := range a.held {
		w := b.Held(k)
		if v.Cmp(w) > 0 {
			v = w
		}
		if v.Sign() > 0 {
			m.held[k] = v
		}
	}
	m.holes = append(append([]Hole(nil), a.holes...), b.holes...)
	return m
}

// Add joins what two disjoint parts of a program hold.
func Add(a, b *State) *State {
	sum := a.Clone()
	for k, v := range b.held {
		sum.held[k] = new(big.Rat).Add(sum.Held(k), v)
	}
	sum.holes = append(sum.holes, b.holes...)
	return sum
}

// Keys are the keys held, sorted.
func (s *State) Keys() []Key {
	keys := make([]Key, 0, len(s.held))
	for k := range s.held {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return keys
}

// String lists what is held, for diagnostics.
func (s *State) String() string {
	var parts []string
	for _, k := range s.Keys() {
		v := s.held[k]
		if v.Cmp(Full) == 0 {
			parts = append(parts, string(k))
		} else {
			parts = append(parts, v.RatString()+" "+string(k))
		}
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}
