package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/bootinfo"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/manifest"
	"warrant/lib/name"
)

// Boot makes k the kernel of the machine that info describes, whose memory is ram, and starts the init process of the boot module. It
// fails, with the reason on the console and the status to halt with, when there is not exactly one boot module, or when the module or
// init's image is refused. Precondition: k is the zero value.
//
//gosure:entry manifest
func (k *Kernel) Boot(info *bootinfo.Info, ram []byte) (status abi.HaltStatus, ok bool) {
	k.ram.Attach(ram)
	k.info = *info
	k.current = nobody
	k.handoff = nobody
	for i := uint32(0); i < k.info.RegionCount && i < bootinfo.Regions; i++ {
		r := k.info.Regions[i]
		k.frames.Add(r.First, r.Count)
	}
	k.idle = k.frames.Available()
	if k.info.Modules != 1 {
		k.console.Text("kernel: halt: one boot module is needed, the boot manifest; the boot loader passed ")
		k.console.Decimal(uint64(k.info.Modules))
		k.console.Byte('\n')
		return abi.HaltBootRefused, false
	}
	var b manifest.Boot
	refusal := manifest.Check(k.module(), &b)
	if refusal.Kind != manifest.Accepted {
		k.reportRefusal(refusal)
		return abi.HaltBootRefused, false
	}
	k.quantum = b.Quantum
	x := k.startInit(&b)
	if !x.Accepted() {
		k.console.Text("kernel: halt: init does not start: ")
		k.console.Text(x.Reason)
		k.console.Byte('\n')
		return abi.HaltBootRefused, false
	}
	return abi.HaltClean, true
}

// module answers the boot module, in place.
func (k *Kernel) module() (b []byte) {
	return k.ram.View(k.info.Manifest, k.info.ManifestLength)
}

// startInit starts the one process that the kernel starts, with the capabilities that the manifest grants it: fewer than fit, as
// manifest.Check has seen to.
func (k *Kernel) startInit(b *manifest.Boot) (x object.Exception) {
	k.root = 0
	proc := &k.procs[k.root]
	proc.Open(name.Of("init"), process.Budget{
		Frames: k.idle, Virtual: limits.DefaultVirtualPages, Processes: limits.Processes - 1, Objects: limits.Objects,
		Caps: limits.CapSlots, Calls: limits.OutstandingCalls,
	})
	proc.Payer = k.root
	image, ok := manifest.Program(k.module(), b.Init)
	if !ok {
		return object.NoSuchBinary
	}
	x = k.load(k.root, image)
	if !x.Accepted() {
		k.unload(k.root)
		return x
	}
	for i := uint32(0); i < b.GrantCount; i++ {
		g := &b.Grants[i]
		kind := object.FromSource(g.Source)
		iface := object.Interface(kind)
		id, _ := proc.Grant(captable.Hold{Interface: iface, Kind: kind, Travel: captable.Copies, Origin: captable.FromKernel})
		k.addToCapSet(k.root, i, g.Name, id, iface)
	}
	proc.Session, _ = k.sessions.Start()
	proc.Refused.Reset(k.now)
	proc.State = process.Ready
	k.ready.Push(k.root)
	return object.None
}

// reportRefusal records on the console why the boot module is refused.
func (k *Kernel) reportRefusal(r manifest.Refusal) {
	k.console.Text("kernel: halt: boot manifest: ")
	k.console.Text(r.Kind.String())
	if r.Kind == manifest.NotReadable {
		k.console.Text(": ")
		k.console.Text(r.Detail.String())
	} else if r.Numbered() {
		k.console.Text(": ")
		k.console.Decimal(uint64(r.Index))
	}
	k.console.Byte('\n')
}
