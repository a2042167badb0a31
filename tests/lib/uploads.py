"""Uploads, octet for octet through TLS, to a running front_tool: cut anywhere, broken off, too slow, one behind
another.

usage: uploads.py PKI-DIR SPOOL-DIR

Writes TAP.
"""
import hashlib
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time

PKI, SPOOL = sys.argv[1:]
TOOL = os.path.join(os.environ["top_builddir"], "tests/lib/front_tool")
IDLE_S = 2
BOUNDARY = b"----b0"
PDF = b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"\r\n------b\r\n%%EOF\n"
GET = b"GET /echo HTTP/1.1\r\nHost: h\r\n\r\n"


def form(*parts):
    body = b"".join(b"--" + BOUNDARY + b"\r\nContent-Disposition: form-data; name=" + name + b"\r\n" + more
                    + b"\r\n" + content + b"\r\n" for name, more, content in parts)
    return body + b"--" + BOUNDARY + b"--\r\n"


FORM = form((b"body", b"Content-Type: application/json\r\n", b'{"a":1}'), (b"scan", b"", PDF))


def head(*headers, method=b"POST", target=b"/echo", version=b"HTTP/1.1"):
    lines = (method + b" " + target + b" " + version, b"Host: h",
             b"Content-Type: multipart/form-data; boundary=" + BOUNDARY)
    return b"\r\n".join(lines + headers) + b"\r\n\r\n"


def whole(body=FORM, **more):
    return head(b"Content-Length: %d" % len(body), **more) + body


def chunks(body, size):
    cut = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in cut) + b"0\r\n\r\n"


class Server:
    def __init__(self, *settings):
        pem = open(os.path.join(PKI, "portal-tls.pem")).read()
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
        self.process = subprocess.Popen(
            [TOOL, PKI, digest, "idle_s=%d" % IDLE_S, "spool=" + SPOOL, "max_file=1000000", *settings],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline().split()[1])
        self.tls = ssl.create_default_context(cafile=os.path.join(PKI, "tls-ca.pem"))
        self.tls.load_cert_chain(os.path.join(PKI, "portal-tls.pem"), os.path.join(PKI, "portal-tls.key"))

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.tls.wrap_socket(plain, server_hostname="localhost")

    def files(self):
        """How many files without a name the server has open."""
        folder = "/proc/%d/fd" % self.process.pid
        links = []
        for fd in os.listdir(folder):
            try:
                links.append(os.readlink(os.path.join(folder, fd)))
            except OSError:
                pass
        return sum(link.startswith(SPOOL) for link in links)

    def files_gone(self, seconds=10):
        until = time.monotonic() + seconds
        while self.files() and time.monotonic() < until:
            time.sleep(0.02)
        return self.files() == 0


def listen(link, n):
    """The answers, until n of them or the end: (status, JSON or None); and whether the end was seen."""
    data, found = b"", []
    while True:
        found = re.findall(rb"HTTP/1\.[01] (\d{3}) [^\0]*?\r\n\r\n(\{.*?\}(?=HTTP/1|\Z))?", data, re.S)
        found = [(int(status), json.loads(body) if body else None) for status, body in found if status != b"100"]
        if len(found) >= n and data.endswith(b"}"):
            return found, False
        try:
            piece = link.recv(65536)
        except (ssl.SSLError, OSError):
            return found, True
        if not piece:
            return found, True
        data += piece


class Tap:
    n = failed = 0

    def ok(self, name, good, more=""):
        self.n += 1
        self.failed += not good
        print("%sok %d - %s" % ("" if good else "not ", self.n, name))
        if not good:
            print("# %s" % (more,))
        sys.stdout.flush()


def is_scan(answer):
    status, body = answer
    scan = (body or {}).get("files", {}).get("scan", {})
    return (status == 200 and body["body"] == {"a": 1} and scan.get("size") == len(PDF) and scan["check"] == "OK"
            and scan["sha256"] == hashlib.sha256(PDF).hexdigest())


def ask(server, *pieces, n=1, pause=0.0):
    link = server.connect()
    try:
        for piece in pieces:
            link.sendall(piece)
            time.sleep(pause)
    except (ssl.SSLError, OSError):
        pass
    got, ended = listen(link, n)
    link.close()
    return got, ended


def cut_anywhere(tap, server):
    data = whole()
    start = len(head(b"Content-Length: %d" % len(FORM)))
    cuts = list(range(1, start + 140)) + list(range(len(data) - 60, len(data)))
    bad = [cut for cut in cuts if not is_scan(ask(server, data[:cut], data[cut:])[0][0])]
    tap.ok("an upload in two pieces, cut at %d places" % len(cuts), not bad, bad)
    got = ask(server, *[data[i:i + 7] for i in range(0, len(data), 7)])[0]
    tap.ok("in pieces of 7 octets", is_scan(got[0]), got)
    for size in (1, 5, 1000, 100000):
        got = ask(server, head(b"Transfer-Encoding: chunked") + chunks(FORM, size))[0]
        tap.ok("in chunks of %d octets" % size, is_scan(got[0]), got)
    link = server.connect()
    for i in range(3):
        link.sendall(data)
        got = listen(link, 1)[0]
        tap.ok("one connection, upload %d" % (i + 1), is_scan(got[0]), got)
    link.sendall(GET)
    tap.ok("and a request without a body", listen(link, 1)[0][0][1].get("files") is None)
    link.close()
    got = ask(server, whole(version=b"HTTP/1.0"))[0]
    tap.ok("HTTP/1.0", is_scan(got[0]), got)
    got = ask(server, whole(method=b"PUT"))[0]
    tap.ok("PUT", is_scan(got[0]), got)
    got = ask(server, whole(method=b"GET"))[0]
    tap.ok("GET is no upload", got[0][0] != 200 or "files" not in got[0][1], got)


def refused(tap, server):
    rows = [
        ("a torn body", whole(FORM[:-10]), 400, "MULTIPART"),
        ("and its chunks", head(b"Transfer-Encoding: chunked") + chunks(FORM[:-10], 50), 400, "MULTIPART"),
        ("a chunk of no size", head(b"Transfer-Encoding: chunked") + b"x\r\n", 400, "HEADER"),
        ("a trailer", head(b"Transfer-Encoding: chunked") + chunks(FORM, 99)[:-2] + b"X: y\r\n\r\n", 400, "HEADER"),
        ("chunks in HTTP/1.0", head(b"Transfer-Encoding: chunked", version=b"HTTP/1.0") + chunks(FORM, 99), 400,
         "HEADER"),
        ("both framings", head(b"Content-Length: 5", b"Transfer-Encoding: chunked") + chunks(FORM, 99), 400, "HEADER"),
        ("two types", head(b"Content-Length: %d" % len(FORM), b"Content-Type: multipart/form-data") + FORM, 400,
         "HEADER"),
        ("a file that is too large", whole(form((b"scan", b"", b"x" * 1000001))), 413, "FILE_TOO_LARGE"),
        ("JSON that is too large", whole(form((b"body", b"", b"x" * 65537))), 413, "TOO_LARGE"),
        ("a declared length of too much", head(b"Content-Length: 99000000"), 413, "TOO_LARGE"),
        ("chunks of too much", head(b"Transfer-Encoding: chunked") + chunks(FORM + b" " * 6000000, 100000), 413,
         "TOO_LARGE"),
        ("one name twice", whole(form((b"a", b"", b"x"), (b"a", b"", b"x"))), 422, "INVALID"),
        ("two bodies", whole(form((b"body", b"", b"{}"), (b"body", b"", b"{}"))), 400, "MULTIPART"),
        ("six files", whole(form(*((b"a%d" % i, b"", b"x") for i in range(6)))), 422, "INVALID"),
        ("seven", whole(form(*((b"a%d" % i, b"", b"x") for i in range(7)))), 422, "INVALID"),
        ("a filename of no text", whole(form((b"a; filename=\"\xff\"", b"", b"x"))), 422, "INVALID"),
        ("an upload behind a request", GET + whole(), 400, "HEADER"),
        ("an upload behind an upload", whole() + whole(), 400, "HEADER"),
        ("a host of nobody", whole().replace(b"Host: h", b"Host: h/"), 400, "HEADER"),
    ]
    for name, data, status, code in rows:
        got, ended = ask(server, data, n=9)
        want = got and got[-1][0] == status and got[-1][1]["code"] == code
        tap.ok("%s: %d %s, and the end" % (name, status, code), want and ended, got)
    got = ask(server, rows[7][1], n=9)[0][0][1]
    tap.ok("the file is named", got["errors"][0]["in"] + got["errors"][0]["pointer"] == "files/scan", got)
    got, ended = ask(server, whole() + GET, n=2)
    tap.ok("a request behind an upload is answered", is_scan(got[0]) and got[1][0] == 200 and not ended, got)
    tap.ok("no file is left", server.files_gone())


def busy(tap, server):
    """max_uploads is 1."""
    first = server.connect()
    first.sendall(whole(target=b"/hold"))
    line = server.process.stdout.readline()
    while "/hold" not in line:
        line = server.process.stdout.readline()
    tap.ok("an upload holds its file until it is answered", server.files() == 1, server.files())
    link = server.connect()
    link.sendall(whole())
    answer = link.recv(65536)
    tap.ok("another is told that there is no room", b" 503 " in answer and b"\r\nRetry-After: 5\r\n" in answer, answer)
    link.close()
    link = server.connect()
    link.sendall(head(b"Content-Length: 9", b"Expect: 100-continue"))
    answer = link.recv(65536)
    tap.ok("before it sends, if it asks", b" 503 " in answer and b"\r\nRetry-After: 5\r\n" in answer, answer)
    link.close()
    server.process.send_signal(signal.SIGUSR1)
    answer = b""
    while not answer.endswith(b"held"):
        answer += first.recv(65536) or b"held"
    tap.ok("the first is answered", b" 200 OK" in answer, answer)
    tap.ok("and its file gone", server.files_gone())
    got = ask(server, whole())[0]
    tap.ok("then there is room", is_scan(got[0]), got)
    first.close()


def half(server):
    """A connection on which an upload has half come."""
    link = server.connect()
    link.sendall(whole()[:2000])
    until = time.monotonic() + 10
    while not server.files() and time.monotonic() < until:
        time.sleep(0.01)
    return link


def broken_off(tap, server):
    for name, end in (("closes", lambda link: link.close()),
                      ("resets", lambda link: (link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                                               b"\1\0\0\0\0\0\0\0"), link.close()))):
        link = half(server)
        had = server.files()
        end(link)
        tap.ok("who %s in the middle leaves no file" % name, had == 1 and server.files_gone(), had)
    link = half(server)
    start = time.monotonic()
    got = listen(link, 1)
    took = time.monotonic() - start
    tap.ok("who falls silent is hung up on", got == ([], True) and took < 3 * IDLE_S, (got, took))
    tap.ok("and leaves none", server.files_gone())
    link, start = half(server), time.monotonic()
    try:
        while time.monotonic() - start < 10 * IDLE_S:
            link.sendall(b"x")
            time.sleep(0.2)
    except (ssl.SSLError, OSError):
        pass
    took = time.monotonic() - start
    tap.ok("who drips is, too", 3 * IDLE_S < took < 6 * IDLE_S, took)
    tap.ok("and leaves none", server.files_gone())
    link = half(server)
    server.process.kill()
    server.process.wait()
    tap.ok("nothing is left after kill -9", os.listdir(SPOOL) == [], os.listdir(SPOOL))
    link.close()


def main():
    tap = Tap()
    server = Server()
    cut_anywhere(tap, server)
    refused(tap, server)
    server.process.terminate()
    tap.ok("the server ends well", server.process.wait(30) == 0)
    server = Server("max_uploads=1")
    busy(tap, server)
    broken_off(tap, server)
    server = Server()
    link = half(server)
    server.process.terminate()
    tap.ok("a stop does not wait for an upload", server.process.wait(30) == 0)
    link.close()
    print("1..%d" % tap.n)
    sys.exit(tap.failed != 0)


main()
