// +gobra

package userbuf

import "warrant/kernel/abi"

// pageSize is the size of a page, in bytes.
const pageSize = 4096

// @ requires 0 <= p && p <= 18446744073709551615 && 0 <= n && n <= 4294967295
// @ ensures  ok == (n == 0 || int(p) + int(n) <= int(abi.UserTop))
// @ decreases

// InRange says that the n bytes from p on lie in user space. No bytes lie anywhere. Invariants: UB-1, UB-4.
func InRange(p abi.VirtAddr, n uint32) (ok bool) {
	return n == 0 || (p <= abi.UserTop && uint64(n) <= uint64(abi.UserTop-p))
}

// @ requires 0 <= p && p <= 18446744073709551615 && 0 < n && n <= 4294967295
// @ ensures  0 < step && step <= n && step <= pageSize
// @ ensures  int(p) / pageSize == (int(p) + int(step) - 1) / pageSize
// @ ensures  step == n || (int(p) + int(step)) % pageSize == 0
// @ decreases

// inPage answers how many of the n bytes from p on are in p's page.
func inPage(p abi.VirtAddr, n uint32) (step uint32) {
	room := uint32(pageSize - uint64(p)%pageSize)
	if n < room {
		return n
	}
	return room
}
