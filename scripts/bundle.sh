#!/bin/sh
# Makes cryoengine-linux-x64.tar.xz: the engine as one executable with the .NET runtime inside, compiled ahead of time where that is possible (ReadyToRun), with the VkFFT shim, an OpenCL
# loader for machines that have a driver only, the report viewer and licences. Needs the .NET SDK and xz; what it makes needs neither.
# Usage: scripts/bundle.sh [--folder] [FOLDER], default artifacts/bundle; --folder makes the folder only, without the archive.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
archive=1
if [ "${1:-}" = --folder ]; then
    archive=0
    shift
fi
out=${1:-$root/artifacts/bundle}
name=cryoengine-linux-x64
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
"$root/Engine.Kernels/native/build.sh" || echo "bundle.sh: no VkFFT shim: FFTs on OpenCL devices will not be there"
"$root/Engine.Core/Reports/viewer/build.sh" || echo "bundle.sh: no report viewer: reports come without the 3-D view"
rm -rf "$out/$name"
mkdir -p "$out/$name/licences"
# Intermediate files go to a folder of their own, so that the builds of the tree stay as they are. Lock files name the packages of the portable build; the runtime that goes inside is that of
# the SDK. The code was checked by the build of the tree: no analyzers here. Without "Composite" only the engine's own code and its packages are compiled ahead of time: that of the runtime comes so.
dotnet publish "$root/Engine.Cli" -c Release -r linux-x64 --self-contained true --artifacts-path "$root/artifacts/bundle-build" -p:PublishSingleFile=true -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=false \
    -p:IncludeNativeLibrariesForSelfExtract=false -p:DebugType=none -p:GenerateDocumentationFile=false -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:RestoreLockedMode=false \
    -p:NuGetLockFilePath=obj/bundle.lock.json --nologo -v q -o "$out/$name"
rm -f "$out/$name"/*.xml "$out/$name"/*.pdb
cp "$root/LICENSE" "$root/README.md" "$root/CITATION.cff" "$out/$name/"
# The loader of the system is taken first; this one is for machines that have a driver but no loader.
loader=$(ldconfig -p 2>/dev/null | sed -n 's/.*libOpenCL\.so\.1 .*x86-64.* => //p' | head -n 1)
if [ -n "$loader" ] && [ -f /usr/share/doc/ocl-icd-libopencl1/copyright ]; then
    cp -L "$loader" "$out/$name/libOpenCL.so.1"
    cp /usr/share/doc/ocl-icd-libopencl1/copyright "$out/$name/licences/ocl-icd.txt"
else
    echo "bundle.sh: no ocl-icd loader here: the bundle will use that of the machine it runs on"
fi
[ ! -f /usr/share/doc/libvkfft-dev/copyright ] || cp /usr/share/doc/libvkfft-dev/copyright "$out/$name/licences/vkfft.txt"
for notice in LICENSE.txt ThirdPartyNotices.txt; do
    found=$(dirname "$(readlink -f "$(command -v dotnet)")")/$notice
    [ ! -f "$found" ] || cp "$found" "$out/$name/licences/dotnet-$notice"
done
if [ "$archive" = 1 ]; then
    tar -C "$out" --sort=name --owner=0 --group=0 --numeric-owner --mtime=2020-01-01 -cf - "$name" | xz -T0 -6 >"$out/$name.tar.xz.tmp"
    mv "$out/$name.tar.xz.tmp" "$out/$name.tar.xz"
    ls -l "$out/$name.tar.xz"
fi
ls -l "$out/$name"
