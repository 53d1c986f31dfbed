// Package gobra runs the official verifier of the annotation language on the same packages, and keeps annotated files inside what it reads.
//
// The official tool is a jar that no package registry carries; whoever has one names its path. Its exit status alone proves nothing: it is
// also 0 when a package ran out of time or when no file was selected. A package counts as proved only when the tool said that it began
// with the package, said that it found no error in it and complained of nothing in between; a run counts only when that is so of every
// package and the status is 0.
//
// What the tool reads is decided by the header `// +gobra` in each file, .gobra files and files of imported packages included; Check says
// where a tree would be misread. See docs/gobra.md.
package gobra
