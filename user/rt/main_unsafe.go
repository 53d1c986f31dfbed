package rt

import _ "unsafe" // for the linkname below

// programMain is function main of the program that is linked with this package.
//
//go:linkname programMain main.main
func programMain()
