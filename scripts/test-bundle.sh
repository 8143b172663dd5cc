#!/bin/sh
# Makes the bundle (without the archive, whose packing takes longer than all tests) and tries it as a user of a bare machine would: in an empty folder, with an empty environment, without .NET.
# With a bundle given (a folder or cryoengine-linux-x64.tar.xz) that one is tried. The last line is "N passed, N failed".
# Usage: scripts/test-bundle.sh [BUNDLE]
set -u
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
verdict() { # STATUS NAME
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
        echo "bundle: ok      $2"
    else
        failed=$((failed + 1))
        echo "bundle: FAILED  $2"
        [ ! -f "$work/log" ] || tail -n 20 "$work/log"
    fi
}
finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}
bundle=${1:-}
if [ -z "$bundle" ]; then
    "$root/scripts/bundle.sh" --folder "$work/made" >"$work/log" 2>&1
    verdict $? "made"
    bundle=$work/made/cryoengine-linux-x64
fi
mkdir "$work/empty"
if [ -d "$bundle" ]; then
    cp -r "$bundle" "$work/empty/"
else
    tar -C "$work/empty" -xf "$bundle" >"$work/log" 2>&1
    verdict $? "unpacked"
fi
cd "$work/empty" || finish
engine=$work/empty/cryoengine-linux-x64/cryoengine
[ -x "$engine" ] || { verdict 1 "the executable is there"; finish; }
# Nothing of this machine's environment: no PATH to a dotnet, no HOME, no caches; what it makes goes to a folder of its own. Only the linker is there, which PoCL calls (drivers of GPUs do not).
mkdir "$work/bin"
[ ! -x /usr/bin/ld ] || ln -s /usr/bin/ld "$work/bin/ld"
run() { env -i PATH="$work/bin" HOME="$work/home" XDG_CACHE_HOME="$work/cache" "$engine" "$@" >"$work/log" 2>&1; }
mkdir -p "$work/home"
run --version
verdict $? "--version"
run info --device cpu
verdict $? "info"
run info --self-test --device cpu
verdict $? "info --self-test on the CPU"
run info --json
if grep -q '"usable": true' "$work/log" && [ "$(grep -c '"usable": true' "$work/log")" -gt 1 ]; then
    run info --self-test
    verdict $? "info --self-test on every device"
else
    echo "bundle: skipped info --self-test on OpenCL devices: none is here"
fi
# The loader of the bundle, where that of the system can be hidden: in a name space of mounts of its own.
loader=$(ldconfig -p 2>/dev/null | sed -n 's/.*libOpenCL\.so\.1 .*x86-64.* => //p' | head -n 1)
if [ -n "$loader" ] && [ -f "$work/empty/cryoengine-linux-x64/libOpenCL.so.1" ] && unshare -m mount --bind /dev/null "$(readlink -f "$loader")" 2>/dev/null; then
    unshare -m sh -c "mount --bind /dev/null '$(readlink -f "$loader")' && exec env -i PATH='$work/bin' HOME='$work/home' XDG_CACHE_HOME='$work/cache' '$engine' info" >"$work/log" 2>&1 &&
        grep -q 'OpenCL loader: .*/cryoengine-linux-x64/libOpenCL.so.1' "$work/log"
    verdict $? "its own OpenCL loader where the system has none"
else
    echo "bundle: skipped the OpenCL loader of the bundle: that of the system cannot be hidden, or there is none"
fi
run demo -o demo --device cpu
verdict $? "demo"
run refine demo/demo_shaken.cif --half-maps demo/demo_half1.mrc demo/demo_half2.mrc -d 2.8 --cycles 2 -o refined --device cpu
verdict $? "refine on the files of the demo"
[ -s refined.cif ] && [ -s refined_stats.json ]
verdict $? "refine wrote a model and its figures"
run validate refined.cif demo/demo_truth.mrc -d 2.8 -o checked --device cpu && [ -s checked.html ]
verdict $? "validate"
finish
