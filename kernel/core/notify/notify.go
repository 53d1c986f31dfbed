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

// Open makes a fresh live notification: no signal, nobody waits. Precondition: Usable.
func (n *Notification) Open(owner uint32) {
	n.Live = true
	n.Owner = owner
	n.count = 0
	n.waits = false
}

// Close ends the notification and its signalers, for ever. Preconditions: Live; nobody waits. Invariant: CAP-8.
func (n *Notification) Close() {
	n.Live = false
	if n.Generation == LastEpoch || n.Signals == LastEpoch {
		n.Retired = true
		return
	}
	n.Generation = n.Generation + 1
	n.Signals = n.Signals + 1
}

// Usable says that the notification can be opened.
func (n *Notification) Usable() (ok bool) {
	return !n.Live && !n.Retired
}

// RevokeSignals ends all signalers, for ever. It fails, and changes nothing, when there is no next epoch. Invariant: CAP-8.
func (n *Notification) RevokeSignals() (ok bool) {
	if n.Signals == LastEpoch {
		return false
	}
	n.Signals = n.Signals + 1
	return true
}

// Signal counts one signal, up to LastCount.
func (n *Notification) Signal() {
	if n.count < LastCount {
		n.count = n.count + 1
	}
}

// Take answers the number of signals since the last Take.
func (n *Notification) Take() (count uint64) {
	count = n.count
	n.count = 0
	return count
}

// Count answers the number of signals since the last Take.
func (n *Notification) Count() (count uint64) {
	return n.count
}

// Wait makes the call at place of a process the one that waits. It fails, and changes nothing, when one waits already.
func (n *Notification) Wait(process, place uint32) (ok bool) {
	if n.waits {
		return false
	}
	n.waits = true
	n.process = process
	n.place = place
	return true
}

// Waiter answers the call that waits. It fails when none does.
func (n *Notification) Waiter() (process, place uint32, ok bool) {
	if !n.waits {
		return 0, 0, false
	}
	return n.process, n.place, true
}

// Forget says that no call waits any more.
func (n *Notification) Forget() {
	n.waits = false
}
