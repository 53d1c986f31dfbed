//want: kernel/boot/main\.go:7: variable started of package main is initialised at run time; ring 0 runs no initialisers

package main

import "warrant/kernel/arch/amd64"

var started = amd64.Now()

func main() { amd64.Console(amd64.RAM(started)) }
