#!/bin/sh
# make fuzz: runs each fuzz target for FUZZ_SECONDS (60), at most FUZZ_JOBS (2) at a time, from its
# seeds and what earlier runs have found (fuzz-corpus/ in the build folder).  TAP; an input that
# breaks something is shown, and kept in fuzz-found/.
# usage: tests/fuzz/run.sh TARGET...
. "${top_srcdir:?}/tests/lib/tap.sh"

SECONDS_EACH=${FUZZ_SECONDS:-60}
JOBS=${FUZZ_JOBS:-2}
FUZZ=$top_srcdir/tests/fuzz
FOUND=${top_builddir:?}/fuzz-found
DIR=$(mktemp -d "$top_builddir/fuzz-run-XXXXXX") || exit 1
pids=
# shellcheck disable=SC2086
trap 'rm -rf "$DIR"' EXIT
# shellcheck disable=SC2086
trap '[ -z "$pids" ] || kill $pids 2>/dev/null; exit 130' INT TERM HUP

# Leaks are looked for; what libraries keep until the end is not one.
ASAN_OPTIONS=detect_stack_use_after_return=1:${ASAN_OPTIONS:-}
UBSAN_OPTIONS=print_stacktrace=1:${UBSAN_OPTIONS:-}
MOSTIK_TEST_PKI=$DIR/pki
export ASAN_OPTIONS UBSAN_OPTIONS MOSTIK_TEST_PKI
"$top_srcdir/certs/make-test-pki.sh" "$MOSTIK_TEST_PKI" >"$DIR/pki.log" 2>&1 || {
	cat "$DIR/pki.log"
	exit 1
}

fuzz() { # NAME
	name=$1 corpus=$top_builddir/fuzz-corpus/$1
	mkdir -p "$corpus" "$FOUND" "$DIR/$name"
	set -- "$corpus" "$FUZZ/corpus/$name"
	[ -d "$FUZZ/regress/$name" ] && set -- "$@" "$FUZZ/regress/$name"
	[ -f "$FUZZ/$name.dict" ] && set -- "-dict=$FUZZ/$name.dict" "$@"
	cd "$DIR/$name" || return 1
	exec "$top_builddir/tests/fuzz/$name" -max_total_time="$SECONDS_EACH" -max_len=16384 \
		-rss_limit_mb=2048 -timeout=20 -print_final_stats=1 -verbosity=1 \
		-artifact_prefix="$FOUND/$name-" "$@" >"$DIR/$name.out" 2>&1
}

# The last that libFuzzer told of itself: "12345 runs, 411/s, 2901 edges, 8123 features".
figures() { # NAME
	awk '
		/ cov: [0-9]/ {
			for (i = 1; i < NF; i++) {
				if ($i == "cov:") edges = $(i + 1)
				if ($i == "ft:") features = $(i + 1)
			}
			runs = substr($1, 2) + 0
		}
		/^stat::number_of_executed_units/ { runs = $2 }
		/^stat::average_exec_per_sec/ { rate = $2 }
		END {
			printf "%d runs, %d/s, %d edges, %d features", runs, rate, edges, features
		}' "$DIR/$1.out"
}

# What broke it, and the input: as base64, for a regression test.
explain() { # NAME
	grep -E 'broken promise|runtime error|ERROR: |SUMMARY: |^    #[0-9] ' "$DIR/$1.out" | head -n 20 |
		sed 's/^/# /'
	artifact=$(sed -n 's/.*Test unit written to //p' "$DIR/$1.out" | tail -n 1)
	[ -f "$artifact" ] || { tail -n 15 "$DIR/$1.out" | sed 's/^/# /'; return; }
	echo "# input: $artifact ($(wc -c <"$artifact") bytes)"
	[ "$(wc -c <"$artifact")" -gt 1024 ] || base64 "$artifact" | sed 's/^/#   /'
}

report() { # NAME STATUS
	tap_n=$((tap_n + 1))
	echo "$([ "$2" -eq 0 ] && echo ok || echo 'not ok') $tap_n - fuzz $1, $SECONDS_EACH s: $(figures "$1")"
	[ "$2" -eq 0 ] && return
	tap_failed=$((tap_failed + 1))
	explain "$1"
}

# As many as may run at a time; while they do, a line each minute says how far they are.
batch() { # NAME...
	pids= batch_start=$(date +%s) batch_told=0
	for name; do
		(fuzz "$name") &
		pids="$pids $!"
		eval "pid_$name=$!"
	done
	echo "# fuzzing for $SECONDS_EACH s: $*"
	for name; do
		eval "pid=\$pid_$name"
		while kill -0 "$pid" 2>/dev/null; do
			sleep 1
			minutes=$((($(date +%s) - batch_start) / 60))
			[ "$minutes" -gt "$batch_told" ] || continue
			batch_told=$minutes
			for told; do
				echo "# $minutes min: $told: $(figures "$told")"
			done
		done
		wait "$pid"
		report "$name" $?
	done
	pids=
}

names=
for target; do
	names="$names ${target##*/}"
done
# shellcheck disable=SC2086
set -- $names
while [ $# -gt 0 ]; do
	n=0 now=
	while [ $# -gt 0 ] && [ "$n" -lt "$JOBS" ]; do
		now="$now $1" n=$((n + 1))
		shift
	done
	# shellcheck disable=SC2086
	batch $now
done
# As automake's harness counts, for tests/lib/gate.sh.
echo "# PASS:  $((tap_n - tap_failed))"
echo "# FAIL:  $tap_failed"
done_testing
