// +gobra

package name

import "warrant/kernel/abi"

// @ ensures len(s) > abi.NameMax ==> n == Name{}
// @ ensures len(s) <= abi.NameMax ==> n.WellFormed() && int(n.Length) == len(s)
// @ ensures len(s) <= abi.NameMax ==> forall i int :: { n.Bytes[i] } 0 <= i && i < len(s) ==> n.Bytes[i] == s[i]
// @ decreases

// Of answers the name s, for names that are constants: a text that is too long gives the zero Name.
func Of(s string) (n Name) {
	if len(s) > abi.NameMax {
		return Name{}
	}
	n.Length = uint32(len(s))
	// @ invariant 0 <= i && i <= len(s) && len(s) <= abi.NameMax && int(n.Length) == len(s)
	// @ invariant forall j int :: { n.Bytes[j] } 0 <= j && j < i ==> n.Bytes[j] == s[j]
	// @ invariant forall j int :: { n.Bytes[j] } i <= j && j < abi.NameMax ==> n.Bytes[j] == 0
	// @ decreases len(s) - i
	for i := 0; i < len(s); i++ {
		n.Bytes[i] = s[i]
	}
	return n
}
