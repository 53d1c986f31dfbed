// Package gofuzz has the targets under the names that dvyukov/go-fuzz wants, which those of native fuzzing have in package fuzz.
package gofuzz

import "warrant/fuzz"

// FuzzSQE is fuzz.SQE.
func FuzzSQE(data []byte) int { return fuzz.SQE(data) }

// FuzzELF is fuzz.ELF.
func FuzzELF(data []byte) int { return fuzz.ELF(data) }

// FuzzWire is fuzz.Wire.
func FuzzWire(data []byte) int { return fuzz.Wire(data) }

// FuzzWireBuild is fuzz.WireBuild.
func FuzzWireBuild(data []byte) int { return fuzz.WireBuild(data) }

// FuzzManifest is fuzz.Manifest.
func FuzzManifest(data []byte) int { return fuzz.Manifest(data) }

// FuzzTelnet is fuzz.Telnet.
func FuzzTelnet(data []byte) int { return fuzz.Telnet(data) }

// FuzzTelnetRoundTrip is fuzz.TelnetRoundTrip.
func FuzzTelnetRoundTrip(data []byte) int { return fuzz.TelnetRoundTrip(data) }

// FuzzNegotiation is fuzz.Negotiation.
func FuzzNegotiation(data []byte) int { return fuzz.Negotiation(data) }

// FuzzLineDiscipline is fuzz.LineDiscipline.
func FuzzLineDiscipline(data []byte) int { return fuzz.LineDiscipline(data) }

// FuzzStartInfo is fuzz.StartInfo.
func FuzzStartInfo(data []byte) int { return fuzz.StartInfo(data) }

// FuzzMultiboot is fuzz.Multiboot.
func FuzzMultiboot(data []byte) int { return fuzz.Multiboot(data) }
