// Package oracle compares the parsers with what is installed on the machine: libtelnet, the line discipline of the operating system's
// terminals, and the loader of Linux. It has tests only; a test whose oracle is missing is skipped and says what would bring it.
package oracle
