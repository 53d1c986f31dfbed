// +gobra

package manifest

import (
	"warrant/lib/capos"
	"warrant/lib/name"
	"warrant/lib/wire"
)

// @ preserves acc(module, 1/2)
// @ ensures   !found ==> index == 0
// @ decreases

// Find answers the index of the binary with a name. found is false when there is none, and when module is not a manifest.
func Find(module []byte, wanted name.Name) (index uint32, found bool) {
	var c /*@@@*/ wire.Cursor
	if open(&c, module) != wire.OK {
		return 0, false
	}
	n, e := c.Structs(module, capos.SystemManifestBinariesAt)
	if e != wire.OK {
		return 0, false
	}
	return find(&c, module, n, wanted)
}

// @ preserves acc(module, 1/2)
// @ requires  0 <= index
// @ ensures   0 <= from && from <= to && to <= len(module) && (!ok ==> from == 0 && to == 0)
// @ decreases

// Where answers where the contents of a binary are: module[from:to].
func Where(module []byte, index uint32) (from int, to int, ok bool) {
	var c /*@@@*/ wire.Cursor
	if open(&c, module) != wire.OK {
		return 0, 0, false
	}
	binaries, e := c.Structs(module, capos.SystemManifestBinariesAt)
	if e != wire.OK || index >= binaries {
		return 0, 0, false
	}
	c.Enter(index /*@, len(module) @*/)
	from, to, e = c.Data(module, capos.BinaryDataAt)
	return from, to, e == wire.OK
}

// @ preserves acc(c) && acc(module, 1/2) && c.Right(len(module))
// @ requires  0 <= n
// @ ensures   c.Same(old(*c)) && c.Length() == old(c.Length()) && (found ? index < n : index == 0)
// @ decreases

// find answers the index of the first binary with a name among the n of the list that c has counted.
func find(c *wire.Cursor, module []byte, n uint32, wanted name.Name) (index uint32, found bool) {
	// @ invariant acc(c) && acc(module, 1/2) && c.Right(len(module)) && 0 <= i && i <= n
	// @ invariant c.Same(old(*c)) && c.Length() == old(c.Length())
	// @ decreases n - i
	for i := uint32(0); i < n; i++ {
		c.Enter(i /*@, len(module) @*/)
		from, to, e := c.Text(module, capos.BinaryNameAt)
		if e != wire.OK {
			return 0, false
		}
		other, ok := name.New(module[from:to])
		if ok && other == wanted {
			return i, true
		}
	}
	return 0, false
}
