#!/usr/bin/env bash
# Seeds one bug at a time into a copy of the module and shows that a bounded proof finds it, and whether the contract of the function that has
# it and the random attacker do as well. Prints a table in Markdown; fails when a bounded proof does not find its bug.
# Usage: scripts/prove-seeded.sh GOSURE [REGEXP], the built tool, and which bugs by name; all if not given. With --fit in the place of the
# tool it only shows that every bug can be put into the sources as they are.
# shellcheck disable=SC2016  # the Perl expressions have variables of their own
set -euo pipefail

gosure=${1:?the path of gosure, or --fit}
[[ $gosure == --fit ]] || gosure=$(realpath "$gosure")
wanted=${2:-.}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/clean"
cp -r go.mod go.sum kernel lib proofs specs verify harness-bounds.toml "$copy/clean"

missed=0

# enclosing CLEAN SEEDED: the name of the function in which two files first differ.
enclosing() {
    local line
    line=$({ diff "$1" "$2" || true; } | sed -n '1s/^\([0-9]*\).*/\1/p')
    head -n "$line" "$1" | sed -n 's/^func \(([^)]*) \)\?\([A-Za-z0-9_]*\)(.*/\2/p' | tail -n 1
}

# since START: how long it is since $EPOCHREALTIME was START, in seconds.
since() {
    local elapsed=$((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}))
    printf '%d.%d s' $((elapsed / 1000000)) $((elapsed / 100000 % 10))
}

# seed NAME WHERE PERL PACKAGE HARNESS: the Perl expression puts the bug into the file WHERE, or into the one file of the folder WHERE that it
# fits; HARNESS of proofs/PACKAGE must find it.
seed() {
    local name=$1 where=$2 expression=$3 package=$4 harness=$5
    [[ $name =~ $wanted ]] || return 0
    local file changed=()
    for file in $(cd "$copy/clean" && find "$where" -maxdepth 1 -name '*.go' ! -name '*_test.go'); do
        perl -0pe "$expression" "$copy/clean/$file" | cmp -s - "$copy/clean/$file" || changed+=("$file")
    done
    if [[ ${#changed[@]} -ne 1 ]]; then
        echo "prove-seeded: $name: the expression changes ${#changed[@]} files of $where, want one" >&2
        exit 2
    fi
    [[ $gosure != --fit ]] || return 0
    file=${changed[0]}
    rm -rf "$copy/work"
    cp -r "$copy/clean" "$copy/work"
    perl -0pi -e "$expression" "$copy/work/$file"
    local out=$copy/out status=0 start function check time proof=- attack=-
    (cd "$copy/work" && "$gosure" prove "./proofs/$package" -harness "\\.$harness\$" -format terse -no-cache -jobs 1) >"$out" 2>&1 || status=$?
    check=$(sed -n 's/^Failed Check: //p' "$out" | head -n 1)
    time=$(sed -n 's/^Verification Time: //p' "$out" | head -n 1)
    if [[ $status -ne 1 || -z $check ]]; then
        echo "prove-seeded: $name: $harness did not find it (status $status)" >&2
        tail -n 5 "$out" >&2
        missed=1
        check="**not found**"
    elif ! grep -q '^ Replayed in compiled Go' "$out"; then
        echo "prove-seeded: $name: no counterexample was replayed" >&2
        missed=1
    fi
    function=$(enclosing "$copy/clean/$file" "$copy/work/$file")
    start=$EPOCHREALTIME status=0
    (cd "$copy/work" && timeout 600 "$gosure" verify --no-cache --func "(^|\\.)$function\$" "./$(dirname "$file")") >"$out" 2>&1 || status=$?
    if [[ $status -eq 1 ]] && grep -q '^not verified' "$out" && ! grep -q 'ill-formed' "$out"; then
        proof="refused, $(since "$start")"
    elif [[ $status -ne 0 ]]; then
        proof="no verdict"
    fi
    if [[ $file == kernel/* ]]; then
        start=$EPOCHREALTIME status=0
        (cd "$copy/work" && timeout 600 go test -vet=off -run '^TestAttack$' ./kernel/sys -attack.operations 300000) >"$out" 2>&1 || status=$?
        if [[ $status -ne 0 ]] && grep -q 'seed=' "$out"; then
            attack="found, $(since "$start")"
        fi
    fi
    echo "| $name | $file | $package.$harness | $check | ${time:--} | $proof | $attack |"
}

if [[ $gosure != --fit ]]; then
    echo "| bug | seeded in | found by | failed check | time | contract | attacker |"
    echo "|---|---|---|---|---|---|---|"
fi
seed "generation not bumped" kernel/core/captable/captable.go \
    's/\.Gen = gen \+ 1\n/.Gen = gen\n/' captable ProofSteps
seed "mask off by one" kernel/core/ring/positions.go \
    's/slot = p\.sqHead % abi\.SQEntries/slot = p.sqHead % (abi.SQEntries + 1)/' ring ProofTakeSlot
seed "off+len added before it is compared" kernel/core/userbuf/span.go \
    's/\(p <= abi\.UserTop && uint64\(n\) <= uint64\(abi\.UserTop-p\)\)/p+abi.VirtAddr(n) <= abi.UserTop/' userbuf ProofInRange
seed "CQ overflow not counted" kernel/core/ring/page.go \
    's/\tr\.overflow = Next\(r\.overflow\)\n//' ring ProofPost
seed "rollback in the wrong order" kernel/core/process/process.go \
    's/if !p\.capUnits\.Take\(1\) \{\n\t\treturn 0, false\n\t\}\n(.*?)\tid, ok = p\.caps\.Insert\(h\)\n\tif !ok \{\n\t\tp\.capUnits\.Give\(1\)/id, ok = p.caps.Insert(h)\n\tif !ok {\n\t\treturn 0, false\n\t}\n$1\tif !p.capUnits.Take(1) {/s' process ProofGrant
seed "option of 255 behind SB taken for IAC" lib/telnet/telnet.go \
    's/(case afterSB:\n(?:[^\n]*\@[^\n]*\n)*)\t\tf\.at = payload\n/$1\t\tf.at = payload\n\t\tif b == IAC {\n\t\t\tf.at = payloadIAC\n\t\t\treturn Event{}\n\t\t}\n/' telnet ProofOption
seed "a length fetched twice" kernel/core/ring/page.go \
    's/(\tw0, w1, w2, w3, w4, w5, w6, w7 := (ram\.Line\([^\n]*\))\n)/$1\t_, _, _, _, _, w5, _, _ = $2\n/' ring ProofTake
seed "TH-3: a completion for the wrong process" kernel/sys \
    's/(\tif nop \{\n\t\tk\.post\()p,/$1 1-p,/' sys ProofNop
seed "TH-3: a refusal for the wrong process" kernel/sys \
    's/(\tk\.post\()p, userData, code, 0/$1 1-p, userData, code, 0/' sys ProofNothingHeld
seed "TH-4: a release that hands the capability on" kernel/sys \
    's/(\tk\.forsake\(p, id, h\)\n)/$1\t\tk.procs[1-p].Grant(h)\n/' sys ProofReleasePlain
seed "TH-6: a completion that is posted twice" kernel/sys \
    's/(\tif nop \{\n)(\t\tk\.post\([^\n]*\n)/$1$2$2/' sys ProofNop
seed "TH-5: a release that gives back a unit of another ledger" kernel/sys \
    's/(\tk\.forsake\(p, id, h\)\n)/$1\t\tk.procs[p].Objects.Give(1)\n/' sys ProofReleasePlain
seed "TH-6: a release without its completion" kernel/sys \
    's/(\tif !k\.drop\(p, id\) \{.*?\n\t\}\n)\tk\.post\(p, userData[^\n]*\n/$1\t_ = userData\n/s' sys ProofReleasePlain
seed "TH-3: an answer for the wrong process" kernel/sys \
    's/(\t\tcode = abi\.CodeException\n\t\}\n\tk\.post\()caller\.Process,/$1 1-caller.Process,/' sys ProofReturn
seed "TH-3: a wake-up for who does not wait" kernel/sys \
    's/(code, CapCount: caps\}\)\n(?:[^\n]*\@[^\n]*\n)*\tk\.wake\()p\)/$1 1-p)/' sys ProofReturnWakes
seed "TH-4: a capability for the wrong table" kernel/sys \
    's/transfer\.Put\(&k\.procs\[to\]/transfer.Put(&k.procs[from]/' sys ProofRecvCopies
seed "TH-4: a new object for who did not ask" kernel/sys \
    's/(id, _ := k\.procs\[)p(\]\.Grant\(h\))/$1 0$2/' sys ProofMakeEndpoint
seed "TH-5: an owner that moves without its price" kernel/sys \
    's/(\tk\.ownNotification\(to, at\)\n(?:[^\n]*\@[^\n]*\n)*)\tk\.payOver\(from, to, 0\)\n/$1/' sys ProofCallMovesNotification
seed "TH-5: an object that is not paid for" kernel/sys \
    's/at == limits\.Endpoints \|\| !k\.procs\[p\]\.Objects\.Take\(1\)/at == limits.Endpoints/' sys ProofMakeEndpoint
seed "TH-5: an exit that keeps its calls" kernel/sys \
    's/\tk\.endpoints\[at\]\.Orphan\(number\)\n//' sys ProofExitCaller
seed "EP-3: an endpoint that closes and forgets its calls" kernel/sys \
    's/(k\.endpoints\[at\]\.PopCall\(\)\n(?:[^\n]*\@[^\n]*\n)*\t\tif) ok \{\n\t\t\tk\.disconnect/$1 false \&\& ok {\n\t\t\tk.disconnect/' sys ProofCloseWaiting
seed "RING-9: a tick that takes submissions" kernel/sys \
    's/(case trap\.Tick:\n)/$1\t\tk.drain(p, 1)\n/' sys ProofTick
seed "TH-3: a fault ends the other process" kernel/sys \
    's/(\tk\.reportFault\(p, s\)\n\tk\.end\()p,/$1 1-p,/' sys ProofFault
seed "TH-3: a kill ends the killer" kernel/sys \
    's/(k\.end\()child(, process\.Status\{End: process\.Killed, By)/$1p$2/' sys ProofKill
seed "TH-5: a child that nobody gives its budget back" kernel/sys \
    's/\tk\.reclaim\(p, child\)\n//' sys ProofExitParent
seed "TH-5: an unmapped area that stays paid for" kernel/sys \
    's/(func \(k \*Kernel\) unmapArea.*?)\tk\.procs\[p\]\.Virtual\.Give\(a\.Pages\)\n/$1/s' sys ProofUnmapObject
seed "TH-6: a wake-up that completes twice" kernel/sys/unpark.go \
    's/(\t\tk\.post\(p, c\.UserData, code, 0\)\n)/$1$1/' sys ProofUnpark
seed "TH-7: a revoked facet that still calls" kernel/sys \
    's/(answers := k\.endpoints\[at\]\.)HasFacet\(facet, h\.Epoch\)/$1Live/' sys ProofCallRevoked
seed "TH-7: a revoked view that still maps" kernel/sys \
    's/return o\.Shows\(h\.Epoch\)/return o.Live/' sys ProofMapObject
seed "TH-7: calls that outlive the facet they came by" kernel/sys \
    's/(\t\tc, revoked := k\.turnOver\(at, facet\)\n(?:[^\n]*\@[^\n]*\n)*\t\tif revoked)/$1 \&\& i > n/' sys ProofRevokeFacet
seed "TH-7: an endpoint that comes back" kernel/core/endpoint/endpoint.go \
    's/\te\.Generation = e\.Generation \+ 1\n//' sys ProofCloseWaiting
seed "TH-6: an answer that is posted twice" kernel/sys/complete.go \
    's/(\tk\.post\(p, r\.UserData, abi\.Code\(message\), caps\)\n)/$1$1/' sys ProofMakeNotification
seed "TH-6: a refusal without its completion" kernel/sys/complete.go \
    's/\tk\.post\(p, r\.UserData, abi\.CodeException, 0\)\n//' sys ProofReserve
seed "TH-5: a capability that is gone and paid for" kernel/core/process/process.go \
    's/(h, ok = p\.caps\.Release\(id\)\n\tif ok \{\n(?:[^\n]*\@[^\n]*\n)*)\t\tp\.capUnits\.Give\(1\)\n/$1/' sys ProofReleasePlain
seed "TH-5: a page that is gone and paid for" kernel/core/aspace \
    's/(frames\.Give\(f, owner\) \{\n(?:[^\n]*\@[^\n]*\n)*)\t\tcharge\.Give\(1\)\n/$1/' aspace ProofUnmap
seed "TH-1: parameters longer than the room for them" kernel/sys/invoke.go \
    's/n > limits\.ScratchBytes \|\| !userbuf/!userbuf/' sys ProofMakeNotification
seed "TH-1: results longer than the room for them" kernel/sys/reply.go \
    's/n > limits\.ScratchBytes \|\| !userbuf/n > 2*limits.ScratchBytes || !userbuf/' sys ProofReturn
seed "TH-1: a facet that no endpoint has" kernel/core/endpoint/facet.go \
    's/facet >= limits\.Facets \|\| (!f\.places\[facet\]\.Live \{\n)/$1/' sys ProofRevokeFacet
seed "TH-2: a process that is queued twice" kernel/core/runq/runq.go \
    's/\tif q\.queued\[p\] \{\n(?:[^\n]*\@[^\n]*\n)*\t\treturn false\n\t\}\n//' runq ProofPush
seed "TH-2: a vacant place that is not empty" kernel/core/process/process.go \
    's/\t\*p = Process\{\}\n/\tp.State = Vacant\n/' sys ProofSpawn
exit "$missed"
