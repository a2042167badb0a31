# setup: packages, build, progress.  Sourced by quickstart; top_srcdir and top_builddir are set.
# shellcheck shell=sh

# Everything that is installed, in one place; PROGRAM/PACKAGE where another source may have given the
# program already, beside which Debian's package may not fit.  First what the build needs and the show uses, ...
SETUP_PACKAGES='
	gcc make libc6-dev autoconf automake pkg-config
	gsoap libgsoap-dev libxml2-dev libxmlsec1-dev libssl-dev libcurl4-openssl-dev libevent-dev
	libsqlite3-dev libjansson-dev libcjose-dev libcmocka-dev zlib1g-dev libhpdf-dev fonts-dejavu-core
	libengine-gost-openssl openssl curl jq npm/npm'
# ... then what the tests use besides.
SETUP_TEST_PACKAGES='
	clang libclang-rt-dev git python3 python3-jsonschema python3-lxml python3-requests python3-xmlsec python3-zeep
	sqlite3 libengine-pkcs11-openssl libxml2-utils opensc poppler-utils softhsm2 universal-ctags xmlsec1 xz-utils'

SETUP_JOBS=$(nproc 2>/dev/null || echo 2)
SETUP_LOG=$top_builddir/log
MOSTIK_NPM=${MOSTIK_NPM:-$top_builddir/npm}
export MOSTIK_NPM
. "$top_srcdir/tests/lib/npm.sh"

setup_die() {
	echo "quickstart: $*" >&2
	exit 1
}

# Runs a long command with its output in the log, and says meanwhile that it runs and for how long:
# on a terminal on one line that counts the seconds, elsewhere by a line each minute.
setup_watch() { # setup_watch WHAT COMMAND...
	setup_what=$1
	shift
	echo "== $setup_what: $*" >>"$SETUP_LOG"
	setup_start=$(date +%s)
	"$@" >>"$SETUP_LOG" 2>&1 </dev/null &
	setup_pid=$!
	setup_told=0
	while kill -0 "$setup_pid" 2>/dev/null; do
		sleep 0.2
		setup_took=$(($(date +%s) - setup_start))
		if [ -t 1 ]; then
			printf '\r  ....  %s (%d s)\033[K' "$setup_what" "$setup_took"
		elif [ $((setup_took / 60)) -gt "$setup_told" ]; then
			setup_told=$((setup_took / 60))
			echo "  ....  $setup_what ($setup_told min)"
		fi
	done
	wait "$setup_pid"
	setup_status=$?
	setup_pid=
	setup_took=$(($(date +%s) - setup_start))
	[ ! -t 1 ] || printf '\r\033[K'
	return $setup_status
}

# The same, and one line that says how it ended; of a failure also the end of the log.
setup_step() {  # setup_step WHAT COMMAND...
	setup_from=$(wc -l <"$SETUP_LOG")
	if ! setup_watch "$@"; then
		echo "  FAIL  $1 ($setup_took s); the end of build/log:"
		tail -n +"$((setup_from + 1))" "$SETUP_LOG" | tail -n 30 | sed 's/^/        /'
		return 1
	fi
	[ "$setup_took" -lt 2 ] || echo "  done  $1 ($setup_took s)"
}

# The packages of the list that are not installed, on one line.
setup_missing() {
	setup_list=
	for setup_name in $1; do
		case $setup_name in
		*/*) command -v "${setup_name%/*}" >/dev/null || setup_list="$setup_list ${setup_name#*/}" ;;
		*)   setup_list="$setup_list $setup_name" ;;
		esac
	done
	# shellcheck disable=SC2086
	dpkg-query -W -f='${Package} ${db:Status-Status}\n' $setup_list 2>/dev/null |
		awk -v list="$setup_list" '
			$2 == "installed" { have[$1] = 1 }
			END {
				n = split(list, name)
				for (i = 1; i <= n; i++)
					if (!(name[i] in have)) printf "%s ", name[i]
			}'
}

setup_packages() { # setup_packages LIST
	[ "${MOSTIK_PACKAGES:-install}" = install ] || return 0
	if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
		echo "  note  not Debian: nothing is installed here; configure names what is missing"
		return 0
	fi
	missing=$(setup_missing "$1")
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null ||
			setup_die "not root and no sudo here; as root: apt-get install $missing"
		echo "  note  sudo apt-get install $missing"
		sudo -v || setup_die "sudo was refused; as root: apt-get install $missing"
	fi
	setup_step 'package lists' setup_as_root apt-get update || exit 1
	# shellcheck disable=SC2086
	setup_step "packages: $(echo $missing | wc -w) to install" setup_as_root \
		env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends $missing || exit 1
}

setup_as_root() {
	if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Packages from the npm registry.  Who finds them missing does without, and says so.
setup_npm() { # setup_npm SET
	[ "${MOSTIK_PACKAGES:-install}" = install ] || return 0
	setup_watch "npm packages, $1" npm_install "$1" "$MOSTIK_NPM" ||
		echo "  note  the npm packages ($1) could not be had; build/log says why"
}

# The tests call localhost by name, which a freshly bootstrapped root may not know.
setup_localhost() {
	getent ahosts localhost >/dev/null && return 0
	echo "  note  localhost is unknown here: added to /etc/hosts"
	setup_as_root sh -c 'echo "127.0.0.1 localhost" >>/etc/hosts' ||
		setup_die 'localhost is unknown; add "127.0.0.1 localhost" to /etc/hosts'
}

# Configures FOLDER, unless that was done with the same arguments or more, and builds TARGETS.
setup_build() { # setup_build WHAT FOLDER TARGETS [configure arguments]
	setup_name=$1 setup_folder=$2 setup_targets=$3
	shift 3
	if [ ! -x "$top_srcdir/configure" ]; then
		setup_step 'autoreconf' autoreconf -fi || return 1
	fi
	if ! setup_configured "$setup_folder" "$@"; then
		mkdir -p "$setup_folder"
		# shellcheck disable=SC2016
		setup_step "$setup_name: configure" sh -c 'cd "$0" && "$@" && make clean' \
			"$setup_folder" "$top_srcdir/configure" "$@" || return 1
	fi
	# shellcheck disable=SC2086
	setup_step "$setup_name: make" make -j "$SETUP_JOBS" -C "$setup_folder" $setup_targets
}

setup_configured() { # setup_configured FOLDER [configure arguments]
	[ -f "$1/Makefile" ] && [ -x "$1/config.status" ] || return 1
	setup_had=$(cd "$1" && ./config.status --config) || return 1
	shift
	for setup_argument; do
		case $setup_had in *"'$setup_argument'"*) ;; *) return 1 ;; esac
	done
}

# True if nobody listens on the port of 127.0.0.1 (curl: 7 is "could not connect").
setup_port_free() {
	[ "$1" -ne 0 ] || return 0
	curl -s -m 2 -o /dev/null "telnet://127.0.0.1:$1" </dev/null >/dev/null 2>&1
	[ $? -eq 7 ]
}
