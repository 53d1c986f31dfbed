// +gobra

package manifest

import (
	"warrant/kernel/limits"
	"warrant/lib/name"
)

// Graph is what init has to do. It is Plan's result; the arrays are filled from index 0, and the rest of them is zero.
type Graph struct {
	// Binaries are the names of the manifest's programs.
	Binaries    [limits.Binaries]name.Name
	BinaryCount uint32
	// Caps are the names of init's own capabilities.
	Caps     [limits.Grants]name.Name
	CapCount uint32
	// Services are in the order of the manifest.
	Services     [Services]Service
	ServiceCount uint32
	// Grants are those of all services, one service's behind the other's.
	Grants     [GraphGrants]Grant
	GrantCount uint32
	// Needs are those of all services, one service's behind the other's.
	Needs     [GraphNeeds]Need
	NeedCount uint32
	// Order has the index of every service. The first OrderCount are in the order in which init starts them: each behind all that it
	// needs, and among those that could be next, the first of the manifest. The rest are on a cycle of needs, or need such a service.
	Order      [Services]uint32
	OrderCount uint32
}

// Service is a process to start.
type Service struct {
	Name   name.Name
	Binary name.Name
	// FirstGrant and GrantCount are the service's part of Graph.Grants.
	FirstGrant, GrantCount uint32
	// FirstNeed and NeedCount are the service's part of Graph.Needs.
	FirstNeed, NeedCount uint32
	Expect               Expect
	Budget               Budget
}

// Budget is what a service may use; the fields are those of Budget in specs/capos.capnp.
type Budget struct {
	FramePages   uint32
	VirtualPages uint32
	Processes    uint32
	Objects      uint32
	CapSlots     uint32
	Calls        uint32
}

// Grant is a capability to give to a service.
type Grant struct {
	// Name is what the service calls it.
	Name name.Name
	// Source is what init calls it.
	Source name.Name
	// Cap is the index of Source in Graph.Caps, or None.
	Cap uint32
	// Move says that init gives its own capability away.
	Move bool
}

// Need is something that has to happen before a service starts.
type Need struct {
	// Name is the other service's name.
	Name name.Name
	// Service is the index of the other service in Graph.Services, or None.
	Service uint32
	// Finished says that the other service has to have ended; otherwise it only has to have been started.
	Finished bool
}

// End is a way in which a service can end.
type End uint8

// The ways in which a service can be expected to end.
const (
	// Exits: with an exit code of its own.
	Exits End = iota
	// Faults: the kernel ends it for a fault.
	Faults
	// Killed: another process ends it.
	Killed
)

// Expect is how a service ends when all is well.
type Expect struct {
	End End
	// Value is the exit code of Exits and the vector of Faults; otherwise 0.
	Value int64
}
