module walk

go 1.26
