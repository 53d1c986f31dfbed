// Package smoke boots the system in the ways that the files of smokes/ describe, and compares how each machine ends and what it prints
// with what is expected.
//
// NAME.toml is a case (Case), NAME.txt beside it the transcript that it has to print. Machines run with their time counted in
// instructions, so that transcripts repeat; what changes whenever code changes, addresses and long numbers, is replaced by placeholders
// (Case.Vary). A case with a different transcript fails and shows the difference; nothing is ever updated unless asked for.
package smoke
