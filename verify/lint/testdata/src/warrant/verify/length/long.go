package length // want `verify/length/long.go has 13 lines, more than 12: split it, or add an exception with a reason`

// One
// two
// three
// four
// five
// six
// seven
// eight
// nine
// ten
// eleven
