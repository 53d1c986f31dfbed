// Command checkptr makes a pointer that checkptr must report.
package main

import "unsafe"

var bytes = make([]byte, 64)

func main() {
	p := (*[2]uint64)(unsafe.Pointer(&bytes[56])) // reaches beyond the end
	println(p[0])
}
