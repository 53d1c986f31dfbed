// Package fence may use unsafe, in the right file.
package fence

import _ "unsafe"
