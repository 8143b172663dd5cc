#!/bin/sh
# Refines the shaken model against the average of the two half maps.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" refine "$samples/shaken.cif" --half-maps "$samples/half1.mrc.gz" "$samples/half2.mrc.gz" -d 2.8 -o "$out/model" "$@"
