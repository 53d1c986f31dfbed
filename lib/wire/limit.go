// +gobra

package wire

// limit is how many words of a message may still be read.
type limit struct {
	left uint64
}

// @ preserves acc(l)
// @ requires  0 <= words && words <= 72057594037927936
// @ ensures   l.left == TraversalFactor*words + TraversalBase
// @ decreases

// reset makes l the limit of a message of that many words.
func (l *limit) reset(words uint64) {
	l.left = TraversalFactor*words + TraversalBase
}

// @ preserves acc(l)
// @ requires  0 <= words && 0 <= l.left
// @ ensures   0 <= l.left
// @ ensures   (e == OK) == (words < old(l.left)) && (e == OK || e == ErrTraversal)
// @ ensures   l.left == old(l.left) - (e == OK ? words + 1 : 0)
// @ decreases

// charge takes the cost of an object of that many words off the limit.
func (l *limit) charge(words uint64) (e Err) {
	if words >= l.left {
		return ErrTraversal
	}
	l.left = l.left - (words + 1)
	return OK
}
