"""Holds the running adapter to its own OpenAPI document.  Prints TAP.

For every operation: requests that the schemas admit, and requests that are wrong in one place.  What comes back must
have a documented status, media type, headers and schema; what is wrong must be refused, at that place.
The Fund may refuse what the schemas admit: that is documented too.
"""
import json
import os
import subprocess
import sys
import urllib.parse
import uuid

import jsonschema
import requests

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from invent import Inventor  # noqa: E402

ENV = os.environ
GOOD = int(ENV.get("CONTRACT_GOOD", "8"))
WRONG = int(ENV.get("CONTRACT_WRONG", "60"))
# Wrong in a way that a query or a path cannot have: there everything is text.
TEXT_ONLY = ("pattern", "format", "long", "great", "small", "names")


class Contract:
    def __init__(self):
        self.count = self.failed = self.calls = 0
        self.url = "https://localhost:%s" % ENV["PORT"]
        self.document = json.loads(subprocess.run([ENV["MOSTIK"], "openapi"], check=True, capture_output=True).stdout)
        self.inventor = Inventor(self.document, 20261122)
        self.resolver = jsonschema.RefResolver("", self.document)
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = ENV["PKI"] + "/tls-ca.pem"
        self.session.cert = (ENV["PKI"] + "/portal-tls.pem", ENV["PKI"] + "/portal-tls.key")
        self.tokens = [ENV["TOKEN"], ENV.get("SYSTEM_TOKEN", "")]

    def ok(self, name, problems):
        self.count += 1
        self.failed += bool(problems)
        print("%sok %d - %s" % ("not " if problems else "", self.count, name), flush=True)
        for problem in problems[:4]:
            print("# %s" % str(problem)[:700].replace("\n", " "), flush=True)

    # ---- what is sent
    def parameters(self, operation, place):
        found = [self.inventor.resolve(p) for p in operation.get("parameters", [])]
        return [p for p in found if p["in"] == place]

    def invent(self, path, operation):
        good = self.inventor.good
        request = {"path": {}, "query": {}, "body": None}
        for p in self.parameters(operation, "path"):
            request["path"][p["name"]] = good(p["schema"])
        for p in self.parameters(operation, "query"):
            if p.get("required") or self.inventor.random.random() < 0.4:
                request["query"][p["name"]] = good(p["schema"])
        schema = self.body_schema(operation)
        if schema is not None:
            request["body"] = good(schema)
        return request

    def body_schema(self, operation):
        content = operation.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    def send(self, method, path, request, system):
        self.calls += 1
        for name, value in request["path"].items():
            path = path.replace("{%s}" % name, urllib.parse.quote(str(value), safe=""))
        headers = {"Accept-Language": "en", "Authorization": "Bearer " + self.tokens[system]}
        data = None
        if method != "GET":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        if request["body"] is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(request["body"], ensure_ascii=False).encode("utf-8", "surrogatepass")
        return self.session.request(method, self.url + path, params=request["query"], data=data, headers=headers,
                                    timeout=60)

    # ---- what comes back
    def differences(self, operation, response):
        documented = operation["responses"].get(str(response.status_code))
        if documented is None:
            return "the status %d is not documented: %s" % (response.status_code, response.text[:300])
        documented = self.inventor.resolve(documented)
        media = response.headers.get("Content-Type", "").split(";")[0]
        content = documented.get("content", {})
        if response.content and media not in content:
            return "%d: the media type '%s' is not documented" % (response.status_code, media)
        for name, header in documented.get("headers", {}).items():
            if self.inventor.resolve(header).get("required") and name not in response.headers:
                return "%d: no header %s" % (response.status_code, name)
        if not media.endswith("json"):
            return None
        schema = content[media].get("schema", {})
        validator = jsonschema.Draft202012Validator(schema, resolver=self.resolver,
                                                    format_checker=jsonschema.FormatChecker(["date"]))
        error = next(iter(validator.iter_errors(response.json())), None)
        if error is None:
            return None
        return "%d: /%s: %s" % (response.status_code, "/".join(map(str, error.absolute_path)), error.message)

    def try_good(self, name, method, path, operation, system):
        problems, statuses = [], {}
        for _ in range(GOOD):
            response = self.send(method, path, self.invent(path, operation), system)
            statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
            problem = self.differences(operation, response)
            if problem:
                problems.append(problem)
        self.ok("%s: what the schemas admit: %s" % (name, statuses), problems)

    def places(self, path, operation):
        request = self.invent(path, operation)
        schema = self.body_schema(operation)
        if schema is not None:
            for what, at, bad in self.inventor.wrong(schema, request["body"]):
                yield what, at, dict(request, body=bad)
        for p in self.parameters(operation, "query"):
            for what, bad in self.inventor.wrong_leaf(self.inventor.resolve(p["schema"])):
                if any(word in what for word in TEXT_ONLY):
                    yield what, "/" + p["name"], dict(request, query=dict(request["query"], **{p["name"]: bad}))
        for p in self.parameters(operation, "path"):
            for what, bad in self.inventor.wrong_leaf(self.inventor.resolve(p["schema"])):
                if any(word in what for word in TEXT_ONLY):
                    yield what, "/" + p["name"], dict(request, path=dict(request["path"], **{p["name"]: bad}))

    def try_wrong(self, name, method, path, operation, system):
        wrongs = list(self.places(path, operation))
        self.inventor.random.shuffle(wrongs)
        problems = []
        for what, at, request in wrongs[:WRONG]:
            response = self.send(method, path, request, system)
            problem = self.differences(operation, response)
            if problem is None and response.status_code not in (400, 404, 422):
                problem = "%d: %s" % (response.status_code, response.text[:200])
            if problem is None and response.status_code == 422:
                pointers = [e["pointer"] for e in response.json().get("errors", [])]
                if at not in pointers and not any(p and at.startswith(p) for p in pointers):
                    problem = "the place is not named: %s" % pointers
            if problem:
                problems.append("%s at %s: %s" % (what, at or "/", problem))
        if wrongs:
            self.ok("%s: %d things wrong are refused" % (name, min(len(wrongs), WRONG)), problems)

    def run(self):
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                name, method = operation["operationId"], method.upper()
                system = any("systemToken" in r for r in operation["security"])
                self.try_good(name, method, path, operation, system)
                self.try_wrong(name, method, path, operation, system)
        print("# %d calls" % self.calls)
        print("1..%d" % self.count)
        return self.failed != 0


sys.exit(Contract().run())
