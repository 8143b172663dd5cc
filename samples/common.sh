# Read by the other scripts: where the samples and the engine are, and a new temporary folder for what is written.
samples=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
engine="$samples/../cryoengine"
out=$(mktemp -d "${TMPDIR:-/tmp}/cryoengine-sample.XXXXXX")
trap 'rmdir "$out" 2>/dev/null || echo "files are in $out"' EXIT
