package fuzz

import "testing"

// fuzz runs a target over its committed corpus, testdata/fuzz/Fuzz<Name>, and under go test -fuzz on from there.
func fuzz(f *testing.F, target func([]byte) int) {
	f.Fuzz(func(_ *testing.T, data []byte) { target(data) })
}

func FuzzSQE(f *testing.F)             { fuzz(f, SQE) }
func FuzzELF(f *testing.F)             { fuzz(f, ELF) }
func FuzzWire(f *testing.F)            { fuzz(f, Wire) }
func FuzzWireBuild(f *testing.F)       { fuzz(f, WireBuild) }
func FuzzManifest(f *testing.F)        { fuzz(f, Manifest) }
func FuzzTelnet(f *testing.F)          { fuzz(f, Telnet) }
func FuzzTelnetRoundTrip(f *testing.F) { fuzz(f, TelnetRoundTrip) }
func FuzzNegotiation(f *testing.F)     { fuzz(f, Negotiation) }
func FuzzLineDiscipline(f *testing.F)  { fuzz(f, LineDiscipline) }
func FuzzStartInfo(f *testing.F)       { fuzz(f, StartInfo) }
func FuzzMultiboot(f *testing.F)       { fuzz(f, Multiboot) }
