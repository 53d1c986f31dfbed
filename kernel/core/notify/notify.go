// +gobra

// Package notify is one notification: a count of signals that one call can wait for.
//
// No signal is lost: those that nobody waits for are counted. The package may not know who may signal, or who runs.
package notify

// LastEpoch is the last generation of a notification, and the last epoch of its signalers.
const LastEpoch = 4294967295

// LastCount is the number of signals at which counting ends.
const LastCount = 18446744073709551615

// Notification is one notification. The zero value was never open.
type Notification struct {
	// Live is true between Open and Close.
	Live bool
	// Retired is true when the notification will not be opened any more.
	Retired bool
	// Owner is the place of the process that holds the owner capability.
	Owner uint32
	// Generation is the epoch of the owner capability. It only grows.
	Generation uint32
	// Signals is the epoch of the signalers. It only grows.
	Signals uint32
	count   uint64
	waits   bool
	process uint32
	place   uint32
}

// @ preserves n.Mem()
// @ requires  !n.View().Live && !n.View().Retired
// @ ensures   n.View() === Opened(old(n.View()), owner)
// @ ensures   Later(old(n.View()), n.View())
// @ decreases

// Open makes a fresh live notification: no signal, nobody waits. Precondition: Usable.
func (n *Notification) Open(owner uint32) {
	// @ unfold n.Mem()
	// @ defer fold n.Mem()
	n.Live = true
	n.Owner = owner
	n.count = 0
}

// @ preserves n.Mem()
// @ requires  !n.View().Waits
// @ ensures   n.View() === (old(n.View()).Live ? Closed(old(n.View())) : old(n.View()))
// @ ensures   Later(old(n.View()), n.View())
// @ decreases

// Close ends the notification and its signalers, for ever; one that is not live stays as it is. Precondition: nobody waits. Invariant: CAP-8.
func (n *Notification) Close() {
	// @ unfold n.Mem()
	// @ defer fold n.Mem()
	if !n.Live {
		return
	}
	n.Live = false
	if n.Generation == LastEpoch || n.Signals == LastEpoch {
		n.Retired = true
		return
	}
	n.Generation = n.Generation + 1
	n.Signals = n.Signals + 1
}

// @ preserves acc(n.Mem(), 1/2)
// @ ensures   ok == (!n.View().Live && !n.View().Retired)
// @ decreases

// Usable says that the notification can be opened.
func (n *Notification) Usable() (ok bool) {
	// @ unfold acc(n.Mem(), 1/2)
	// @ defer fold acc(n.Mem(), 1/2)
	return !n.Live && !n.Retired
}

// @ preserves acc(n.Mem(), 1/2)
// @ ensures   ok == (n.View().Live && n.View().Signals == epoch)
// @ decreases

// Answers says that the notification is live and that its signalers have the given epoch. Invariant: CAP-8.
func (n *Notification) Answers(epoch uint32) (ok bool) {
	// @ unfold acc(n.Mem(), 1/2)
	// @ defer fold acc(n.Mem(), 1/2)
	return n.Live && n.Signals == epoch
}

// @ preserves n.Mem()
// @ ensures   n.View() === WithOwner(old(n.View()), owner)
// @ decreases

// SetOwner says whose process holds the owner capability from now on.
func (n *Notification) SetOwner(owner uint32) {
	// @ unfold n.Mem()
	// @ defer fold n.Mem()
	n.Owner = owner
}

// @ preserves acc(n.Mem(), 1/2)
// @ ensures   epoch == n.View().Generation
// @ decreases

// Epoch answers the epoch of the owner capability.
func (n *Notification) Epoch() (epoch uint32) {
	// @ unfold acc(n.Mem(), 1/2)
	// @ defer fold acc(n.Mem(), 1/2)
	return n.Generation
}

// @ preserves acc(n.Mem(), 1/2)
// @ ensures   epoch == n.View().Signals
// @ decreases

// SignalEpoch answers the epoch of the signalers.
func (n *Notification) SignalEpoch() (epoch uint32) {
	// @ unfold acc(n.Mem(), 1/2)
	// @ defer fold acc(n.Mem(), 1/2)
	return n.Signals
}

// @ preserves n.Mem()
// @ ensures   ok == (old(n.View()).Signals < LastEpoch)
// @ ensures   n.View() === (ok ? WithSignals(old(n.View()), old(n.View()).Signals + 1) : old(n.View()))
// @ ensures   Later(old(n.View()), n.View())
// @ decreases

// RevokeSignals ends all signalers, for ever. It fails, and changes nothing, when there is no next epoch. Invariant: CAP-8.
func (n *Notification) RevokeSignals() (ok bool) {
	// @ unfold n.Mem()
	// @ defer fold n.Mem()
	if n.Signals == LastEpoch {
		return false
	}
	n.Signals = n.Signals + 1
	return true
}

// @ preserves n.Mem()
// @ ensures   n.View() === (old(n.View()).Count < LastCount ? WithCount(old(n.View()), old(n.View()).Count + 1) : old(n.View()))
// @ decreases

// Signal counts one signal, up to LastCount.
func (n *Notification) Signal() {
	// @ unfold n.Mem()
	// @ defer fold n.Mem()
	if n.count < LastCount {
		n.count = n.count + 1
	}
}

// @ preserves n.Mem()
// @ ensures   count == old(n.View()).Count && n.View() === WithCount(old(n.View()), 0)
// @ decreases

// Take answers the number of signals since the last Take.
func (n *Notification) Take() (count uint64) {
	// @ unfold n.Mem()
	// @ defer fold n.Mem()
	count = n.count
	n.count = 0
	return count
}

// @ preserves acc(n.Mem(), 1/2)
// @ ensures   count == n.View().Count
// @ decreases

// Count answers the number of signals since the last Take.
func (n *Notification) Count() (count uint64) {
	// @ unfold acc(n.Mem(), 1/2)
	// @ defer fold acc(n.Mem(), 1/2)
	return n.count
}

// @ preserves n.Mem()
// @ ensures   ok == (old(n.View()).Live && !old(n.View()).Waits)
// @ ensures   n.View() === (ok ? WithWaiter(old(n.View()), true, process, place) : old(n.View()))
// @ decreases

// Wait makes the call at place of a process the one that waits. It fails, and changes nothing, when one waits already or the notification is
// not live.
func (n *Notification) Wait(process, place uint32) (ok bool) {
	// @ unfold n.Mem()
	// @ defer fold n.Mem()
	if n.waits || !n.Live {
		return false
	}
	n.waits = true
	n.process = process
	n.place = place
	return true
}

// @ preserves acc(n.Mem(), 1/2)
// @ ensures   ok == n.View().Waits && process == n.View().Process && place == n.View().Place
// @ ensures   !ok ==> process == 0 && place == 0
// @ decreases

// Waiter answers the call that waits. It fails when none does.
func (n *Notification) Waiter() (process, place uint32, ok bool) {
	// @ unfold acc(n.Mem(), 1/2)
	// @ defer fold acc(n.Mem(), 1/2)
	return n.process, n.place, n.waits
}

// @ preserves n.Mem()
// @ ensures   n.View() === WithWaiter(old(n.View()), false, 0, 0)
// @ decreases

// Forget says that no call waits any more.
func (n *Notification) Forget() {
	// @ unfold n.Mem()
	// @ defer fold n.Mem()
	n.waits = false
	n.process = 0
	n.place = 0
}
