// Package object is what the kernel objects have in common: their kinds, the exceptions that they answer with, and the effects that they
// ask package sys for.
//
// Each kernel object is a package below this one. It reads a call and answers an Effect: a value that says what is to happen. It may not
// reach the kernel's state, so that what an object can do is exactly what an Effect can say. To add one: a folder here, its kind in
// kind.go, its case in kernel/sys/invoke.go.
package object
