// +gobra

// Package manifest reads the boot manifest for the kernel, for init and for the host's tools.
//
// The kernel asks only whether the module is a manifest whose binaries and whose init it can use (Check, Find, Program); it does not
// look at services. init asks what to start, in which order and with which grants, and for everything that is wrong with it at once
// (Plan); it reads no more than the first limits.ManifestMetadata bytes. The host's manifest compiler asks Plan as well, so that a
// source is refused for exactly the reasons for which init would refuse the result.
//
// Every function is total: any bytes give an answer, in a time bounded by the limits below and the module's length (Invariant: PA-1).
// The package may not allocate, start anything, or keep state of its own.
package manifest

import "warrant/kernel/limits"

// Limits of the service graph. A graph beyond them is refused.
const (
	// Services is the number of services of a manifest.
	Services = 64
	// GraphGrants is the number of grants of all services together. One service has at most limits.Grants.
	GraphGrants = 256
	// GraphNeeds is the number of dependencies of all services together.
	GraphNeeds = 256
	// ProblemList is the number of problems that are described; further ones are counted only.
	ProblemList = 64
)

// None is the index of nothing: a grant's capability or a dependency's service that does not exist.
const None uint32 = 0xffffffff

// Names that init's own capabilities have in every manifest. A service can share them but not take them away.
const (
	ConsoleName        = "console"        // ConsoleName is where init reports
	BootPackageName    = "bootPackage"    // BootPackageName is where init reads the manifest
	ProcessSpawnerName = "processSpawner" // ProcessSpawnerName is how init starts services
)

var (
	_ [Services - limits.Processes]byte // a manifest can fill the machine
)
