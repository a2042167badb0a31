#!/bin/sh
# The tree holds no key, no name of the place where it was written, nothing that a build makes.
. "${top_srcdir:?}/tests/lib/tree.sh"

if [ -e .git ] && git rev-parse --git-dir >/dev/null 2>&1; then
	tracked=yes
	list() { git ls-files; }
else
	tracked=
	list() {
		find . -type f ! -path './build*' ! -path './_build/*' ! -path './wsdl/gen/*' \
			! -path './autom4te.cache/*' ! -name '*.o' ! -name '*.a' | sed 's,^\./,,'
	}
fi
in_text() { list | grep -v '^build-aux/' | tr '\n' '\0' | xargs -0 grep -nI "$@" /dev/null; }

# The bracket keeps this line from finding itself.
keys() { in_text -E -e '-----BEGIN [A-Z ]*PRIVATE KE[Y]-----' | cut -d: -f1,2; }
key_files() { list | grep -E '\.(key|p12|pfx|jks)$'; }

# Where it stands now, and homes of people.  A short parent (/ or /tmp) says nothing.
paths() {
	here=$(pwd -P)
	parent=$(dirname "$here")
	case $parent in
	/ | /tmp | /usr | /srv | /opt | /home | /root | /var/tmp) parent=$here ;;
	esac
	{
		in_text -F -e "$here/" -e "$parent/"
		in_text -E -e '(^|[^A-Za-z0-9_.])/(home|Users)/[a-z]'
	} | cut -d: -f1,2
}

generated() {
	list | grep -E -e '(^|/)(configure|Makefile|Makefile\.in|aclocal\.m4|config\.h(\.in)?)$' \
		-e '\.(o|a|so|gcda|gcno|pyc|orig|rej|swp)$' -e '^wsdl/gen/|^build'
}

rule 'no private key is in the tree' keys
rule 'no file is named like a key' key_files
rule 'no path of the machine where it was written' paths
if [ "$tracked" ]; then
	rule 'nothing generated is committed' generated
else
	skip 'nothing generated is committed' 'not a git tree'
fi
done_testing
