#!/bin/sh
# What the documents say of the tree is so: settings, verbs, files, variables.
. "${top_srcdir:?}/tests/lib/tree.sh"

# SECTION NAME DEFAULT of each setting, from the program's table and from the manual.
in_table() {
	sed -n 's/^	{"\([a-z]*\)", *"\([a-z0-9_]*\)", *TYPE.*, *\(NULL\|"[^"]*"\), *"[^"]*"},$/\1 \2 \3/p' \
		adapter/settings_table.c | tr -d '"' | sort
}
in_manual() {
	awk '
		/^\.Ss \[/ { section = $2; gsub(/[][]/, "", section) }
		/^\.It Cm/ { name = $3 }
		/^Must be given/ { print section, name, "NULL" }
		/^Default: / { sub(/^Default: /, ""); sub(/\.$/, ""); sub(/^none$/, ""); print section, name, $0 }
	' adapter/mostik.conf.5 | sort
}
settings() {
	[ "$(in_table | wc -l)" -gt 20 ] || echo 'the table of settings cannot be read'
	in_table >"$dir/table"
	in_manual | diff "$dir/table" - | grep '^[<>]'
}

# In the example what must be given is set, and what need not be is a comment with its default.
example() {
	awk '
		/^\[/ { section = $1; gsub(/[][]/, "", section) }
		/^[a-z0-9_]+ = / { print section, $1, "NULL" }
		/^#[a-z0-9_]+ =/ { print section, substr($1, 2), $3 }
	' adapter/mostik.conf.example | sort | diff "$dir/table" - | grep '^[<>]'
}

verbs() {
	sed -n 's/^	{"\([a-z]*\)", *[a-z]*, *"\1.*/\1/p' adapter/main.c | while read -r verb; do
		grep -q "^\.Cm $verb" adapter/mostik.1 || echo "mostik.1 does not know $verb"
	done
}

audit_options() {
	grep -hoE '^	\{"--[a-z-]+"' adapter/audit/*.c | tr -d '	{"' | while read -r option; do
		grep -q "Fl -${option#--}" adapter/mostik.1 || echo "mostik.1 does not know $option"
	done
}

# Words of the README that look like files of the tree.
paths() {
	grep -oE '(adapter|mapping|tests|certs|wsdl|xsd)/[A-Za-z0-9_./-]*[A-Za-z0-9_]' README.md DESIGN.md SECURITY.md |
		sed 's/^[^:]*://' | sort -u | while read -r path; do
		[ -e "$path" ] || [ -e "$path/" ] || echo "$path"
	done
}

variables() {
	cat tests/lib/setup.sh tests/lib/show.sh tests/lib/gate.sh |
		grep -oE '\$\{MOSTIK_[A-Z_]+:-' | tr -d '${:-' | sort -u |
		while read -r name; do
			sh ./quickstart --help | grep -q "$name" || echo "$name"
		done
}

dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
rule 'mostik.conf.5 has every setting with its default' settings
rule 'mostik.conf.example has every setting with its default' example
rule 'mostik.1 has every verb' verbs
rule 'mostik.1 has every option of the journal verbs' audit_options
rule 'files that the documents name exist' paths
rule 'quickstart --help names every variable' variables
done_testing
