package rt

import (
	"warrant/kernel/abi"
	"warrant/lib/little"
)

// Call calls a method of c, which must have the given interface, and waits for its completion. At CodeOK the result buffer holds n bytes
// of result message and, behind it, caps transfer-result records (see Record); at CodeException it holds a CapException message, whose
// length is in the message; at every other code it is as before. Both buffers may be at most limits.ScratchBytes long.
func (r *Ring) Call(c abi.CapID, iface uint64, method uint16, params, result []byte) (n int, caps int, code abi.Code) {
	e := CallEntry(c, iface, method, params, result, 0)
	done := r.Do(&e)
	if done.Result < 0 {
		return 0, 0, done.Result
	}
	return int(done.Result), int(done.CapCount), abi.CodeOK
}

// Nop goes to the kernel and back.
func (r *Ring) Nop() (code abi.Code) {
	done := r.Do(&Entry{Opcode: abi.OpNop})
	return done.Result
}

// Release gives up c. CodeInvokeFailed says that c named nothing.
func (r *Ring) Release(c abi.CapID) (code abi.Code) {
	done := r.Do(&Entry{Opcode: abi.OpRelease, Cap: c})
	return done.Result
}

// Do submits any entry and waits for its completion; completions of other submissions that arrive meanwhile are put aside. The entry's
// user data is replaced. A completion with a code that the kernel answered to Enter itself says that Enter failed.
func (r *Ring) Do(e *Entry) (c Completion) {
	r.newest++
	e.UserData = r.newest | synchronous
	overflows := r.Overflows()
	for !r.push(e) {
		// Entering empties the submission queue: the kernel takes every entry that is in it.
		if _, code := r.Enter(0, abi.TimeoutPoll); code != abi.CodeOK {
			return Completion{Result: code}
		}
	}
	for {
		for {
			next, ok := r.pop()
			if !ok {
				break
			}
			if next.UserData == e.UserData {
				r.outstanding--
				return next
			}
			r.aside[r.asideTail%abi.CQEntries] = next
			r.asideTail++
		}
		if r.Overflows() != overflows {
			Fail("completion queue overflowed")
		}
		if _, code := r.Enter(1, abi.TimeoutForever); code != abi.CodeOK {
			return Completion{Result: code}
		}
	}
}

// Record reads transfer-result record number index of a call's result: result is the buffer that the call was given, n and caps are what
// it answered. ok is false when there is no such record.
func Record(result []byte, n, caps, index int) (c abi.CapID, iface uint64, ok bool) {
	if index < 0 || index >= caps || n < 0 || n > len(result) {
		return 0, 0, false
	}
	at := (n+abi.RecordSize-1)/abi.RecordSize*abi.RecordSize + index*abi.RecordSize
	if at+abi.RecordSize > len(result) {
		return 0, 0, false
	}
	return abi.CapID(little.Uint32(result, at+abi.RecordCap)), little.Uint64(result, at+abi.RecordInterface), true
}
