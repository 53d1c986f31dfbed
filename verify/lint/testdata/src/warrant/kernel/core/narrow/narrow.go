// Package narrow has a layer of its own inside its parent's.
package narrow

import _ "warrant/lib/wire" // want `kernel/core/narrow may import from nothing only`
