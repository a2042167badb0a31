# npm: packages from the npm registry, each of a fixed version and hash: a renderer, validators, peers.
# Sourced, or run:
#
#       sh tests/lib/npm.sh install SET FOLDER          puts the packages of a set into FOLDER/SET/node_modules
#       sh tests/lib/npm.sh rows SET NAME@VERSION...    prints the rows of these and of all that they need
#
# The packages stand in npm.packages, those that others need too, so a set is the same everywhere.  npm only fetches
# them: it chooses no version, and no script of a package is run.
# shellcheck shell=sh

NPM_TABLE=${top_srcdir:-.}/tests/lib/npm.packages

npm_rows() { # npm_rows SET, as PATH VERSION SHA512
	awk -v set="$1" '$1 == set { print $2, $3, $4 }' "$NPM_TABLE"
}

# A package's name from its place: the last node_modules/ and what stands before it do not belong to it.
npm_name() { echo "${1##*node_modules/}"; }

# As `npm pack` calls the file.
npm_file() { echo "$(npm_name "$1" | sed 's/^@//; s|/|-|g')-$2.tgz"; }

npm_unpack() { # npm_unpack FOLDER, rows from the input
	while read -r npm_path npm_version npm_hash; do
		npm_archive=$1/$(npm_file "$npm_path" "$npm_version")
		npm_got=$(openssl dgst -sha512 -binary "$npm_archive" | openssl base64 -A)
		if [ "$npm_got" != "$npm_hash" ]; then
			echo "npm: $npm_path $npm_version is not what npm.packages says: $npm_got" >&2
			return 1
		fi
		mkdir -p "$1/node_modules/$npm_path" &&
			tar -xzf "$npm_archive" --no-same-owner --strip-components=1 \
				-C "$1/node_modules/$npm_path" ||
			return 1
	done
}

# Nothing is done where the set is there already.
npm_install() { # npm_install SET FOLDER
	npm_set=$2/$1
	mkdir -p "$2" && npm_rows "$1" >"$npm_set.rows" || return 1
	cmp -s "$npm_set.rows" "$npm_set/rows" && return 0
	if [ ! -s "$npm_set.rows" ] || ! command -v npm >/dev/null; then
		echo "npm: there is no npm here, or no set $1" >&2
		return 1
	fi
	rm -rf "$npm_set" "$npm_set.new" && mkdir "$npm_set.new" || return 1
	npm_specs=$(while read -r npm_path npm_version npm_hash; do
		echo "$(npm_name "$npm_path")@$npm_version"
	done <"$npm_set.rows" | sort -u)
	# shellcheck disable=SC2086
	(cd "$npm_set.new" && npm pack --loglevel=error --ignore-scripts --fetch-retries=1 \
		--fetch-retry-mintimeout=1000 --fetch-timeout=60000 $npm_specs >/dev/null) &&
		npm_unpack "$npm_set.new" <"$npm_set.rows" &&
		rm -f "$npm_set.new"/*.tgz && mv "$npm_set.rows" "$npm_set.new/rows" && mv "$npm_set.new" "$npm_set"
}

npm_resolve() { # npm_resolve SET NAME@VERSION...
	npm_work=$(mktemp -d) || return 1
	npm_of=$1
	shift
	(cd "$npm_work" && echo '{}' >package.json &&
		npm install --silent --package-lock-only --ignore-scripts --omit=optional "$@" >&2 &&
		jq -r --arg set "$npm_of" '.packages | to_entries[] | select(.key != "" and .value.optional != true) |
			[$set, (.key | sub("^node_modules/"; "")), .value.version,
			(.value.integrity | sub("^sha512-"; ""))] | join(" ")' package-lock.json)
	rm -rf "$npm_work"
}

case ${0##*/} in
npm.sh)
	npm_verb=${1:-} && shift
	case $npm_verb in
	install) npm_install "$@" ;;
	rows) npm_resolve "$@" ;;
	*) sed -n '4,5p' "$0" >&2 && exit 2 ;;
	esac
	;;
esac
