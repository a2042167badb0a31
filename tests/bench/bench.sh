#!/bin/sh
# What an exchange costs: `make bench`.  Starts the stand in a folder of its own, calls mostik over
# kept connections in windows of a few seconds, and prints the median window for each kind of key;
# beside it what one signature made and one verified cost by OpenSSL alone, in the same run.
#
#   BENCH_WINDOWS 3   BENCH_SECONDS 5   BENCH_CONNECTIONS 16
#
# With two processors mostik has one to itself; the Fund and the load have the other.
# shellcheck source-path=SCRIPTDIR
set -u
. "${top_srcdir:?}/tests/lib/stand.sh"
dir=$(mktemp -d "${TMPDIR:-/tmp}/mostik-bench.XXXXXX")
trap 'stand_stop; rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
windows=${BENCH_WINDOWS:-3} seconds=${BENCH_SECONDS:-5} connections=${BENCH_CONNECTIONS:-16}
load=$top_builddir/tests/bench/load
ticks=$(getconf CLK_TCK)
bad=0

value() { sed -n "s/^$1=//p" "$2"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# User and system time of the process, in clock ticks; the name in brackets may hold blanks.
cpu_ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }
rss_mb() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }

window() {      # window WRITES SECONDS OUT
	ticks_before=$(cpu_ticks "$MOSTIK_PID")
	"$load" --url "https://localhost:$PORT" --pki "$PKI" --tokens "$STAND/tokens" \
		--application "$top_srcdir/tests/lib/application.json" --connections "$connections" \
		--seconds "$2" --writes "$1" >"$3" || {
		bad=1
		echo "bench: not all was answered: $(tr '\n' ' ' <"$3")" >&2
	}
	ticks_used=$(($(cpu_ticks "$MOSTIK_PID") - ticks_before))
	awk -F= -v ticks="$ticks_used" -v hz="$ticks" '
		{ v[$1] = $2 }
		END {
			n = v["exchanges"] > 0 ? v["exchanges"] : 1
			print "rate=" n * 1000000 / v["took_us"]
			print "cpu_ms=" ticks * 1000 / hz / n
			print "cores=" ticks / hz * 1000000 / v["took_us"]
		}' "$3" >>"$3.more"
	cat "$3.more" >>"$3"
}

measure() {     # measure KIND WHAT WRITES
	window "$3" 2 "$STAND/warm"
	for i in $(seq "$windows"); do
		window "$3" "$seconds" "$STAND/$2.$i"
	done
	for key in rate p50_us p99_us cpu_ms cores; do
		for i in $(seq "$windows"); do value $key "$STAND/$2.$i"; done | median
	done | tr '\n' ' ' | awk -v kind="$1" -v what="$2" -v rss="$(rss_mb "$MOSTIK_PID")" \
		-v raw="$(value "raw_$1_us" "$dir/raw")" '{
			printf "%-7s %-7s %8.0f %8.1f %8.1f %10.3f %7.2f %7d %9.3f %7.1f\n", kind, what,
				$1, $2 / 1000, $3 / 1000, $4, $5, rss, raw / 1000, $4 * 1000 / raw
		}'
}

"$top_builddir/tests/bench/raw" >"$dir/raw" || exit 1
echo "median of $windows windows of $seconds s, $connections connections; all on this machine"
echo 'key     what    exch./s   p50 ms   p99 ms  CPU ms/ex.  cores  RSS MB  raw s+v*   ratio'
for kind in ec rsa gost256 gost512; do
	grep -q "^raw_${kind}_us" "$dir/raw" || continue        # no engine, no GOST
	STAND=$dir/$kind STAND_SIGN=$kind
	stand_start || exit 1
	if [ "$(nproc)" -ge 2 ]; then
		taskset -acp 0 "$MOSTIK_PID" >/dev/null
		taskset -acp 1 "$FUND_PID" >/dev/null
		taskset -cp 1 $$ >/dev/null
	fi
	for citizen in $(seq 0 31); do
		stand_token "$citizen" --scope 'payments applications' --expires-in 86400
	done >"$STAND/tokens"
	measure $kind read 0
	measure $kind write 100
	stand_stop
	[ "$(nproc)" -lt 2 ] || taskset -cp 0-$(($(nproc) - 1)) $$ >/dev/null
done
echo '* one signature made and one verified by OpenSSL alone, ms of CPU'
echo
"$top_builddir/tests/bench/seal_bench" || bad=1
exit $bad
