# gate: every test, as continuous integration runs them: ./quickstart check.  Sourced.
#
# Each run of automake's harness adds its counts; a step without a harness counts as one test.
# The last line is "N passed, N failed, N skipped".
# shellcheck shell=sh

gate_passed=0 gate_failed=0 gate_skipped=0

# One step that either holds or does not.
gate_step() {   # gate_step WHAT COMMAND...
	if "$@"; then
		gate_passed=$((gate_passed + 1))
	else
		gate_failed=$((gate_failed + 1))
	fi
}

# Sum of the counts that the harness printed into the log under these names.
gate_count() {  # gate_count LOG NAME|NAME
	awk -v names="$2" '$0 ~ "^# (" names "): " { sum += $3 } END { print sum + 0 }' "$1"
}

# make check (or what the arguments say instead) in a folder that is built.
gate_suite() {  # gate_suite WHAT FOLDER [make arguments]
	gate_what=$1 gate_folder=$2
	gate_log=$top_builddir/check-$gate_what.log
	shift 2
	: >"$gate_log"
	gate_held=yes
	SETUP_LOG=$gate_log
	setup_watch "$gate_what: tests" make -k -C "$gate_folder" "$@" || gate_held=
	SETUP_LOG=$top_builddir/log
	gate_p=$(gate_count "$gate_log" 'PASS|XFAIL')
	gate_f=$(gate_count "$gate_log" 'FAIL|XPASS|ERROR')
	gate_s=$(gate_count "$gate_log" 'SKIP')
	# It may have failed to build, or died: that counts too.
	[ "$gate_held" ] || [ "$gate_f" -gt 0 ] || gate_f=1
	[ "$gate_p" -gt 0 ] || [ "$gate_f" -gt 0 ] || gate_f=1
	gate_passed=$((gate_passed + gate_p))
	gate_failed=$((gate_failed + gate_f))
	gate_skipped=$((gate_skipped + gate_s))
	echo "  $([ "$gate_f" -eq 0 ] && echo 'done' || echo FAIL)  $gate_what:" \
		"$gate_p passed, $gate_f failed, $gate_s skipped ($setup_took s)"
	grep '^SKIP' "$gate_log" | sed 's/^/        /'
	[ "$gate_f" -eq 0 ] || gate_explain
}

# What failed, and what the tests said of it.
gate_explain() {
	grep -E '^(FAIL|XPASS|ERROR)' "$gate_log" | head -n 40 | sed 's/^/        /'
	if [ -f "$gate_folder/test-suite.log" ]; then
		grep -E -A 12 '^not ok|runtime error|Sanitizer' "$gate_folder/test-suite.log" |
			grep -vE '^(PASS|FAIL|ok )'
	else
		tail -n 30 "$gate_log"
	fi | head -n 150 | sed 's/^/        | /'
}

# Builds in a folder of its own and runs the tests there.
gate_build_suite() { # gate_build_suite WHAT FOLDER 'MAKE ARGUMENTS' [configure arguments]
	gate_name=$1 gate_dir=$2 gate_targets=$3
	shift 3
	if setup_build "$gate_name" "$gate_dir" all "$@"; then
		# shellcheck disable=SC2086
		gate_suite "$gate_name" "$gate_dir" $gate_targets
	else
		gate_failed=$((gate_failed + 1))
	fi
}

# Each fuzz target for twenty seconds, where clang has its run-time.
gate_fuzz() {
	if ! echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
		clang -x c -fsanitize=fuzzer -o "$top_builddir/fuzz-probe" - 2>>"$SETUP_LOG"; then
		gate_skipped=$((gate_skipped + 1))
		echo "  skip  fuzz: clang or its fuzzer run-time (libclang-rt-dev) is missing"
		return
	fi
	rm -f "$top_builddir/fuzz-probe"
	gate_build_suite fuzz "$top_builddir/fuzz" "fuzz FUZZ_SECONDS=${FUZZ_SECONDS:-20}" \
		--enable-werror --enable-fuzz CC=clang \
		'CFLAGS=-O1 -g'
	grep '^ok .* - fuzz ' "$top_builddir/check-fuzz.log" | sed 's/^ok [0-9]* - /        /'
}

# The tarball is whole, and clang has no complaint of any program: of the tests, those that read much of the tree.
gate_distcheck() {
	setup_step 'make distcheck, by clang' make -C "$top_builddir" distcheck \
		DISTCHECK_CONFIGURE_FLAGS='--enable-werror CC=clang' \
		"TESTS=$(echo tests/t00_headers.sh tests/t08_documents.sh tests/t09_adding.sh \
			tests/t25_published.sh tests/t26_openapi tests/t34_lossless tests/t78_catalogue.sh)"
}

# The tests that run our code: not those that only read the tree, which the first run has had.
gate_code_tests() { # gate_code_tests FOLDER
	make -s -C "$1" print-tests | tr ' ' '\n' | grep -vE 'tests/t(0[0-9]|20|21)_' | tr '\n' ' '
}

# ./quickstart --once itself, on free ports and fresh state, once for each kind of key.
gate_quickstart() { # gate_quickstart KIND
	setup_step "quickstart --once, $1 keys" env MOSTIK_PORT=0 MOSTIK_FUND_PORT=0 \
		MOSTIK_ISSUER_PORT=0 MOSTIK_STATE="$top_builddir/run-check/$1" MOSTIK_SIGN="$1" \
		"$top_srcdir/quickstart" --once
}

gate_main() {
	gate_start=$(date +%s)
	trap '[ -z "${setup_pid:-}" ] || kill "$setup_pid"; exit 130' INT TERM HUP
	mkdir -p "$top_builddir"
	: >"$SETUP_LOG"
	rm -rf "$top_builddir/run-check"
	UBSAN_OPTIONS=print_stacktrace=1
	export UBSAN_OPTIONS
	setup_packages "$SETUP_PACKAGES $SETUP_TEST_PACKAGES"
	setup_npm docs
	setup_npm tests
	setup_npm peers
	setup_localhost
	gate_build_suite gcc "$top_builddir" "-j$SETUP_JOBS check" --enable-werror
	gate_step gate_quickstart ec
	gate_step gate_quickstart rsa
	gate_step gate_quickstart gost256
	if setup_build asan "$top_builddir/asan" all --enable-werror --with-sanitizer=address,undefined \
		'CFLAGS=-O1 -g'; then
		gate_suite asan "$top_builddir/asan" "-j$SETUP_JOBS" check \
			"TESTS=$(gate_code_tests "$top_builddir/asan")"
	else
		gate_failed=$((gate_failed + 1))
	fi
	gate_build_suite tsan "$top_builddir/tsan" threads --enable-werror \
		--with-sanitizer=thread 'CFLAGS=-O1 -g'
	gate_fuzz
	gate_step gate_distcheck
	gate_suite campaign "$top_builddir" campaign "KILL_ROUNDS=${KILL_ROUNDS:-20}"
	echo "  time  $((($(date +%s) - gate_start) / 60)) min"
	echo "$gate_passed passed, $gate_failed failed, $gate_skipped skipped"
	[ "$gate_failed" -eq 0 ] && [ "$gate_passed" -gt 0 ]
}
