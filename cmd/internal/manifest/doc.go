// Package manifest compiles a manifest's source, written in CUE, into the Cap'n Proto message that boots the system, and prints such a
// message.
//
// It works in three steps: the source is unified with the schema of schema.cue (evaluate), its values are taken out (system), and they
// are written together with the programs (encode). The result is then read back by lib/manifest, the code that the kernel and init
// themselves use, and what that refuses is reported at the place of the source where it is written. Everything that is wrong is
// reported, not only the first. The same source and programs give the same bytes.
package manifest
