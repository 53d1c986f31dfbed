package fence

import _ "unsafe"
