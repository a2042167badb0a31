"""Values from JSON Schema (2020-12, as OpenAPI 3.1 has it): good ones, and ones that are wrong in one place."""
import copy
import random
import re

try:
    from re import _parser as sre_parse
except ImportError:  # before Python 3.11
    import sre_parse

LETTERS = "АЖёяЪ-z9 «»№\U0001f600e\u0301"


class Inventor:
    def __init__(self, document, seed):
        self.document = document
        self.random = random.Random(seed)

    def resolve(self, schema):
        while "$ref" in schema:
            place = self.document
            for part in schema["$ref"][2:].split("/"):
                place = place[part.replace("~1", "/").replace("~0", "~")]
            schema = place
        return schema

    # ---- texts that a pattern admits
    def from_pattern(self, pattern):
        return self.nodes(sre_parse.parse(pattern))

    def nodes(self, tree):
        return "".join(self.node(op, value) for op, value in tree)

    def node(self, op, value):
        name = str(op)
        if name == "LITERAL":
            return chr(value)
        if name == "NOT_LITERAL":
            return "a" if value != ord("a") else "b"
        if name == "ANY":
            return "x"
        if name == "IN":
            return self.one_of(value)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            low, high, tree = value
            n = self.random.randint(low, min(int(high), low + 8))
            return "".join(self.nodes(tree) for _ in range(n))
        if name == "SUBPATTERN":
            return self.nodes(value[-1])
        if name == "BRANCH":
            return self.nodes(self.random.choice(value[1]))
        return ""  # anchors and look-arounds

    def one_of(self, items):
        name, value = str(items[0][0]), items[0][1]
        if name == "NEGATE":
            return next(c for c in "aZ0_~" if not re.match("[%s]" % c, "") and not self.among(c, items[1:]))
        name, value = self.random.choice([(str(n), v) for n, v in items])
        if name == "RANGE":
            return chr(self.random.randint(value[0], value[1]))
        if name == "CATEGORY":
            return "7" if "DIGIT" in str(value) else "a"
        return chr(value)

    def among(self, c, items):
        return any((str(n) == "LITERAL" and v == ord(c)) or (str(n) == "RANGE" and v[0] <= ord(c) <= v[1])
                   for n, v in items)

    # ---- good values
    def good(self, schema, depth=0):
        schema = self.resolve(schema)
        if "const" in schema:
            return schema["const"]
        if "oneOf" in schema:
            return self.good(self.random.choice(schema["oneOf"]), depth)
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        kind = schema.get("type")
        kind = self.random.choice(kind) if isinstance(kind, list) else kind
        return getattr(self, "good_" + (kind or "object"))(schema, depth)

    def good_object(self, schema, depth):
        required = schema.get("required", [])
        return {name: self.good(sub, depth + 1) for name, sub in schema.get("properties", {}).items()
                if name in required or (depth < 5 and self.random.random() < 0.6)}

    def good_array(self, schema, depth):
        low, high = schema.get("minItems", 0), schema.get("maxItems", 3)
        return [self.good(schema["items"], depth + 1) for _ in range(self.random.randint(low, min(high, low + 2)))]

    def good_integer(self, schema, depth):
        low, high = schema.get("minimum", 0), schema.get("maximum", 100)
        return self.random.choice([low, high, self.random.randint(low, high)])

    def good_boolean(self, schema, depth):
        return self.random.random() < 0.5

    def good_null(self, schema, depth):
        return None

    def good_string(self, schema, depth):
        if schema.get("examples") and (self.random.random() < 0.7 or "format" in schema):
            return schema["examples"][0]
        if "pattern" in schema:
            return self.from_pattern(schema["pattern"])
        low, high = schema.get("minLength", 0), schema.get("maxLength", 40)
        n = self.random.randint(low, min(high, low + 12))
        return ("".join(self.random.choice(LETTERS[:6]) for _ in range(n)) + "я" * low)[:max(n, low)] or ""

    # ---- one thing wrong: (what, pointer, value) of every place in a good value
    def wrong(self, schema, value, pointer=""):
        schema = self.resolve(schema)
        for one in schema.get("oneOf", []):
            one = self.resolve(one)
            if all(value.get(k) == v["const"] for k, v in one.get("properties", {}).items() if "const" in v):
                yield from self.wrong(one, value, pointer)
                return
        if isinstance(value, dict) and "properties" in schema:
            yield from self.wrong_object(schema, value, pointer)
        elif isinstance(value, list):
            yield "another type", pointer, {"x": 1}
            for i, item in enumerate(value[:1]):
                for what, at, bad in self.wrong(schema["items"], item, "%s/%d" % (pointer, i)):
                    yield what, at, [bad] + value[1:]
            if "maxItems" in schema and value and schema["maxItems"] < 60:
                yield "too many", pointer, [copy.deepcopy(value[0]) for _ in range(schema["maxItems"] + 1)]
        else:
            yield from ((what, pointer, bad) for what, bad in self.wrong_leaf(schema))

    def wrong_object(self, schema, value, pointer):
        yield "another type", pointer, "text"
        yield "unknown member", pointer + "/nosuch", dict(value, nosuch=1)
        for name in schema.get("required", []):
            yield "missing", "%s/%s" % (pointer, name), {k: v for k, v in value.items() if k != name}
        for name, sub in schema["properties"].items():
            if name not in value:
                continue
            for what, at, bad in self.wrong(sub, value[name], "%s/%s" % (pointer, name)):
                yield what, at, dict(value, **{name: bad})

    def wrong_leaf(self, schema):
        kind = schema.get("type")
        yield "another type", [[]]
        if "null" not in (kind if isinstance(kind, list) else [kind]):
            yield "null", None
        if "enum" in schema or "const" in schema:
            yield "none of the names", "nosuch" if kind != "boolean" else 7
        if kind == "integer":
            yield "too great", schema.get("maximum", 2 ** 31) + 1
            yield "too small", schema.get("minimum", -2 ** 31) - 1
            yield "a fraction", 1.5
        if kind == "string" or isinstance(kind, list):
            if "pattern" in schema and not re.search(schema["pattern"], "?!"):
                yield "another pattern", "?!"
            if "format" in schema:
                yield "another format", "no " + schema["format"]
            if schema.get("maxLength", 10 ** 6) < 5000 and "examples" in schema:
                yield "too long", (schema["examples"][0] or "x")[:1] * (schema["maxLength"] + 1)
