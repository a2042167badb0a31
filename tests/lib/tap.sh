# tap: the Test Anything Protocol for shell tests.  Source it, call ok/is/like, end with done_testing.
# shellcheck shell=sh

tap_n=0
tap_failed=0

# ok NAME COMMAND…: passes if the command succeeds.
ok() {
	tap_name=$1
	shift
	tap_n=$((tap_n + 1))
	if "$@"; then
		echo "ok $tap_n - $tap_name"
	else
		echo "not ok $tap_n - $tap_name"
		tap_failed=$((tap_failed + 1))
	fi
}

# is NAME GOT WANT
is() {
	tap_n=$((tap_n + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $tap_n - $1"
	else
		echo "not ok $tap_n - $1"
		echo "# got:  $2" | head -c 2000
		echo
		echo "# want: $3"
		tap_failed=$((tap_failed + 1))
	fi
}

# like NAME TEXT PATTERN: passes if the extended regular expression is found in the text.
like() {
	tap_n=$((tap_n + 1))
	if printf '%s\n' "$2" | grep -qE -- "$3"; then
		echo "ok $tap_n - $1"
	else
		echo "not ok $tap_n - $1"
		printf '# got:  %s\n' "$2" | head -c 2000 | tr '\n' ' '
		echo
		echo "# want: $3"
		tap_failed=$((tap_failed + 1))
	fi
}

skip() { # name why
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

skip_all() { # why
	echo "1..0 # SKIP $1"
	exit 0
}

done_testing() {
	echo "1..$tap_n"
	[ $tap_failed -eq 0 ] || exit 1
	exit 0
}
