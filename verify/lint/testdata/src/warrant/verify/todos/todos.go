// Package todos has open tasks.
package todos

// TODO(docs/caveats.md): tracked.

// TODO: untracked // want `open task without a page that tracks it`
// TODO(somebody): personal // want `open task without a page`
// This is a FIXME in the middle. // want `open task without a page`
/* XXX */ // want `open task without a page`

// A todo in lower case and TODOS are words.
