// +gobra

package wire

import "warrant/lib/little"

// @ preserves acc(a) && acc(b) && a.Right(len(b)) && 0 <= at && 0 <= data && at + uint64(data) <= a.used && 0 <= offset
// @ requires  0 <= v && v <= 255
// @ ensures   int(offset) + 1 <= int(data) ==> b[int(at)+int(offset)] == v && a.err == old(a.err)
// @ ensures   int(offset) + 1 > int(data) ==> a.err == (old(a.err) == OK ? ErrField : old(a.err))
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (int(offset) + 1 > int(data) || k < int(at)+int(offset) || int(at)+int(offset)+1 <= k) ==>
// @ 	b[k] == old(b[k])
// @ ensures   a.used == old(a.used)
// @ decreases

// putOctet writes a byte at an offset of the data section that starts at at and has that many bytes; another offset fails the message.
func (a *room) putOctet(b []byte, at uint64, data uint32, offset uint32, v uint8) {
	if a.holds(data, offset, 1) {
		b[int(at+uint64(offset))] = v
	}
}

// @ preserves acc(a) && acc(b) && a.Right(len(b)) && 0 <= at && 0 <= data && at + uint64(data) <= a.used && 0 <= offset
// @ requires  0 <= v && v <= 65535
// @ ensures   int(offset) + 2 <= int(data) ==> little.At16(b, int(at)+int(offset)) == v && a.err == old(a.err)
// @ ensures   int(offset) + 2 > int(data) ==> a.err == (old(a.err) == OK ? ErrField : old(a.err))
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (int(offset) + 2 > int(data) || k < int(at)+int(offset) || int(at)+int(offset)+2 <= k) ==>
// @ 	b[k] == old(b[k])
// @ ensures   a.used == old(a.used)
// @ decreases

// put16 is putOctet for two bytes.
func (a *room) put16(b []byte, at uint64, data uint32, offset uint32, v uint16) {
	if a.holds(data, offset, 2) {
		little.PutUint16(b, int(at+uint64(offset)), v)
	}
}

// @ preserves acc(a) && acc(b) && a.Right(len(b)) && 0 <= at && 0 <= data && at + uint64(data) <= a.used && 0 <= offset
// @ requires  0 <= v && v <= 4294967295
// @ ensures   int(offset) + 4 <= int(data) ==> little.At32(b, int(at)+int(offset)) == v && a.err == old(a.err)
// @ ensures   int(offset) + 4 > int(data) ==> a.err == (old(a.err) == OK ? ErrField : old(a.err))
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (int(offset) + 4 > int(data) || k < int(at)+int(offset) || int(at)+int(offset)+4 <= k) ==>
// @ 	b[k] == old(b[k])
// @ ensures   a.used == old(a.used)
// @ decreases

// put32 is putOctet for four bytes.
func (a *room) put32(b []byte, at uint64, data uint32, offset uint32, v uint32) {
	if a.holds(data, offset, 4) {
		little.PutUint32(b, int(at+uint64(offset)), v)
	}
}

// @ preserves acc(a) && acc(b) && a.Right(len(b)) && 0 <= at && 0 <= data && at + uint64(data) <= a.used && 0 <= offset
// @ requires  0 <= v && v <= 18446744073709551615
// @ ensures   int(offset) + 8 <= int(data) ==> little.At64(b, int(at)+int(offset)) == v && a.err == old(a.err)
// @ ensures   int(offset) + 8 > int(data) ==> a.err == (old(a.err) == OK ? ErrField : old(a.err))
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (int(offset) + 8 > int(data) || k < int(at)+int(offset) || int(at)+int(offset)+8 <= k) ==>
// @ 	b[k] == old(b[k])
// @ ensures   a.used == old(a.used)
// @ decreases

// put64 is putOctet for eight bytes.
func (a *room) put64(b []byte, at uint64, data uint32, offset uint32, v uint64) {
	if a.holds(data, offset, 8) {
		little.PutUint64(b, int(at+uint64(offset)), v)
	}
}
