#!/bin/sh
# Fourier shell correlations of the half maps, and of the true model with their average.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" fsc "$samples/half1.mrc.gz" "$samples/half2.mrc.gz" --model "$samples/model.cif" -o "$out/map" "$@"
