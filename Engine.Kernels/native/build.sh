#!/bin/sh
# Builds the VkFFT shim: build.sh [OUTPUT]. Needs gcc, libvkfft-dev (VkFFT 1.2, or VKFFT_INCLUDE set to another copy) and ocl-icd-opencl-dev.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
output=${1:-$here/out/libcryovkfft.so}
source=$here/vkfft_shim.c
mkdir -p "$(dirname "$output")"
if [ "$output" -nt "$source" ] && [ "$output" -nt "$0" ]; then
    exit 0
fi
# -O1: the header is 30,000 lines of code that writes code; it does no arithmetic worth optimising.
${CC:-gcc} -O1 -shared -fPIC -fvisibility=hidden -w -DVKFFT_BACKEND=3 ${VKFFT_INCLUDE:+-I"$VKFFT_INCLUDE"} -o "$output.tmp" "$source" -lOpenCL -lm
mv "$output.tmp" "$output"
