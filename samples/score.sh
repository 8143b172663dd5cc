#!/bin/sh
# Scores the true model against the map without noise, and against the average of the two half maps.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" score "$samples/model.cif" "$samples/truth.mrc.gz" -d 2.8 -o "$out/truth" "$@"
echo
"$engine" score "$samples/model.cif" --half-maps "$samples/half1.mrc.gz" "$samples/half2.mrc.gz" -d 2.8 -o "$out/half" "$@"
