package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/little"
)

// recordStart answers where the transfer-result records stand behind a result message of n bytes.
func recordStart(n uint32) (at uint32) {
	return (n + abi.RecordSize - 1) / abi.RecordSize * abi.RecordSize
}

// recordEnd answers the length of a result message of n bytes with caps records behind it.
func recordEnd(n, caps uint32) (end uint32) {
	return recordStart(n) + caps*abi.RecordSize
}

// record writes transfer-result record i behind the result message of n bytes in k.results. Precondition: it fits.
func (k *Kernel) record(n, i uint32, id abi.CapID, iface uint64) {
	at := recordStart(n)
	for j := n; j < at && j < limits.ScratchBytes; j++ {
		k.results[j] = 0
	}
	at = at + i*abi.RecordSize
	little.PutUint32(k.results[:], int(at+abi.RecordCap), uint32(id))
	little.PutUint32(k.results[:], int(at+abi.RecordZero), 0)
	little.PutUint64(k.results[:], int(at+abi.RecordInterface), iface)
}
