package length // want `verify/length/unneeded.go has 1 lines, within the limit of 12: remove its exception`
