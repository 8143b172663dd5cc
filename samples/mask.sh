#!/bin/sh
# A soft mask round the density of the half maps' average.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" mask --half-maps "$samples/half1.mrc.gz" "$samples/half2.mrc.gz" -o "$out/map" "$@"
