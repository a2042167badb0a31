"""The catalogue of attacks (tests/attacks/) before verifiers that others wrote: do they say what it says?

usage: attack_peers.py PKI DIR

DIR is what tests/attacks_tool wrote.  Two verifiers, each used as it is meant to be:
  xmlsec1   the command.  The certificate is taken from the message if it chains to the authority (the Fund's
            otherwise) and its key given.  Identifiers are those of the parts that we sign.
  zeep      its check of a reply, with the Fund's certificate given, on the tree that its parser makes.
GOST is known to neither.  Prints TAP: a line for each kind of key and verifier, and "# " lines for what differs.
"""
import base64
import concurrent.futures
import csv
import os
import subprocess
import sys
import textwrap

from lxml import etree
from zeep import ns
from zeep.loader import parse_xml
from zeep.wsse import signature as wsse

PKI, DIR = sys.argv[1:]
WSA = "http://www.w3.org/2005/08/addressing"
SOAP = ("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")
PARTS = [soap + ":Body" for soap in SOAP] + [ns.WSU + ":Timestamp"] + [
    WSA + ":" + name for name in ("To", "Action", "MessageID", "RelatesTo", "ReplyTo")] + [
        ns.WSSE + ":BinarySecurityToken"]
PEERS = ("xmlsec1", "zeep")


def fund(kind):
    return "%s/fund-sign-%s.pem" % (PKI, kind)


class Tokens:
    """Certificates that came in messages, as files, each checked once."""

    def __init__(self):
        self.known = {}

    def key(self, path, kind):
        """The certificate whose key is to be believed."""
        try:
            text = etree.parse(path).find(".//{%s}BinarySecurityToken" % ns.WSSE).text
            der = base64.b64decode(text, validate=True)
        except (etree.XMLSyntaxError, AttributeError, ValueError, TypeError):
            return fund(kind)
        if der not in self.known:
            name = "%s/token-%d.pem" % (DIR, len(self.known))
            lines = "\n".join(textwrap.wrap(base64.b64encode(der).decode(), 64))
            with open(name, "w") as out:
                out.write("-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n" % lines)
            chains = subprocess.run(["openssl", "verify", "-CAfile", PKI + "/sign-ca.pem", name],
                                    capture_output=True, check=False)
            self.known[der] = name if chains.returncode == 0 else fund(kind)
        return self.known[der]


def by_xmlsec1(path, certificate):
    command = ["xmlsec1", "--verify", "--pubkey-cert-pem", certificate, "--trusted-pem", PKI + "/sign-ca.pem"]
    for part in PARTS:
        command += ["--id-attr:Id", part]
    return subprocess.run(command + [path], capture_output=True, check=False).returncode == 0


def by_zeep(path, key):
    try:
        with open(path, "rb") as message:
            wsse._verify_envelope_with_key(parse_xml(message.read(), None), key)
    except Exception:       # zeep stumbles over much: an IndexError is a refusal, too
        return False
    return True


def judge(rows):
    tokens = Tokens()
    keys = {}
    work = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for row in rows:
            path = "%s/%s" % (DIR, row["file"])
            work.append(pool.submit(by_xmlsec1, path, tokens.key(path, row["kind"])))
        for row, done in zip(rows, work):
            if row["kind"] not in keys:
                with open(fund(row["kind"]), "rb") as pem:
                    keys[row["kind"]] = wsse._make_verify_key(pem.read())
            row["zeep"] = by_zeep("%s/%s" % (DIR, row["file"]), keys[row["kind"]])
            row["xmlsec1"] = done.result()


def main():
    columns = ("file", "kind", "names", "what", "ours", "takers", "why")
    with open(DIR + "/rows.tsv", newline="") as table:
        rows = list(csv.DictReader(table, columns, delimiter="\t", quoting=csv.QUOTE_NONE))
    kinds = sorted({row["kind"] for row in rows})
    for kind in [kind for kind in kinds if kind.startswith("gost")]:
        print("# %s: neither knows it" % kind)
    rows = [row for row in rows if not row["kind"].startswith("gost") and row["takers"] != "unasked"]
    judge(rows)
    if os.environ.get("ATTACK_VERDICTS"):
        with open(os.environ["ATTACK_VERDICTS"], "w") as out:
            for row in rows:
                out.write("%s\t%s\n" % (row["file"], ",".join(p for p in PEERS if row[p]) or "-"))
    count = failed = 0
    for kind in sorted({row["kind"] for row in rows}):
        for peer in PEERS:
            mine = [row for row in rows if row["kind"] == kind]
            wrong = [row for row in mine if row[peer] != (peer in row["takers"].split(","))]
            differ = sum(row[peer] != (row["ours"] == "OK") for row in mine)
            count += 1
            failed += bool(wrong) or not mine
            print("%sok %d - %s, %s: %d messages, %d verdicts unlike ours, each explained" % (
                "not " if wrong or not mine else "", count, peer, kind, len(mine), differ))
            for row in wrong:
                print("# %s: %s, %s: %s, not as the table says" % (
                    row["file"], row["names"], row["what"], "taken" if row[peer] else "refused"))
    print("1..%d" % count)
    return 1 if failed or count < 4 else 0


sys.exit(main())
