package main

import (
	"warrant/kernel/abi"
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
	message [64]byte
	sink    [8192]byte
)

// entry makes an entry: one that is in order, or one of three in which up to three fields are spoilt.
func (f *fuzz) entry() (e rt.Entry) {
	if f.random.below(8) == 0 {
		e.Opcode = abi.OpNop
	} else {
		t := f.targets[f.random.below(uint64(len(f.targets)))]
		f.compose()
		e = rt.CallEntry(t.cap, t.iface, uint16(f.random.below(t.methods)), message[:], sink[:f.random.below(2049)], 0)
	}
	for n := f.random.below(9); n > 5; n-- {
		f.spoil(&e)
	}
	return e
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
		// Anything but RELEASE, which would take away what the test stands on.
		if opcode := abi.Opcode(v); opcode != abi.OpRelease {
			e.Opcode = opcode
		}
	case 1:
		e.Flags = uint16(v)
	case 2:
		if own := abi.CapID(v); !f.console(own) {
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

// console says whether an id could be that of the console, in any generation.
func (f *fuzz) console(id abi.CapID) bool {
	c, _, _ := rt.Granted().Named("console")
	return id%abi.CapSlots == c%abi.CapSlots
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
