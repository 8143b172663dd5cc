#!/bin/sh
# Runs test scripts one after the other and adds up their last lines, "N passed, N failed"; a script that ends without one counts as a failure. Usage: scripts/run-all.sh SCRIPT...
set -u
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0
for script in "$@"; do
    "$script" 2>&1 | tee "$log"
    counts=$(tail -n 1 "$log" | sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed$/\1 \2/p')
    [ -n "$counts" ] || { echo "$script ended without counts"; counts="0 1"; }
    passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
