package checked

import (
	"math/rand"
	"strings"
	"testing"
)

const source = `package checked

// @ pred (c *counter) Mem() { acc(c) && 0 <= c.n && c.n <= 10 }

// @ preserves c.Mem()
// @ ensures   ok == (old(c.n) < 10)
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
	good, err := p.Function("counter.Up", (*counter).Up, rand.New(rand.NewSource(1)), 100, 1000)
	if err != nil || good.Violation != "" || good.Runs < 100 {
		t.Errorf("%+v %v", good, err)
	}
	bad, err := p.Function("counter.Up", (*counter).wrong, rand.New(rand.NewSource(1)), 100, 1000)
	if err != nil || !strings.Contains(bad.Violation, "c.log[i] == old(c.log[i])") {
		t.Errorf("%+v %v", bad, err)
	}
}
