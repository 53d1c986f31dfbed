package monitor

// Snapshot is what the kernel knew at one moment.
type Snapshot struct {
	// Number counts the snapshots of a run from 1.
	Number uint64 `json:"snapshot"`
	// Nanoseconds is the time since the kernel's entry.
	Nanoseconds uint64 `json:"nanoseconds"`
	// FreeFrames of TotalFrames page frames belong to nobody.
	FreeFrames  uint64 `json:"freeFrames"`
	TotalFrames uint64 `json:"totalFrames"`
	// Processes are in the order of their places.
	Processes []*Process `json:"processes"`
	// Endpoints are those that live, in the order of their places.
	Endpoints []Endpoint `json:"endpoints"`
}

// Use is what is used of a limit.
type Use [2]uint32

// Process is one process. The fields are those of Monitor.process in specs/capos.capnp.
type Process struct {
	Place      uint32 `json:"process"`
	ID         uint64 `json:"id"`
	Name       string `json:"name"`
	State      string `json:"state"`
	Session    uint64 `json:"session"`
	Payer      uint32 `json:"payer"`
	Frames     Use    `json:"frames"`
	Virtual    Use    `json:"virtual"`
	Slots      Use    `json:"slots"`
	Calls      Use    `json:"calls"`
	Objects    Use    `json:"objects"`
	Children   Use    `json:"processes"`
	Invalid    uint64 `json:"invalid"`
	Overflows  uint64 `json:"overflows"`
	Recoveries uint64 `json:"recoveries"`
	// One of these says how a process with the state "ended" has ended.
	Exited  *int64  `json:"exited,omitempty"`
	Faulted *uint64 `json:"faulted,omitempty"`
	Killed  *uint64 `json:"killed,omitempty"`
	// Holds are the process's capabilities, in the order of their slots.
	Holds []Hold `json:"holds"`
}

// Hold is a capability of a process. The fields are those of Monitor.hold in specs/capos.capnp.
type Hold struct {
	Slot uint32 `json:"hold"`
	// State is 1, or 2 when the capability is on its way to somebody else.
	State     uint8  `json:"state"`
	Interface string `json:"interface"`
	Kind      uint16 `json:"kind"`
	Index     uint32 `json:"index"`
	Origin    uint16 `json:"origin"`
}

// Endpoint is an endpoint. The fields are those of Monitor.endpoint in specs/capos.capnp.
type Endpoint struct {
	Place     uint32 `json:"endpoint"`
	Owner     uint32 `json:"owner"`
	Waiting   uint32 `json:"waiting"`
	Receivers uint32 `json:"receivers"`
	InFlight  uint32 `json:"inFlight"`
	Facets    uint32 `json:"facets"`
}
