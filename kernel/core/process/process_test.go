package process

import (
	"math/rand/v2"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/limits"
	"warrant/lib/name"
)

// full is the budget of a process that may use all that its tables hold.
var full = Budget{Frames: 100, Virtual: 100, Processes: 3, Objects: 4, Caps: limits.CapSlots, Calls: limits.OutstandingCalls}

func open() *Process {
	p := new(Process)
	p.Open(name.Of("test"), full)
	return p
}

// Nothing of the last process in a place is left but the generation.
func TestOpen(t *testing.T) {
	p := open()
	p.Generation = 7
	p.Owe(Call{Awaits: Time})
	p.Grant(captable.Hold{Interface: 1})
	p.Frames.Take(3)
	p.Registers.RAX = 1
	p.Waiter = Waiter{Present: true}
	p.Handled = true
	p.WaitFor = 3
	p.Open(name.Of("next"), full)
	want := *open()
	want.Generation, want.Name = 7, name.Of("next")
	if *p != want {
		t.Errorf("a new process is %+v", p)
	}
	if p.State != Starting || p.Live() || !p.Settled() || !p.Fresh {
		t.Errorf("state %d, live %v, settled %v, fresh %v", p.State, p.Live(), p.Settled(), p.Fresh)
	}
	if p.Frames.Limit() != full.Frames {
		t.Errorf("the limit of frames is %d", p.Frames.Limit())
	}
}

func TestLive(t *testing.T) {
	for state, want := range map[State]bool{Vacant: false, Starting: false, Ready: true, Waiting: true, Ended: false, Retired: false} {
		p := Process{State: state}
		if p.Live() != want {
			t.Errorf("state %d is live: %v", state, !want)
		}
	}
}

func TestVacate(t *testing.T) {
	for _, tt := range []struct {
		before, after uint32
		state         State
	}{{0, 1, Vacant}, {1, 2, Vacant}, {lastGeneration - 1, lastGeneration, Vacant}, {lastGeneration, lastGeneration, Retired}} {
		p := open()
		p.Generation = tt.before
		p.Vacate()
		if want := (Process{State: tt.state, Generation: tt.after}); *p != want {
			t.Errorf("after generation %d: %+v", tt.before, p)
		}
	}
}

// Invariants: CAP-4, LG-1
func TestGrantLimit(t *testing.T) {
	p := open()
	var ids []abi.CapID
	for n := range uint32(limits.CapSlots) {
		if !p.CanGrant(limits.CapSlots-n) || p.CanGrant(limits.CapSlots-n+1) {
			t.Fatalf("with %d capabilities the room is wrong", n)
		}
		id, ok := p.Grant(captable.Hold{Interface: uint64(n)})
		if !ok {
			t.Fatalf("no room for capability %d", n)
		}
		ids = append(ids, id)
	}
	if p.CanGrant(^uint32(0)) || p.CanGrant(1) || !p.CanGrant(0) {
		t.Error("the room of a full table is wrong")
	}
	before := *p
	if _, ok := p.Grant(captable.Hold{}); ok || *p != before {
		t.Error("a full table took one more, or changed")
	}
	for i, id := range ids {
		if at, ok := p.CapAt(uint32(i)); !ok || at != id {
			t.Errorf("slot %d has %d, %v, want %d", i, at, ok, id)
		}
		if h, ok := p.Drop(id); !ok || h.Interface != uint64(i) {
			t.Errorf("Drop(%d) = %+v, %v", id, h, ok)
		}
	}
	if !p.Settled() {
		t.Error("units are left")
	}
}

// A table without a free slot says so before the attempt, whatever the ledger has left, and nobody pays for the attempt. Invariant: LG-2
func TestGrantWithoutSlot(t *testing.T) {
	p := open()
	for n := range uint32(captable.Slots) {
		if p.caps.Room() != captable.Slots-n {
			t.Fatalf("room for %d with %d in use", p.caps.Room(), n)
		}
		p.Grant(captable.Hold{})
	}
	p.capUnits.Reset(limits.CapSlots) // as if slots were retired: units, but no slot
	if p.CanGrant(1) || !p.CanGrant(0) {
		t.Error("a table without a slot says that one more fits")
	}
	if _, ok := p.Grant(captable.Hold{}); ok || p.capUnits.Used() != 0 {
		t.Errorf("granted without a slot: %v; %d units", ok, p.capUnits.Used())
	}
}

func TestOwe(t *testing.T) {
	p := open()
	for place := range uint32(limits.OutstandingCalls) {
		if c, ok := p.Settle(place); ok {
			t.Errorf("place %d holds %+v", place, c)
		}
	}
	for n := range uint32(limits.OutstandingCalls) {
		c := Call{Awaits: Time, UserData: uint64(n), Result: abi.RingAddr, ResultLen: n, Target: n}
		place, ok := p.Owe(c)
		if !ok || p.Owed(place) != c {
			t.Fatalf("call %d: place %d, %v, %+v", n, place, ok, p.Owed(place))
		}
	}
	before := *p
	if _, ok := p.Owe(Call{Awaits: Exit}); ok || *p != before {
		t.Error("one call too many was accepted, or changed something")
	}
	for n := range uint32(limits.OutstandingCalls) {
		c, ok := p.Settle(n)
		if !ok || c.UserData != uint64(n) || p.Owed(n) != (Call{}) {
			t.Errorf("Settle(%d) = %+v, %v", n, c, ok)
		}
		if _, ok := p.Settle(n); ok {
			t.Errorf("call %d was settled twice", n)
		}
		if p.Received(n, 7); p.Owed(n) != (Call{}) {
			t.Errorf("call %d came back", n)
		}
	}
	if !p.Settled() {
		t.Error("units are left")
	}
}

// Calls to endpoints are the records that their fields say, also where another call was before.
func TestOweEndpoint(t *testing.T) {
	p := open()
	full := Call{
		Awaits: Time, UserData: 1, Result: 2, ResultLen: 3, Target: 4, Interface: 5, Params: 6, ParamsLen: 7, Method: 8, Facet: 9, Number: 10,
	}
	r := Reply{UserData: 11, Result: abi.RingAddr, ResultLen: 12}
	a := Asked{Interface: 13, Params: abi.CapSetAddr, ParamsLen: 14, Method: 15}
	asked := Call{
		Awaits: Receiver, UserData: 11, Result: abi.RingAddr, ResultLen: 12, Target: 16,
		Interface: 13, Params: abi.CapSetAddr, ParamsLen: 14, Method: 15, Facet: 17,
	}
	received := asked
	received.Awaits, received.Number = Return, 18
	for name, test := range map[string]struct {
		owe  func() (uint32, bool)
		want Call
	}{
		"any":     {func() (uint32, bool) { return p.Owe(full) }, full},
		"receive": {func() (uint32, bool) { return p.OweReceive(r, 16) }, Call{Awaits: Message, UserData: 11, Result: abi.RingAddr, ResultLen: 12, Target: 16}},
		"call":    {func() (uint32, bool) { return p.OweCall(r, a, 16, 17) }, asked},
		"received": {func() (uint32, bool) {
			place, ok := p.OweCall(r, a, 16, 17)
			p.Received(place, 18)
			return place, ok
		}, received},
	} {
		p.calls[p.spot] = full
		p.calls[p.spot].Awaits = Nothing
		place, ok := test.owe()
		if !ok || p.Owed(place) != test.want {
			t.Errorf("%s: %v, %+v, want %+v", name, ok, p.Owed(place), test.want)
		}
		reply := Reply{UserData: test.want.UserData, Result: test.want.Result, ResultLen: test.want.ResultLen}
		if got := p.ReplyAt(place); got != reply {
			t.Errorf("%s: reply %+v, want %+v", name, got, reply)
		}
		question := Asked{Interface: test.want.Interface, Params: test.want.Params, ParamsLen: test.want.ParamsLen, Method: test.want.Method}
		if got := p.AskedAt(place); got != question {
			t.Errorf("%s: asked %+v, want %+v", name, got, question)
		}
		if got, ok := p.Settle(place); !ok || got != reply || p.Owed(place) != (Call{}) {
			t.Errorf("%s: settled %+v, %v, want %+v", name, got, ok, reply)
		}
	}
	for range limits.OutstandingCalls {
		p.Owe(full)
	}
	before := *p
	if _, ok := p.OweReceive(r, 16); ok || *p != before {
		t.Error("one receive too many was accepted, or changed something")
	}
	if _, ok := p.OweCall(r, a, 16, 17); ok || *p != before {
		t.Error("one call too many was accepted, or changed something")
	}
}

// Each kind of unit keeps a process unsettled. Invariant: LG-3
func TestSettled(t *testing.T) {
	for name, use := range map[string]func(*Process){
		"a capability": func(p *Process) { p.Grant(captable.Hold{}) },
		"a call":       func(p *Process) { p.Owe(Call{Awaits: Exit}) },
		"a frame":      func(p *Process) { p.Frames.Take(1) },
	} {
		p := open()
		if use(p); p.Settled() {
			t.Errorf("a process with %s is settled", name)
		}
	}
}

// Capabilities and calls against a map; the ledgers are the numbers of entries. Invariants: CAP-4, CAP-5, LG-2
func TestModel(t *testing.T) {
	for seed := uint64(0); seed < 20; seed++ {
		r := rand.New(rand.NewPCG(seed, 11))
		p := open()
		live, reserved, calls := map[abi.CapID]captable.Hold{}, map[abi.CapID]captable.Hold{}, map[uint32]Call{}
		for step := range 1500 {
			id := abi.CapID(r.Uint32N(3 * captable.Slots))
			h, in := live[id]
			kept, held := reserved[id]
			var ok, want bool
			switch r.IntN(8) {
			case 0, 1:
				if fits := p.CanGrant(1); fits != (len(live)+len(reserved) < limits.CapSlots) {
					t.Fatalf("seed %d: one more fits: %v, with %d in use", seed, fits, len(live)+len(reserved))
				}
				h = captable.Hold{Interface: uint64(step)}
				id, ok = p.Grant(h)
				want = len(live)+len(reserved) < limits.CapSlots
				if ok {
					live[id] = h
				}
			case 2:
				var had captable.Hold
				had, ok = p.Drop(id)
				want = in && had == h
				delete(live, id)
			case 3:
				ok, want = p.Reserve(id), in
				if in {
					delete(live, id)
					reserved[id] = h
				}
			case 4:
				ok, want = p.Restore(id), held
				if held {
					delete(reserved, id)
					live[id] = kept
				}
			case 5:
				var had captable.Hold
				had, ok = p.Commit(id)
				want = held && had == kept
				delete(reserved, id)
			case 6:
				c := Call{Awaits: Time, UserData: uint64(step)}
				var place uint32
				place, ok = p.Owe(c)
				want = len(calls) < limits.OutstandingCalls
				if _, taken := calls[place]; ok && taken {
					t.Fatalf("seed %d: place %d was given twice", seed, place)
				}
				if ok {
					calls[place] = c
				}
			case 7:
				place := r.Uint32N(limits.OutstandingCalls)
				c, owed := calls[place]
				var got Reply
				got, ok = p.Settle(place)
				want = owed
				if got.UserData != c.UserData {
					t.Fatalf("seed %d: Settle(%d) = %+v, want %+v", seed, place, got, c)
				}
				delete(calls, place)
			}
			if ok != want {
				t.Fatalf("seed %d, step %d, id %d: %v", seed, step, id, ok)
			}
			if p.capUnits.Used() != uint32(len(live)+len(reserved)) || p.owed.Used() != uint32(len(calls)) {
				t.Fatalf("seed %d: %d and %d units, want %d and %d", seed, p.capUnits.Used(), p.owed.Used(), len(live)+len(reserved), len(calls))
			}
			for id, h := range live {
				if got, ok := p.Lookup(id); !ok || got != h {
					t.Fatalf("seed %d: id %d is %+v, %v", seed, id, got, ok)
				}
			}
		}
	}
}
