// +gobra

// Package fields_out marks a process by one that need not exist.
package fields_out

// Max is the number of processes.
const Max = 8

// Meter counts up to a limit.
type Meter struct {
	used  uint32
	limit uint32
}

// Proc is one process.
type Proc struct {
	Meter Meter
	State uint8
	Name  [4]byte
	Mark  Mark
}

// Mark is a struct without an invariant.
type Mark struct {
	Set bool
	By  uint32
}

// Kernel owns all.
type Kernel struct {
	procs [Max]Proc
	last  uint32
}

/*@
pred (m *Meter) Mem() {
	acc(m) && 0 <= m.used && m.used <= m.limit
}

ghost
requires acc(m.Mem(), _)
decreases
pure func (m *Meter) Used() int {
	return unfolding acc(m.Mem(), _) in int(m.used)
}

pred (k *Kernel) Mem() {
	(forall i int :: { &k.procs[i] } 0 <= i && i < Max ==> (&k.procs[i].Meter).Mem()) &&
	(forall i int :: { &k.procs[i] } 0 <= i && i < Max ==> acc(&k.procs[i].State) && acc(&k.procs[i].Name)) &&
	(forall i int :: { &k.procs[i] } 0 <= i && i < Max ==> acc(&k.procs[i].Mark)) &&
	acc(&k.last) && k.last < Max &&
	(forall i int :: { &k.procs[i] } 0 <= i && i < Max ==> k.procs[i].Mark.By < Max)
}

ghost
requires acc(k.Mem(), _) && 0 <= i && i < Max
decreases
pure func (k *Kernel) Used(i int) int {
	return unfolding acc(k.Mem(), _) in (&k.procs[i].Meter).Used()
}
@*/

// @ preserves m.Mem()
// @ ensures   ok ==> m.Used() == old(m.Used()) + 1
// @ ensures   !ok ==> m.Used() == old(m.Used())
// @ decreases

// Take counts one more.
func (m *Meter) Take() (ok bool) {
	// @ unfold m.Mem()
	// @ defer fold m.Mem()
	if m.used == m.limit {
		return false
	}
	m.used++
	return true
}

// @ preserves acc(&p.State) && acc(&p.Mark)
// @ ensures   p.State == 1 && p.Mark == Mark{}
// @ decreases

// Start begins a life.
func (p *Proc) Start() {
	p.State = 1
	p.Mark = Mark{}
}

// @ preserves k.Mem()
// @ requires  0 <= i && i < Max
// @ ensures   ok ==> k.Used(int(i)) == old(k.Used(int(i))) + 1
// @ ensures   !ok ==> k.Used(int(i)) == old(k.Used(int(i)))
// @ ensures   forall j int :: { k.Used(j) } 0 <= j && j < Max && j != int(i) ==> k.Used(j) == old(k.Used(j))
// @ decreases

// Begin starts process i, which payer pays for.
func (k *Kernel) Begin(i, payer uint32) (ok bool) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	p := &k.procs[i]
	if !p.Meter.Take() {
		return false
	}
	p.Start()
	p.Mark.By = payer
	p.Name[1] = 'b'
	k.last = i
	return true
}
