// Package qemu runs a system image in QEMU. All of QEMU's flags are here (Arguments), and the meaning of its exit status (Status).
//
// A run always ends: by the guest's own halt, by the time limit, or by the caller's context; then no process of it is left. The package
// knows nothing of manifests or transcripts.
package qemu
