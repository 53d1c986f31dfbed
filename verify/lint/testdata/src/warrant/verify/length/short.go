// Package length has files of several lengths; the limit of the test is 12 lines.
package length

// One
// two
// three
// four
// five
// six
// seven
// eight
// nine
