package ring

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/sqe"
)

var little = binary.LittleEndian

// machine is a ring in the middle of RAM, and what the whole of RAM should be.
type machine struct {
	t     *testing.T
	ram   memory.RAM
	bytes []byte // what the kernel and the process see
	want  []byte // what it should be
	ring  Ring
	at    int // of the page

	// The kernel as its description has it. tail is what the process says, head what it has really taken.
	sqHead, cqTail, cqHead, overflow, recoveries uint32
}

func newMachine(t *testing.T, base uint32) *machine {
	const page = 2
	m := &machine{t: t, bytes: make([]byte, 4*memory.FrameSize), at: page * memory.FrameSize}
	m.want = make([]byte, len(m.bytes))
	m.ram.Attach(m.bytes)
	m.ring.Attach(page)
	m.ring.at = Positions{sqHead: base, cqTail: base, cqHead: base}
	m.sqHead, m.cqTail, m.cqHead = base, base, base
	m.user(abi.RingSQTail, base)
	m.user(abi.RingCQHead, base)
	return m
}

// user stores a word as the process does.
func (m *machine) user(offset int, v uint32) {
	little.PutUint32(m.bytes[m.at+offset:], v)
	little.PutUint32(m.want[m.at+offset:], v)
}

// kernel notes a word that the kernel should have stored.
func (m *machine) kernel(offset int, v uint32) { little.PutUint32(m.want[m.at+offset:], v) }

func (m *machine) word(offset int) uint32 { return little.Uint32(m.bytes[m.at+offset:]) }

// check compares every byte of RAM.
func (m *machine) check(what string) {
	m.t.Helper()
	if bytes.Equal(m.bytes, m.want) {
		return
	}
	for i := range m.bytes {
		if m.bytes[i] != m.want[i] {
			m.t.Fatalf("after %s: byte %#x of the page is %#x, want %#x", what, i-m.at, m.bytes[i], m.want[i])
		}
	}
}

func (m *machine) pending() uint32 {
	m.t.Helper()
	m.consume()
	want := m.word(abi.RingSQTail) - m.sqHead
	if want > abi.SQEntries {
		want = 0
		m.recovered()
	}
	if got := m.ring.Pending(&m.ram); got != want {
		m.t.Fatalf("pending %d, want %d", got, want)
	}
	m.check("Pending")
	if left := m.ring.Left(); left != m.cqTail-m.cqHead {
		m.t.Fatalf("%d completions left, want %d", left, m.cqTail-m.cqHead)
	}
	return want
}

func (m *machine) recovered() {
	m.recoveries++
	m.kernel(abi.RingRecoveries, m.recoveries)
}

func (m *machine) take() {
	m.t.Helper()
	at := m.at + abi.RingSQ + int(m.sqHead%abi.SQEntries)*abi.SQESize
	var w [abi.SQESize / 8]uint64
	for i := range w {
		w[i] = little.Uint64(m.bytes[at+i*8:])
	}
	var got, want sqe.Entry
	m.ring.Take(&m.ram, &got)
	want.Decode(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
	if got != want {
		m.t.Fatalf("position %d: took %+v", m.sqHead, got)
	}
	m.sqHead++
	m.check("Take")
}

func (m *machine) taken() {
	m.t.Helper()
	m.ring.Taken(&m.ram)
	m.kernel(abi.RingSQHead, m.sqHead)
	m.check("Taken")
}

// consume is what the kernel makes of the process's head.
func (m *machine) consume() uint32 {
	head := m.word(abi.RingCQHead)
	if used := m.cqTail - m.cqHead; head-m.cqHead > used {
		m.recovered()
	} else {
		m.cqHead = head
	}
	return m.cqTail - m.cqHead
}

func (m *machine) available() {
	m.t.Helper()
	want := m.consume()
	if got := m.ring.Available(&m.ram); got != want || got > abi.CQEntries {
		m.t.Fatalf("%d completions available, want %d", got, want)
	}
	m.check("Available")
}

func (m *machine) post(c Completion) {
	m.t.Helper()
	m.ring.Post(&m.ram, c)
	if m.cqTail-m.cqHead == abi.CQEntries && m.consume() == abi.CQEntries {
		m.overflow++
		m.kernel(abi.RingCQOverflow, m.overflow)
		m.check("Post on a full queue")
		return
	}
	e := m.want[m.at+abi.RingCQ+int(m.cqTail%abi.CQEntries)*abi.CQESize:][:abi.CQESize]
	clear(e)
	little.PutUint64(e[abi.CQEUserData:], c.UserData)
	little.PutUint32(e[abi.CQEResult:], uint32(c.Code))
	little.PutUint16(e[abi.CQECapCount:], c.CapCount)
	little.PutUint32(e[abi.CQECallID:], c.CallID)
	m.cqTail++
	m.kernel(abi.RingCQTail, m.cqTail)
	m.check("Post")
}

func TestAttach(t *testing.T) {
	m := newMachine(t, 77)
	m.ring.overflow, m.ring.recoveries = 5, 6
	m.ring.Attach(3)
	if m.ring != (Ring{page: 3}) {
		t.Errorf("a new ring is %+v", m.ring)
	}
}

// One completion with the ends of each field's range.
func TestPostFields(t *testing.T) {
	for _, c := range []Completion{
		{},
		{UserData: ^uint64(0), Code: -1, CapCount: 0xffff, CallID: ^uint32(0)},
		{Code: 0x7fffffff},
		{Code: -0x80000000},
		{Code: abi.CodeResultTooLarge, CapCount: 1},
		{UserData: 0x0102030405060708, Code: 0x090a0b0c, CapCount: 0x0d0e, CallID: 0x0f101112},
	} {
		m := newMachine(t, 0)
		for i := range m.bytes[m.at+abi.RingCQ:] { // what was there before does not show through
			m.bytes[m.at+abi.RingCQ+i], m.want[m.at+abi.RingCQ+i] = 0xee, 0xee
		}
		m.post(c)
	}
}

// Invariant: RING-4
func TestOverflow(t *testing.T) {
	for _, base := range bases {
		m := newMachine(t, base)
		for i := range uint64(abi.CQEntries + 3) {
			m.post(Completion{UserData: i})
		}
		if m.word(abi.RingCQOverflow) != 3 || m.word(abi.RingCQTail) != base+abi.CQEntries {
			t.Errorf("base %d: overflow %d, tail %d", base, m.word(abi.RingCQOverflow), m.word(abi.RingCQTail))
		}
		m.user(abi.RingCQHead, base+1)
		m.post(Completion{UserData: 99})
		if m.word(abi.RingCQOverflow) != 3 {
			t.Errorf("base %d: a completion was lost although there was room", base)
		}
	}
	m := newMachine(t, 0)
	m.ring.overflow, m.overflow = ^uint32(0), ^uint32(0)
	for range abi.CQEntries + 1 {
		m.post(Completion{})
	}
	if m.word(abi.RingCQOverflow) != 0 {
		t.Error("the number of overflows does not wrap")
	}
}

// What the process says about its positions is believed exactly when it can be true. Invariants: RING-2, RING-3
func TestHostilePositions(t *testing.T) {
	for _, base := range bases {
		for _, d := range deltas {
			m := newMachine(t, base)
			m.post(Completion{UserData: 1})
			m.post(Completion{UserData: 2})
			m.user(abi.RingSQTail, base+d)
			m.user(abi.RingCQHead, base+d)
			m.pending()
			m.available()
			m.post(Completion{UserData: 3})
			if m.word(abi.RingRecoveries) == 0 != (d <= 2) {
				t.Errorf("base %d, distance %d: %d recoveries", base, d, m.word(abi.RingRecoveries))
			}
		}
	}
}

// What the kernel wrote is output: whatever the process makes of it, the kernel goes on from its own copy. Invariant: RING-5
func TestSharedWordsAreOutputs(t *testing.T) {
	m := newMachine(t, 40)
	m.user(abi.RingSQTail, 44)
	for _, lie := range []uint32{0, 1, 39, 41, 44, 60, ^uint32(0)} {
		for _, word := range []int{abi.RingSQHead, abi.RingCQTail, abi.RingCQOverflow, abi.RingRecoveries} {
			m.user(word, lie)
		}
		if n := m.ring.Pending(&m.ram); n != 4 {
			t.Errorf("pending %d after the shared words say %d", n, lie)
		}
		m.available()
	}
	m.take()
	m.taken()
	m.post(Completion{UserData: 1})
}

// An entry is the kernel's own once it was taken. Invariant: RING-6
func TestTakeCopies(t *testing.T) {
	m := newMachine(t, 0)
	at := m.at + abi.RingSQ
	little.PutUint16(m.bytes[at+abi.SQEOpcode:], uint16(abi.OpRelease))
	little.PutUint32(m.bytes[at+abi.SQECap:], 5)
	var e sqe.Entry
	m.ring.Take(&m.ram, &e)
	copy(m.bytes[at:], bytes.Repeat([]byte{0xff}, abi.SQESize))
	if (e != sqe.Entry{Opcode: abi.OpRelease, Cap: 5}) {
		t.Errorf("the entry changed with the page: %+v", e)
	}
}

// A process that uses the ring well or badly, against the description, byte for byte. Invariants: RING-1, RING-2, RING-3, RING-4, RING-5
func TestModel(t *testing.T) {
	for seed := uint64(0); seed < 60; seed++ {
		r := rand.New(rand.NewPCG(seed, 8))
		m := newMachine(t, bases[r.IntN(len(bases))])
		hostile := seed%2 == 1
		for range 400 {
			m.act(r, hostile)
			switch r.IntN(4) {
			case 0:
				n := m.pending()
				for range n {
					m.take()
				}
				m.taken()
			case 1:
				m.available()
			default:
				m.post(Completion{UserData: r.Uint64(), Code: abi.Code(r.Uint32()), CapCount: uint16(r.Uint32()), CallID: r.Uint32()})
			}
		}
		if !hostile && m.recoveries != 0 {
			t.Errorf("seed %d: %d recoveries of a ring that was used well", seed, m.recoveries)
		}
	}
}

// act is something that the process does to its page.
func (m *machine) act(r *rand.Rand, hostile bool) {
	if hostile && r.IntN(3) == 0 {
		m.user(r.IntN(memory.FrameSize/4)*4, r.Uint32())
		return
	}
	switch r.IntN(3) {
	case 0:
		for room := abi.SQEntries - (m.word(abi.RingSQTail) - m.sqHead); room > 0 && room <= abi.SQEntries; room-- {
			tail := m.word(abi.RingSQTail)
			for i := range abi.SQESize / 4 {
				m.user(abi.RingSQ+int(tail%abi.SQEntries)*abi.SQESize+i*4, r.Uint32())
			}
			m.user(abi.RingSQTail, tail+1)
		}
	case 1:
		if n := m.cqTail - m.cqHead; n > 0 {
			m.user(abi.RingCQHead, m.cqHead+r.Uint32N(n+1))
		}
	}
	if hostile && r.IntN(8) == 0 {
		m.user([]int{abi.RingSQTail, abi.RingCQHead}[r.IntN(2)], m.sqHead+deltas[r.IntN(len(deltas))])
	}
	if hostile && r.IntN(8) == 0 { // a process that has come to its senses
		m.user(abi.RingSQTail, m.sqHead)
		m.user(abi.RingCQHead, m.cqHead)
	}
}
