// Package supply knows what Warrant is made from: it reads dependencies.toml, compares it with what the tree really uses, lists the parts in
// the CycloneDX format, and records and checks from which sources an image was built.
//
// It downloads nothing: licences are read in the module cache, where the go command has put what it checked against go.sum.
package supply
