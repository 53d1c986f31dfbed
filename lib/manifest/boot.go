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

// Check decides whether the kernel can boot with a module, and fills b. Where it refuses, b is partly filled and means nothing.
func Check(module []byte, b *Boot) (r Refusal) {
	var m wire.Message
	root, e := open(&m, module)
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	if m.Size() != uint64(len(module)) {
		return Refusal{Kind: TrailingBytes}
	}
	if root.Version() != abi.ManifestVersion {
		return Refusal{Kind: NotThisVersion, Index: root.Version()}
	}
	r = checkConfig(root, b)
	if r.Kind != Accepted {
		return r
	}
	r = checkBinaries(root, b)
	if r.Kind != Accepted {
		return r
	}
	return checkInit(root, b)
}

// open reads the root of a manifest that is wholly there.
func open(m *wire.Message, module []byte) (root capos.SystemManifestReader, e wire.Err) {
	e = m.Open(module)
	if e != wire.OK {
		return root, e
	}
	return capos.ReadSystemManifest(m)
}

// checkConfig takes the parameters of the kernel.
func checkConfig(root capos.SystemManifestReader, b *Boot) (r Refusal) {
	config, e := root.Config()
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	b.Quantum = config.QuantumNanoseconds()
	if b.Quantum < MinimumQuantum {
		return Refusal{Kind: ShortQuantum}
	}
	return Refusal{}
}

// checkBinaries makes sure that every binary has a name of its own and contents that lie within the module.
func checkBinaries(root capos.SystemManifestReader, b *Boot) (r Refusal) {
	list, e := root.Binaries()
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	binaries := list.Len()
	if binaries > limits.Binaries {
		return Refusal{Kind: ManyBinaries, Index: binaries}
	}
	b.Binaries = binaries
	var names [limits.Binaries]name.Name
	for i := uint32(0); i < binaries; i++ {
		text, e := list.At(i).Name()
		if e != wire.OK {
			return Refusal{Kind: NotReadable, Index: i, Detail: e}
		}
		n, ok := name.New(text)
		if !ok {
			return Refusal{Kind: BadBinaryName, Index: i}
		}
		for other := uint32(0); other < i; other++ {
			if names[other] == n {
				return Refusal{Kind: RepeatedBinary, Index: i}
			}
		}
		names[i] = n
		data, e := list.At(i).Data()
		if e != wire.OK {
			return Refusal{Kind: NotReadable, Index: i, Detail: e}
		}
		if len(data) == 0 {
			return Refusal{Kind: EmptyBinary, Index: i}
		}
	}
	return Refusal{}
}

// checkInit finds init's binary and takes its capabilities.
func checkInit(root capos.SystemManifestReader, b *Boot) (r Refusal) {
	config, e := root.Init()
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	wanted, e := config.Binary()
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	n, ok := name.New(wanted)
	if !ok {
		return Refusal{Kind: NoInit}
	}
	list, e := root.Binaries()
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	index, found := find(list, n)
	if !found {
		return Refusal{Kind: NoInit}
	}
	b.Init = index
	caps, e := config.Caps()
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Detail: e}
	}
	if caps.Len() > limits.Grants {
		return Refusal{Kind: ManyCaps, Index: caps.Len()}
	}
	b.GrantCount = 0
	for i := uint32(0); i < caps.Len(); i++ {
		r = checkCap(caps.At(i), b)
		if r.Kind != Accepted {
			return r
		}
	}
	return Refusal{}
}

// checkCap adds a capability of init to b. Precondition: b.GrantCount < limits.Grants.
func checkCap(g capos.KernelGrantReader, b *Boot) (r Refusal) {
	i := b.GrantCount
	if i >= limits.Grants {
		return Refusal{Kind: ManyCaps, Index: i}
	}
	text, e := g.Name()
	if e != wire.OK {
		return Refusal{Kind: NotReadable, Index: i, Detail: e}
	}
	n, ok := name.New(text)
	if !ok {
		return Refusal{Kind: BadCapName, Index: i}
	}
	for other := uint32(0); other < i; other++ {
		if b.Grants[other].Name == n {
			return Refusal{Kind: RepeatedCap, Index: i}
		}
	}
	if g.Source() > lastSource {
		return Refusal{Kind: UnknownKernelSource, Index: i}
	}
	b.Grants[i] = BootGrant{Name: n, Source: g.Source()}
	b.GrantCount = i + 1
	return Refusal{}
}

// lastSource is the greatest enumerant of KernelSource. TestLastSource compares it with the schema.
const lastSource = capos.KernelSourceMonitor
