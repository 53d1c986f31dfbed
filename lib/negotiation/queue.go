// +gobra

package negotiation

// queue is the state of one option on one side of the connection, by the method of RFC 1143, section 7: what is agreed, or what was
// asked and not yet answered, and whether the opposite is to be asked then.
type queue uint8

// The states.
const (
	no            queue = iota // off
	yes                        // on
	wantNo                     // was on; asked to end it
	wantNoThenYes              // as wantNo, and to be asked for again
	wantYes                    // was off; asked for it
	wantYesThenNo              // as wantYes, and to be ended again
)

// word is what is sent about an option.
type word uint8

// The words.
const (
	nothing  word = iota
	positive      // WILL or DO
	negative      // WONT or DONT
)

// @ requires 0 <= q && q <= wantYesThenNo
// @ ensures  0 <= after && after <= wantYesThenNo
// @ ensures  after == yes && q != yes ==> agree && on && q == no || q == wantYes && on || q == wantNoThenYes && on
// @ ensures  say == positive ==> after != q && (after == yes || after == wantYes)
// @ ensures  say == negative ==> after != q && (after == no || after == wantNo) || after == no && q == no && on && !agree
// @ ensures  after == Heard(q, on, agree) && say == Said(q, on, agree)
// @ ensures  q == yes && on || q == no && !on ==> say == nothing && after == q
// @ ensures  q == yes && !on ==> say == negative && after == no
// @ ensures  !on ==> after != yes
// @ decreases

// hear takes what the other side says about the option, on or off; agree says whether it may be on when the other side begins. A word
// is never the answer to its own echo, so two sides cannot go on for ever.
func hear(q queue, on bool, agree bool) (after queue, say word) {
	if on {
		return hearOn(q, agree)
	}
	switch q {
	case yes:
		return no, negative
	case wantNoThenYes:
		return wantYes, positive
	}
	return no, nothing
}

// @ requires 0 <= q && q <= wantYesThenNo
// @ ensures  0 <= after && after <= wantYesThenNo
// @ ensures  after == yes && q != yes ==> agree && q == no || q == wantYes || q == wantNoThenYes
// @ ensures  say == positive ==> q == no && agree && after == yes
// @ ensures  say == negative ==> q == wantYesThenNo && after == wantNo || q == no && !agree && after == no
// @ ensures  after == Heard(q, true, agree) && say == Said(q, true, agree)
// @ decreases

// hearOn takes the other side's word that the option is or should be on. Where it should have been a refusal (states wantNo and
// wantNoThenYes), the other side is in error, and is taken at its word only if that is wanted.
func hearOn(q queue, agree bool) (after queue, say word) {
	switch q {
	case no:
		if agree {
			return yes, positive
		}
		return no, negative
	case wantNo:
		return no, nothing
	case wantYesThenNo:
		return wantNo, negative
	}
	return yes, nothing
}

// @ requires 0 <= q && q <= wantYesThenNo
// @ ensures  0 <= after && after <= wantYesThenNo
// @ ensures  say != nothing ==> (say == positive) == on && after == (on ? wantYes : wantNo) && q == (on ? no : yes)
// @ ensures  say == nothing ==> q != (on ? no : yes)
// @ ensures  (after == yes) ==> q == yes && on
// @ decreases

// ask begins to negotiate: the option shall be on or off. Nothing is said when it is, or when an answer has to come first.
func ask(q queue, on bool) (after queue, say word) {
	switch q {
	case no:
		if on {
			return wantYes, positive
		}
	case yes:
		if !on {
			return wantNo, negative
		}
	case wantNo, wantNoThenYes:
		if on {
			return wantNoThenYes, nothing
		}
		return wantNo, nothing
	case wantYes, wantYesThenNo:
		if on {
			return wantYes, nothing
		}
		return wantYesThenNo, nothing
	}
	return q, nothing
}
