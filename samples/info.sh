#!/bin/sh
# Lists the devices and tests each kernel group on them. Writes nothing.
set -eu
. "$(dirname -- "$0")/common.sh"
"$engine" info "$@"
