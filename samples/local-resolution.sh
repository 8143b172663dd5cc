#!/bin/sh
# The resolution of every voxel, residue by residue in the true model.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" local-resolution "$samples/half1.mrc.gz" "$samples/half2.mrc.gz" --model "$samples/model.cif" --write-to property -o "$out/map" "$@"
