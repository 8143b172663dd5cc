#!/bin/sh
# Shows what a map and a model hold. Writes nothing.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" inspect "$samples/truth.mrc.gz" "$@"
echo
"$engine" inspect "$samples/model.cif" "$@"
