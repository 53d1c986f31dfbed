#!/usr/bin/env bash
# Installs or names what the build needs from the operating system.
#
#   scripts/deps.sh install GROUP...   installs what is missing with apt, or prints the one command that does and fails
#   scripts/deps.sh need GROUP...      only checks: fails with the names of what is missing and the command
#   scripts/deps.sh list               prints the table
#
# A group is what a make target needs; "all" is every group. Go and git are not in the table: without them nobody reads this.
set -euo pipefail

# What must be there (a command or a file; | between alternatives), the Debian or Ubuntu package that brings it, the groups that need it.
table() {
    cat <<'TABLE'
qemu-system-x86_64                         qemu-system-x86      run smoke test
shellcheck                                 shellcheck           lint
capnp                                      capnproto            generate test
z3                                         z3                   verify test
cvc5                                       cvc5                 test
grub-mkimage                               grub-common          iso smoke test
/usr/lib/grub/i386-pc/boot_hybrid.img      grub-pc-bin          iso smoke test
/usr/lib/grub/x86_64-efi/multiboot2.mod    grub-efi-amd64-bin   iso smoke test
xorriso                                    xorriso              iso smoke test
mformat                                    mtools               iso smoke test
/usr/share/ovmf/OVMF.fd                    ovmf                 smoke test
gdb                                        gdb                  test
chromium|chromium-browser|google-chrome    chromium             test
/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core test
gcc                                        gcc                  test sanitize
/usr/include/libtelnet.h                   libtelnet-dev        test
clang                                      clang                sanitize fuzzbuild
dot                                        graphviz             drawings
zip                                        zip                  fuzzbuild
unzip                                      unzip                fuzzbuild silicon
java                                       default-jre-headless silicon
pip                                        python3-pip          silicon
TABLE
}

# present THING: is the command or file there, or one of several?
present() {
    local one
    for one in ${1//|/ }; do
        case $one in
        /*) [ ! -e "$one" ] || return 0 ;;
        *) ! command -v "$one" >/dev/null || return 0 ;;
        esac
    done
    return 1
}

# missing GROUP...: prints "thing package" for each thing that a group needs and that is not there.
missing() {
    local thing package groups group wanted
    while read -r thing package groups; do
        wanted=no
        for group in "$@"; do
            case " $groups all " in *" $group "*) wanted=yes ;; esac
        done
        if [ $wanted = yes ] && ! present "$thing"; then
            echo "$thing $package"
        fi
    done < <(table)
}

# known_groups GROUP...: refuses a group that the table does not have.
known_groups() {
    local group
    for group in "$@"; do
        if [ "$group" != all ] && ! table | awk '{for (i = 3; i <= NF; i++) print $i}' | grep -qxF -- "$group"; then
            echo "deps: no group $group in the table of $0" >&2
            exit 2
        fi
    done
}

# fail_with_command THINGS PACKAGES: names what is missing and how to get it.
fail_with_command() {
    echo "deps: missing: $1" >&2
    echo "deps: on Debian or Ubuntu, run: sudo apt-get update && sudo apt-get install -y --no-install-recommends $2" >&2
    exit 1
}

action=${1:-}
[ $# -eq 0 ] || shift
case $action in
list)
    table
    exit 0
    ;;
install | need)
    [ $# -gt 0 ] || set -- all
    ;;
*)
    echo "usage: $0 install|need [GROUP...] or $0 list" >&2
    exit 2
    ;;
esac

known_groups "$@"
rows=$(missing "$@")
[ -n "$rows" ] || exit 0
things=$(awk '{print $1}' <<<"$rows" | paste -sd' ')
packages=$(awk '{print $2}' <<<"$rows" | sort -u | paste -sd' ')

if [ "$action" = need ] || ! command -v apt-get >/dev/null; then
    fail_with_command "$things" "$packages"
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
        fail_with_command "$things" "$packages"
    fi
    as_root=(sudo -n)
fi

echo "deps: installing $packages"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
read -ra names <<<"$packages"
if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
    'apt-get update && apt-get install -y --no-install-recommends "$@"' sh "${names[@]}" >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "deps: apt-get could not install $packages" >&2
    exit 1
fi
rows=$(missing "$@")
if [ -n "$rows" ]; then
    echo "deps: apt-get installed the packages, but these are still missing: $(awk '{print $1}' <<<"$rows" | paste -sd' ')" >&2
    exit 1
fi
