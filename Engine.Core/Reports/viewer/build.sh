#!/bin/sh
# Makes the viewer of HTML reports: build.sh [FOLDER]. Fetches the Mol* package that package-lock.json names, checks its SHA-512, and packs the prebuilt script, its style sheet and its licence
# into FOLDER (default: out), which Engine.Core embeds when it is there. Needs npm, node, tar and gzip. Without them, or without the registry, it says why and exits with 1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
output=${1:-$here/out}
done_file=$output/molstar.LICENSE.gz
if [ "$done_file" -nt "$here/package-lock.json" ] && [ "$done_file" -nt "$0" ]; then
    exit 0
fi
fail() { echo "report viewer: $1" >&2; exit 1; }
for tool in npm node tar gzip; do
    command -v $tool >/dev/null || fail "$tool is missing: HTML reports come without the 3-D view"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
lock() { node -p "require('$here/package-lock.json').packages['node_modules/molstar'].$1"; }
version=$(lock version)
npm pack "molstar@$version" --silent --fetch-retries=1 --fetch-timeout=60000 >/dev/null 2>npm.log || fail "molstar $version could not be fetched: HTML reports come without the 3-D view"
found=$(node -p "'sha512-' + require('crypto').createHash('sha512').update(require('fs').readFileSync('molstar-$version.tgz')).digest('base64')")
[ "$found" = "$(lock integrity)" ] || fail "molstar $version has another checksum than package-lock.json: not used"
tar xzf "molstar-$version.tgz" package/build/viewer/molstar.js package/build/viewer/molstar.css package/LICENSE
mkdir -p "$output"
# Reports hold the script inside a script element and must ask nothing of the network: no closing tag, no address of a source map.
! grep -qiE '</script|<!--' package/build/viewer/molstar.js || fail "molstar.js of version $version cannot be held in a page"
for file in build/viewer/molstar.js build/viewer/molstar.css LICENSE; do
    name=$(basename "$file")
    [ "$name" = LICENSE ] && name=molstar.LICENSE
    grep -v 'sourceMappingURL=' "package/$file" | gzip -9n >"$output/$name.gz.tmp"
    mv "$output/$name.gz.tmp" "$output/$name.gz"
done
