#!/usr/bin/env bash
# The gate of a pull request: `gate.sh BASE [FAIL_ON]`. Findings that are new stand at their lines, the whole review in the
# summary of the job; the exit code is that of the review. Runs as a step of docs/ci/action.yml, or by hand.
set -euo pipefail

base=${1:?name the branch that is merged into: gate.sh origin/main}
fail_on=${2:-new}

# Annotations first: what fails the job is at its end.
rulebook review --base "$base" --format github --fail-on nothing
link=()
if [ -n "${GITHUB_REPOSITORY:-}" ]; then
    link=(--link "${GITHUB_SERVER_URL:-https://github.com}/$GITHUB_REPOSITORY/blob/{commit}/{path}#L{line}")
fi
status=0
rulebook review --base "$base" --fail-on "$fail_on" "${link[@]}" >review.md || status=$?
if [ "$status" -gt 1 ]; then exit "$status"; fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat review.md >>"$GITHUB_STEP_SUMMARY"; else cat review.md; fi
exit "$status"
