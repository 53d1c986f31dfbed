// Package monitor reads what the service user/monitor writes to the console, and shows it: as a table for people, as JSON for tools.
//
// It may not run a machine; where the lines come from is the caller's affair.
package monitor
