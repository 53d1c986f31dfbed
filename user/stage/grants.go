package stage

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/user/client"
)

// Grants is the list of capabilities that a child gets. It is large: a variable of the package, not of a function.
type Grants struct {
	list  [limits.Grants]client.CapGrant
	count int
}

// Reset makes g empty again.
func (g *Grants) Reset() *Grants {
	g.count = 0
	return g
}

// Copy adds a capability of which the parent keeps its own. A grant for which there is no room is left out.
func (g *Grants) Copy(name string, c abi.CapID, iface uint64) *Grants {
	return g.add(name, c, iface, capos.TransferModeCopy)
}

// Move adds a capability that the parent gives away.
func (g *Grants) Move(name string, c abi.CapID, iface uint64) *Grants {
	return g.add(name, c, iface, capos.TransferModeMove)
}

// add adds a grant, field by field: copying one with a text to a variable of the package would go through the collector's write barrier.
func (g *Grants) add(name string, c abi.CapID, iface uint64, mode capos.TransferMode) *Grants {
	if g.count == len(g.list) {
		return g
	}
	to := &g.list[g.count]
	to.Name = name
	to.Cap = uint32(c)
	to.Interface = iface
	to.Mode = mode
	g.count++
	return g
}

// List is the grants as ProcessSpawner takes them.
func (g *Grants) List() []client.CapGrant { return g.list[:g.count] }
