module trials

go 1.26
