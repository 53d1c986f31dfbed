// Package spawner is the kernel object ProcessSpawner: it starts processes from the binaries of the boot manifest.
//
// It reads what the caller asks for. Whether the caller may give what it grants, and whether there is room, is package sys's business.
package spawner

import (
	"warrant/kernel/abi"
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
}

// ResultBytes is the length of the result message: segment table, root pointer, one word of data.
const ResultBytes = 24

// Call answers what a call on ProcessSpawner does, and puts the request into q.
func Call(method uint16, params *wire.Message, q *Request) (f object.Effect) {
	c, e := capos.DecodeProcessSpawner(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.ProcessSpawnerMethodSpawn:
		x := read(c.Spawn(), q)
		if !x.Accepted() {
			return object.Refused(x)
		}
		return object.Effect{Act: object.Spawn}
	}
	return object.Refused(object.NoSuchMethod)
}

// read copies the parameters of spawn into q.
func read(s capos.ProcessSpawnerSpawnParamsReader, q *Request) (x object.Exception) {
	own, e := s.Name()
	if e != wire.OK {
		return object.Malformed
	}
	binary, e := s.BinaryName()
	if e != wire.OK {
		return object.Malformed
	}
	grants, e := s.Grants()
	if e != wire.OK {
		return object.Malformed
	}
	var named, found bool
	q.Name, named = name.New(own)
	q.Binary, found = name.New(binary)
	if !named || !found {
		return object.BadName
	}
	if grants.Len() > limits.Grants {
		return object.TooManyGrants
	}
	q.GrantCount = grants.Len()
	for i := uint32(0); i < q.GrantCount; i++ {
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
