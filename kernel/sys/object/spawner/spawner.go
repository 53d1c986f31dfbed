// Package spawner is the kernel object ProcessSpawner: it starts processes from the binaries of the boot manifest.
//
// It reads what the caller asks for. Whether the caller may give what it grants, and whether there is room, is package sys's business.
package spawner

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/name"
	"warrant/lib/wire"
)

// Grant is one capability that the caller gives to the child.
type Grant struct {
	Name      name.Name
	Cap       abi.CapID
	Interface uint64
	Move      bool
}

// Request is what the caller asks for.
type Request struct {
	Name       name.Name
	Binary     name.Name
	Grants     [limits.Grants]Grant
	GrantCount uint32
	Budget     process.Budget
}

// standard is the budget of a child whose parent names none.
var standard = process.Budget{
	Frames: limits.DefaultFramePages, Virtual: limits.DefaultVirtualPages, Processes: limits.DefaultProcesses,
	Objects: limits.DefaultObjects, Caps: limits.CapSlots, Calls: limits.OutstandingCalls,
}

// Call answers what a call on ProcessSpawner does, and puts the request into q.
func Call(method uint16, params *wire.Message, q *Request) (f object.Effect) {
	c, e := capos.DecodeProcessSpawner(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.ProcessSpawnerMethodSpawn:
		s := c.Spawn()
		q.Budget = standard
		own, e1 := s.Name()
		binary, e2 := s.BinaryName()
		grants, e3 := s.Grants()
		return asked(q, own, e1, binary, e2, grants, e3)
	case capos.ProcessSpawnerMethodSpawnWithin:
		s := c.SpawnWithin()
		q.Budget = process.Budget{
			Frames: s.FramePages(), Virtual: s.VirtualPages(), Processes: s.Processes(), Objects: s.Objects(), Caps: s.CapSlots(), Calls: s.Calls(),
		}
		own, e1 := s.Name()
		binary, e2 := s.BinaryName()
		grants, e3 := s.Grants()
		return asked(q, own, e1, binary, e2, grants, e3)
	}
	return object.Refused(object.NoSuchMethod)
}

// asked is the effect of a request whose names and grants were read, or not, as the errors say.
func asked(q *Request, own []byte, e1 wire.Err, binary []byte, e2 wire.Err, grants capos.CapGrantListReader, e3 wire.Err) (f object.Effect) {
	if e1 != wire.OK || e2 != wire.OK || e3 != wire.OK {
		return object.Refused(object.Malformed)
	}
	x := read(q, own, binary, grants)
	if !x.Accepted() {
		return object.Refused(x)
	}
	return object.Effect{Act: object.Spawn}
}

// read copies what was asked for into q.
func read(q *Request, own, binary []byte, grants capos.CapGrantListReader) (x object.Exception) {
	var named, found bool
	q.Name, named = name.New(own)
	q.Binary, found = name.New(binary)
	if !named || !found {
		return object.BadName
	}
	n := grants.Len()
	if n > limits.Grants {
		return object.TooManyGrants
	}
	q.GrantCount = n
	for i := uint32(0); i < n; i++ {
		g := grants.At(i)
		text, e := g.Name()
		if e != wire.OK {
			return object.Malformed
		}
		n, ok := name.New(text)
		if !ok {
			return object.BadName
		}
		q.Grants[i] = Grant{
			Name: n, Cap: abi.CapID(g.Cap()), Interface: g.Interface(), Move: g.Mode() == capos.TransferModeMove,
		}
	}
	return object.None
}

// Result builds the results of a spawn: the handle is the first transfer-result record. It answers the message's length in bytes.
func Result(buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	capos.NewProcessSpawnerSpawnResults(&b).SetHandleIndex(0)
	return object.Built(&b)
}
