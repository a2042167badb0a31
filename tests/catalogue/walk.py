"""The walk: what every operation has in common, tried on every operation.

A service's cases are a file NAME.py with a function walk(w).  In it an operation is called as the portal would:

    answer = w.call("BindSnils", citizen=3, body={…})           # the status of success is asked for
    w.call("ConfirmSnilsBinding", citizen=3, path={"id": answer.json["id"]}, body={"code": "0000"}, want=422,
           code="FUND_REFUSED", fault="CODE_WRONG")
    w.is_("what it should be", answer.json["state"], "confirmed")
    w.fund("SELECT count(*) FROM binding WHERE …")              # what the Fund has kept

The first good call of each operation is looked up in the journal and becomes the pattern for its refusals: no token,
another scope, each member missing, each of another type, an unknown parameter, another citizen; at the end, all
together, the Fund's declared fault, the Fund silent, and an answer about somebody else.
Say in call() what does not hold:
    public=True    the resource is nobody's: another citizen gets it too
    refusals_left_out=("type",)    names of refusals that do not hold, of those in REFUSALS
"""
import concurrent.futures
import copy
import json
import os
import sqlite3
import subprocess
import threading
import urllib.parse
import uuid

import requests

REFUSALS = ("token", "scope", "unknown", "missing", "type", "other citizen", "replay", "fault", "silent", "person")
CITIZEN_CLAIMS = ("family_name", "given_name", "middle_name", "snils", "birthdate", "gender")
ENV = os.environ


class Answer:
    def __init__(self, response):
        self.status = response.status_code
        self.headers = response.headers
        self.content = response.content
        kind = response.headers.get("Content-Type", "")
        self.json = response.json() if kind.split(";")[0].endswith("json") and response.content else None

    def code(self):
        return self.json.get("code") if isinstance(self.json, dict) else None

    def told(self):
        return "%d %s" % (self.status, self.content.decode(errors="replace"))

    def pointers(self):
        return [e["pointer"] for e in (self.json or {}).get("errors", [])]


class Call:
    """One request, as a pattern that can be changed and sent again."""

    def __init__(self, op, citizen, path, query, body, files, headers, options):
        self.op, self.citizen, self.options = op, citizen, options
        self.path, self.query, self.body, self.files = path or {}, query or {}, body, files
        self.headers = headers or {}

    def changed(self, **members):
        other = copy.copy(self)
        for name, value in members.items():
            setattr(other, name, value)
        return other


class Walk:
    def __init__(self):
        self.count = self.failed = 0
        self.url = "https://localhost:%s" % ENV["PORT"]
        self.local = threading.local()
        self.tokens = {}
        self.seen = {}
        document = subprocess.run([ENV["MOSTIK"], "openapi"], check=True, capture_output=True).stdout
        self.document = json.loads(document)
        self.operations = {}
        for path, methods in self.document["paths"].items():
            for method, op in methods.items():
                self.operations[op["operationId"]] = (method.upper(), path, op)

    # ---- TAP
    def ok(self, name, condition, note=""):
        self.count += 1
        self.failed += not condition
        print("%sok %d - %s" % ("" if condition else "not ", self.count, name), flush=True)
        if not condition and note:
            print("# %s" % str(note)[:1500].replace("\n", " "), flush=True)
        return condition

    def is_(self, name, got, want):
        return self.ok(name, got == want, "got %r, want %r" % (got, want))

    # ---- the stand
    def fund(self, sql, *arguments):
        """The first column of the first row of a query to the stand-in Fund's database; None if there is none."""
        with sqlite3.connect("file:%s?mode=ro" % ENV["FUND_DB"], uri=True) as db:
            row = db.execute(sql, arguments).fetchone()
        return row[0] if row else None

    def mode(self, words):
        with open(ENV["FUND_MODE"], "w") as f:
            f.write(words + "\n")

    def snils(self, citizen):
        line = subprocess.run([ENV["CITIZEN"], str(citizen)], check=True, capture_output=True, text=True).stdout
        return line.strip().split("|")[3]

    def token(self, citizen, scope=None, options=()):
        """citizen is a number; None: a system's own token."""
        key = (citizen, scope, tuple(options))
        if key not in self.tokens:
            scope = scope or " ".join(s["name"] if isinstance(s, dict) else s for s in self.scopes())
            more = ["--citizen", str(citizen)] if citizen is not None else ["--set", "client_id=\"portal\""] + sum(
                (["--drop", c] for c in CITIZEN_CLAIMS), [])
            command = [ENV["ISSUER"], "token", "--pki", ENV["PKI"], "--iss", ENV["TOKEN_ISSUER"], "--aud", "mostik",
                       "--scope", scope, "--expires-in", "3600"] + more + list(options)
            self.tokens[key] = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        return self.tokens[key]

    def scopes(self):
        found = []
        for _, _, op in self.operations.values():
            for requirement in op["security"]:
                found += [s for scheme in ("accessToken", "systemToken") for s in requirement.get(scheme, [])
                          if s not in found]
        return found

    def session(self):
        if not hasattr(self.local, "session"):
            self.local.session = requests.Session()
            self.local.session.trust_env = False
            self.local.session.verify = ENV["PKI"] + "/tls-ca.pem"
            self.local.session.cert = (ENV["PKI"] + "/portal-tls.pem", ENV["PKI"] + "/portal-tls.key")
        return self.local.session

    def send(self, call, key=None, token=True):
        method, path, _ = self.operations[call.op]
        for name, value in call.path.items():
            path = path.replace("{%s}" % name, urllib.parse.quote(str(value), safe=""))
        headers = {"Accept-Language": "en"}
        if method != "GET":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        if token is True:
            token = self.token(call.citizen, options=call.options.get("token", ()))
        if token:
            headers["Authorization"] = "Bearer " + token
        headers.update(call.headers)
        data, files = None, None
        if call.files:
            files = [("body", ("body.json", json.dumps(call.body), "application/json"))]
            files += [(name, file) for name, file in call.files.items()]
        elif call.body is not None:
            data = json.dumps(call.body, ensure_ascii=False).encode()
            headers["Content-Type"] = "application/json"
        query = {k: str(v) for k, v in call.query.items()}
        return Answer(self.session().request(method, self.url + path, params=query, data=data, files=files,
                                             headers=headers, timeout=60))

    # ---- what services call
    def call(self, op, citizen=1, path=None, query=None, body=None, files=None, headers=None, want=None, code=None,
             fault=None, key=None, **options):
        """Calls; the status must be want, or the documented success, and code and fault those of the problem."""
        if op not in self.operations:
            self.ok("%s is an operation" % op, False)
            raise KeyError(op)
        call = Call(op, citizen, path, query, body, files, headers, options)
        good = int(next(s for s in self.operations[op][2]["responses"] if s[0] == "2"))
        key = key or str(uuid.uuid4())
        answer = self.send(call, key)
        name = "%s%s: %d" % (op, " " + options["what"] if "what" in options else "", want or good)
        self.ok(name, answer.status == (want or good), answer.told())
        if code is not None:
            self.is_(name + " " + code, answer.code(), code)
        if fault is not None:
            self.is_(name + " " + fault, ((answer.json or {}).get("fault") or {}).get("code"), fault)
        if answer.status == good and op not in self.seen:
            self.seen[op] = call
            self.look_in_journal(op, answer)
            self.try_refusals(call, key, answer)
        return answer

    def look_in_journal(self, op, answer):
        shown = subprocess.run([ENV["MOSTIK"], "journal", "show", "--config", ENV["CONF"],
                                answer.headers.get("Mostik-Exchange", "none")], capture_output=True, text=True).stdout
        kinds = [line.split()[1 + 1] for line in shown.splitlines() if line.startswith("record ")]
        lacks = [word for word in (op, "sent", "reply", "answer") if word not in shown]
        self.ok("%s: in the journal, from request to answer" % op, not lacks,
                "%s: lacks %s" % (kinds or shown, lacks))

    # ---- refusals
    def try_refusals(self, call, key, first):
        leave = call.options.get("refusals_left_out", ())
        op, operation = call.op, self.operations[call.op][2]

        def try_(kind, test):
            if kind not in leave:
                test()

        try_("token", lambda: self.refused(op, "no token", self.send(call, token=None), 401, "TOKEN_MISSING"))
        try_("scope", lambda: self.refused(op, "another scope", self.send(
            call, token=self.token(call.citizen, "nothing", call.options.get("token", ()))), 403, "TOKEN_SCOPE"))
        try_("unknown", lambda: self.refused(op, "unknown parameter", self.send(
            call.changed(query=dict(call.query, nosuch="1"))), 422, "INVALID", "/nosuch"))
        if self.operations[op][0] == "POST" and any(
                p.get("$ref", "").endswith("/IdempotencyKey") for p in operation["parameters"]):
            try_("replay", lambda: self.try_replay(call, key, first))
        self.try_members(call, operation, leave)
        if call.path and not call.options.get("public") and call.citizen is not None:
            try_("other citizen", lambda: self.refused(op, "another citizen", self.send(
                call.changed(citizen=call.citizen + 11)), 404))

    def refused(self, op, what, answer, status, code=None, pointer=None):
        good = answer.status == status and (code is None or answer.code() == code)
        good = good and (pointer is None or pointer in answer.pointers())
        self.ok("%s: %s: %d" % (op, what, status), good, answer.told())

    def try_replay(self, call, key, first):
        again = self.send(call, key)
        self.ok("%s: the same key: the same answer" % call.op, (again.status, again.content) == (
            first.status, first.content) and again.headers.get("Idempotent-Replayed") == "true",
            again.told())

    def resolve(self, schema):
        while "$ref" in schema:
            place = self.document
            for part in schema["$ref"][2:].split("/"):
                place = place[part.replace("~1", "/").replace("~0", "~")]
            schema = place
        return schema

    def body_schema(self, call, operation):
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content or not isinstance(call.body, dict):
            return {}
        schema = self.resolve(content["application/json"]["schema"])
        for one in schema.get("oneOf", []):
            one = self.resolve(one)
            consts = {k: v.get("const") for k, v in one["properties"].items() if "const" in v}
            if consts and all(call.body.get(k) == v for k, v in consts.items()):
                return one
        return schema

    def try_members(self, call, operation, leave):
        op, schema = call.op, self.body_schema(call, operation)
        for name in schema.get("required", []):
            if "missing" in leave:
                break
            lacks = {k: v for k, v in call.body.items() if k != name}
            self.refused(op, "%s missing" % name, self.send(call.changed(body=lacks)), 422, "INVALID", "/" + name)
        for name in schema.get("properties", {}):
            if name not in (call.body or {}) or "type" in leave:
                continue
            wrong = dict(call.body, **{name: [["x"]] if not isinstance(call.body[name], list) else "x"})
            self.refused(op, "%s of another type" % name, self.send(call.changed(body=wrong)), 422, "INVALID",
                         "/" + name)
        for p in map(self.resolve, operation["parameters"]):
            if p["in"] != "query":
                continue
            if p.get("required") and "missing" not in leave:
                lacks = {k: v for k, v in call.query.items() if k != p["name"]}
                self.refused(op, "%s missing" % p["name"], self.send(call.changed(query=lacks)), 422, "INVALID",
                             "/" + p["name"])
            schema = self.resolve(p["schema"])
            if "type" not in leave and ({"pattern", "format", "enum"} & set(schema) or schema.get("type") == "integer"):
                wrong = dict(call.query, **{p["name"]: "?!"})
                self.refused(op, "%s of another form" % p["name"], self.send(call.changed(query=wrong)), 422, "INVALID",
                             "/" + p["name"])

    # ---- the Fund in trouble, all operations at once
    def trouble(self, kind, mode, status, code, of=lambda op: True, at_once=12):
        calls = [c for op, c in sorted(self.seen.items())
                 if of(op) and kind not in c.options.get("refusals_left_out", ())]
        for c in calls:
            self.token(c.citizen, options=c.options.get("token", ()))
        self.mode(mode)
        with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
            answers = list(pool.map(self.send, calls))
        self.mode("normal")
        for c, answer in zip(calls, answers):
            self.refused(c.op, "the Fund: %s" % mode, answer, status, code)

    def repeats_person(self, op):
        schema = self.operations[op][2]["responses"]
        content = next(v for k, v in schema.items() if k[0] == "2").get("content", {}).get("application/json", {})
        return "snils" in self.resolve(content.get("schema", {})).get("properties", {})

    def end(self, services):
        self.trouble("fault", "refuse", 422, "FUND_REFUSED")
        self.trouble("fault", "fault", 502, "FUND_FAULT")
        self.trouble("silent", "silent", 504, "FUND_SILENT")
        self.trouble("person", "wrongperson", 502, "REPLY_OTHER", self.repeats_person)
        for op, (_, _, operation) in sorted(self.operations.items()):
            if any(s in services for r in operation["security"] for scopes in r.values() for s in scopes):
                self.ok("%s was called" % op, op in self.seen)
