// +gobra

// Package sys is the system-call layer: the whole kernel's state, and what each event does to it.
//
// It is a function of its state, the machine's memory, the registers of a process and the time that it is told. It touches no device and
// no processor register, so it runs on the host as it runs in ring 0. Objects refer to each other by index and generation, never by
// pointer. It never blocks: a process that waits is a state in a table.
//
// kernel/boot calls Boot once and then, for ever: Next, run or idle as it says, Syscall or Handle.
package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/console"
	"warrant/kernel/core/deadline"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/memobj"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/notify"
	"warrant/kernel/core/process"
	"warrant/kernel/core/runq"
	"warrant/kernel/core/session"
	"warrant/kernel/core/sqe"
	"warrant/kernel/core/transfer"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object/spawner"
	"warrant/lib/wire"
)

// nobody is the number of no process.
const nobody = limits.Processes

// Kernel is all state of the kernel. The zero value is a machine that has not booted.
type Kernel struct {
	ram     memory.RAM
	frames  frame.Allocator
	procs   [limits.Processes]process.Process
	ready   runq.Queue
	due     deadline.Heap
	console console.Buffer

	sessions      session.Table
	endpoints     [limits.Endpoints]endpoint.Endpoint
	notifications [limits.Notifications]notify.Notification
	objects       [limits.MemoryObjects]memobj.Object
	travels       [limits.Processes][limits.OutstandingCalls]transfer.List // with each call that waits for its receiver

	info    bootinfo.Info
	quantum uint64 // ns that a process runs before the next one's turn
	idle    uint32 // free frames when no process lived

	now        uint64 // ns since the kernel's entry, as last told
	current    uint32 // process that keeps the processor, or nobody
	handoff    uint32 // process that gets the rest of current's quantum when current waits, or nobody
	quantumEnd uint64 // when current's quantum ends
	flush      bool   // a space has ended: translations must go before the next process runs
	root       uint32 // the init process; its end is the machine's
	rootEnded  bool
	rootStatus process.Status

	halt     Halt
	decision Decision // the last one
	steady   bool     // nothing has happened since the last decision, which was to run a process, that another one could come of

	entry   sqe.Entry                 // the submission that is being carried out
	hold    captable.Hold             // what the call is on that is being carried out
	cursor  wire.Cursor               // on the parameters of the call that is being carried out
	params  [limits.ScratchBytes]byte // of the call that is being carried out
	results [limits.ScratchBytes]byte
	request spawner.Request                             // of the spawn that is being carried out
	words   [abi.TransferMost * abi.DescriptorSize]byte // transfer descriptors of the submission that is being carried out
	list    transfer.List                               // what they say
	holds   transfer.Holds                              // on their way from sender to receiver
	ids     transfer.IDs                                // by which the receiver knows them

	// @ ghost watch Watch
	// @ ghost account Account
	// @ ghost source Source
	// @ ghost offered Offer
	// @ ghost step Step
	// @ ghost touched Touched
}

// @ preserves acc(k.Mem(), 1/2)
// @ requires  0 <= p && p < limits.Processes
// @ ensures   0 <= id
// @ decreases

// id answers the number that process p, and nobody after it, is known by.
func (k *Kernel) id(p uint32) (id uint64) {
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	return uint64(k.procs[p].Generation)*limits.Processes + uint64(p)
}
