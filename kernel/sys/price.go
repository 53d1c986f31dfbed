// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// @ preserves acc(k.Mem(), 1/2)
// @ requires  0 <= p && p < limits.Processes
// @ requires  0 <= id && id <= 4294967295
// @ ensures   0 <= objects && objects <= 1 && 0 <= frames && frames <= limits.ObjectPages
// @ decreases

// price answers what the holder of the capability id of process p pays for because it owns the object: objects and frames.
func (k *Kernel) price(p uint32, id abi.CapID) (objects, frames uint64) {
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	kind, index := k.procs[p].ObjectAt(uint32(id) % captable.Slots)
	switch kind {
	case object.Endpoint, object.Notification:
		return 1, 0
	case object.MemoryObject:
		return 1, uint64(k.objects[index%limits.MemoryObjects].Pages())
	}
	return 0, 0
}

// @ preserves acc(k.Mem(), 1/2)
// @ requires  0 <= p && p < limits.Processes
// @ requires  0 <= objects && 0 <= frames
// @ decreases

// affords says that process p's budget holds that many more objects and frames.
func (k *Kernel) affords(p uint32, objects, frames uint64) (ok bool) {
	// @ unfold acc(k.Mem(), 1/2)
	// @ defer fold acc(k.Mem(), 1/2)
	proc := &k.procs[p]
	return objects <= uint64(proc.Objects.Limit()-proc.Objects.Used()) && frames <= uint64(proc.Frames.Limit()-proc.Frames.Used())
}
