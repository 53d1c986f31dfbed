package provable

func excepted(x int) int { return x << 1 }
