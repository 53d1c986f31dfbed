// Command msan reads memory of C that nobody wrote, which -msan must report.
package main

// #include <stdlib.h>
import "C"

import "unsafe"

func main() {
	p := (*byte)(C.malloc(8))
	if *p > 7 {
		println("more than 7")
	}
	C.free(unsafe.Pointer(p))
}
