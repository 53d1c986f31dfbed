package sys

import (
	"fmt"
	"reflect"

	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/deadline"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/process"
	"warrant/kernel/core/ring"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// checker looks at a kernel between two events and says which invariant does not hold. It shares no code with the kernel: it counts
// what is there and compares the counts with the ledgers, and it reads page tables as the processor does.
type checker struct {
	generations [limits.Processes]uint32 // at the last check: they never go back
	lives       []life                   // at the last check, in the order of eachLife
}

// check answers the first rule that the kernel's state breaks, or nil.
func (c *checker) check(k *Kernel, ram []byte) error {
	for _, rule := range []func(*Kernel, []byte) error{c.checkStates, c.checkEpochs, checkQueue, checkFrames, checkWalks, checkHolds, checkRevoked, checkCalls,
		checkRings, checkSteady} {
		if err := rule(k, ram); err != nil {
			return err
		}
	}
	return nil
}

// checkStates: what each state of a process promises.
func (c *checker) checkStates(k *Kernel, _ []byte) error {
	for p := range k.procs {
		proc := &k.procs[p]
		if proc.Generation < c.generations[p] {
			return fmt.Errorf("place %d went back from generation %d to %d", p, c.generations[p], proc.Generation)
		}
		c.generations[p] = proc.Generation
		switch proc.State {
		case process.Vacant, process.Retired:
			if *proc != (process.Process{State: proc.State, Generation: proc.Generation}) {
				return fmt.Errorf("place %d is vacant but not empty: %+v", p, proc)
			}
		case process.Ended:
			if !proc.Settled() || proc.Space.Root() != memory.NoFrame || proc.Waiter.Present || !proc.Handled ||
				proc.Status.End == process.Running {
				return fmt.Errorf("process %d has ended but is not done: settled %v, %+v", p, proc.Settled(), proc)
			}
		case process.Ready, process.Waiting:
			if proc.Space.Root() == memory.NoFrame || proc.Status.End != process.Running || proc.Name.Length == 0 {
				return fmt.Errorf("process %d lives without a space or a name, or has a status: %+v", p, proc)
			}
			if proc.WaitFor > abi.CQEntries {
				return fmt.Errorf("process %d waits for %d completions", p, proc.WaitFor)
			}
		default:
			return fmt.Errorf("process %d is in state %d between two events", p, proc.State)
		}
	}
	return nil
}

// checkQueue: each process that can run is the current one or stands in the queue, once. Invariant: SC-1
func checkQueue(k *Kernel, _ []byte) error {
	places := map[uint32]string{}
	put := func(p uint32, place string) error {
		if p >= limits.Processes || k.procs[p].State != process.Ready {
			return fmt.Errorf("process %d is %s but not ready", p, place)
		}
		if other, twice := places[p]; twice {
			return fmt.Errorf("process %d is %s and %s", p, place, other)
		}
		places[p] = place
		return nil
	}
	if k.current != nobody {
		if err := put(k.current, "current"); err != nil {
			return err
		}
	}
	if k.handoff != nobody {
		if err := put(k.handoff, "next"); err != nil {
			return err
		}
	}
	queue := k.ready
	for p, ok := queue.Pop(); ok; p, ok = queue.Pop() {
		if !k.procs[p].Live() {
			continue // the turn of a process that has ended is skipped when it comes
		}
		if err := put(p, "in the queue"); err != nil {
			return err
		}
	}
	for p := range k.procs {
		if _, runs := places[uint32(p)]; k.procs[p].State == process.Ready && !runs {
			return fmt.Errorf("process %d is ready but nowhere", p)
		}
	}
	return nil
}

// checkFrames: every frame in a page table is its process's and in no other place, or a memory object's that the process has mapped; every
// frame that a process owns is in its tables, the ledgers say how many they are, and with the free ones they are all. Invariants: FR-1,
// AS-1, AS-2, LG-2
func checkFrames(k *Kernel, ram []byte) error {
	used := map[memory.Frame]uint32{}
	own := map[uint32]uint32{}
	for p := range k.procs {
		root := k.procs[p].Space.Root()
		before := len(used)
		if root != memory.NoFrame {
			if err := claim(k, ram, used, uint32(p), root, 3, 0); err != nil {
				return err
			}
			for i := memory.Words / 2 * 8; i < abi.PageSize; i++ {
				if ram[root.Address()+memory.PhysAddr(i)] != ram[kernelRoot*abi.PageSize+i] {
					return fmt.Errorf("byte %d of process %d's root is not the kernel's", i, p)
				}
			}
		}
		own[uint32(p)] = uint32(len(used) - before)
	}
	for o := range k.objects {
		for i := range k.objects[o].Pages() {
			f := k.objects[o].Frame(i)
			if other, twice := used[f]; twice {
				return fmt.Errorf("frame %d is used by process %d and by memory object %d", f, other, o)
			}
			used[f] = limits.Processes + uint32(o)
			own[k.objects[o].Owner]++
		}
	}
	if err := checkBudgets(k, own); err != nil {
		return err
	}
	free := uint32(0)
	for f := memory.Frame(0); uint64(f) < uint64(len(ram))/abi.PageSize; f++ {
		p, mapped := used[f]
		owner := k.frames.Owner(f)
		switch {
		case mapped && p < limits.Processes && owner != frame.OwnerOf(p), mapped && p >= limits.Processes && owner != frame.OwnerOfObject(p-limits.Processes):
			return fmt.Errorf("frame %d is in process %d's tables and owned by %d", f, p, owner)
		case !mapped && owner != frame.Free && owner != frame.Unmanaged:
			return fmt.Errorf("frame %d is owned by %d and in no table", f, owner)
		case owner == frame.Free:
			free++
		}
	}
	if free != k.frames.Available() || free+uint32(len(used)) != k.frames.Total() || k.frames.Total() != k.idle {
		return fmt.Errorf("%d frames are free and %d in use; the allocator says %d free of %d, %d at boot", free, len(used),
			k.frames.Available(), k.frames.Total(), k.idle)
	}
	return nil
}

// claim notes the frame of a table and everything below it as process p's. Level 0 are the tables whose entries map pages.
func claim(k *Kernel, ram []byte, used map[memory.Frame]uint32, p uint32, f memory.Frame, level int, base uint64) error {
	if other, twice := used[f]; twice {
		return fmt.Errorf("frame %d is used by process %d and by process %d", f, other, p)
	}
	used[f] = p
	if level < 0 {
		return nil
	}
	entries := uint64(memory.Words)
	if level == 3 {
		entries = memory.Words / 2
	}
	for i := range entries {
		e := littleEndian.Uint64(ram[uint64(f.Address())+i*8:])
		va := base + i<<(12+9*level)
		if e&1 == 0 {
			continue
		}
		if e&4 == 0 || level > 0 && e&0x80 != 0 {
			return fmt.Errorf("entry %#x of process %d for %#x is not the user's, or of a large page", e, p, va)
		}
		if level == 0 && (e&2 != 0 && e>>63 == 0 || va < uint64(abi.ImageBase) || va >= uint64(abi.UserTop)) {
			return fmt.Errorf("page %#x of process %d is %#x", va, p, e)
		}
		below := memory.Frame(e >> 12 & 0xffffffffff)
		if level == 0 && k.frames.Owner(below) >= frame.OwnerOfObject(0) {
			if err := checkShared(k, p, below, va, e); err != nil {
				return err
			}
			continue
		}
		if err := claim(k, ram, used, p, below, level-1, va); err != nil {
			return err
		}
	}
	return nil
}

// checkShared: a page of a memory object is mapped where the process's areas say, by a capability that the process holds and that reaches
// the object. Invariants: CAP-8, TH-7
func checkShared(k *Kernel, p uint32, f memory.Frame, va, e uint64) error {
	at, ok := k.procs[p].Areas.Holding(va, 1)
	a := k.procs[p].Areas.At(at)
	if !ok || a.Kind != area.Object || k.objects[a.Object].Frame(a.First+uint32((va-a.Base)/abi.PageSize)) != f {
		return fmt.Errorf("process %d maps frame %d of a memory object at %#x, and its areas say %+v", p, f, va, a)
	}
	s := k.procs[p].SlotAt(a.Cap % captable.Slots) // what is about to move is still held
	h := s.Hold
	if s.Gen != a.Cap/captable.Slots || s.State != captable.Live && s.State != captable.Reserved || !shown(k, h) || h.Index != a.Object || e&2 != 0 && h.Kind == object.MemoryReader {
		return fmt.Errorf("process %d maps memory object %d at %#x as %#x by capability %d, which is %+v", p, a.Object, va, e, a.Cap, h)
	}
	return nil
}

// checkBudgets: what each process uses is what it has, what it owns, and what its children may use. own is the frames that each has or owns.
// Invariants: LG-1, LG-2
func checkBudgets(k *Kernel, own map[uint32]uint32) error {
	var frames, objects, places [limits.Processes]uint32
	for p := range k.procs {
		frames[p] += own[uint32(p)]
		proc := &k.procs[p]
		if proc.State == process.Ended && proc.Payer != uint32(p) && k.procs[proc.Payer].Live() {
			places[proc.Payer]++
		}
		if !proc.Live() || proc.Payer == uint32(p) {
			continue
		}
		frames[proc.Payer] += proc.Frames.Limit()
		objects[proc.Payer] += proc.Objects.Limit()
		places[proc.Payer] += proc.Children.Limit() + 1
	}
	for i := range k.endpoints {
		if k.endpoints[i].Live {
			objects[k.endpoints[i].Owner]++
		}
	}
	for i := range k.notifications {
		if k.notifications[i].Live {
			objects[k.notifications[i].Owner]++
		}
	}
	for i := range k.objects {
		if k.objects[i].Live {
			objects[k.objects[i].Owner]++
		}
	}
	for p := range k.procs {
		proc := &k.procs[p]
		virtual := uint32(0)
		for i := range uint32(limits.Areas) {
			virtual += proc.Areas.At(i).Pages
		}
		for what, l := range map[string]struct{ have, used, limit uint32 }{
			"frames":    {frames[p], proc.Frames.Used(), proc.Frames.Limit()},
			"objects":   {objects[p], proc.Objects.Used(), proc.Objects.Limit()},
			"processes": {places[p], proc.Children.Used(), proc.Children.Limit()},
			"addresses": {virtual, proc.Virtual.Used(), proc.Virtual.Limit()},
		} {
			if l.have != l.used || l.used > l.limit {
				return fmt.Errorf("process %d uses %d %s of %d, and has %d", p, l.used, what, l.limit, l.have)
			}
		}
	}
	return nil
}

// travel is how the holds of each kind can leave their table.
func travel(kind uint32) captable.Travel {
	switch kind {
	case object.ProcessHandle:
		return captable.Stays
	case object.Endpoint, object.Notification, object.MemoryObject:
		return captable.Moves
	}
	return captable.Copies
}

// checkOwner: an object lives exactly as long as its one owner capability, in a table of the process that pays. Invariants: LG-2, CAP-8
func checkOwner(k *Kernel, p uint32, h captable.Hold, owners map[[2]uint32]int) error {
	var live bool
	var owner, generation uint32
	switch h.Kind {
	case object.Endpoint:
		e := &k.endpoints[h.Index]
		live, owner, generation = e.Live, e.Owner, e.Generation
	case object.Notification:
		e := &k.notifications[h.Index]
		live, owner, generation = e.Live, e.Owner, e.Generation
	case object.MemoryObject:
		e := &k.objects[h.Index]
		live, owner, generation = e.Live, e.Owner, e.Generation
	default:
		return nil
	}
	owners[[2]uint32{h.Kind, h.Index}]++
	if !live || owner != p || generation != h.Epoch || owners[[2]uint32{h.Kind, h.Index}] > 1 {
		return fmt.Errorf("process %d owns %+v, which is live: %v, owned by %d, at generation %d", p, h, live, owner, generation)
	}
	return nil
}

// checkHolds: each hold names an object that exists, each handle the one process that knows of it, and the ledger counts the holds.
// Invariants: CAP-4, CAP-6, LG-2
func checkHolds(k *Kernel, _ []byte) error {
	handles := map[uint32]int{}
	owners := map[[2]uint32]int{}
	for p := range k.procs {
		proc := &k.procs[p]
		held := uint32(0)
		for i := range uint32(captable.Slots) {
			slot := proc.SlotAt(i)
			if slot.State == captable.Free || slot.State == captable.Retired {
				continue
			}
			held++
			h := slot.Hold
			id, ok := proc.CapAt(i)
			if got, live := proc.Lookup(id); ok != (slot.State == captable.Live) || ok && (!live || got != h || uint32(id)%captable.Slots != i) {
				return fmt.Errorf("slot %d of process %d is %+v, and says %d, which names %+v", i, p, slot, id, got)
			}
			if err := checkOwner(k, uint32(p), h, owners); err != nil {
				return err
			}
			if h.Kind == object.Nothing || h.Kind != object.Facet && (h.Interface == 0 || h.Interface != object.Interface(h.Kind)) {
				return fmt.Errorf("hold %d of process %d is of kind %d with interface %#x", id, p, h.Kind, h.Interface)
			}
			if h.Travel != travel(h.Kind) {
				return fmt.Errorf("hold %d of process %d of kind %d travels: %d", id, p, h.Kind, h.Travel)
			}
			if h.Kind == object.ProcessHandle {
				child := &k.procs[h.Index]
				if h.Epoch != child.Generation || !child.Live() && child.State != process.Ended {
					return fmt.Errorf("handle %d of process %d is of generation %d of place %d, which is at %d", id, p, h.Epoch, h.Index,
						child.Generation)
				}
				handles[h.Index]++
			}
		}
		if held > 0 && !proc.Live() {
			return fmt.Errorf("process %d does not live and holds %d capabilities", p, held)
		}
		if used, limit := proc.Slots(); used != held || proc.Live() && (!proc.CanGrant(limit-held) || proc.CanGrant(limit-held+1)) {
			return fmt.Errorf("process %d holds %d capabilities and its ledger says otherwise", p, held)
		}
	}
	live := 0
	for i := range k.endpoints {
		if k.endpoints[i].Live {
			live++
		}
	}
	for i := range k.notifications {
		if k.notifications[i].Live {
			live++
		}
	}
	for i := range k.objects {
		if k.objects[i].Live {
			live++
		}
	}
	if live != len(owners) {
		return fmt.Errorf("%d objects live and %d have an owner", live, len(owners))
	}
	for p := range k.procs {
		if n := handles[uint32(p)]; n > 1 || (n == 1) != k.procs[p].Handled {
			return fmt.Errorf("process %d has %d handles, and says handled: %v", p, n, k.procs[p].Handled)
		}
	}
	return nil
}

// checkCalls: each call that is not complete waits in one place, each place that waits has its call, and the ledger counts the calls.
// Invariants: LG-2, SC-2, RING-7
func checkCalls(k *Kernel, _ []byte) error {
	waiting, err := waiters(k)
	if err != nil {
		return err
	}
	due := map[uint32]bool{}
	for heap := k.due; ; {
		place, _, ok := heap.First()
		if !ok {
			break
		}
		due[place] = true
		heap.Remove(place)
	}
	reserved := 0
	for p := range k.procs {
		for i := range uint32(captable.Slots) {
			if k.procs[p].SlotAt(i).State == captable.Reserved {
				reserved++
			}
		}
		for i := range k.travels[p] {
			for _, d := range k.travels[p][i].Items[:k.travels[p][i].Count] {
				if d.Move {
					reserved--
				}
			}
		}
	}
	if reserved != 0 {
		return fmt.Errorf("%d more capabilities are reserved than are to move", reserved)
	}
	for p := range k.procs {
		proc := k.procs[p] // a copy, to try things on
		for i := range uint32(limits.OutstandingCalls) {
			call, place := proc.Owed(i), uint32(p)*deadline.PerProcess+i
			waiter := process.Waiter{Present: true, Process: uint32(p), Call: i}
			switch {
			case due[place] && call.Awaits != process.Time && call.Awaits != process.Wake, !due[place] && call.Awaits == process.Time:
				return fmt.Errorf("call %d of process %d is %+v, and has a deadline: %v", i, p, call, due[place])
			case call.Awaits == process.Exit && (k.procs[call.Target].Waiter != waiter || !k.procs[call.Target].Live()):
				return fmt.Errorf("call %d of process %d waits for process %d, which is %+v", i, p, call.Target, k.procs[call.Target])
			}
			delete(due, place)
			if want, has := waiting[endpoint.Ref{Process: uint32(p), Place: i}]; has != objects[call.Awaits] || has && want != (wait{call.Awaits, call.Target}) {
				return fmt.Errorf("call %d of process %d is %+v, and waits at %+v: %v", i, p, call, want, has)
			}
			if err := checkTravels(k, uint32(p), i, call); err != nil {
				return err
			}
		}
		if place := uint32(p)*deadline.PerProcess + limits.OutstandingCalls; due[place] {
			if proc.State != process.Waiting {
				return fmt.Errorf("process %d has a deadline and does not wait", p)
			}
			delete(due, place)
		}
		if w := proc.Waiter; w.Present {
			if c := k.procs[w.Process].Owed(w.Call); c.Awaits != process.Exit || c.Target != uint32(p) {
				return fmt.Errorf("process %d thinks that call %d of process %d waits for it: %+v", p, w.Call, w.Process, c)
			}
		}
		if err := checkOwed(&proc, uint32(p)); err != nil {
			return err
		}
	}
	if len(due) != 0 {
		return fmt.Errorf("deadlines of nobody: %v", due)
	}
	return nil
}

// positions are the kernel's own positions in a ring, which no process can change.
type positions struct {
	sqHead, cqTail, cqHead, overflow uint32
}

func positionsOf(r *ring.Ring) positions {
	v := reflect.ValueOf(r).Elem()
	at := v.FieldByName("at")
	get := func(v reflect.Value, name string) uint32 { return uint32(v.FieldByName(name).Uint()) }
	return positions{get(at, "sqHead"), get(at, "cqTail"), get(at, "cqHead"), get(v, "overflow")}
}

// checkRings: each submission that was taken is complete, counted as overflow, or still owed; and who waits has a reason to.
// Invariants: RING-3, RING-4, RING-7
func checkRings(k *Kernel, _ []byte) error {
	for p := range k.procs {
		proc := &k.procs[p]
		if !proc.Live() {
			continue
		}
		owed := uint32(0)
		for i := range uint32(limits.OutstandingCalls) {
			if proc.Owed(i).Awaits != process.Nothing {
				owed++
			}
		}
		at := positionsOf(&proc.Ring)
		if at.sqHead != at.cqTail+at.overflow+owed {
			return fmt.Errorf("process %d: %d submissions taken, %d completed, %d lost for want of room, %d owed", p, at.sqHead, at.cqTail,
				at.overflow, owed)
		}
		available := at.cqTail - at.cqHead
		if available > abi.CQEntries {
			return fmt.Errorf("process %d has %d completions in a queue of %d", p, available, abi.CQEntries)
		}
		if proc.State == process.Waiting && available >= proc.WaitFor {
			return fmt.Errorf("process %d waits for %d completions and has %d", p, proc.WaitFor, available)
		}
	}
	return nil
}

// checkOwed fills the calls of a copy of process p: there is room for exactly those that are not there.
func checkOwed(proc *process.Process, p uint32) error {
	if !proc.Live() {
		return nil
	}
	_, limit := proc.Calls()
	free := int(limit)
	for i := range uint32(limits.OutstandingCalls) {
		if proc.Owed(i).Awaits != process.Nothing {
			free--
		}
	}
	room := 0
	for _, ok := proc.Owe(process.Call{Awaits: process.Time}); ok; _, ok = proc.Owe(process.Call{Awaits: process.Time}) {
		room++
	}
	if room != free {
		return fmt.Errorf("process %d has %d free places for calls, and its ledger room for %d", p, free, room)
	}
	return nil
}

// wait is what a call waits for, and at which object.
type wait struct {
	awaits process.Awaits
	target uint32
}

// objects says which waits stand at an object, not only in the call.
var objects = map[process.Awaits]bool{process.Message: true, process.Receiver: true, process.Return: true, process.Signal: true, process.Wake: true}

// waiters finds every call that waits at an object, by taking a copy of the object apart. Invariants: EP-1, EP-2, EP-3
func waiters(k *Kernel) (map[endpoint.Ref]wait, error) {
	found := map[endpoint.Ref]wait{}
	add := func(r endpoint.Ref, awaits process.Awaits, target int) error {
		if other, twice := found[r]; twice {
			return fmt.Errorf("call %+v waits at %+v and at %d %d", r, other, awaits, target)
		}
		found[r] = wait{awaits, uint32(target)}
		return nil
	}
	for i := range k.endpoints {
		e := k.endpoints[i]
		if e.Receivers() > 0 && e.Waiting() > 0 {
			return nil, fmt.Errorf("endpoint %d has %d calls and %d receivers that wait", i, e.Waiting(), e.Receivers())
		}
		for r, ok := e.PopCall(); ok; r, ok = e.PopCall() {
			if err := add(r, process.Receiver, i); err != nil {
				return nil, err
			}
		}
		for r, ok := e.PopReceiver(); ok; r, ok = e.PopReceiver() {
			if r.Process != e.Owner {
				return nil, fmt.Errorf("process %d receives at endpoint %d, which %d owns", r.Process, i, e.Owner)
			}
			if err := add(r, process.Message, i); err != nil {
				return nil, err
			}
		}
		for place := range uint32(limits.EndpointPlaces) {
			id, ok := e.FlightAt(place)
			if r, orphan, _ := e.InFlight(id); ok && !orphan {
				if k.procs[r.Process].Owed(r.Place).Number != id {
					return nil, fmt.Errorf("call %d in flight at endpoint %d is %+v", id, i, k.procs[r.Process].Owed(r.Place))
				}
				if err := add(r, process.Return, i); err != nil {
					return nil, err
				}
			}
		}
	}
	for i := range k.notifications {
		if p, place, ok := k.notifications[i].Waiter(); ok {
			if k.notifications[i].Count() > 0 {
				return nil, fmt.Errorf("process %d waits for a signal that notification %d has", p, i)
			}
			if err := add(endpoint.Ref{Process: p, Place: place}, process.Signal, i); err != nil {
				return nil, err
			}
		}
	}
	for i := range k.objects {
		o := k.objects[i]
		for p, place, ok := o.FirstParked(); ok; p, place, ok = o.FirstParked() {
			if err := add(endpoint.Ref{Process: p, Place: place}, process.Wake, i); err != nil {
				return nil, err
			}
			o.Unparked(p, place)
		}
	}
	return found, nil
}

// checkTravels: what a call that waits for its receiver moves is reserved, and nothing else travels. Invariant: CAP-5
func checkTravels(k *Kernel, p, place uint32, call process.Call) error {
	list := &k.travels[p][place]
	if call.Awaits != process.Receiver && list.Count != 0 {
		return fmt.Errorf("call %d of process %d is %+v, and %d capabilities travel with it", place, p, call, list.Count)
	}
	for _, d := range list.Items[:list.Count] {
		s := k.procs[p].SlotAt(uint32(d.Cap) % captable.Slots)
		if d.Move && (s.State != captable.Reserved || s.Gen != uint32(d.Cap)/captable.Slots) {
			return fmt.Errorf("capability %d of process %d is to move with call %d and is %+v", d.Cap, p, place, s)
		}
	}
	return nil
}
