// +gobra

package manifest

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/lib/name"
	"warrant/lib/wire"
)

// Boot is what the kernel takes from a manifest: how to start init. Binaries stay in the module; Find and Program lead to them.
type Boot struct {
	// Init is the index of init's binary.
	Init uint32
	// Binaries is the number of binaries.
	Binaries uint32
	// Grants are the capabilities that the kernel makes for init, in the order of its CapSet; the first GrantCount are used.
	Grants     [limits.Grants]BootGrant
	GrantCount uint32
	// Quantum is how long a process runs at most before the next one's turn, in nanoseconds; at least MinimumQuantum.
	Quantum uint64
}

// BootGrant is a capability of init.
type BootGrant struct {
	Name   name.Name
	Source capos.KernelSource
}

// MinimumQuantum is the shortest time slice that the kernel accepts, in nanoseconds.
const MinimumQuantum = 100000

// @ preserves acc(module, 1/2) && acc(b)
// @ ensures   r.Kind == Accepted ==> r == Refusal{} && b.Usable()
// @ decreases

// Check decides whether the kernel can boot with a module, and fills b. Where it refuses, b is partly filled and means nothing.
func Check(module []byte, b *Boot) (r Refusal) {
	var c /*@@@*/ wire.Cursor
	e := open(&c, module)
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	if c.Size() != uint64(len(module)) {
		return Refusal{Kind: TrailingBytes}
	}
	version := c.Uint32(module, capos.SystemManifestVersionAt)
	if version != abi.ManifestVersion {
		return Refusal{Kind: NotThisVersion, Index: version}
	}
	root := c.Here()
	r = checkConfig(&c, module, b)
	if r.Kind != Accepted {
		return r
	}
	c.Back(root /*@, len(module) @*/)
	r = checkBinaries(&c, module, b)
	if r.Kind != Accepted {
		return r
	}
	c.Back(root /*@, len(module) @*/)
	return checkInit(&c, module, b)
}

// @ preserves acc(c) && acc(module, 1/2)
// @ ensures   c.Right(len(module)) && (e == wire.OK ==> c.Opened())
// @ decreases

// open goes to the root of a manifest that is wholly there.
func open(c *wire.Cursor, module []byte) (e wire.Err) {
	e = c.Open(module)
	if e != wire.OK {
		return e
	}
	return c.Root(module)
}

// @ preserves acc(c) && acc(module, 1/2) && c.Right(len(module)) && acc(b)
// @ ensures   c.Same(old(*c)) && (r.Kind == Accepted ==> r == Refusal{} && b.Quantum >= MinimumQuantum)
// @ decreases

// checkConfig takes the parameters of the kernel from the root.
func checkConfig(c *wire.Cursor, module []byte, b *Boot) (r Refusal) {
	e := c.Struct(module, capos.SystemManifestConfigAt)
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	stored := c.Uint64(module, capos.SystemConfigQuantumNanosecondsAt)
	b.Quantum = wire.Default64(stored, capos.SystemConfigQuantumNanosecondsDefault)
	if b.Quantum < MinimumQuantum {
		return Refusal{Kind: ShortQuantum}
	}
	return Refusal{}
}

// @ preserves acc(c) && acc(module, 1/2) && c.Right(len(module)) && acc(b)
// @ ensures   c.Same(old(*c)) && b.Quantum == old(b.Quantum) && (r.Kind == Accepted ==> r == Refusal{} && b.Binaries <= limits.Binaries)
// @ decreases

// checkBinaries makes sure that every binary of the root has a name of its own and contents that lie within the module.
func checkBinaries(c *wire.Cursor, module []byte, b *Boot) (r Refusal) {
	binaries, e := c.Structs(module, capos.SystemManifestBinariesAt)
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	if binaries > limits.Binaries {
		return Refusal{Kind: ManyBinaries, Index: binaries}
	}
	b.Binaries = binaries
	var names /*@@@*/ [limits.Binaries]name.Name
	// @ invariant acc(c) && acc(module, 1/2) && c.Right(len(module)) && acc(b) && acc(&names) && 0 <= i && i <= binaries
	// @ invariant c.Same(old(*c)) && b.Quantum == old(b.Quantum) && b.Binaries == binaries && binaries <= limits.Binaries
	// @ decreases binaries - i
	for i := uint32(0); i < binaries; i++ {
		r = checkBinary(c, module, i, &names)
		if r.Kind != Accepted {
			return r
		}
	}
	return Refusal{}
}

// @ preserves acc(c) && acc(module, 1/2) && c.Right(len(module)) && acc(names)
// @ requires  0 <= i && i < limits.Binaries
// @ ensures   c.Same(old(*c)) && c.Length() == old(c.Length()) && (r.Kind == Accepted ==> r == Refusal{})
// @ decreases

// checkBinary looks at binary i of the list that c has counted, and adds its name to those of the binaries before it.
func checkBinary(c *wire.Cursor, module []byte, i uint32, names *[limits.Binaries]name.Name) (r Refusal) {
	c.Enter(i /*@, len(module) @*/)
	from, to, e := c.Text(module, capos.BinaryNameAt)
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Index: i, Detail: e}
	}
	n, ok := name.New(module[from:to])
	if !ok {
		return Refusal{Kind: BadBinaryName, Index: i}
	}
	// @ invariant acc(names) && 0 <= other && other <= i && i < limits.Binaries
	// @ decreases i - other
	for other := uint32(0); other < i; other++ {
		if names[other] == n {
			return Refusal{Kind: RepeatedBinary, Index: i}
		}
	}
	names[i] = n
	from, to, e = c.Data(module, capos.BinaryDataAt)
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Index: i, Detail: e}
	}
	if from == to {
		return Refusal{Kind: EmptyBinary, Index: i}
	}
	return Refusal{}
}

// @ preserves acc(c) && acc(module, 1/2) && c.Right(len(module)) && acc(b)
// @ requires  b.Quantum >= MinimumQuantum && b.Binaries <= limits.Binaries
// @ ensures   c.Same(old(*c)) && (r.Kind == Accepted ==> r == Refusal{} && b.Usable())
// @ decreases

// checkInit finds init's binary and takes its capabilities, all from the root.
func checkInit(c *wire.Cursor, module []byte, b *Boot) (r Refusal) {
	root := c.Here()
	e := c.Struct(module, capos.SystemManifestInitAt)
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	config := c.Here()
	from, to, e := c.Text(module, capos.InitConfigBinaryAt)
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	n, ok := name.New(module[from:to])
	if !ok {
		return Refusal{Kind: NoInit}
	}
	c.Back(root /*@, len(module) @*/)
	binaries, e := c.Structs(module, capos.SystemManifestBinariesAt)
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	index, found := find(c, module, binaries, n)
	if !found || index >= b.Binaries {
		return Refusal{Kind: NoInit}
	}
	b.Init = index
	c.Back(config /*@, len(module) @*/)
	return checkCaps(c, module, b)
}

// @ preserves acc(c) && acc(module, 1/2) && c.Right(len(module)) && acc(b)
// @ ensures   c.Same(old(*c)) && b.SameButCaps(old(*b)) && (r.Kind == Accepted ==> r == Refusal{} && b.Granted())
// @ decreases

// checkCaps takes the capabilities of init, at whose configuration c is.
func checkCaps(c *wire.Cursor, module []byte, b *Boot) (r Refusal) {
	caps, e := c.Structs(module, capos.InitConfigCapsAt)
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	if caps > limits.Grants {
		return Refusal{Kind: ManyCaps, Index: caps}
	}
	b.GrantCount = 0
	// @ invariant acc(c) && acc(module, 1/2) && c.Right(len(module)) && acc(b) && 0 <= i && i <= caps && caps <= limits.Grants
	// @ invariant c.Same(old(*c)) && b.GrantCount == i && b.Granted() && b.SameButCaps(old(*b))
	// @ decreases caps - i
	for i := uint32(0); i < caps; i++ {
		r = checkCap(c, module, b)
		if r.Kind != Accepted {
			return r
		}
	}
	return Refusal{}
}

// @ preserves acc(c) && acc(module, 1/2) && c.Right(len(module)) && acc(b) && b.Granted()
// @ requires  b.GrantCount < limits.Grants
// @ ensures   c.Same(old(*c)) && b.SameButCaps(old(*b)) && (r.Kind == Accepted ==> r == Refusal{} && b.GrantCount == old(b.GrantCount) + 1)
// @ ensures   r.Kind != Accepted ==> b.GrantCount == old(b.GrantCount)
// @ decreases

// checkCap adds the next capability of the list that c has counted to b. Precondition: b.GrantCount < limits.Grants.
func checkCap(c *wire.Cursor, module []byte, b *Boot) (r Refusal) {
	i := b.GrantCount
	c.Enter(i /*@, len(module) @*/)
	from, to, e := c.Text(module, capos.KernelGrantNameAt)
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Index: i, Detail: e}
	}
	n, ok := name.New(module[from:to])
	if !ok {
		return Refusal{Kind: BadCapName, Index: i}
	}
	// @ invariant acc(b, 1/2) && 0 <= other && other <= i && i == b.GrantCount && i < limits.Grants
	// @ invariant forall k int :: { seq(b.Grants)[k] } 0 <= k && k < int(other) ==> seq(b.Grants)[k].Name != n
	// @ decreases i - other
	for other := uint32(0); other < i; other++ {
		// @ assert b.Grants[other] == seq(b.Grants)[int(other)]
		if b.Grants[other].Name == n {
			return Refusal{Kind: RepeatedCap, Index: i}
		}
	}
	source := capos.KernelSource(c.Uint16(module, capos.KernelGrantSourceAt))
	if source > lastSource {
		return Refusal{Kind: UnknownKernelSource, Index: i}
	}
	// @ ghost prev := seq(b.Grants)
	b.Grants[i] = BootGrant{Name: n, Source: source}
	// @ assert seq(b.Grants) == prev[int(i) = BootGrant{n, source}]
	b.GrantCount = i + 1
	return Refusal{}
}

// lastSource is the greatest enumerant of KernelSource. TestLastSource compares it with the schema.
const lastSource = capos.KernelSourceMonitor
