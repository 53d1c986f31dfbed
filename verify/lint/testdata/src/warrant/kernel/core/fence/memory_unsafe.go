// Package fence may not use unsafe at all.
package fence

import _ "unsafe" // want `unsafe is imported in kernel/core/fence; in kernel only kernel/arch may`
