// +gobra

// Package transfer moves a capability from one table to another, or does nothing.
package transfer

import "samples/table"

// @ preserves from.Mem() && to.Mem()
// @ requires  0 <= id
// @ ensures   err != table.OK ==> from.Abs() == old(from.Abs()) && to.Abs() == old(to.Abs())
// @ decreases

// Try reserves in both tables; when the second refuses, the first is restored.
func Try(from, to *table.Table, id table.ID) (err table.Err) {
	_, err = from.Reserve(id)
	if err != table.OK {
		return err
	}
	_, err = to.Reserve(id)
	if err != table.OK {
		from.Restore(id)
		return err
	}
	return table.OK
}
