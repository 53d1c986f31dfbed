package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/rt"
	"warrant/user/rt/probe"
)

// mapped maps the first page of the MemoryView "view".
func mapped(p capos.Protection) (page *rt.Page) {
	view := client.NewMemoryView(rt.Main(), rt.Need("view", capos.MemoryViewID))
	address, status := view.Map(0, 1, p, 0)
	if !status.OK() {
		rt.Exit(wentWrong)
	}
	return rt.PageAt(abi.VirtAddr(address))
}

// reader looks at the first word of the MemoryView "view" for ever. With "pokes" it writes there, with "runs" it calls what is there: it may do
// neither.
func reader() {
	page := mapped(capos.ProtectionRead)
	for {
		page.Load32(0)
		if plays("pokes") {
			page.Store32(0, 1)
		}
		if plays("runs") {
			probe.Call(rt.AddressOf(page[:1]))
		}
	}
}

// writer changes the second half of the MemoryView "view", word by word, between what is good and what is bad, for ever: another process hands
// it to the kernel meanwhile.
func writer() {
	page := mapped(capos.ProtectionReadWrite)
	const half = abi.PageSize / 2
	for {
		for at := uint32(0); at < half; at += 4 {
			page.Store32(half+at, 0xffffffff)
		}
		for at := uint32(0); at < half; at += 4 {
			page.Store32(half+at, page.Load32(at))
		}
	}
}
