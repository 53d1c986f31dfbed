// +gobra

// Package fields_gone reads a part of an element that a callee keeps.
package fields_gone

// Max is the number of processes.
const Max = 8

// Proc is one process.
type Proc struct {
	State uint8
	Other uint8
}

// Kernel owns all.
type Kernel struct {
	procs [Max]Proc
}

// @ requires acc(&p.State)
// @ decreases

// Keep keeps the permission.
func (p *Proc) Keep() {
	p.State = 1
}

// @ requires (forall j int :: { &k.procs[j] } 0 <= j && j < Max ==> acc(&k.procs[j].State)) && 0 <= i && i < Max
// @ requires k.procs[0].State == 0
// @ decreases

// Begin reads what it has given away.
func (k *Kernel) Begin(i uint32) (s uint8) {
	k.procs[i].Keep()
	return k.procs[0].State
}
