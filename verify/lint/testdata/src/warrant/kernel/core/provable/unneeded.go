package provable // want `kernel/core/provable/unneeded.go keeps the rules of proved packages: remove its exception`
