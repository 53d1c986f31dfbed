// Hello greets.
package main
import "warrant/user/rt"
func main() { rt.Fail("hello") }
