"""Attacks on the shape of HTTP, byte for byte through TLS, on a running front_tool.

usage: http_attacks.py PKI-DIR

Each row is what it is called, the bytes, and what has to come of them: the statuses of the answers in
turn, then how the connection ends: "close" (the server ends it) or "kept".  A request for /smuggled
stands behind the bytes of each row that ends in "close": it must never arrive.  Writes TAP.
"""
import concurrent.futures
import hashlib
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time

PKI = sys.argv[1]
TOOL = os.path.join(os.environ["top_builddir"], "tests/lib/front_tool")
MAX_HEAD, MAX_BODY, IDLE_S = 16384, 65536, 2
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"
CHUNKS = b"3\r\nabc\r\n0\r\n\r\n"


def post(*headers, body=b"abc", line=b"POST /echo HTTP/1.1"):
    return b"\r\n".join((line, b"Host: h") + headers) + b"\r\n\r\n" + body


def get(target=b"/echo", *headers, method=b"GET", version=b"HTTP/1.1"):
    return b"\r\n".join((method + b" " + target + b" " + version, b"Host: h") + headers) + b"\r\n\r\n"


def chunked(body, *headers):
    return post(b"Transfer-Encoding: chunked", *headers, body=body)


LENGTH = b"Content-Length: 3"
CHUNKED = b"Transfer-Encoding: chunked"

ROWS = [
    # ---- where one request ends
    ("CL.TE", post(b"Content-Length: 4", CHUNKED, body=CHUNKS), "400 close"),
    ("TE.CL", post(CHUNKED, b"Content-Length: 4", body=CHUNKS), "400 close"),
    ("CL.TE in HTTP/1.0", post(LENGTH, CHUNKED, line=b"POST /echo HTTP/1.0", body=CHUNKS), "400 close"),
    ("two lengths that differ", post(LENGTH, b"Content-Length: 0"), "400 close"),
    ("two lengths that differ, the other way", post(b"Content-Length: 0", LENGTH), "400 close"),
    ("two lengths that are equal", post(LENGTH, LENGTH), "400 close"),
    ("a list of lengths", post(b"Content-Length: 3, 3"), "400 close"),
    ("a length with a plus", post(b"Content-Length: +3"), "400 close"),
    ("a length with a minus", post(b"Content-Length: -3"), "400 close"),
    ("a length with a blank inside", post(b"Content-Length: 3 3"), "400 close"),
    ("a length with a tab before it", post(b"Content-Length:\t3"), "400 close"),
    ("a length with a blank after it", post(b"Content-Length: 3 "), "400 close"),
    ("a length in hexadecimal", post(b"Content-Length: 0x3"), "400 close"),
    ("a length with a point", post(b"Content-Length: 3.0"), "400 close"),
    ("no length in the header", post(b"Content-Length:"), "400 close"),
    ("a length of 2^63", post(b"Content-Length: 9223372036854775808"), "400 close"),
    ("a length of 2^64+3", post(b"Content-Length: 18446744073709551619"), "400 close"),
    ("a length of forty digits", post(b"Content-Length: " + b"0" * 39 + b"3"), "400 close"),
    ("a length beyond the limit", post(b"Content-Length: 999999999999"), "413 close"),
    ("chunked twice, one header", post(b"Transfer-Encoding: chunked, chunked", body=CHUNKS), "400 close"),
    ("chunked twice, two headers", post(CHUNKED, CHUNKED, body=CHUNKS), "400 close"),
    ("chunked and identity", post(b"Transfer-Encoding: chunked, identity", body=CHUNKS), "400 close"),
    ("identity", post(b"Transfer-Encoding: identity", LENGTH), "400 close"),
    ("xchunked", post(b"Transfer-Encoding: xchunked", body=CHUNKS), "400 close"),
    ("chunked behind a tab", post(b"Transfer-Encoding:\tchunked", body=CHUNKS), "400 close"),
    ("chunked before a blank", post(b"Transfer-Encoding: chunked ", body=CHUNKS), "400 close"),
    ("chunked before a vertical tab", post(b"Transfer-Encoding: chunked\x0b", body=CHUNKS), "400 close"),
    ("chunked behind a vertical tab", post(b"Transfer-Encoding:\x0bchunked", body=CHUNKS), "400 close"),
    ("chunked in quotes", post(b'Transfer-Encoding: "chunked"', body=CHUNKS), "400 close"),
    ("chunked on a line of its own", post(b"Transfer-Encoding:\r\n chunked", body=CHUNKS), "400 close"),
    ("gzip, chunked", post(b"Transfer-Encoding: gzip, chunked", body=CHUNKS), "400 close"),
    ("an empty encoding", post(b"Transfer-Encoding:", LENGTH), "400 close"),
    ("a name with a blank before the colon", post(b"Transfer-Encoding : chunked", body=CHUNKS), "400 close"),
    ("the name of the encoding with a blank inside", post(b"Transfer Encoding: chunked", LENGTH), "400 close"),
    ("a GET with a body", get(b"/echo", LENGTH) + b"abc", "200 kept"),
    ("a HEAD with a body", get(b"/echo", LENGTH, method=b"HEAD") + b"abc", "400 close"),

    # ---- chunks
    ("chunks", chunked(CHUNKS), "200 kept"),
    ("a chunk size that overflows", chunked(b"10000000000000003\r\nabc\r\n0\r\n\r\n"), "400 close"),
    ("a chunk size of 2^63", chunked(b"8000000000000000\r\nabc\r\n0\r\n\r\n"), "400 close"),
    ("a chunk of a gigabyte", chunked(b"40000000\r\nabc"), "413 close"),
    ("a negative chunk size", chunked(b"-3\r\nabc\r\n0\r\n\r\n"), "400 close"),
    ("a chunk size with a plus", chunked(b"+3\r\nabc\r\n0\r\n\r\n"), "400 close"),
    ("a chunk size with 0x", chunked(b"0x3\r\nabc\r\n0\r\n\r\n"), "400 close"),
    ("a chunk size behind a blank", chunked(b" 3\r\nabc\r\n0\r\n\r\n"), "400 close"),
    ("a chunk size before a blank", chunked(b"3 \r\nabc\r\n0\r\n\r\n"), "400 close"),
    ("a chunk size that is none", chunked(b"g\r\nabc\r\n0\r\n\r\n"), "400 close"),
    ("an empty chunk size", chunked(b"\r\nabc\r\n0\r\n\r\n"), "400 close"),
    ("a chunk extension", chunked(b"3;a=b\r\nabc\r\n0\r\n\r\n"), "400 close"),
    ("a chunk extension with a bare LF", chunked(b"3;\nabc\r\n0\r\n\r\n"), "400 close"),
    ("a chunk line ended by a bare LF", chunked(b"3\nabc\r\n0\r\n\r\n"), "400 close"),
    ("a last chunk ended by a bare LF", chunked(b"3\r\nabc\r\n0\n\n"), "400 close"),
    ("a chunk longer than announced", chunked(b"3\r\nabcd\r\n0\r\n\r\n"), "400 close"),
    ("a chunk that ends in other two bytes", chunked(b"3\r\nabcXX0\r\n\r\n"), "400 close"),
    ("a trailer", chunked(b"3\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n"), "400 close"),
    ("a trailer with another length", chunked(b"3\r\nabc\r\n0\r\nContent-Length: 50\r\n\r\n"), "400 close"),
    ("a trailer that authorizes", chunked(b"3\r\nabc\r\n0\r\nAuthorization: x\r\n\r\n"), "400 close"),
    ("a hundred thousand chunks", chunked(b"1\r\nx\r\n" * 100000), "413 close"),

    # ---- lines and characters
    ("bare LF throughout", post(LENGTH).replace(b"\r\n", b"\n"), "400 close"),
    ("one bare LF", get(b"/echo", b"X: a\nY: b"), "400 close"),
    ("a bare LF before the end of the head", b"GET /echo HTTP/1.1\r\nHost: h\r\n\n", "400 close"),
    ("a bare CR", get(b"/echo", b"X: a\rY: b"), "400 close"),
    ("a NUL in a value", get(b"/echo", b"X: a\0b"), "400 close"),
    ("a NUL in a name", get(b"/echo", b"X\0Y: a"), "400 close"),
    ("a NUL in the target", get(b"/echo\0/x"), "400 close"),
    ("a NUL before the length", post(b"Content-Length: 0\x003"), "400 close"),
    ("a control character in a value", get(b"/echo", b"X: a\x01b"), "400 close"),
    ("a DEL in a value", get(b"/echo", b"X: a\x7fb"), "400 close"),
    ("a control character in a name", get(b"/echo", b"X\x01: a"), "400 close"),
    ("a letter beyond ASCII in a name", get(b"/echo", b"X\xc3\xbc: a"), "400 close"),
    ("a name with a bracket", get(b"/echo", b"X(: a"), "400 close"),
    ("a header without a name", get(b"/echo", b": a"), "400 close"),
    ("a header without a colon", get(b"/echo", b"X"), "400 close"),
    ("a blank before a name", b"GET /echo HTTP/1.1\r\n X: a\r\nHost: h\r\n\r\n", "400 close"),
    ("a value on two lines", get(b"/echo", b"X: a\r\n b"), "400 close"),
    ("a value on two lines, by a tab", get(b"/echo", b"X: a\r\n\tb"), "400 close"),
    ("an empty line before the request", b"\r\n" + get(), "400 close"),

    # ---- the request line
    ("an absolute target", get(b"https://h/echo"), "200 kept"),
    ("an absolute target of plain HTTP", get(b"http://h/echo"), "400 close"),
    ("an absolute target that contradicts Host", get(b"https://other/echo"), "400 close"),
    ("an absolute target with a user", get(b"https://u@h/echo"), "400 close"),
    ("an asterisk", get(b"*"), "400 close"),
    ("OPTIONS of everything", get(b"*", method=b"OPTIONS"), "405 close"),
    ("an authority", get(b"h:443", method=b"CONNECT"), "405 close"),
    ("a target without a slash", get(b"echo"), "400 close"),
    ("a target of another scheme", get(b"file:///etc/passwd"), "400 close"),
    ("two blanks before the target", b"GET  /echo HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"),
    ("two blanks after the target", b"GET /echo  HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"),
    ("a tab after the method", b"GET\t/echo HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"),
    ("a fragment", get(b"/echo#a"), "400 close"),
    ("a backslash", get(b"\\echo"), "400 close"),
    ("a percent and a NUL", get(b"/echo%00"), "400 close"),
    ("a percent and half a number", get(b"/echo%2"), "400 close"),
    ("a percent and no number", get(b"/echo%zz"), "400 close"),
    ("dot segments", get(b"/x/../echo"), "400 close"),
    ("dot segments in percent", get(b"/x/%2e%2E/echo"), "400 close"),
    ("a single dot", get(b"/./echo"), "400 close"),
    ("a slash in percent stays what it is", get(b"/a%2Fb"), "200 kept"),
    ("a long path", get(b"/" + b"a" * 15000), "200 kept"),
    ("a request line beyond the limit", get(b"/" + b"a" * MAX_HEAD), "400 close"),
    # what evhttp would answer by a page of its own
    ("a line too short", b"A / HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"),
    ("an empty target", b"DELETE  HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"),
    ("a path that begins as an authority", get(b"//a:b/"), "400 close"),
    ("a port that is no number", get(b"https://h:x/"), "400 close"),
    ("a bracket that is not closed", get(b"https://[h/"), "400 close"),
    ("a scheme that is none", get(b"1:x/////"), "400 close"),
    ("no target", b"GET HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"),
    ("TRACE", get(method=b"TRACE"), "405 close"),
    ("OPTIONS", get(method=b"OPTIONS"), "405 close"),
    ("a method that nobody knows", get(method=b"BREW"), "405 close"),
    ("a method in small letters", get(method=b"get"), "405 close"),
    ("a HEAD", get(method=b"HEAD"), "200 kept"),

    # ---- versions
    ("HTTP/0.9 as of old", b"GET /echo\r\n", "400 close"),
    ("HTTP/0.9 by name", get(version=b"HTTP/0.9"), "400 close"),
    ("HTTP/1.1.1", get(version=b"HTTP/1.1.1"), "400 close"),
    ("HTTP/1.10", get(version=b"HTTP/1.10"), "400 close"),
    ("HTTP/2.0", get(version=b"HTTP/2.0"), "400 close"),
    ("http/1.1", get(version=b"http/1.1"), "400 close"),
    ("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400 close"),

    # ---- headers
    ("no Host", b"GET /echo HTTP/1.1\r\n\r\n", "400 close"),
    ("two Host", get(b"/echo", b"Host: other"), "400 close"),
    ("an empty Host", b"GET /echo HTTP/1.1\r\nHost:\r\n\r\n", "400 close"),
    ("a Host with a path", b"GET /echo HTTP/1.1\r\nHost: h/x\r\n\r\n", "400 close"),
    ("a head beyond the limit", get(b"/echo", b"X: " + b"a" * MAX_HEAD), "400 close"),
    ("ten thousand headers", get(b"/echo", *[b"X%d: a" % i for i in range(10000)]), "400 close"),
    ("more headers than are read", get(b"/echo", *[b"X:" for i in range(300)]), "400 close"),
    ("an expectation", post(LENGTH, b"Expect: 100-continue"), "200 kept"),
    ("an unknown expectation", post(LENGTH, b"Expect: 200-ok"), "400 close"),
    ("an upgrade to h2c", get(b"/echo", b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c",
                              b"HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"), "200 kept"),
    ("an upgrade to a websocket", get(b"/echo", b"Connection: Upgrade", b"Upgrade: websocket",
                                      b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                      b"Sec-WebSocket-Version: 13"), "200 kept"),

    # ---- good, so that the rest means something
    ("three requests at once", get() + post(LENGTH) + get(), "200 200 200 kept"),
    ("a body and chunks at once", post(LENGTH) + chunked(CHUNKS) + get(), "200 200 200 kept"),

    # ---- what never ends, or ends too early: the server's patience is two seconds here
    ("a head that does not end", b"GET /echo HTTP/1.1\r\nHost: h\r\n", "quiet"),
    ("a body that does not come", post(LENGTH, body=b""), "quiet"),
    ("a body shorter than announced", post(b"Content-Length: 10"), "quiet"),
    ("chunks that do not end", chunked(b"3\r\nabc\r\n"), "quiet"),
    ("a chunk that does not end", chunked(b"5\r\nabc"), "quiet"),
]


class Server:
    def __init__(self):
        pem = open(os.path.join(PKI, "portal-tls.pem")).read()
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
        self.process = subprocess.Popen(
            [TOOL, PKI, digest, "idle_s=%d" % IDLE_S, "max_head=%d" % MAX_HEAD, "max_body=%d" % MAX_BODY],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])
        self.arrived, self.errors = [], []
        for stream, to in ((self.process.stdout, self.arrived), (self.process.stderr, self.errors)):
            threading.Thread(target=lambda s=stream, t=to: t.extend(iter(s.readline, "")), daemon=True).start()
        self.tls = ssl.create_default_context(cafile=os.path.join(PKI, "tls-ca.pem"))
        self.tls.load_cert_chain(os.path.join(PKI, "portal-tls.pem"), os.path.join(PKI, "portal-tls.key"))

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        return self.tls.wrap_socket(plain, server_hostname="localhost")


def answers(data):
    """The statuses in data, and the bytes of the last head with its body."""
    found = list(re.finditer(rb"HTTP/1\.[01] (\d{3}) ", data))
    return [m.group(1).decode() for m in found], data[found[-1].start():] if found else b""


def listen(link, n):
    """Reads until the end, or n final answers; returns the bytes and whether the end was seen."""
    data = b""
    while True:
        final = [s for s in answers(data)[0] if s != "100"]
        if n is not None and len(final) >= n and data.endswith((b"}", b"\r\n\r\n")):
            return data, False
        try:
            piece = link.recv(65536)
        except (ssl.SSLError, ConnectionError):
            return data, True
        if not piece:
            return data, True
        data += piece


def say(link, data):
    try:
        link.sendall(data)
    except (ssl.SSLError, OSError):
        pass                    # it need not hear all of it


def problem_of(head):
    """The code of the problem that an answer is, or why it is none."""
    if b"application/problem+json" not in head.partition(b"\r\n\r\n")[0]:
        return "no problem: " + head[:60].decode("latin-1")
    code = re.search(rb'"code":"([A-Z_]+)"', head)
    return code.group(1).decode() if code else "no code"


CODES = {"400": "HEADER", "405": "METHOD", "413": "TOO_LARGE"}


def attack(server, data, want):
    """What is wrong, or None."""
    statuses, fate = want.split()[:-1], want.split()[-1]
    link = server.connect()
    say(link, data + (SMUGGLED if fate == "close" else b""))
    seen, ended = listen(link, len([s for s in statuses if s != "100"]) if fate == "kept" else None)
    got, last = answers(seen)
    link.close()
    if fate == "quiet":
        return None if ended and not got else "wanted silence, got %s" % got
    if got != statuses:
        return "got %s %s" % (got, last[:70])
    if ended != (fate == "close"):
        return "the connection was %s" % ("closed" if ended else "kept")
    if int(statuses[-1]) >= 400 and not data.startswith(b"HEAD") and problem_of(last) != CODES[statuses[-1]]:
        return problem_of(last)
    return None


def slowly(server, head):
    """One byte at a time, for longer than the server's patience with a whole request; True if it hung up."""
    link = server.connect()
    start = time.monotonic()
    try:
        for byte in head:
            link.sendall(bytes([byte]))
            time.sleep(0.1)
            if time.monotonic() - start > 6 * IDLE_S:
                return False
        return not link.recv(1)
    except (ssl.SSLError, OSError):
        return True


def main():
    server = Server()
    n, failed = 0, 0

    def tell(name, fault):
        nonlocal n, failed
        n += 1
        failed += fault is not None
        print("%sok %d - %s" % ("" if fault is None else "not ", n, name))
        if fault is not None:
            print("# %s" % fault)
        sys.stdout.flush()

    with concurrent.futures.ThreadPoolExecutor(24) as pool:
        faults = pool.map(lambda row: attack(server, row[1], row[2]), ROWS)
        for (name, _, want), fault in zip(ROWS, faults):
            tell("%s: %s" % (name, want), fault)
    for name, data in (("a head, a byte at a time", b"GET /echo HTTP/1.1\r\nX: " + b"a" * 1000),
                       ("a body, a byte at a time", post(b"Content-Length: 1000", body=b"a" * 1000))):
        tell(name + ": hung up on", None if slowly(server, data) else "it was let")
    tell("nothing was smuggled", str(server.arrived) if any("/smuggled" in a for a in server.arrived) else None)
    tell("the server is well", attack(server, get(), "200 kept"))
    server.process.terminate()
    tell("and ends well", None if server.process.wait(30) == 0 else "".join(server.errors))
    tell("and says nothing of sanitizers", "".join(server.errors) if any(
        "Sanitizer" in e or "runtime error" in e for e in server.errors) else None)
    print("1..%d" % n)
    sys.exit(failed != 0)


main()
