// Command race has a data race that -race must report.
package main

func main() {
	n, done := 0, make(chan bool)
	go func() { n++; done <- true }()
	n++
	<-done
	println(n)
}
