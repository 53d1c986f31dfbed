// +gobra

package sys

import (
	"warrant/kernel/abi"
	// @ "warrant/kernel/core/aspace"
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/manifest"
	"warrant/lib/name"
)

// @ requires k.Unbooted() && acc(info, 1/2) && Describes(*info, len(ram))
// @ ensures  k.Mem() && acc(info, 1/2)
// @ decreases

// Boot makes k the kernel of the machine that info describes, whose memory is ram, and starts the init process of the boot module. It
// fails, with the reason on the console and the status to halt with, when there is not exactly one boot module, or when the module or
// init's image is refused. Precondition: k is the zero value. Invariants: TH-2, TH-4.
//
//gosure:entry manifest
func (k *Kernel) Boot(info *bootinfo.Info, ram []byte) (status abi.HaltStatus, ok bool) {
	k.assemble(info, ram)
	// @ unfold k.Mem()
	modules := k.info.Modules
	module := k.ram.View(k.info.Manifest, k.info.ManifestLength)
	// @ fold k.Mem()
	if modules != 1 {
		k.text("kernel: halt: one boot module is needed, the boot manifest; the boot loader passed ")
		k.number(uint64(modules))
		k.text("\n")
		return abi.HaltBootRefused, false
	}
	var b /*@@@*/ manifest.Boot
	refusal := manifest.Check(module, &b)
	if refusal.Kind != manifest.Accepted {
		k.reportRefusal(refusal)
		return abi.HaltBootRefused, false
	}
	// @ unfold k.Mem()
	k.quantum = b.Quantum
	// @ fold k.Mem()
	x := k.startInit(&b)
	if !x.Accepted() {
		k.text("kernel: halt: init does not start: ")
		k.text(x.Reason())
		k.text("\n")
		return abi.HaltBootRefused, false
	}
	return abi.HaltClean, true
}

// @ requires k.Unbooted() && acc(info, 1/2) && Describes(*info, len(ram))
// @ ensures  k.Mem() && acc(info, 1/2) && k.Epoch().Touched.Reached
// @ decreases

// assemble gives k the machine's memory, of which it manages what is usable. Invariant: TH-2.
func (k *Kernel) assemble(info *bootinfo.Info, ram []byte) {
	// @ unfold k.Unbooted()
	k.ram.Attach(ram)
	k.info = *info
	k.current = nobody
	k.handoff = nobody
	// @ invariant k.frames.Mem() && acc(&k.info, 1/2) && Describes(k.info, len(ram)) && aspace.AreRAM(k.frames.View().Owner, len(ram))
	// @ invariant i <= bootinfo.Regions
	// @ decreases bootinfo.Regions - i
	for i := uint32(0); i < k.info.RegionCount && i < bootinfo.Regions; i++ {
		r := k.info.Regions[i]
		k.frames.Add(r.First, r.Count)
	}
	k.idle = k.frames.Available()
	// @ k.boots()
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	// @ fold k.Mem()
}

// @ preserves k.Mem() && acc(b, 1/2)
// @ requires  b.Usable() && k.Epoch().Touched.Reached
// @ decreases

// startInit starts the one process that the kernel starts, with the capabilities that the manifest grants it: fewer than fit, as
// manifest.Check has seen to.
func (k *Kernel) startInit(b *manifest.Boot) (x object.Exception) {
	// @ unfold k.Mem()
	k.root = 0
	k.procs[0].Open(name.Of("init"), process.Budget{
		Frames: k.idle, Virtual: limits.DefaultVirtualPages, Processes: limits.Processes - 1, Objects: limits.Objects,
		Caps: limits.CapSlots, Calls: limits.OutstandingCalls,
	})
	// @ k.empty(0, k.procs[0].View().Caps)
	module := k.ram.View(k.info.Manifest, k.info.ManifestLength)
	// @ fold k.Mem()
	from, to, ok := manifest.Where(module, b.Init)
	if !ok {
		return object.NoSuchBinary
	}
	x = k.load(0, module[from:to])
	if !x.Accepted() {
		k.unload(0)
		return x
	}
	// @ invariant k.Mem() && acc(b, 1/2) && b.Usable() && i <= b.GrantCount && k.Epoch().Touched.Reached
	// @ decreases b.GrantCount - i
	for i := uint32(0); i < b.GrantCount; i++ {
		// @ assert seq(b.Grants)[int(i)].Named()
		k.grantInit(i, b.Grants[i])
	}
	// @ unfold k.Mem()
	k.procs[0].Session, _ = k.sessions.Start()
	k.procs[0].Refused.Reset(k.now)
	k.procs[0].State = process.Ready
	k.ready.Push(0)
	// @ fold k.Mem()
	return object.None
}

// @ preserves k.Mem() && k.Epoch().Touched.Reached
// @ requires  0 <= i && i < limits.Grants && g.Named()
// @ decreases

// grantInit grants init what the manifest says, as entry i of its CapSet. Invariants: CAP-1, TH-4.
func (k *Kernel) grantInit(i uint32, g manifest.BootGrant) {
	kind := object.FromSource(g.Source)
	iface := object.Interface(kind)
	// @ unfold k.Mem()
	id, _ := k.procs[0].Grant(captable.Hold{Interface: iface, Kind: kind, Travel: captable.Copies, Origin: captable.FromKernel})
	// @ k.granted(0, k.procs[0].View().Caps)
	// @ fold k.Mem()
	k.addToCapSet(0, i, g.Name, id, iface)
}

// @ preserves k.Mem()
// @ decreases

// reportRefusal records on the console why the boot module is refused.
func (k *Kernel) reportRefusal(r manifest.Refusal) {
	k.text("kernel: halt: boot manifest: ")
	k.text(r.Kind.String())
	if r.Kind == manifest.NotReadable {
		k.text(": ")
		k.text(r.Detail.String())
	} else if r.Numbered() {
		k.text(": ")
		k.number(uint64(r.Index))
	}
	k.text("\n")
}

// @ preserves k.Mem()
// @ decreases

// number adds n to the console.
func (k *Kernel) number(n uint64) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.console.Decimal(n)
}
