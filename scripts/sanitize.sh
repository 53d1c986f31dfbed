#!/usr/bin/env bash
# Runs host tests under Go's sanitizers and prints what each cost.
#
#   scripts/sanitize.sh [MODE...]     plain race checkptr asan msan; without one, all of them
#
# PACKAGES and FUZZ_PACKAGES in the environment replace the lists below; the second is of the module in fuzz/. The first failure does not
# end the run; the exit status says whether there was one.
set -uo pipefail

cd "$(dirname "$0")/.." || exit
read -ra packages <<<"${PACKAGES:-./lib/... ./kernel/core/... ./kernel/sys/... ./verify/...}"
read -ra fuzz_packages <<<"${FUZZ_PACKAGES:-./...}"
[ $# -gt 0 ] || set -- plain race checkptr asan msan

# flags_of MODE: the flags of go test.
flags_of() {
    case $1 in
    plain) echo "" ;;
    race) echo "-race" ;;
    checkptr) echo "-gcflags=all=-d=checkptr=2" ;;
    asan) echo "-asan" ;;
    msan) echo "-msan" ;;
    *)
        echo "sanitize: no mode $1: plain race checkptr asan msan" >&2
        return 1
        ;;
    esac
}

failed=0 table=''
for mode in "$@"; do
    flags=$(flags_of "$mode") || exit 2
    # Only clang has the memory sanitizer.
    [ "$mode" != msan ] || export CC=clang
    begin=$SECONDS
    verdict=ok
    echo "== $mode"
    # shellcheck disable=SC2086 # no flags are no argument
    { go test -count=1 $flags "${packages[@]}" && (cd fuzz && go test -count=1 $flags "${fuzz_packages[@]}"); } |
        grep -v 'no test files' || { verdict=FAILED && failed=1; }
    [ "$mode" != msan ] || unset CC
    table+=$(printf '%-10s %-7s %5d s' "$mode" "$verdict" $((SECONDS - begin)))$'\n'
done
printf '%s' "$table"
exit $failed
