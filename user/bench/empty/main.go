// Empty is a process that ends at once, for measuring what a process costs.
package main

import "warrant/user/rt"

func main() { rt.Exit(0) }
