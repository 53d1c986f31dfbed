// +gobra

package sys

import (
	// @ "warrant/kernel/core/userbuf"
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/little"
)

// @ requires 0 <= n && n <= abi.MessageHeader + userbuf.Most
// @ ensures  int(at) == Start(int(n)) && n <= at
// @ decreases

// recordStart answers where the transfer-result records stand behind a result message of n bytes.
func recordStart(n uint32) (at uint32) {
	return (n + abi.RecordSize - 1) / abi.RecordSize * abi.RecordSize
}

// @ requires 0 <= n && n <= abi.MessageHeader + userbuf.Most && 0 <= caps && caps <= 65535
// @ ensures  int(end) == Start(int(n)) + int(caps) * abi.RecordSize
// @ decreases

// recordEnd answers the length of a result message of n bytes with caps records behind it.
func recordEnd(n, caps uint32) (end uint32) {
	return recordStart(n) + caps*abi.RecordSize
}

// @ preserves k.Mem()
// @ requires  0 <= n && 0 <= i && i < abi.TransferMost && 0 <= id && id <= 4294967295
// @ requires  Start(int(n)) + int(i + 1) * abi.RecordSize <= limits.ScratchBytes
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// record writes transfer-result record i behind the result message of n bytes in k.results. Precondition: it fits.
func (k *Kernel) record(n, i uint32, id abi.CapID, iface uint64) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	at := recordStart(n)
	// @ invariant acc(&k.results) && n <= j
	// @ decreases limits.ScratchBytes - int(j)
	for j := n; j < at && j < limits.ScratchBytes; j++ {
		k.results[j] = 0
	}
	at = at + i*abi.RecordSize
	little.PutUint32(k.results[:], int(at+abi.RecordCap), uint32(id))
	little.PutUint32(k.results[:], int(at+abi.RecordZero), 0)
	little.PutUint64(k.results[:], int(at+abi.RecordInterface), iface)
}
