package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/core/transfer"
	"warrant/kernel/core/userbuf"
	"warrant/lib/little"
)

// descriptors reads the transfer descriptors of submission of p into k.list, each word once. It fails when they cannot be read, have an
// unknown mode, or name what p cannot send so. Invariants: RING-6, CAP-5, CAP-6.
func (k *Kernel) descriptors(p uint32) (ok bool) {
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

// canTake says that process to can take what list names in the table of from, and pay for it.
func (k *Kernel) canTake(to, from uint32, list *transfer.List) (ok bool) {
	if list.Count == 0 {
		return true
	}
	var objects, frames uint64
	for i := uint32(0); i < list.Count; i++ {
		if list.Items[i].Move {
			o, f := k.price(from, list.Items[i].Cap)
			objects = objects + o
			frames = frames + f
		}
	}
	return k.procs[to].CanGrant(list.Count) && k.affords(to, objects, frames)
}

// carry takes what list names out of the table of from and puts it into the one of process to, with records behind the message of n bytes in
// k.results. Precondition: canTake. Invariants: TX-1, TX-3, CAP-7.
func (k *Kernel) carry(from, to uint32, list *transfer.List, n uint32) {
	if list.Count == 0 {
		return
	}
	transfer.Take(&k.procs[from], list, &k.holds)
	transfer.Put(&k.procs[to], &k.holds, list.Count, &k.ids)
	for i := uint32(0); i < list.Count; i++ {
		if list.Items[i].Move {
			k.rehome(from, list.Items[i].Cap, to, k.holds[i])
		}
		k.record(n, i, k.ids[i], k.holds[i].Interface)
	}
}

// header writes the header of the message that tells a receiver of call c.
func (k *Kernel) header(client uint64, c process.Call, caps uint32) {
	b := k.results[:]
	little.PutUint64(b, abi.MessageClient, client)
	little.PutUint64(b, abi.MessageInterface, c.Interface)
	little.PutUint32(b, abi.MessageMethod, uint32(c.Method)+caps*0x10000)
	little.PutUint32(b, abi.MessageLength, c.ParamsLen)
	little.PutUint32(b, abi.MessageCallID, c.Number)
	little.PutUint32(b, abi.MessageResultRoom, c.ResultLen)
}

// messageEnd answers the length of a received message with n bytes of parameters and caps records.
func messageEnd(n, caps uint32) (end uint32) {
	if n > userbuf.Most {
		return userbuf.Most + 1
	}
	return resultEnd(abi.MessageHeader+n, caps)
}

// resultEnd answers the length of a message of n bytes with caps records behind it, if there are any.
func resultEnd(n, caps uint32) (end uint32) {
	if caps == 0 {
		return n
	}
	return recordEnd(n, caps)
}

// word32 answers the 32-bit word at offset of memory object o. Precondition: it is inside; offset is a multiple of 4.
func (k *Kernel) word32(o uint32, offset uint64) (w uint32) {
	f := k.objects[o].Frame(uint32(offset / memory.FrameSize))
	return k.ram.Half(f.Address() + memory.PhysAddr(offset%memory.FrameSize))
}
