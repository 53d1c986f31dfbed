package sys

import "warrant/kernel/limits"

// closeNotification ends a notification whose owner capability p has given up. Invariant: LG-3.
func (k *Kernel) closeNotification(p, at uint32) {
	k.abandon(at)
	k.notifications[at].Close()
	k.procs[p].Objects.Give(1)
}

// closeEndpoint ends an endpoint whose owner capability p has given up: every call and every receive completes. Invariants: EP-3, LG-3.
func (k *Kernel) closeEndpoint(p, at uint32) {
	k.sendAway(at)
	for n := uint32(0); n < limits.EndpointPlaces; n++ {
		c, ok := k.endpoints[at].PopCall()
		if ok {
			k.disconnect(c)
		}
	}
	for i := uint32(0); i < limits.EndpointPlaces; i++ {
		id, ok := k.endpoints[at].FlightAt(i)
		if ok {
			c, orphan, _ := k.endpoints[at].InFlight(id)
			k.endpoints[at].Finish(id)
			if !orphan {
				k.disconnect(c)
			}
		}
	}
	k.endpoints[at].Close()
	k.procs[p].Objects.Give(1)
}
