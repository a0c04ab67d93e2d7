#!/bin/sh
# SPDX-License-Identifier: MIT
# How small gzip and xz make a file, and so for what energy. Results go to a descriptor of their own, so that what else
# is printed does not matter. Without Wattle: METHOD=gzip LEVEL=6 WATTLE_RESULTS_FD=1 ./compress.sh
set -eu
file=$(dirname "$0")/../data/digits_runs/runs.csv

echo "compressing $file by $METHOD -$LEVEL"
for _ in 1 2 3 4 5 6 7 8 9 10; do
  bytes=$("$METHOD" "-$LEVEL" --stdout "$file" | wc -c)
done
echo "{\"bytes\": $bytes}" >&"$WATTLE_RESULTS_FD"
