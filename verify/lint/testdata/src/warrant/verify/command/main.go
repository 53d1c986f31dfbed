// Command is a program, so its comment starts as it likes and its exported names are nobody's.
package main

func Exported() {}

func main() {}
