module heap

go 1.26
