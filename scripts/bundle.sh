#!/bin/sh
# Makes cryoengine-linux-x64.tar.xz: the engine as one executable with the .NET runtime inside, compiled ahead of time where that is possible (ReadyToRun), with the VkFFT shim, the report
# viewer, licences and samples. Needs the .NET SDK and xz; what it makes needs neither. Usage: scripts/bundle.sh [FOLDER], default artifacts/bundle.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
out=${1:-$root/artifacts/bundle}
name=cryoengine-linux-x64
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
"$root/Engine.Kernels/native/build.sh" || echo "bundle.sh: no VkFFT shim: FFTs on OpenCL devices will not be there"
"$root/Engine.Core/Reports/viewer/build.sh" || echo "bundle.sh: no report viewer: reports come without the 3-D view"
rm -rf "$out/$name"
mkdir -p "$out/$name"
# Lock files name the packages of the portable build; the runtime that goes inside is that of the SDK.
dotnet publish "$root/Engine.Cli" -c Release -r linux-x64 --self-contained true -p:PublishSingleFile=true -p:PublishReadyToRun=true -p:IncludeNativeLibrariesForSelfExtract=false \
    -p:DebugType=none -p:RestoreLockedMode=false -p:NuGetLockFilePath=obj/bundle.lock.json --nologo -v q -o "$out/$name"
rm -f "$out/$name"/*.xml "$out/$name"/*.pdb
cp "$root/LICENSE" "$root/README.md" "$root/CITATION.cff" "$out/$name/"
tar -C "$out" --sort=name --owner=0 --group=0 --numeric-owner --mtime=2020-01-01 -cf - "$name" | xz -T0 -6 >"$out/$name.tar.xz.tmp"
mv "$out/$name.tar.xz.tmp" "$out/$name.tar.xz"
ls -l "$out/$name.tar.xz" "$out/$name"
