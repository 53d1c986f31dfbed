// Server answers every call with nothing, or gives back the capability that came with it, in as few instructions as it can. It needs the
// Endpoint "table".
//
// Its submission queue is written once: pairs of a RETURN and a RECV, each pair with a buffer of its own. Calls come in the order of the
// RECV that get them, so the call that the buffer of a pair holds is answered by the RETURN of that pair, in which only the call's id changes,
// and the buffer is free for the RECV behind it.
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/little"
	"warrant/user/rt"
)

const (
	// pairs is the number of calls that the server receives at once.
	pairs = abi.SQEntries / 2
	// room is the length of a receive buffer: the header, 1 KiB of parameters, and records.
	room = abi.MessageHeader + 1024 + 2*abi.RecordSize
	// returned is the user data of a RETURN; that of a RECV is the number of its pair.
	returned = 255
	// givesBack is the ordinal of the method that gives back the capability that comes with it.
	givesBack = 2
)

// State of the process: too large for its stack.
var (
	page       *rt.Page
	buffers    [pairs][room]byte
	back       [abi.DescriptorSize]byte // the descriptor of what goes back
	tail, head uint32
)

func main() {
	owner := rt.Need("table", capos.EndpointID)
	rt.Main().Resume()
	page = rt.Main().Page()
	tail = page.Load32(abi.RingSQHead)
	head = page.Load32(abi.RingCQTail)
	little.PutUint32(back[:], abi.DescriptorMode, abi.TransferMove)
	// There is nothing to answer yet.
	nothing := rt.Entry{Opcode: abi.OpNop, UserData: returned}
	for i := uint32(0); i < pairs; i++ {
		receive := rt.RecvEntry(owner, buffers[i][:], uint64(i))
		nothing.Store(page, tail+2*i)
		receive.Store(page, tail+2*i+1)
	}
	tail += 2 * pairs
	enter(pairs + 1)
	answer := rt.ReturnEntry(owner, 0, nil, returned)
	for i := uint32(0); i < pairs; i++ {
		answer.Store(page, tail+2*i)
	}
	for {
		enter(serve() + 1)
	}
}

// serve answers the calls that are there, and receives as many: n.
func serve() (n uint64) {
	end := little.Uint32(page[:], abi.RingCQTail)
	for ; head != end; head++ {
		at := int(abi.RingCQ + head%abi.CQEntries*abi.CQESize)
		pair := little.Uint64(page[:], at+abi.CQEUserData)
		if pair == returned {
			continue
		}
		n++
		slot := int(abi.RingSQ + tail%abi.SQEntries*abi.SQESize)
		tail += 2
		little.PutUint32(page[:], slot+abi.SQECallID, little.Uint32(page[:], at+abi.CQECallID))
		transfers := uint16(0)
		address := abi.VirtAddr(0)
		if little.Uint16(page[:], at+abi.CQECapCount) != 0 && give(&buffers[pair%pairs]) {
			transfers = 1
			address = rt.AddressOf(back[:])
		}
		little.PutUint16(page[:], slot+abi.SQETransferCount, transfers)
		little.PutUint64(page[:], slot+abi.SQETransfers, uint64(address))
	}
	return n
}

// give says that the call in a buffer wants the capability back that came with it, and prepares that. Such a call has no parameters: its
// record stands right behind the header.
func give(buffer *[room]byte) (ok bool) {
	if little.Uint16(buffer[:], abi.MessageMethod) != givesBack {
		return false
	}
	little.PutUint32(back[:], abi.DescriptorCap, little.Uint32(buffer[:], abi.MessageHeader+abi.RecordCap))
	return true
}

// enter hands the queue to the kernel and waits for that many completions.
func enter(n uint64) {
	little.PutUint32(page[:], abi.RingCQHead, head)
	little.PutUint32(page[:], abi.RingSQTail, tail)
	rt.SystemCall(abi.SysCapEnter, n, abi.TimeoutForever)
}
