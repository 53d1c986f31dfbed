#!/usr/bin/env bash
# Attaches gdb to a booting kernel as docs/debugging.md shows, and checks that it sees the kernel's Go: a breakpoint by name, the
# source lines of the call path, the line's text.
#
#   scripts/gdb-check.sh WARRANT BUILD     the tool and the folder of the kernel and the default manifest
set -uo pipefail

warrant=$1 build=$2
"$warrant" run --gdb --timeout 60s --kernel "$build/kernel.elf" --manifest "$build/system.manifest" >"$build/gdb-machine.log" 2>&1 &
machine=$!
trap 'kill $machine 2>/dev/null; wait $machine 2>/dev/null' EXIT

# gdb tries to connect until the machine listens.
gdb -batch -nx \
    -ex 'set substitute-path warrant .' \
    -ex 'set tcp connect-timeout 30' \
    -ex 'target remote :1234' \
    -ex 'break warrant/kernel/sys.(*Kernel).Handle' \
    -ex 'continue' \
    -ex 'backtrace' \
    -ex 'list' \
    -ex 'kill' \
    "$build/kernel.sym" >"$build/gdb.log" 2>&1

status=0
while IFS= read -r pattern; do
    if ! grep -qE "$pattern" "$build/gdb.log"; then
        echo "gdb-check: gdb did not print: $pattern" >&2
        status=1
    fi
done <<'PATTERNS'
Breakpoint 1, warrant/kernel/sys\.\(\*Kernel\)\.Handle \(.*kernel/sys/handle\.go:[0-9]+$
^#[0-9]+ .* main\.main \(\) at .*kernel/boot/main\.go:[0-9]+$
func \(k \*Kernel\) Handle\(
PATTERNS
[ $status -eq 0 ] || tail -n 20 "$build/gdb.log" "$build/gdb-machine.log" >&2
exit $status
