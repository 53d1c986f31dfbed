package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/captable"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/wire"
)

// owned answers a capability of the process of one of the kinds, or what might be one.
func (a *attack) owned(u *user, kinds ...uint32) abi.CapID {
	var own []abi.CapID
	for i := range uint32(captable.Slots) {
		id, ok := u.m.k.procs[u.p].CapAt(i)
		for _, kind := range kinds {
			if ok && a.hold(u, id).Kind == kind {
				own = append(own, id)
			}
		}
	}
	if len(own) == 0 || a.r.IntN(20) == 0 {
		return a.id(u)
	}
	return own[a.r.IntN(len(own))]
}

// receiving makes up a RECV.
func (a *attack) receiving(u *user, i int, e entry) entry {
	const room = 256
	e.opcode, e.id = abi.OpRecv, a.owned(u, object.Endpoint)
	e.result, e.resultLen = resultAt+abi.VirtAddr(i*room), room
	switch a.r.IntN(20) {
	case 0:
		e.result = addresses[a.r.IntN(len(addresses))]
	case 1:
		e.resultLen = a.r.Uint32N(100)
	case 2:
		e.resultLen = uint32(a.number())
	}
	return e
}

// returning makes up a RETURN, most often of a call that is in flight.
func (a *attack) returning(u *user, i int, e entry) entry {
	const room = 256
	e.opcode, e.id = abi.OpReturn, a.owned(u, object.Endpoint)
	if h := a.hold(u, e.id); h.Kind == object.Endpoint {
		for range 4 {
			if id, ok := u.m.k.endpoints[h.Index].FlightAt(a.r.Uint32N(limits.EndpointPlaces)); ok {
				e.callID = id
				break
			}
		}
	}
	e.params, e.paramsLen = paramsAt+abi.VirtAddr(i*room), a.r.Uint32N(room)
	if a.r.IntN(3) == 0 {
		e = a.travelling(u, i, e)
	}
	switch a.r.IntN(20) {
	case 0:
		e.params = addresses[a.r.IntN(len(addresses))]
	case 1:
		e.paramsLen = uint32(a.number())
	case 2:
		e.flags = uint16(a.r.IntN(3))
	case 3:
		e.callID = uint32(a.number())
	case 4, 5:
		e.flags = abi.FlagException
	}
	return e
}

// travelling adds transfer descriptors to a CALL or a RETURN.
func (a *attack) travelling(u *user, i int, e entry) entry {
	const room = 64
	e.transferCount = uint16(1 + a.r.IntN(abi.TransferMost))
	if a.r.IntN(30) == 0 {
		e.transferCount++
	}
	at := scratch + abi.PageSize - abi.VirtAddr((i+1)*room)
	b := make([]byte, 0, room)
	for range e.transferCount {
		mode := uint32(a.r.IntN(2))
		id := a.id(u)
		switch a.hold(u, id).Kind {
		case object.Endpoint, object.Notification, object.MemoryObject:
			mode = abi.TransferMove
		case object.ProcessHandle:
			id = a.owned(u, object.Facet, object.MemoryView, object.Signal)
		}
		if a.r.IntN(40) == 0 {
			mode = uint32(a.number())
		}
		b = littleEndian.AppendUint32(littleEndian.AppendUint32(b, uint32(id)), mode)
	}
	u.write(at, b)
	e.transfers = uint64(at)
	if a.r.IntN(30) == 0 {
		e.transfers = uint64(addresses[a.r.IntN(len(addresses))])
	}
	return e
}

// parking makes up an OpPark or an OpUnpark.
func (a *attack) parking(u *user, e entry) entry {
	e.opcode, e.id = abi.OpPark, a.owned(u, object.MemoryObject, object.MemoryView, object.MemoryReader)
	e.params = abi.VirtAddr(4 * a.r.Uint64N(3))
	e.iface = a.r.Uint64() >> (20 + a.r.IntN(44))
	if a.r.IntN(5) == 0 {
		e.iface = abi.TimeoutForever
	}
	if a.r.IntN(4) == 0 {
		e.opcode, e.iface = abi.OpUnpark, 0
		e.paramsLen = a.r.Uint32N(4)
	}
	switch a.r.IntN(20) {
	case 0:
		e.params = abi.VirtAddr(a.number())
	case 1:
		e.paramsLen = uint32(a.number())
	}
	return e
}

// words makes up parameters that mean something to many methods: words that are small, an address of an area of the process, or anything.
func (a *attack) words(u *user) func(*wire.Builder) {
	var words [3]uint64
	for i := range words {
		switch a.r.IntN(4) {
		case 0:
			words[i] = a.number()
		case 1:
			words[i] = a.r.Uint64N(3) + a.r.Uint64N(3)<<32
		case 2:
			words[i] = uint64(abi.MapBase) + a.r.Uint64N(20)*abi.PageSize
		default:
			if at := u.m.k.procs[u.p].Areas.At(a.r.Uint32N(limits.Areas)); at.Kind != area.None {
				words[i] = at.Base + a.r.Uint64N(2)*abi.PageSize
			}
		}
	}
	return func(b *wire.Builder) {
		s := b.Root(3, 0)
		for i, w := range words {
			s.SetUint64(uint32(8*i), w)
		}
	}
}
