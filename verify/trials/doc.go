// Package trials keeps the verdicts of `gosure verify` on code that nobody here wrote.
//
// The code is in verify/testdata/trials: excerpts of three well-known packages, each with its licence, bodies as they are, contracts added.
// docs/verify-trials.md tells what was provable, what was not and why; the test keeps that page true.
package trials
