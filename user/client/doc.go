// Package client calls capabilities with the types of specs/capos.capnp: one client for each interface, generated, over the ring client of
// package rt.
//
// A method returns its result and a Status. Behind each method stand its two halves, EncodeX and DecodeX, for programs that submit calls
// themselves and have several on their way. The package may not allocate, keep state of its own, or know anything about a service that
// the schema does not say.
package client
