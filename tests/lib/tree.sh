# tree: what the tests of the tree itself (t00 to t07) share.  Sourced.
#
# TREE is the tree that is looked at: $top_srcdir, or a spoilt copy of it in t07.  A rule is a
# function that prints what breaks it, one finding a line; nothing printed is well.
# shellcheck shell=sh
set -u
LC_ALL=C.UTF-8
export LC_ALL
TREE=${TREE:-${top_srcdir:?}}
builddir=$(pwd)
. "${top_srcdir:?}/tests/lib/tap.sh"
cd "$TREE" || exit 99

rule() {        # rule WHAT FUNCTION [ARGUMENTS]
	what=$1
	shift
	findings=$("$@")
	ok "$what" test -z "$findings"
	[ -z "$findings" ] || printf '%s\n' "$findings" | sed 's/^/# /'
}

# Paths of the tree's own files below the folders given, without what a build makes.
files() {       # files PATTERN FOLDER...
	pattern=$1
	shift
	find "$@" -name "$pattern" -type f ! -path 'wsdl/gen/*' 2>/dev/null | sort
}
sources() { files '*.[ch]' adapter mapping; }

# Looks for an ERE in the C files named on standard input, like grep -n, but comments and the
# text of strings do not count.
xargs_code() {  # xargs_code ERE <names
	xargs awk -v ere="$(printf %s "$1" | sed 's/\\/\\\\/g')" '
		FNR == 1 { inside = 0 }
		{
			line = $0; code = ""
			while (line != "") {
				if (inside) {
					end = index(line, "*/")
					if (end == 0) break
					line = substr(line, end + 2); inside = 0
				} else if (match(line, /"([^"\\]|\\.)*"|\/\*|\/\//)) {
					token = substr(line, RSTART, RLENGTH)
					code = code substr(line, 1, RSTART - 1)
					line = substr(line, RSTART + RLENGTH)
					if (token == "/*") inside = 1
					else if (token == "//") line = ""
					else code = code "\"\""
				} else {
					code = code line; line = ""
				}
			}
			if (code ~ ere) printf "%s:%d:%s\n", FILENAME, FNR, code
		}'
}
