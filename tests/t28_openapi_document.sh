#!/bin/sh
# The OpenAPI document seen from outside: every reference leads somewhere, every example is as its
# schema demands, and other people's validator takes it (where it was fetched).
set -u
top=${top_srcdir:?}
. "$top/tests/lib/tap.sh"
python=/usr/bin/python3
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
[ -x $python ] || skip_all "there is no $python"
./tests/t26_openapi emit >"$dir/openapi.json" || exit 99

cat >"$dir/check.py" <<'END'
import json, re, sys

doc = json.load(open(sys.argv[1], encoding="utf-8"))
found = []
counted = {"references": 0, "examples": 0, "objects": 0, "patterns": 0}

def resolve(ref):
    at = doc
    for part in ref.removeprefix("#/").split("/"):
        at = at[part.replace("~1", "/").replace("~0", "~")]
    return at

def check_schema(schema, where):
    for example in schema.get("examples", []):
        counted["examples"] += 1
        text = str(example)
        if not re.search(schema.get("pattern", ""), text):
            found.append(f"{where}: example and pattern")
        shortest, longest = schema.get("minLength", 0), schema.get("maxLength", 9999)
        if isinstance(example, str) and not shortest <= len(text) <= longest:
            found.append(f"{where}: example and length")
        if isinstance(example, int) and not schema["minimum"] <= example <= schema["maximum"]:
            found.append(f"{where}: example and range")
        if schema.get("type") == "integer" and not isinstance(example, int):
            found.append(f"{where}: example and type")
    if "pattern" in schema:
        counted["patterns"] += 1
        if not (schema["pattern"].startswith("^") and schema["pattern"].endswith("$")):
            found.append(f"{where}: pattern is not anchored")
    if "properties" in schema:
        counted["objects"] += 1
        for name in schema.get("required", []):
            if name not in schema["properties"]:
                found.append(f"{where}: {name} is required and unknown")

def walk(at, where):
    if isinstance(at, dict):
        if isinstance(at.get("$ref"), str):
            counted["references"] += 1
            try:
                resolve(at["$ref"])
            except KeyError:
                found.append(f"{where}: {at['$ref']} leads nowhere")
        if "type" in at or "oneOf" in at:
            check_schema(at, where)
        for key, value in at.items():
            walk(value, f"{where}/{key}")
    elif isinstance(at, list):
        for i, value in enumerate(at):
            walk(value, f"{where}/{i}")

walk(doc, "")
names = []
for path, item in doc["paths"].items():
    for method, operation in item.items():
        names.append(operation["operationId"])
        parameters = [resolve(p["$ref"]) if "$ref" in p else p for p in operation["parameters"]]
        in_path = {p["name"] for p in parameters if p["in"] == "path"}
        if in_path != set(re.findall(r"\{(\w+)\}", path)):
            found.append(f"{path}: parameters in the path")
        if not all(status.isdigit() for status in operation["responses"]):
            found.append(f"{path}: statuses")
if len(set(names)) != len(names):
    found.append("operationId is not unique")
for what, n in counted.items():
    if n < 10:
        found.append(f"only {n} {what} were looked at")
print("\n".join(found) or "all is well")
END
is 'references lead somewhere, examples are good' "$($python "$dir/check.py" "$dir/openapi.json")" \
	'all is well'

# The check itself can fail.
spoilt() {      # WHAT SED-SCRIPT PATTERN
	sed "$2" "$dir/openapi.json" >"$dir/spoilt.json"
	like "$1" "$($python "$dir/check.py" "$dir/spoilt.json")" "$3"
}
spoilt 'a broken reference is found' 's|schemas/Passport"|schemas/Pasport"|' 'Pasport leads nowhere'
spoilt 'a bad example is found' 's|"+79001234567"|"89001234567"|' 'phone.*: example and pattern'
spoilt 'a forgotten property is found' 's|^\( *\)"orderId": {|\1"orderNumber": {|;s|^ *"kind",$|"kind", "orderId",|' \
	'orderId is required and unknown'

# Somebody else's validator, by the schemas that the OpenAPI Initiative publishes.
validator=${MOSTIK_NPM:-${top_builddir:-.}/npm}/tests/node_modules
validator=$validator/@seriousme/openapi-schema-validator/bin/validate-api-cli.js
validate() { node "$validator" "$1" >"$dir/verdict" 2>&1; }
if ! command -v node >/dev/null; then
	skip 'a validator takes it' 'there is no node'
elif [ ! -f "$validator" ]; then
	skip 'a validator takes it' "there is no $validator: sh tests/lib/npm.sh install tests FOLDER"
else
	ok 'a validator takes it' validate "$dir/openapi.json"
	sed 's|"in": "query"|"in": "nowhere"|' "$dir/openapi.json" >"$dir/spoilt.json"
	ok 'and can refuse' sh -c '! node "$1" "$2" >"$3"' sh "$validator" "$dir/spoilt.json" "$dir/verdict"
	like 'with the place' "$(cat "$dir/verdict")" '/parameters/'
fi
done_testing
