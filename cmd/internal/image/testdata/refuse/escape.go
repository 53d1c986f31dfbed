//want: kernel/boot/main\.go:10: function main\.main needs runtime\.newobject \(a variable escapes to the heap\); ring 0 has no Go runtime

package main

import "warrant/kernel/arch/amd64"

var kept *uint64

func main() {
	now := amd64.Now()
	kept = &now
}
