// Producer puts numbers into the page that it shares with the consumer, batch by batch. It needs "console", the MemoryView "page", the Signal
// "filled" and the Notification "empty".
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/shared/layout"
)

// producer is the side that puts.
type producer struct {
	program.Checks
	page *rt.Page
	view abi.CapID
	next uint32
}

func main() {
	p := producer{Checks: program.Check(program.Speak("producer")), view: rt.Need("page", capos.MemoryViewID)}
	view := client.NewMemoryView(rt.Main(), p.view)
	address, status := view.Map(0, 1, capos.ProtectionReadWrite, 0)
	p.That(status.OK(), "the page can be mapped")
	p.page = rt.PageAt(abi.VirtAddr(address))

	filled := client.NewSignal(rt.Main(), rt.Need("filled", capos.SignalID))
	empty := client.NewNotification(rt.Main(), rt.Need("empty", capos.NotificationID))
	for n := 0; n < layout.Batches; n++ {
		p.batch()
		filled.Signal()
		if _, status := empty.Wait(); !status.OK() {
			p.That(false, "a signal comes when the page is empty")
			break
		}
	}
	p.next = 0
	p.byParking()
	p.Finish()
}

// batch puts numbers in.
func (p *producer) batch() {
	for i := uint32(0); i < layout.Slots; i++ {
		p.next++
		p.page.Store32(layout.First+4*i, p.next)
	}
}

// byParking puts each batch in when the word Emptied says that the one before it has been taken.
func (p *producer) byParking() {
	ring := rt.Main()
	for n := uint32(0); n < layout.Batches; n++ {
		for p.page.Load32(layout.Emptied) != n {
			e := rt.ParkEntry(p.view, layout.Emptied, n-1, abi.TimeoutForever, 0)
			if code := ring.Do(&e).Result; code != abi.Woken && code != abi.ValueDiffers {
				p.Code(code, abi.Woken, "parking")
				return
			}
		}
		p.batch()
		p.page.Store32(layout.Filled, n+1)
		e := rt.UnparkEntry(p.view, layout.Filled, 1, 0)
		ring.Do(&e)
	}
}
