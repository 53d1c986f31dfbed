package stage

import (
	"encoding/binary"
	"testing"

	"warrant/kernel/abi"
	"warrant/user/rt"
)

// backwards is a kernel that completes what it has been handed in the opposite order, and only when somebody waits.
type backwards struct {
	page           rt.Page
	taken, posted  uint32
	owed           []uint64
	enters, waited int
}

func (k *backwards) enter(minComplete uint32, timeout uint64) int64 {
	k.enters++
	tail := binary.LittleEndian.Uint32(k.page[abi.RingSQTail:])
	for ; k.taken != tail; k.taken++ {
		at := abi.RingSQ + k.taken%abi.SQEntries*abi.SQESize
		k.owed = append(k.owed, binary.LittleEndian.Uint64(k.page[at+abi.SQEUserData:]))
	}
	binary.LittleEndian.PutUint32(k.page[abi.RingSQHead:], k.taken)
	if minComplete > 0 && timeout != abi.TimeoutPoll {
		k.waited++
		last := len(k.owed) - 1
		at := abi.RingCQ + k.posted%abi.CQEntries*abi.CQESize
		binary.LittleEndian.PutUint64(k.page[at+abi.CQEUserData:], k.owed[last])
		binary.LittleEndian.PutUint32(k.page[at+abi.CQEResult:], uint32(100+k.owed[last]))
		k.owed = k.owed[:last]
		k.posted++
		binary.LittleEndian.PutUint32(k.page[abi.RingCQTail:], k.posted)
	}
	return int64(k.posted - binary.LittleEndian.Uint32(k.page[abi.RingCQHead:]))
}

// TestDesk demands that each number gets its own completion, whatever the order, and can be used again.
func TestDesk(t *testing.T) {
	k := new(backwards)
	rt.Main().Init(&k.page, k.enter)
	var d Desk
	for round := range 3 {
		for n := uint64(0); n < 5; n++ {
			d.Submit(n, rt.Entry{Opcode: abi.OpNop})
		}
		if _, ok := d.Poll(0); ok {
			t.Fatal("a completion is there that nobody has posted")
		}
		for n := uint64(0); n < 5; n++ {
			if c := d.Wait(n); c.UserData != n || c.Result != abi.Code(100+n) {
				t.Errorf("round %d: number %d gets %+v", round, n, c)
			}
			if _, ok := d.Poll(n); ok {
				t.Errorf("number %d gets two completions", n)
			}
		}
	}
	if k.waited != 15 {
		t.Errorf("waited %d times for 15 completions", k.waited)
	}
}
