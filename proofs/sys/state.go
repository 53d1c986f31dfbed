// Package sys has the bounded proofs of the system-call layer as a whole: a kernel at a small scale gets one submission of a process, through
// sys.Kernel.Handle, and is compared with what it was before.
//
// harness-bounds.toml states the scale: two processes, four slots, one endpoint, or two of them, four frames. Each harness starts from any state that
// satisfies the part of the invariant that its claim needs. The machine's memory holds anything at any moment; the order of deadlines, the
// list of free frames and the rate of reports are stood in for by their contracts. The package may not use what the annotations of the
// kernel say: it reads the code alone.
package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/console"
	"warrant/kernel/core/deadline"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/lograte"
	"warrant/kernel/core/memobj"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/core/session"
	"warrant/kernel/core/sqe"
	"warrant/kernel/core/transfer"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/kernel/sys"
	"warrant/kernel/sys/object/spawner"
	"warrant/lib/name"
	"warrant/lib/wire"
)

// The types below have the shapes of the kernel's own, with their fields in reach.

// kernel is sys.Kernel.
type kernel struct {
	ram     memory.RAM
	frames  allocator
	procs   [limits.Processes]proc
	ready   turns
	due     heap
	console console.Buffer

	sessions      sessions
	endpoints     [limits.Endpoints]endpointState
	notifications [limits.Notifications]notification
	objects       [limits.MemoryObjects]memoryObject
	travels       [limits.Processes][limits.OutstandingCalls]transfer.List

	info    bootinfo.Info
	quantum uint64
	idle    uint32

	now        uint64
	current    uint32
	handoff    uint32
	quantumEnd uint64
	flush      bool
	root       uint32
	rootEnded  bool
	rootStatus process.Status

	halt     sys.Halt
	decision sys.Decision
	steady   bool

	entry   sqe.Entry
	hold    captable.Hold
	cursor  wire.Cursor
	params  [limits.ScratchBytes]byte
	results [limits.ScratchBytes]byte
	request spawner.Request
	words   [abi.TransferMost * abi.DescriptorSize]byte
	list    transfer.List
	holds   transfer.Holds
	ids     transfer.IDs
}

// allocator is frame.Allocator.
type allocator struct {
	owner [limits.Frames]frame.Owner
	spare [limits.Frames]memory.Frame
	count uint32
	total uint32
}

// proc is process.Process.
type proc struct {
	State      process.State
	Generation uint32
	Name       name.Name
	Space      space
	Frames     units
	Ring       ringState
	Registers  trap.Registers
	CapSet     memory.Frame
	Virtual    units
	Children   units
	Objects    units
	Payer      uint32
	Session    uint32
	Fresh      bool
	WaitFor    uint32
	Handled    bool
	Waiter     process.Waiter
	Status     process.Status
	Areas      areas
	Refused    lograte.Meter

	caps     table
	capUnits units
	calls    [limits.OutstandingCalls]process.Call
	spot     uint32
	owed     units
}

// space is aspace.Space.
type space struct {
	root    memory.Frame
	owner   frame.Owner
	pages   [remembered]uint64
	entries [remembered]aspace.Entry
}

// remembered is the number of walks that a space remembers.
const remembered = 8

// units is ledger.Ledger.
type units struct{ used, limit uint32 }

// ringState is ring.Ring.
type ringState struct {
	at         positions
	page       memory.Frame
	overflow   uint32
	recoveries uint32
}

// positions is ring.Positions.
type positions struct{ sqHead, cqTail, cqHead uint32 }

// areas is area.Table.
type areas struct {
	places [limits.Areas]area.Area
	high   uint32
}

// table is captable.Table.
type table struct {
	slots  [captable.Slots]captable.Slot
	spare  [captable.Slots]uint32
	spares uint32
	fresh  uint32
}

// turns is runq.Queue.
type turns struct {
	places [limits.Processes]uint32
	head   uint32
	count  uint32
	queued [limits.Processes]bool
}

// heap is deadline.Heap.
type heap struct {
	due   [deadline.Places]uint64
	order [deadline.Places]uint32
	index [deadline.Places]uint32
	count uint32
}

// sessions is session.Table.
type sessions struct {
	places [limits.Processes]session.Session
	given  uint64
}

// endpointState is endpoint.Endpoint.
type endpointState struct {
	Live       bool
	Retired    bool
	Owner      uint32
	Generation uint32
	calls      queue
	receivers  queue
	flights    flights
	facets     facets
	clients    clients
}

// queue is endpoint.Queue.
type queue struct {
	places [limits.EndpointPlaces]endpoint.Ref
	head   uint32
	count  uint32
}

// flights is endpoint.Flights.
type flights struct {
	places [limits.EndpointPlaces]endpoint.Flight
	spare  [limits.EndpointPlaces]uint32
	spares uint32
	fresh  uint32
	open   uint32
}

// facets is endpoint.Facets.
type facets struct {
	places [limits.Facets]endpoint.Facet
	live   uint32
}

// clients is endpoint.Clients.
type clients struct {
	guests [limits.Processes]endpoint.Guest
	given  uint64
}

// notification is notify.Notification.
type notification struct {
	Live       bool
	Retired    bool
	Owner      uint32
	Generation uint32
	Signals    uint32
	count      uint64
	waits      bool
	process    uint32
	place      uint32
}

// memoryObject is memobj.Object.
type memoryObject struct {
	Live       bool
	Retired    bool
	Owner      uint32
	Generation uint32
	Views      uint32
	count      uint32
	frames     [limits.ObjectPages]memory.Frame
	parked     parking
}

// parking is memobj.Queue.
type parking struct {
	places [limits.Parked]memobj.Waiter
	count  uint32
}
