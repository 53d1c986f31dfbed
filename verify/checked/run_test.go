package checked

import (
	"math/rand"
	"strings"
	"testing"
)

// limits is a package that source imports.
const limits = `package limits

// Most is the greatest count.
const Most = 5 * 2

// @ ghost
// @ decreases
// @ pure func Fits(n int) bool { return n <= Most }
`

const source = `package checked

import "limits"

// @ pred (c *counter) Mem() { acc(c) && 0 <= c.n && limits.Fits(int(c.n)) }

// @ preserves acc(c.Mem(), 1/2)
// @ ensures   ok == (old(c.n) < limits.Most)
// @ ensures   ok ==> c.n == old(c.n) + 1
// @ ensures   forall i int :: { c.log[i] } 0 <= i && i < len(c.log) ==> c.log[i] == old(c.log[i])
func (c *counter) Up() (ok bool) {}
`

type counter struct {
	n   uint8
	log [3]int32
}

func (c *counter) Up() (ok bool) {
	if c.n == 10 {
		return false
	}
	c.n++
	return true
}

// wrong is Up with a side effect that the contract forbids.
func (c *counter) wrong() (ok bool) {
	if c.Up() {
		c.log[1]++
		return true
	}
	return false
}

func TestFunction(t *testing.T) {
	p, err := Parse(map[string]string{"counter.go": source})
	if err != nil {
		t.Fatal(err)
	}
	q, err := Parse(map[string]string{"limits.go": limits})
	if err != nil {
		t.Fatal(err)
	}
	p.Import("limits", "limits", q)
	good, err := p.Function("counter.Up", (*counter).Up, rand.New(rand.NewSource(1)), 100, 1000)
	if err != nil || good.Violation != "" || good.Runs < 100 {
		t.Errorf("%+v %v", good, err)
	}
	bad, err := p.Function("counter.Up", (*counter).wrong, rand.New(rand.NewSource(1)), 100, 1000)
	if err != nil || !strings.Contains(bad.Violation, "c.log[i] == old(c.log[i])") {
		t.Errorf("%+v %v", bad, err)
	}
}

const register = `package checked

// @ pred (g *gauge) Mem() { acc(g) && g.twin == g.level + 1 && g.level % 1000 == 0 }

// @ requires acc(g)
// @ ensures  g.Mem() && g.level == 0
func (g *gauge) Reset() {}

// @ preserves g.Mem()
// @ ensures   g.level < 5000
func (g *gauge) Raise() {}
`

// gauge has an invariant that random values never satisfy.
type gauge struct{ level, twin uint32 }

func (g *gauge) Reset() { *g = gauge{twin: 1} }

func (g *gauge) Raise() { *g = gauge{g.level + 1000, g.twin + 1000} }

// The states that runs leave behind are what further runs start from.
func TestStates(t *testing.T) {
	p, err := Parse(map[string]string{"gauge.go": register})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewSource(1))
	if res, err := p.Function("gauge.Raise", (*gauge).Raise, r, 10, 1000); err != nil || res.Runs != 0 {
		t.Errorf("%+v %v: no state satisfies the invariant yet", res, err)
	}
	if res, err := p.Function("gauge.Reset", (*gauge).Reset, r, 10, 1000); err != nil || res.Runs != 10 || res.Violation != "" {
		t.Errorf("%+v %v", res, err)
	}
	if res, err := p.Function("gauge.Raise", (*gauge).Raise, r, 1000, 10000); err != nil || !strings.Contains(res.Violation, "g.level < 5000") {
		t.Errorf("%+v %v: the fifth raise breaks the contract", res, err)
	}
}
