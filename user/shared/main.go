// Shared takes numbers from a process with which it shares a page of memory: first woken by notifications, then by PARK and UNPARK at words
// of the page itself. It needs "console", "timer", "objectMaker", "frameAllocator" and "processSpawner".
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/shared/layout"
	"warrant/user/stage"
	"warrant/user/text"
)

// grants are those of the producer.
var grants stage.Grants

// consumer is the side that takes.
type consumer struct {
	program.Checks
	page   *rt.Page
	object abi.CapID
	filled client.Notification
	empty  client.Signal
	sum    uint64
	taken  uint32
}

func main() {
	voice := program.Speak("shared")
	c := consumer{Checks: program.Check(voice)}
	c.object = stage.Object(1)
	view := stage.View(c.object, true)
	filled, empty := stage.Notification(), stage.Notification()
	c.filled = client.NewNotification(rt.Main(), filled)
	c.empty = client.NewSignal(rt.Main(), stage.Signal(empty))
	object := client.NewMemoryObject(rt.Main(), c.object)
	address, status := object.Map(0, 1, capos.ProtectionReadWrite, 0)
	c.That(status.OK(), "the page can be mapped")
	c.page = rt.PageAt(abi.VirtAddr(address))

	spawner := program.Spawner()
	grants.Reset().Copy("console", voice.Console.Cap, capos.ConsoleID).Copy("page", view, capos.MemoryViewID)
	grants.Copy("filled", stage.Signal(filled), capos.SignalID).Move("empty", empty, capos.NotificationID)
	producer := stage.Start(&spawner, "producer", "shared-producer", &grants, stage.Small().Owning(1))

	c.byNotification()
	report(voice, "by notification", c.taken, c.sum)
	c.Number(uint64(c.taken), layout.Batches*layout.Slots, "numbers taken by notification")
	c.Number(c.sum, layout.Sum, "their sum")
	c.sum, c.taken = 0, 0
	c.byParking()
	report(voice, "by parking", c.taken, c.sum)
	c.Number(uint64(c.taken), layout.Batches*layout.Slots, "numbers taken by parking")
	c.Number(c.sum, layout.Sum, "their sum")
	c.That(stage.Wait(producer) == stage.Exit(0), "the producer ends well")
	c.timeout()
	c.Finish()
}

// report says what was taken.
func report(voice *program.Voice, how string, taken uint32, sum uint64) {
	var line text.Line
	voice.Write(line.String(how).String(": ").Unsigned(uint64(taken)).String(" numbers, sum ").Unsigned(sum))
}

// batch takes the numbers that are in the page.
func (c *consumer) batch() {
	for i := uint32(0); i < layout.Slots; i++ {
		c.sum += uint64(c.page.Load32(layout.First + 4*i))
		c.taken++
	}
}

// byNotification takes each batch when a notification says that it is there.
func (c *consumer) byNotification() {
	for n := 0; n < layout.Batches; n++ {
		count, status := c.filled.Wait()
		if !status.OK() || count != 1 {
			c.That(false, "one signal comes for each batch")
			return
		}
		c.batch()
		c.empty.Signal()
	}
}

// byParking takes each batch when the word Filled says so, and sleeps at that word until then.
func (c *consumer) byParking() {
	ring := rt.Main()
	for n := uint32(0); n < layout.Batches; n++ {
		for c.page.Load32(layout.Filled) == n {
			e := rt.ParkEntry(c.object, layout.Filled, n, abi.TimeoutForever, 0)
			if code := ring.Do(&e).Result; code != abi.Woken && code != abi.ValueDiffers {
				c.Code(code, abi.Woken, "parking")
				return
			}
		}
		c.batch()
		c.page.Store32(layout.Emptied, n+1)
		e := rt.UnparkEntry(c.object, layout.Emptied, 1, 0)
		ring.Do(&e)
	}
}

// timeout parks where nobody unparks.
func (c *consumer) timeout() {
	timer := program.Timer()
	before, _ := timer.Now()
	const long = 3000000
	value := c.page.Load32(layout.Filled)
	e := rt.ParkEntry(c.object, layout.Filled, value, long, 0)
	c.Code(rt.Main().Do(&e).Result, abi.TimedOut, "parking where nobody unparks")
	after, _ := timer.Now()
	c.That(after-before >= long, "it takes as long as it may")
	e = rt.ParkEntry(c.object, layout.Filled, value+1, abi.TimeoutForever, 0)
	c.Code(rt.Main().Do(&e).Result, abi.ValueDiffers, "parking at a word with another value")
}
