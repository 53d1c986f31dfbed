package rt

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
)

// Ring is the process's side of its ring: it fills the submission queue, enters the kernel and empties the completion queue.
//
// A program uses it in two ways, which mix freely. Call, Nop and Release are synchronous: they return when their own completion is
// there and put what else arrives aside. Submit and Take are asynchronous: Submit hands in an entry with a number of the program's
// choice, Take gives out its completion later, in the order of arrival.
//
// At most abi.CQEntries submissions can be without a taken completion, so the completion queue cannot overflow through a Ring. If it
// overflows nevertheless, because the program wrote to the page by itself, the next synchronous call that would wait ends the process.
type Ring struct {
	page  *Page
	enter func(minComplete uint32, timeout uint64) int64

	sqTail uint32 // position behind the newest submission
	cqHead uint32 // position of the oldest completion still in the queue

	outstanding uint32 // submissions whose completion has not been given out
	newest      uint64 // user data of the newest synchronous submission

	// Completions that arrived while a synchronous call was waiting for its own: aside[asideHead%CQEntries] is the oldest.
	aside     [abi.CQEntries]Completion
	asideHead uint32
	asideTail uint32

	params  [limits.ScratchBytes]byte
	results [limits.ScratchBytes]byte
}

// synchronous is the bit of the user data that tells synchronous submissions from those of Submit.
const synchronous = 1 << 63

// mainRing is the ring of this process.
var mainRing Ring

// Main is the ring of this process.
func Main() *Ring { return &mainRing }

// Init makes r the client of the ring page at page, which must be as the kernel made it: nothing submitted yet. enter is the system call
// cap_enter. Package rt calls it for the process's own ring; tests call it with a simulated kernel.
func (r *Ring) Init(page *Page, enter func(minComplete uint32, timeout uint64) int64) {
	r.page = page
	r.enter = enter
}

// Page is the ring page itself, for programs that test what the kernel makes of its content.
func (r *Ring) Page() *Page { return r.page }

// Params is a buffer for the parameters of a synchronous call. The next user of the ring may overwrite it.
func (r *Ring) Params() []byte { return r.params[:] }

// Results is a buffer for the results of a synchronous call. The next user of the ring may overwrite it.
func (r *Ring) Results() []byte { return r.results[:] }

// Submit puts e into the submission queue; the kernel sees it at the next Enter. The top bit of e.UserData must be zero. Submit refuses,
// and changes nothing, when the queue is full (Enter empties it) or when too many completions have not been taken.
func (r *Ring) Submit(e *Entry) (ok bool) {
	// The last place is for a synchronous call.
	if e.UserData >= synchronous || r.outstanding >= abi.CQEntries-1 {
		return false
	}
	return r.push(e)
}

// push puts e into the submission queue if it has room.
func (r *Ring) push(e *Entry) (ok bool) {
	if r.sqTail-r.page.Load32(abi.RingSQHead) >= abi.SQEntries {
		return false
	}
	e.Store(r.page, r.sqTail)
	r.sqTail++
	r.outstanding++
	r.page.Store32(abi.RingSQTail, r.sqTail)
	return true
}

// Enter hands the submission queue to the kernel and waits until minComplete completions are in the completion queue or timeout
// nanoseconds have passed; abi.TimeoutPoll and abi.TimeoutForever are special. Completions that a synchronous call has put aside do not
// count: take them first. The result is the number of completions in the queue, or a negative code.
func (r *Ring) Enter(minComplete uint32, timeout uint64) (n int, code abi.Code) {
	result := r.enter(minComplete, timeout)
	if result < 0 {
		return 0, abi.Code(result)
	}
	return int(result), abi.CodeOK
}

// Take gives out the oldest completion of a submission of Submit that has arrived and has not been given out; ok is false when there is none.
func (r *Ring) Take() (c Completion, ok bool) {
	if r.asideHead != r.asideTail {
		c = r.aside[r.asideHead%abi.CQEntries]
		r.asideHead++
		r.outstanding--
		return c, true
	}
	c, ok = r.pop()
	if ok {
		r.outstanding--
	}
	return c, ok
}

// pop takes the oldest completion out of the completion queue.
func (r *Ring) pop() (c Completion, ok bool) {
	if r.cqHead == r.page.Load32(abi.RingCQTail) {
		return Completion{}, false
	}
	c = loadCompletion(r.page, r.cqHead)
	r.cqHead++
	r.page.Store32(abi.RingCQHead, r.cqHead)
	return c, true
}

// Overflows is the number of completions that the kernel could not post since the process started, modulo 2^32.
func (r *Ring) Overflows() uint32 { return r.page.Load32(abi.RingCQOverflow) }

// Recoveries is how often the kernel found a position in the ring page corrupt since the process started, modulo 2^32.
func (r *Ring) Recoveries() uint32 { return r.page.Load32(abi.RingRecoveries) }

// Resume forgets every submission without a taken completion and continues at the kernel's positions, for programs that have written to
// the page by themselves.
func (r *Ring) Resume() {
	r.sqTail = r.page.Load32(abi.RingSQHead)
	r.page.Store32(abi.RingSQTail, r.sqTail)
	r.cqHead = r.page.Load32(abi.RingCQTail)
	r.page.Store32(abi.RingCQHead, r.cqHead)
	r.outstanding = 0
	r.asideHead = r.asideTail
}
