module warrant/fuzz

go 1.26.0

toolchain go1.26.8

require (
	capnproto.org/go/capnp/v3 v3.1.0-alpha.2
	warrant v0.0.0
)

require (
	github.com/colega/zeropool v0.0.0-20230505084239-6fb4a4f75381 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/term v0.47.0 // indirect
)

replace warrant => ..
