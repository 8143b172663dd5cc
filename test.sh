#!/bin/sh
# Sets up what the tests need, checks the formatting, builds, and runs every test. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
need="pocl-opencl-icd ocl-icd-libopencl1 ocl-icd-opencl-dev opencl-headers libvkfft-dev gcc g++ libc6-dev"
missing=""
if command -v dpkg-query >/dev/null; then
    for p in $need; do
        dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
    done
fi
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "test.sh: installing$missing"
        (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing) >/dev/null 2>&1 ||
            echo "test.sh: could not install$missing: OpenCL or CUDA tests will be skipped"
    else
        echo "test.sh: not installed:$missing (run as root, or install them): OpenCL or CUDA tests will be skipped"
    fi
fi
if ! command -v chromium >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "test.sh: installing chromium"
    (apt-get update -qq; DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -y -qq --no-install-recommends chromium) >/dev/null 2>&1 || true
fi
command -v chromium >/dev/null || echo "test.sh: no chromium (run as root, or install it): reports will not be opened in a browser"
fail() { echo "test.sh: $1"; echo "0 passed, 1 failed"; exit 1; }
Engine.Kernels/native/build.sh || echo "test.sh: no VkFFT shim: OpenCL FFT tests will be skipped"
Engine.Core/Reports/viewer/build.sh || echo "test.sh: no report viewer: tests of the 3-D view will be skipped"
dotnet restore Engine.sln --locked-mode -v q || fail "restore failed"
dotnet build Engine.sln -c Release --no-restore -v q || fail "build failed"
dotnet format Engine.sln --no-restore --verify-no-changes || fail "formatting differs: run dotnet format"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test Engine.Tests -c Release --no-build --nologo --logger "console;verbosity=normal" >"$log" 2>&1
status=$?
grep -vE '^ *(Passed|Skipped) ' "$log"
count() { grep -cE "^ *$1 " "$log"; }
passed=$(count Passed) failed=$(count Failed) skipped=$(count Skipped)
if [ "$skipped" -gt 0 ]; then
    echo "skipped, with the reason:"
    grep -A 2 -E '^ *Skipped ' "$log"
fi
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
