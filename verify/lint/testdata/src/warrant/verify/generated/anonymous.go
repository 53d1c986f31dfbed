// This file was generated from a table. // want `misspelt marker`

package generated
