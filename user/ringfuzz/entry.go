package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/little"
	"warrant/user/rt"
	"warrant/user/rt/probe"
)

// source is a sequence of numbers: xorshift64 (Marsaglia, Journal of Statistical Software 8(14), 2003). seed must not be 0.
type source struct {
	seed uint64
}

// next is the next number.
func (s *source) next() uint64 {
	s.seed ^= s.seed << 13
	s.seed ^= s.seed >> 7
	s.seed ^= s.seed << 17
	return s.seed
}

// below is a number below n, which must not be 0.
func (s *source) below(n uint64) uint64 { return s.next() % n }

// Buffers of entries that are in order. What the kernel writes to sink is not looked at.
var (
	message     [64]byte
	sink        [8192]byte
	descriptors [abi.TransferMost * abi.DescriptorSize]byte
)

// entry makes an entry: one that is in order, or one of three in which up to three fields are spoilt.
func (f *fuzz) entry() (e rt.Entry) {
	f.compose()
	switch f.random.below(16) {
	case 0:
		e.Opcode = abi.OpNop
	case 1, 2:
		e = rt.RecvEntry(f.owner, sink[:f.random.below(600)], 0)
	case 3, 4:
		e = rt.ReturnEntry(f.owner, f.callID, message[:], 0)
		e.Flags = uint16(f.random.below(2))
		f.travel(&e)
	case 5, 6, 7:
		e = rt.CallEntry(f.facet, capos.EchoID, uint16(f.random.below(3)), message[:], sink[:f.random.below(600)], 0)
		f.travel(&e)
	case 8:
		e = rt.ParkEntry(f.object, f.random.below(2*abi.PageSize/4)*4, 0, f.random.below(1000000), 0)
	case 9:
		e = rt.UnparkEntry(f.view, f.random.below(2*abi.PageSize/4)*4, uint32(f.random.below(8)), 0)
	case 10:
		e = rt.Entry{Opcode: abi.OpRelease, Cap: f.guess()}
	default:
		t := f.targets[f.random.below(uint64(len(f.targets)))]
		e = rt.CallEntry(t.cap, t.iface, uint16(f.random.below(t.methods)), message[:], sink[:f.random.below(2049)], 0)
	}
	for n := f.random.below(9); n > 5; n-- {
		f.spoil(&e)
	}
	return e
}

// travel lets up to four capabilities travel with e. What the run stands on may be copied, and is not moved.
func (f *fuzz) travel(e *rt.Entry) {
	n := int(f.random.below(2 * abi.TransferMost))
	if n > abi.TransferMost {
		return
	}
	for i := 0; i < n; i++ {
		c, mode := f.guess(), uint32(f.random.below(3))
		if f.random.below(2) == 0 {
			c, mode = f.targets[f.random.below(uint64(len(f.targets)))].cap, abi.TransferCopy
		}
		little.PutUint32(descriptors[:], i*abi.DescriptorSize+abi.DescriptorCap, uint32(c))
		little.PutUint32(descriptors[:], i*abi.DescriptorSize+abi.DescriptorMode, mode)
	}
	e.TransferCount = uint16(n)
	e.Transfers = rt.AddressOf(descriptors[:n*abi.DescriptorSize])
}

// guess is the id of a capability that the run does not stand on, if there is one by that id.
func (f *fuzz) guess() (c abi.CapID) {
	for {
		c = abi.CapID(f.random.below(16 * abi.CapSlots))
		if !f.keeps(c) {
			return c
		}
	}
}

// compose writes parameters: a segment with a structure of one or two words, half of the time with one bit flipped.
func (f *fuzz) compose() {
	for i := range message {
		message[i] = 0
	}
	little.PutUint32(message[:], 4, 3)
	little.PutUint64(message[:], 8, 2<<32)
	little.PutUint64(message[:], 16, f.random.next()>>f.random.below(64))
	little.PutUint64(message[:], 24, f.random.next()>>f.random.below(64))
	if bit := f.random.below(2 * 8 * 32); bit < 8*32 {
		message[bit/8] ^= 1 << (bit % 8)
	}
}

// spoil gives one field another value. Only results have to stay away from memory that the program needs.
func (f *fuzz) spoil(e *rt.Entry) {
	v := f.random.next() >> f.random.below(64)
	switch f.random.below(12) {
	case 0:
		if opcode := abi.Opcode(v % 16); opcode != abi.OpRelease || !f.keeps(e.Cap) {
			e.Opcode = opcode
		}
	case 1:
		e.Flags = uint16(v)
	case 2:
		if own := abi.CapID(v); !f.keeps(own) {
			e.Cap = own
		}
	case 3:
		e.Interface = v
	case 4:
		e.Params = abi.VirtAddr(v)
	case 5:
		e.ParamsLen = uint32(v)
	case 6:
		e.Result = f.forbidden(v)
	case 7:
		e.ResultLen = uint32(v % uint64(len(sink)))
	case 8:
		e.Method = uint16(v)
	case 9:
		e.TransferCount = uint16(v)
	case 10:
		e.CallID = uint32(v)
	case 11:
		e.Transfers = abi.VirtAddr(v)
	}
}

// keeps says whether an id could be, in any generation, that of a capability that the run stands on.
func (f *fuzz) keeps(id abi.CapID) bool {
	for i := range f.owned {
		if id%abi.CapSlots == f.owned[i]%abi.CapSlots {
			return true
		}
	}
	for i := range f.targets {
		if id%abi.CapSlots == f.targets[i].cap%abi.CapSlots {
			return true
		}
	}
	return false
}

// forbidden is an address where the process may not write.
func (f *fuzz) forbidden(v uint64) abi.VirtAddr {
	switch f.random.below(4) {
	case 0:
		return probe.CodeAddress() + abi.VirtAddr(v%64)
	case 1:
		return abi.VirtAddr(v % uint64(abi.ImageBase))
	case 2:
		return abi.CapSetAddr + abi.VirtAddr(v%abi.PageSize)
	}
	return abi.VirtAddr(v | 1<<63)
}
