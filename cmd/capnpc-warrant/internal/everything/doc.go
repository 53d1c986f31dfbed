// Package everything is what capnpc-warrant generates for a schema of every construct that it supports. It exists to be compiled and
// tested; nothing may import it.
package everything
