// +gobra

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

// @ import "warrant/lib/little"

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

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params)) && acc(q)
// @ requires  0 <= method
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.ProcessSpawnerMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse || f == object.Effect{Act: object.Spawn}
// @ ensures   f.Act == object.Refuse && method < capos.ProcessSpawnerMethods ==> f == object.Refused(object.Malformed) ||
// @ 	f == object.Refused(object.BadName) || f == object.Refused(object.TooManyGrants)
// @ ensures   f.Act == object.Spawn ==> q.WellFormed() && (method == uint16(capos.ProcessSpawnerMethodSpawn) ==> q.Budget == standard)
// @ decreases

// Call answers what a call on ProcessSpawner does, whose parameters c has opened, and puts the request into q.
func Call(method uint16, c *wire.Cursor, params []byte, q *Request) (f object.Effect) {
	f, ok := object.Decode(method, capos.ProcessSpawnerMethods, c, params)
	if !ok {
		return f
	}
	if capos.ProcessSpawnerMethod(method) == capos.ProcessSpawnerMethodSpawn {
		q.Budget = standard
		return asked(c, params, q, capos.ProcessSpawnerSpawnParamsNameAt, capos.ProcessSpawnerSpawnParamsBinaryNameAt,
			capos.ProcessSpawnerSpawnParamsGrantsAt)
	}
	frames := c.Uint32(params, capos.ProcessSpawnerSpawnWithinParamsFramePagesAt)
	virtual := c.Uint32(params, capos.ProcessSpawnerSpawnWithinParamsVirtualPagesAt)
	processes := c.Uint32(params, capos.ProcessSpawnerSpawnWithinParamsProcessesAt)
	objects := c.Uint32(params, capos.ProcessSpawnerSpawnWithinParamsObjectsAt)
	caps := c.Uint32(params, capos.ProcessSpawnerSpawnWithinParamsCapSlotsAt)
	calls := c.Uint32(params, capos.ProcessSpawnerSpawnWithinParamsCallsAt)
	q.Budget = process.Budget{Frames: frames, Virtual: virtual, Processes: processes, Objects: objects, Caps: caps, Calls: calls}
	return asked(c, params, q, capos.ProcessSpawnerSpawnWithinParamsNameAt, capos.ProcessSpawnerSpawnWithinParamsBinaryNameAt,
		capos.ProcessSpawnerSpawnWithinParamsGrantsAt)
}

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params)) && acc(q)
// @ requires  0 <= nameAt && 0 <= binaryAt && 0 <= grantsAt
// @ ensures   c.Opened() == old(c.Opened()) && q.Budget == old(q.Budget)
// @ ensures   f == object.Refused(object.Malformed) || f == object.Refused(object.BadName) || f == object.Refused(object.TooManyGrants) ||
// @ 	f == object.Effect{Act: object.Spawn} && q.WellFormed()
// @ decreases

// asked copies a request, whose names and grants are in those fields of the parameters, into q.
func asked(c *wire.Cursor, params []byte, q *Request, nameAt, binaryAt, grantsAt uint32) (f object.Effect) {
	from, to, e1 := c.Text(params, nameAt)
	first, last, e2 := c.Text(params, binaryAt)
	n, e3 := c.Structs(params, grantsAt)
	if e1 != wire.OK || e2 != wire.OK || e3 != wire.OK {
		return object.Refused(object.Malformed)
	}
	own, named := name.New(params[from:to])
	binary, found := name.New(params[first:last])
	if !named || !found {
		return object.Refused(object.BadName)
	}
	if n > limits.Grants {
		return object.Refused(object.TooManyGrants)
	}
	q.Name = own
	q.Binary = binary
	q.GrantCount = n
	// @ invariant acc(c) && acc(params, 1/2) && c.Right(len(params)) && acc(q) && 0 <= i && i <= n && n <= limits.Grants
	// @ invariant c.Opened() == old(c.Opened()) && q.Budget == old(q.Budget)
	// @ invariant q.GrantCount == n && q.Name == own && q.Binary == binary && q.AllNamed(int(i))
	// @ decreases n - i
	for i := uint32(0); i < n; i++ {
		g, x := granted(c, params, i)
		if !x.Accepted() {
			return object.Refused(x)
		}
		// @ ghost prev := seq(q.Grants)
		q.Grants[i] = g
		// @ assert seq(q.Grants) == prev[int(i) = g]
	}
	return object.Effect{Act: object.Spawn}
}

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params))
// @ requires  0 <= i
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   x == object.None && g.Named() || x == object.Malformed || x == object.BadName
// @ ensures   x == object.None ==> g.Cap == abi.CapID(c.At().Number32(params, capos.CapGrantCapAt)) &&
// @ 	g.Interface == c.At().Number64(params, capos.CapGrantInterfaceAt) &&
// @ 	g.Move == (c.At().Number16(params, capos.CapGrantModeAt) == uint16(capos.TransferModeMove))
// @ decreases

// granted reads grant i of the list that c has counted.
func granted(c *wire.Cursor, params []byte, i uint32) (g Grant, x object.Exception) {
	c.Enter(i /*@, len(params) @*/)
	from, to, e := c.Text(params, capos.CapGrantNameAt)
	if e != wire.OK {
		return Grant{}, object.Malformed
	}
	text, ok := name.New(params[from:to])
	if !ok {
		return Grant{}, object.BadName
	}
	id := c.Uint32(params, capos.CapGrantCapAt)
	iface := c.Uint64(params, capos.CapGrantInterfaceAt)
	mode := capos.TransferMode(c.Uint16(params, capos.CapGrantModeAt))
	return Grant{Name: text, Cap: abi.CapID(id), Interface: iface, Move: mode == capos.TransferModeMove}, object.None
}

// @ preserves acc(buffer)
// @ requires  len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, object.IndexBytes) && (object.IndexBytes <= len(buffer) ==> little.At16(buffer, 16) == 0)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && object.IndexBytes <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Result builds the results of a spawn: the handle is the first transfer-result record.
func Result(buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.ProcessSpawnerSpawnResultsDataWords, capos.ProcessSpawnerSpawnResultsPointers)
	d.PutUint16(buffer, capos.ProcessSpawnerSpawnResultsHandleIndexAt, 0)
	return object.Built(&d, buffer)
}
