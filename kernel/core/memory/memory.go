// +gobra

// Package memory is the machine's RAM as the kernel sees it: an array of bytes with physical addresses as indices.
//
// In the kernel the bytes are the direct map; on the host they are a slice. No other package of kernel/core or kernel/sys reads or
// writes RAM. It may not allocate, and it may not know what a frame is used for.
package memory

// PhysAddr is a physical address, in bytes.
type PhysAddr uint64

// Frame is a page frame number: a physical address divided by FrameSize.
type Frame uint32

// FrameSize is the size of a page frame, in bytes.
const FrameSize = 4096

// Words is the number of 64-bit words of a page frame.
const Words = 512

// NoFrame is the number of no frame: physical frame 0 belongs to the firmware and is never handed out.
const NoFrame Frame = 0

// @ requires 0 <= f && f <= 4294967295
// @ ensures  0 <= a && int(a) == int(f) * FrameSize && a % FrameSize == 0
// @ decreases

// Address answers the physical address of the first byte of f.
func (f Frame) Address() (a PhysAddr) {
	return PhysAddr(f) * FrameSize
}
