#!/bin/sh
# Compares the CPU's Fourier transform with FFTW: fftw_compare.sh [SIZE...], sizes as NXxNYxNZ or NXxNYxNZxBATCH. Needs gcc and libfftw3-dev.
# THREADS (default "1 2") and ROUNDS (default 3) can be set. Each round runs both programs in turn; the best time of all rounds counts.
# Columns: size, threads, direction, then best wall and processor time of FFTW and of the engine in ms, and the ratios engine/FFTW.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- 128x128x128 256x256x256 384x384x384 32x32x32x512 26x26x26x512
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
${CC:-gcc} -O2 -o "$folder/fftw" "$here/fftw_compare.c" -lfftw3f_threads -lfftw3f -lpthread -lm
dotnet build "$here/.." -c Release -v q --nologo -o "$folder/engine" >"$folder/build.log" || { cat "$folder/build.log" >&2; exit 1; }
for round in $(seq "${ROUNDS:-3}"); do
    for threads in ${THREADS:-1 2}; do
        "$folder/fftw" "$threads" "$@" | sed 's/^/fftw /' >>"$folder/times"
        dotnet "$folder/engine/Engine.Benchmarks.dll" fourier "$threads" "$@" | sed 's/^/engine /' >>"$folder/times"
    done
done
awk '
    { key = $2 " " $3 " " $4; if (!(key in seen)) { seen[key] = 1; order[++count] = key } }
    !(($1, key) in wall) || $5 < wall[$1, key] { wall[$1, key] = $5 }
    !(($1, key) in cpu) || $6 < cpu[$1, key] { cpu[$1, key] = $6 }
    END {
        printf "%-16s %7s %9s %10s %10s %10s %10s %6s %6s\n", "size", "threads", "direction", "fftw wall", "fftw cpu", "our wall", "our cpu", "wall", "cpu"
        for (i = 1; i <= count; i++) {
            split(order[i], part, " ")
            key = order[i]
            printf "%-16s %7s %9s %10.2f %10.2f %10.2f %10.2f %6.2f %6.2f\n", part[1], part[2], part[3], wall["fftw", key], cpu["fftw", key],
                wall["engine", key], cpu["engine", key], wall["engine", key] / wall["fftw", key], cpu["engine", key] / cpu["fftw", key]
        }
    }' "$folder/times"
