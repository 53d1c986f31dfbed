// Package twins seeds bugs into proved packages and demands that the verifier refuses each of them.
//
// A proof says something only when the same tool says no to the same code with a bug in it. A twin is that bug as data: one edit of one
// function, and the obligation that must fail because of it. The twins of a package are a TOML file:
//
//	package = "kernel/core/ledger"      # folder below the module's root
//
//	[[twin]]
//	bug = "off by one"                  # one of Bugs
//	function = "(*Ledger).Take"         # where the bug is, and what must be refused
//	kind = "postcondition"              # an obligation of that kind must fail, see package obligation
//	find = "n > l.limit-l.used"         # must occur exactly once between the end of the declaration before and the function's end
//	replace = "n >= l.limit-l.used"
//	also = []                           # other functions that may fail too; all others must stay proved
//
//	[[twin.with]]                       # more edits of the same function, such as the ghost code that describes the bug
//	find = "..."
//	replace = "..."
//
// No file changes: the verifier is given the edited text in place of the file. It verifies what the edit can affect, see Affected; the package
// without the bug is proved first.
package twins
