#!/bin/sh
# The average of the half maps, every voxel filtered to its own resolution and sharpened.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" local-filter "$samples/half1.mrc.gz" "$samples/half2.mrc.gz" --sharpen auto -o "$out/map" "$@"
