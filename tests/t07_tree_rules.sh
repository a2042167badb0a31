#!/bin/sh
# The rules of the tree can fail: each is broken once, in a copy, and its test must name the place.
set -u
top=${top_srcdir:?}
. "$top/tests/lib/tap.sh"
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
builddir=$(pwd)

fresh() {
	rm -rf "$dir/tree" "$dir/objects"
	mkdir "$dir/tree" "$dir/objects"
	(cd "$top" && cp -R adapter mapping tests wsdl certs Makefile.am "$dir/tree/") || exit 99
	rm -rf "$dir/tree/wsdl/gen"
	chmod -R u+w "$dir/tree"
}

# caught TEST TEXT WHAT: TEST must fail on the spoilt copy, with TEXT among its findings.
caught() {
	out=$(cd "$builddir" && TREE=$dir/tree OBJECTS=$dir/objects sh "$top/tests/$1" 2>&1)
	findings=$(printf '%s\n' "$out" | sed -n '/^not ok/,$p' | grep '^# ')
	like "$1: $3" "$findings" "^# .*$2"
}

# spoilt FILE TEXT: appends a line to a file of a fresh copy.
spoilt() {
	fresh
	mkdir -p "$(dirname "$dir/tree/$1")"
	printf '%b\n' "$2" >>"$dir/tree/$1"
}

HEADERS='adapter/base/buf.h adapter/base/bad.h'
export HEADERS
spoilt adapter/base/buf.h 'int buf_x(unknown_t t);'
: >"$dir/tree/adapter/base/bad.h"
caught t00_headers.sh "unknown type name" 'a header that needs another one'
spoilt adapter/base/bad.h '#ifndef BAD_H\n#define BAD_H\n#endif'
caught t00_headers.sh 'the guard is not ADAPTER_BASE_BAD_H' 'a guard that is not the path'

spoilt adapter/seal/odd.c 'int odd_symbol(void);\nint odd_symbol(void) { return 1; }'
mkdir -p "$dir/objects/adapter/seal"
(cd "$dir/tree" && ${CC:-cc} -c -o "$dir/objects/adapter/seal/odd.o" adapter/seal/odd.c)
caught t01_symbols.sh 'adapter/seal/odd.c exports odd_symbol' 'a symbol without the prefix'
caught t01_symbols.sh 'no object of adapter/base/buf.c' 'a source that is not built'

spoilt adapter/base/buf.c '#include "adapter/journal/journal.h"'
caught t02_includes.sh 'adapter/base/buf.c: adapter/base may not use adapter/journal' 'upward use'
spoilt adapter/seal/odd.c '#include "adapter/journal/journal.h"'
caught t02_includes.sh 'adapter/seal/odd.c: adapter/seal may not use adapter/journal' 'sideward use'
spoilt adapter/flow.c '#include "adapter/journal/odd.h"'
: >"$dir/tree/adapter/journal/odd.h"
caught t02_includes.sh 'adapter/flow.c: adapter/journal/odd.h is private' 'a private header'
spoilt adapter/flow.c '#include "journal.h"'
caught t02_includes.sh 'adapter/flow.c: "journal.h" is no path' 'an include not from the top'
spoilt adapter/flow.c '#include <sqlite3.h>'
caught t02_includes.sh 'adapter/flow.c: sqlite3.h belongs elsewhere' 'a library outside its folder'
spoilt adapter/odd/odd.c '#include "adapter/base/base.h"'
caught t02_includes.sh 'adapter/odd/odd.c: the folder adapter/odd has no level' 'a folder of no level'

spoilt adapter/flow.c "$(seq 401 | sed 's/.*/\\n/' | tr -d '\n')"
caught t03_sizes.sh 'adapter/flow.c: ' 'a long file'
spoilt adapter/flow.c "/* $(seq 60 | tr '\n' ' ') */"
caught t03_sizes.sh 'adapter/flow.c: a line of ' 'a long line'
if ctags --version 2>/dev/null | grep -q Universal; then
	spoilt adapter/odd.c "int\nodd(void)\n{\n$(seq 60 | sed 's/.*/\\t;\\n/' | tr -d '\n')\treturn 0;\n}"
	caught t03_sizes.sh 'adapter/odd.c: odd[(][)] has ' 'a long function'
fi

spoilt adapter/flow.c 'static void f(char *a) { strcpy(a, "x"); }'
caught t04_banned.sh 'adapter/flow.c:' 'a banned function'
spoilt adapter/flow.c 'static int f(void) { goto end; end: return 0; }'
caught t04_banned.sh 'adapter/flow.c:' 'a goto'
spoilt adapter/flow.h 'typedef struct { int a; } t;'
caught t04_banned.sh 'adapter/flow.h:' 'a hidden struct'
spoilt mapping/odd.c 'static double money;'
caught t04_banned.sh 'mapping/odd.c:' 'a binary float'
spoilt adapter/seal/odd.c 'static void f(void) { log_info("event=x"); }'
caught t04_banned.sh 'adapter/seal/odd.c:' 'a log line where there must be none'

spoilt certs/odd.pem "-----BEGIN EC PRIVATE KE""Y-----"
caught t05_leaks.sh 'certs/odd.pem:1' 'a private key'
spoilt certs/odd.key 'x'
caught t05_leaks.sh 'certs/odd.key' 'a file named like a key'
spoilt certs/README "see $(cd "$dir/tree" && pwd -P)/x"
caught t05_leaks.sh 'certs/README:' 'a path of the machine'

spoilt adapter/base/err_codes.h 'ERR(NEVER_SEEN, SELF, 500, "", "", "", "")'
caught t06_codes.sh 'NEVER_SEEN' 'a code without use and test'
spoilt adapter/base/err_codes.h 'ERR(BUSY, SELF, 500, "", "", "", "")'
caught t06_codes.sh 'BUSY' 'a code that stands twice'
done_testing
