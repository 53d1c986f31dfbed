#!/usr/bin/env bash
# Runs host tests under Go's sanitizers and prints what each cost.
#
#   scripts/sanitize.sh [MODE...]     plain race checkptr asan msan; without one, all of them
#
# Before each mode a program with the fault that it looks for (scripts/testdata/sanitize) must be reported: a sanitizer that reports nothing
# has to be able to.
#
# PACKAGES and FUZZ_PACKAGES in the environment replace the lists below; the second is of the module in fuzz/. The simulated attack on the
# kernel (kernel/sys) makes ATTACK submissions, fewer than without a sanitizer. The first failure does not end the run; the
# exit status says whether there was one.
set -uo pipefail

cd "$(dirname "$0")/.." || exit
simulation=warrant/kernel/sys
read -ra patterns <<<"${PACKAGES:-./lib/... ./kernel/core/... ./kernel/sys/... ./verify/...}"
mapfile -t packages < <(go list "${patterns[@]}")
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

# tests FLAGS: runs the tests of the packages; flags for the simulation are known to no other package.
tests() {
    local others=() failed=0
    for package in "${packages[@]}"; do
        if [ "$package" = $simulation ]; then
            # shellcheck disable=SC2086 # no flags are no argument
            go test -count=1 -timeout 60m $1 $simulation -args -attack.operations="${ATTACK:-60000}" || failed=1
        else
            others+=("$package")
        fi
    done
    # shellcheck disable=SC2086 # no flags are no argument
    [ ${#others[@]} -eq 0 ] || go test -count=1 -timeout 60m $1 "${others[@]}" || failed=1
    # shellcheck disable=SC2086 # no flags are no argument
    (cd fuzz && go test -count=1 -timeout 60m $1 "${fuzz_packages[@]}") || failed=1
    return $failed
}

# notices MODE FLAGS: does the mode report the program that has its fault?
notices() {
    # shellcheck disable=SC2086 # no flags are no argument
    if [ "$1" != plain ] && go run $2 "./scripts/testdata/sanitize/$1/main.go" >/dev/null 2>&1; then
        echo "sanitize: $1 does not report scripts/testdata/sanitize/$1" >&2
        return 1
    fi
}

failed=0 table=''
for mode in "$@"; do
    flags=$(flags_of "$mode") || exit 2
    # Only clang has the memory sanitizer.
    [ "$mode" != msan ] || export CC=clang
    begin=$SECONDS
    verdict=ok
    echo "== $mode"
    notices "$mode" "$flags" || { verdict=BLIND && failed=1; }
    tests "$flags" | grep -v 'no test files' || { verdict=FAILED && failed=1; }
    [ "$mode" != msan ] || unset CC
    table+=$(printf '%-10s %-7s %5d s' "$mode" "$verdict" $((SECONDS - begin)))$'\n'
done
printf '%s' "$table"
exit $failed
