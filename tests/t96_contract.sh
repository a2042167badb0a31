#!/bin/sh
# The running adapter is what its OpenAPI document says: every operation, by requests made from the schemas.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
/usr/bin/python3 -c 'import jsonschema, requests' 2>/dev/null ||
	skip_all 'python3-jsonschema or python3-requests is not installed'
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t96.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_start || exit 1
scopes=$("$MOSTIK" openapi | jq -r '[.paths[][].security[][] | .[]] | unique | join(" ")')
TOKEN=$(stand_token 1 --scope "$scopes" --expires-in 3600)
SYSTEM_TOKEN=$(stand_token 1 --scope "$scopes" --expires-in 3600 --set 'client_id="portal"' --drop family_name \
	--drop given_name --drop middle_name --drop snils --drop birthdate --drop gender)
export PORT PKI MOSTIK TOKEN SYSTEM_TOKEN
PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$top_srcdir/tests/contract/contract.py"
