"""Clients that submit applications until each is acknowledged, while the daemon is killed under them.

Environment: MOSTIK, CONF, PORT, PKI, STAND, APPLICATION.  Argument: rounds.  Prints name=value lines.
"""
import http.client
import json
import os
import random
import ssl
import subprocess
import sys
import threading
import time
import uuid

ENV = os.environ
ROUNDS = int(sys.argv[1])
PATIENCE_S = 60     # a key that comes to no answer for so long is a failure, not bad luck
OVERLAP = 200       # records verified again each time
BODY = open(ENV["APPLICATION"], "rb").read()
TOKENS = open(ENV["STAND"] + "/tokens").read().split()
STOP = threading.Event()
LOCK = threading.Lock()
RANDOM = random.Random(20261122)
keys = 0
acks = []          # (key, number, exchange)
changed = 0
errors = []


def context():
    c = ssl.create_default_context(cafile=ENV["PKI"] + "/tls-ca.pem")
    c.load_cert_chain(ENV["PKI"] + "/portal-tls.pem", ENV["PKI"] + "/portal-tls.key")
    return c


class Client:
    def __init__(self):
        self.context = context()
        self.connection = None

    def call(self, method, path, token, headers, body=None):
        """Status, headers, body; None when the connection failed."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPSConnection(
                    "localhost", int(ENV["PORT"]), timeout=60, context=self.context)
            self.connection.request(method, path, body, dict(headers, Authorization="Bearer " + token))
            answer = self.connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException):
            if self.connection is not None:
                self.connection.close()
            self.connection = None
            time.sleep(0.02)
            return None


def submit_until_acknowledged(client, token, key):
    headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
    began = time.monotonic()
    while True:
        if time.monotonic() - began > PATIENCE_S:
            raise RuntimeError("no acknowledgement within %d s; last: %s" % (PATIENCE_S, got))
        got = client.call("POST", "/v1/applications", token, headers, BODY)
        if got is None or got[0] in (409, 502, 503, 504):
            time.sleep(0.02)
            continue
        if got[0] != 201:
            raise RuntimeError("%d %s" % (got[0], got[2][:300]))
        return json.loads(got[2])["number"], got[1]["Mostik-Exchange"]


def work(token):
    global keys, changed
    client = Client()
    try:
        while not STOP.is_set():
            key = str(uuid.uuid4())
            with LOCK:
                keys += 1
            number, exchange = submit_until_acknowledged(client, token, key)
            with LOCK:
                acks.append((key, number, exchange))
            if RANDOM.random() < 0.3:
                again, exchange = submit_until_acknowledged(client, token, key)
                with LOCK:
                    changed += again != number
                    acks.append((key, again, exchange))
            client.call("GET", "/v1/payments/monthly?from=2026-01&months=2", token, {})
    except Exception as e:          # a thread's failure is the campaign's
        errors.append(repr(e))


def start():
    log = open(ENV["STAND"] + "/mostik.log", "ab")
    where = log.tell()
    process = subprocess.Popen([ENV["MOSTIK"], "serve", "--config", ENV["CONF"]], stderr=log)
    for _ in range(1200):
        with open(ENV["STAND"] + "/mostik.log", "rb") as f:
            f.seek(where)
            if b"event=listening" in f.read():
                return process
        if process.poll() is not None:
            break
        time.sleep(0.01)
    raise RuntimeError("the daemon does not start")


def journal(*arguments):
    return subprocess.run([ENV["MOSTIK"], "journal", *arguments, "--config", ENV["CONF"]],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def answered_exchanges():
    listed = journal("list", "--json", "--limit", "1000000").stdout.decode()
    return {row["exchange"] for row in map(json.loads, listed.splitlines()) if row["state"] == "answered"}


def main():
    verified = 0
    tail = 1
    process = start()
    clients = [threading.Thread(target=work, args=(t,)) for t in TOKENS]
    for c in clients:
        c.start()
    for i in range(ROUNDS):
        time.sleep(RANDOM.uniform(0.05, 0.5))
        process.kill()
        process.wait()
        process = start()
        # While it serves: what is new since the last time, signatures and all; now and then everything.
        check = journal("verify", "--json", "--from", str(1 if i % 25 == 24 else tail))
        verified += check.returncode == 0
        if check.returncode != 0:
            errors.append(check.stdout.decode()[-500:])
        else:
            tail = max(1, json.loads(check.stdout)["tail"]["seq"] - OVERLAP)
        if i % 10 == 9:
            print("round %d: %d acknowledged" % (i + 1, len(acks)), flush=True)
        if errors:
            break
    STOP.set()
    for c in clients:
        c.join(120)
    answered = answered_exchanges()
    process.terminate()
    process.wait()
    print("keys=%d" % keys)
    print("acknowledged=%d" % len({key for key, _, _ in acks}))
    print("missing=%d" % sum(exchange not in answered for _, _, exchange in acks))
    print("changed=%d" % changed)
    print("verified=%d" % verified)
    for e in errors:
        print(e, file=sys.stderr)
    return 1 if errors else 0


sys.exit(main())
