// Command asan reads beyond a variable, which -asan must report.
package main

import "unsafe"

var numbers [5]int64

func main() {
	p := unsafe.Pointer(&numbers)
	n := uintptr(len(numbers))
	println(*(*int64)(unsafe.Add(p, 8*n)))
}
