package docstrings

func Helper() {}
