#!/bin/sh
# The average of the half maps, sharpened by what the halves agree on.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" sharpen "$samples/half1.mrc.gz" "$samples/half2.mrc.gz" -o "$out/map" "$@"
