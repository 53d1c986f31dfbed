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
// ten
// eleven
