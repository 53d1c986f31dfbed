package amd64

// segments is the global descriptor table: null, kernel code, kernel data, user data, user code, task (two words). SDM volume 3A,
// section 3.4.5.
var segments = [7]uint64{
	1: 0x00af9a000000ffff,
	2: 0x00cf92000000ffff,
	3: 0x00cff2000000ffff,
	4: 0x00affa000000ffff,
}

const (
	taskBytes = 104
	taskWords = taskBytes / 8
)

// task is the task state segment, shifted by one half so that its 64-bit fields are words: SDM volume 3A, figure 8-11, has a reserved
// half in front of RSP0.
var task [2 * taskWords]uint32

// setTaskStack stores a stack pointer at byte offset at of the task state segment.
func setTaskStack(at int, stack uint64) {
	task[at/4] = uint32(stack)
	task[at/4+1] = uint32(stack >> 32)
}

// stackTop answers the address behind the n-th stack of the arena.
func stackTop(n uint64) (top uint64) {
	return arenaBase + (n+1)*stackStride*pageSize
}

// installSegments loads the kernel's segments and its interrupt stacks. The I/O permission map lies beyond the segment's limit, so
// ring 3 has no port.
func installSegments() {
	setTaskStack(4, stackTop(stackEntry))
	setTaskStack(0x24+8*(istDouble-1), stackTop(stackDouble))
	setTaskStack(0x24+8*(istNMI-1), stackTop(stackNMI))
	setTaskStack(0x24+8*(istCheck-1), stackTop(stackCheck))
	setTaskStack(0x24+8*(istDebug-1), stackTop(stackDebug))
	task[25] = taskBytes << 16
	base := addressOfTask()
	const present, available = 1 << 47, 9 << 40
	segments[5] = taskBytes - 1 | base&0xffffff<<16 | available | present | base>>24&0xff<<56
	segments[6] = base >> 32
	loadSegments(addressOfSegments(), uint64(len(segments)*8-1))
}
