#!/bin/sh
# Simulates half maps at 4 Å from the true model, and a shaken start.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" simulate "$samples/model.cif" -d 4 --shake 0.5 -o "$out/sim" "$@"
