#!/bin/sh
# The whole job on a protein that the engine makes up, with the truth known.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" demo -o "$out" "$@"
