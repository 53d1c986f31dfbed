// +gobra

package sys

import (
	// @ "warrant/kernel/limits"
	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/core/transfer"
	"warrant/kernel/core/userbuf"
	"warrant/lib/little"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// descriptors reads the transfer descriptors of submission of p into k.list, each word once. It fails when they cannot be read, have an
// unknown mode, or name what p cannot send so. Invariants: RING-6, CAP-5, CAP-6.
func (k *Kernel) descriptors(p uint32) (ok bool) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	n := uint32(k.entry.TransferCount)
	k.list.Count = 0
	if n == 0 {
		return true
	}
	if n > abi.TransferMost {
		return false
	}
	k.list.Count = n
	if !userbuf.CopyIn(&k.ram, &k.procs[p].Space, k.words[:n*abi.DescriptorSize], k.entry.Transfers) {
		return false
	}
	// @ invariant acc(&k.words) && acc(&k.list) && i <= n && n <= abi.TransferMost && k.list.Count == n && ListOK(k.list)
	// @ decreases n - i
	for i := uint32(0); i < n; i++ {
		at := int(i) * abi.DescriptorSize
		mode := little.Uint32(k.words[:], at+abi.DescriptorMode)
		if mode > abi.TransferMove {
			return false
		}
		k.list.Items[i] = transfer.Descriptor{Cap: abi.CapID(little.Uint32(k.words[:], at+abi.DescriptorCap)), Move: mode == abi.TransferMove}
	}
	return transfer.Check(&k.procs[p], &k.list)
}

// @ preserves acc(k.Mem(), 3/4)
// @ requires  0 <= to && to < limits.Processes && 0 <= from && from < limits.Processes
// @ ensures   ok ==> k.Fits(int(to), k.Travelling())
// @ decreases

// canTake says that process to can take what k.list names in the table of from, and pay for it.
func (k *Kernel) canTake(to, from uint32) (ok bool) {
	// @ unfold acc(k.Mem(), 3/4)
	n := k.list.Count
	room := n == 0 || k.procs[to].CanGrant(n)
	// @ fold acc(k.Mem(), 3/4)
	if n == 0 || !room {
		return room
	}
	var objects, frames uint64
	// @ invariant acc(k.Mem(), 3/4) && i <= n && n <= abi.TransferMost
	// @ invariant 0 <= objects && objects <= uint64(i) && 0 <= frames && frames <= uint64(i) * limits.ObjectPages
	// @ decreases n - i
	for i := uint32(0); i < n; i++ {
		// @ unfold acc(k.Mem(), 3/4)
		d := k.list.Items[i]
		// @ fold acc(k.Mem(), 3/4)
		if d.Move {
			o, f := k.price(from, d.Cap)
			objects = objects + o
			frames = frames + f
		}
	}
	return (objects == 0 && frames == 0) || k.affords(to, objects, frames)
}

// @ preserves k.Mem()
// @ requires  0 <= to && to < limits.Processes && 0 <= from && from < limits.Processes && Reached(k.Epoch(), from) && Reached(k.Epoch(), to)
// @ requires  k.Fits(int(to), k.Travelling())
// @ requires  0 <= n && n <= limits.ScratchBytes && (k.Travelling() > 0 ==> Start(int(n)) + k.Travelling() * abi.RecordSize <= limits.ScratchBytes)
// @ requires  (k.Epoch().Step.Who == int(from) || k.Sender() == int(from)) && IsCalm(k.Epoch().Step)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// carry takes what k.list names out of the table of from and puts it into the one of process to, with records behind the message of n bytes in
// k.results. Precondition: canTake. Invariants: TX-1, TX-3, CAP-7.
func (k *Kernel) carry(from, to uint32, n uint32) {
	// @ unfold k.Mem()
	count := k.list.Count
	if count == 0 {
		// @ fold k.Mem()
		return
	}
	// @ k.offer(from, k.procs[from].View().Caps, seq(k.list.Items), count)
	transfer.Take(&k.procs[from], &k.list, &k.holds)
	transfer.Put(&k.procs[to], &k.holds, count, &k.ids)
	// @ k.come(to, k.procs[to].View().Caps)
	// @ reveal Delivered(k.offered, k.holds)
	// @ fold k.Mem()
	// @ ghost step := k.Epoch().Step
	// @ invariant k.Mem() && i <= count && count <= abi.TransferMost
	// @ invariant Later(old(k.Epoch()), k.Epoch()) && k.Epoch().Delivered == int(count)
	// @ decreases count - i
	for i := uint32(0); i < count; i++ {
		// @ ghost known := k.Epoch()
		// @ unfold k.Mem()
		d, id := k.list.Items[i], k.ids[i]
		iface, kind, index := k.holds[i].Interface, k.holds[i].Kind, k.holds[i].Index
		// @ reveal Delivered(k.offered, k.holds)
		// @ k.passes(k.holds[i])
		// @ fold k.Mem()
		// @ ghost passing := k.Epoch()
		// @ assert passing === WithStep(known, passing.Step)
		if d.Move {
			k.rehome(from, d.Cap, to, kind, index)
		}
		// @ CalmAgain(known, k.Epoch())
		// @ k.calmed()
		// @ LaterAgain(old(k.Epoch()), known, k.Epoch())
		k.record(n, i, id, iface)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= client && 0 <= number && 0 <= room && 0 <= caps && caps <= abi.TransferMost
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// header writes the header of the message that tells a receiver of what client asks, by a call that is in flight as number and has room bytes
// for results.
func (k *Kernel) header(client uint64, a process.Asked, number, room, caps uint32) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	little.PutUint64(k.results[:], abi.MessageClient, client)
	little.PutUint64(k.results[:], abi.MessageInterface, a.Interface)
	little.PutUint32(k.results[:], abi.MessageMethod, uint32(a.Method)+caps*0x10000)
	little.PutUint32(k.results[:], abi.MessageLength, a.ParamsLen)
	little.PutUint32(k.results[:], abi.MessageCallID, number)
	little.PutUint32(k.results[:], abi.MessageResultRoom, room)
}

// @ requires 0 <= n && 0 <= caps && caps <= 65535
// @ ensures  n > userbuf.Most ==> end == userbuf.Most + 1
// @ ensures  n <= userbuf.Most ==> int(end) == End(abi.MessageHeader + int(n), int(caps))
// @ decreases

// messageEnd answers the length of a received message with n bytes of parameters and caps records.
func messageEnd(n, caps uint32) (end uint32) {
	if n > userbuf.Most {
		return userbuf.Most + 1
	}
	return resultEnd(abi.MessageHeader+n, caps)
}

// @ requires 0 <= n && n <= abi.MessageHeader + userbuf.Most && 0 <= caps && caps <= 65535
// @ ensures  int(end) == End(int(n), int(caps))
// @ decreases

// resultEnd answers the length of a message of n bytes with caps records behind it, if there are any.
func resultEnd(n, caps uint32) (end uint32) {
	if caps == 0 {
		return n
	}
	return recordEnd(n, caps)
}

// @ preserves acc(k.Mem(), 1/2)
// @ requires  0 <= o && o < limits.MemoryObjects
// @ requires  0 <= offset && offset % 4 == 0 && int(offset) < len(k.Object(int(o)).Frames) * memory.FrameSize
// @ ensures   0 <= w && w <= 4294967295
// @ decreases

// word32 answers the 32-bit word at offset of memory object o. Precondition: it is inside; offset is a multiple of 4.
func (k *Kernel) word32(o uint32, offset uint64) (w uint32) {
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	f := k.objects[o].Frame(uint32(offset / memory.FrameSize))
	return k.ram.Half(f, memory.PhysAddr(offset%memory.FrameSize))
}
