#!/bin/sh
# The half maps, density-modified; the protein has 64 residues, about 7 kDa.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" density-modify "$samples/half1.mrc.gz" "$samples/half2.mrc.gz" --mass 7.1 -o "$out/map" "$@"
