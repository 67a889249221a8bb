#!/bin/sh
# Compiles govuk.css from govuk.scss with the versions of package-lock.json.
# With --check it writes nothing and fails when the file at hand differs by a byte.
set -eu
cd "$(dirname "$0")"

npm ci --silent --no-audit --no-fund --ignore-scripts
out=$(mktemp)
trap 'rm -f "$out"' EXIT
node_modules/.bin/sass --no-source-map --style=compressed --quiet-deps govuk.scss "$out"

# Nothing of another publisher's brand may come along: its font, its emblem, its blue.
if grep -qiE '@font-face|GDS Transport|crown|#1d70b8' "$out"; then
    echo "regenerate.sh: the compiled file carries a brand that is not ours" >&2
    exit 1
fi

if [ "${1:-}" = --check ]; then
    cmp "$out" govuk.css
else
    cat "$out" > govuk.css
fi
