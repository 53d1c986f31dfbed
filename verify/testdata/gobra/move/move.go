// +gobra

// Package move moves capabilities between two tables.
package move

import "samples/table"

// @ preserves from.Mem()
// @ requires  0 <= id
// @ ensures   err != table.OK || rollback ==> from.Abs() == old(from.Abs())
// @ decreases

// Try reserves and, when asked, rolls back.
func Try(from *table.Table, id table.ID, rollback bool) (err table.Err) {
	_, err = from.Reserve(id)
	if err != table.OK {
		return err
	}
	if rollback {
		from.Restore(id)
	}
	return table.OK
}
