package main

// bug is a change to a parser that makes it wrong.
type bug struct {
	name   string
	target string
	file   string // in the repository
	old    string // occurs once in the file
	new    string
}

var bugs = []bug{
	{
		"IAC as the option behind IAC SB", "Telnet", "lib/telnet/telnet.go",
		"\tcase afterSB:\n\t\tf.at = payload\n",
		"\tcase afterSB:\n\t\tif b == IAC {\n\t\t\tf.at = payloadIAC\n\t\t\treturn Event{}\n\t\t}\n\t\tf.at = payload\n",
	},
	{
		"the same, by data alone", "TelnetRoundTrip", "lib/telnet/telnet.go",
		"\tcase afterSB:\n\t\tf.at = payload\n",
		"\tcase afterSB:\n\t\tif b == IAC {\n\t\t\tf.at = payloadIAC\n\t\t\treturn Event{}\n\t\t}\n\t\tf.at = payload\n",
	},
	{
		"ELF: more in the file than in memory", "ELF", "lib/elf/parse.go",
		"if inFile > inMemory {", "if inFile > inMemory+4096 {",
	},
	{
		"ELF: segments overlap by one byte", "ELF", "lib/elf/parse.go",
		"return (last.Address+abi.VirtAddr(last.MemSize)-1)/abi.PageSize < s.Address/abi.PageSize",
		"return last.Address+abi.VirtAddr(last.MemSize)-1 <= s.Address",
	},
	{
		"ELF: segments share a page", "ELF", "lib/elf/parse.go",
		"return (last.Address+abi.VirtAddr(last.MemSize)-1)/abi.PageSize < s.Address/abi.PageSize",
		"return last.Address+abi.VirtAddr(last.MemSize) <= s.Address",
	},
	{
		"wire: far pointers to far pointers, in a loop", "Wire", "lib/wire/pointer.go",
		"\tdouble := lower/4%2 == 1\n",
		"\tfor lower%8 == 2 {\n\t\tnext, bad := t.locate(uint64(len(b)), upper, lower/8, 1)\n\t\tif bad != OK || b[next]%8 != 2 {\n\t\t\tbreak\n\t\t}\n" +
			"\t\tlower, upper = uint64(little.Uint32(b, int(next))), uint64(little.Uint32(b, int(next+4)))\n\t}\n\tdouble := lower/4%2 == 1\n",
	},
	{
		"wire: list size in 32 bits", "Wire", "lib/wire/row.go",
		"count*(data+pointers) > words {", "uint64(uint32(count*(data+pointers))) > words {",
	},
	{
		"wire: list size one word short", "Wire", "lib/wire/row.go",
		"at, e := t.locate(uint64(len(b)), p.segment, p.word, words+1)", "at, e := t.locate(uint64(len(b)), p.segment, p.word, words)",
	},
	{
		"wire: what is allocated is not zeroed", "WireBuild", "lib/wire/room.go",
		"\tclearBytes(b, int(at), int(end))\n", "",
	},
	{
		"wire: a list one word short", "WireBuild", "lib/wire/room.go",
		"return a.list(b, pointer, (count*bytes+7)/8, size, count)", "return a.list(b, pointer, (count*bytes)/8, size, count)",
	},
	{
		"SQE: a reserved flag of CALL", "SQE", "kernel/core/sqe/sqe.go",
		"return e.Flags == 0 && e.CallID == 0 && transfer(e)", "return e.Flags%32768 == 0 && e.CallID == 0 && transfer(e)",
	},
	{
		"SQE: address of no transfers, but for the lowest byte", "SQE", "kernel/core/sqe/sqe.go",
		"(e.TransferCount > 0 || e.Transfers == 0)", "(e.TransferCount > 0 || e.Transfers%256 == 0)",
	},
	{
		"SQE: five transfers", "SQE", "kernel/core/sqe/sqe.go",
		"return e.TransferCount <= abi.TransferMost &&", "return e.TransferCount <= abi.TransferMost+1 &&",
	},
	{
		"SQE: parks at half a word", "SQE", "kernel/core/sqe/sqe.go",
		"return e.Method == 0 && e.Params%4 == 0 && noResult(e)", "return e.Method == 0 && e.Params%2 == 0 && noResult(e)",
	},
	{
		"line: one byte too long", "LineDiscipline", "lib/linedisc/line.go",
		"if c.Size > l.limit-l.n {", "if c.Size > l.limit-l.n+1 {",
	},
	{
		"line: erases a byte, not a character", "LineDiscipline", "lib/linedisc/line.go",
		"\tl.n = l.last()\n", "\tl.n = l.n - 1\n",
	},
	{
		"negotiation: answers what is on already", "Negotiation", "lib/negotiation/queue.go",
		"\tcase no:\n\t\tif agree {", "\tcase no, yes:\n\t\tif agree {",
	},
	{
		"manifest: the last binary is not there", "Manifest", "lib/manifest/plan.go",
		"g.BinaryCount = i + 1", "g.BinaryCount = i",
	},
	{
		"PVH: a memory map one byte short", "StartInfo", "lib/pvh/pvh.go",
		"if at+MemorySize > len(b) {", "if at+MemorySize > len(b)+1 {",
	},
	{
		"manifest: a cycle of services", "Manifest", "lib/manifest/order.go",
		"\tif g.OrderCount == g.ServiceCount {", "\tif g.OrderCount <= g.ServiceCount {",
	},
	{
		"Multiboot: tags that are not padded", "Multiboot", "lib/multiboot/multiboot.go",
		"at += padded", "at += length",
	},
}
