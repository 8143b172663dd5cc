#!/bin/sh
# The average of the half maps, scaled locally to the true model.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" locscale "$samples/half1.mrc.gz" "$samples/half2.mrc.gz" --model "$samples/model.cif" -d 2.8 -o "$out/map" "$@"
