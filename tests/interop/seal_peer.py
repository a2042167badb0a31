"""Messages of a counterparty that is not ours: signed by python-xmlsec, each in its own manner.

usage: seal_peer.py PKI TOOL

Writes each message, lets TOOL (tests/seal_tool) verify it as from "fund", and compares the code.  All
signatures are good as cryptography: what is refused is refused for what it covers or says.  Prints TAP.
"""
import datetime
import re
import subprocess
import sys

import xmlsec
from lxml import etree

PKI, TOOL = sys.argv[1:]
SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
WSA = "http://www.w3.org/2005/08/addressing"
OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
WSSE = OASIS + "wssecurity-secext-1.0.xsd"
WSU = OASIS + "wssecurity-utility-1.0.xsd"
DS = "http://www.w3.org/2000/09/xmldsig#"
EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
METHODS = {"rsa": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
           "ec": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"}
BODY = '<q:List xmlns:q="urn:q">\n  <q:Имя a="&lt;">Пётр &amp; Анна</q:Имя>\n</q:List>'


def time(seconds):
    moment = datetime.datetime.utcnow() + datetime.timedelta(seconds=seconds)
    return moment.isoformat(timespec="seconds")


def timestamp(m):
    inner = ""
    if m["created"] is not None:
        inner += "<u:Created>%s%s</u:Created>" % (time(m["created"]), m["zone"])
    if m["expires"] is not None:
        inner += "<u:Expires>%s%s</u:Expires>" % (time(m["expires"]), m["zone"])
    return '<u:Timestamp u:Id="TS-1">%s</u:Timestamp>' % inner


def reference(part, m):
    prefixes = '<ec:InclusiveNamespaces xmlns:ec="%s" PrefixList="%s"/>' % (EXC, m["prefixes"])
    return ('<d:Reference URI="#%s-1"><d:Transforms><d:Transform Algorithm="%s">%s</d:Transform></d:Transforms>'
            '<d:DigestMethod Algorithm="%s"/><d:DigestValue/></d:Reference>'
            % (part, m["transform"], prefixes if m["prefixes"] else "", m["digest"]))


def signature(m):
    method = m["method"] or METHODS[m["kind"]]
    references = m["space"].join(reference(part, m) for part in m["cover"])
    return ('<d:Signature xmlns:d="%s">%s<d:SignedInfo>%s<d:CanonicalizationMethod Algorithm="%s"/>'
            '<d:SignatureMethod Algorithm="%s"/>%s</d:SignedInfo><d:SignatureValue/>%s'
            '<d:KeyInfo Id="KI-1"><o:SecurityTokenReference u:Id="STR-1">'
            '<o:Reference URI="#X-1" ValueType="%sx509-token-profile-1.0#X509v3"/>'
            '</o:SecurityTokenReference></d:KeyInfo></d:Signature>'
            % (DS, m["space"], m["space"], m["c14n"], method, references, m["space"], OASIS))


def token(m):
    pem = open("%s/%s.pem" % (PKI, m["certificate"])).read()
    text = re.search("-----\n(.*?)-----END", pem, re.S).group(1)
    return ('<o:BinarySecurityToken u:Id="X-1" EncodingType="%ssoap-message-security-1.0#Base64Binary" '
            'ValueType="%sx509-token-profile-1.0#X509v3">%s</o:BinarySecurityToken>' % (OASIS, OASIS, text))


def envelope(m):
    parts = {"token": token, "timestamp": timestamp, "signature": signature}
    security = m["space"].join(parts[name](m) for name in m["order"])
    prefix = "e:" if m["prefix"] else ""
    return ('<{p}Envelope xmlns{x}="{soap}" xmlns:w="{wsa}" xmlns:u="{wsu}">{s}<{p}Header>{s}'
            '<w:MessageID u:Id="MessageID-1">urn:uuid:9</w:MessageID>'
            '<w:Action u:Id="Action-1" xmlns:z="urn:z"> urn:reply </w:Action>'
            '<w:ReplyTo u:Id="ReplyTo-1"><w:Address>urn:a</w:Address></w:ReplyTo>{s}'
            '<o:Security xmlns:o="{wsse}">{security}</o:Security></{p}Header>{s}'
            '<{p}Body u:Id="Body-1">{body}</{p}Body>{s}</{p}Envelope>').format(
                p=prefix, x=":e" if m["prefix"] else "", soap=m["soap"], wsa=WSA, wsu=WSU, wsse=WSSE,
                s=m["space"], security=security, body=BODY)


def sign(m):
    root = etree.fromstring(envelope(m))
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file("%s/%s.key" % (PKI, m["key"] or m["certificate"]),
                                       xmlsec.KeyFormat.PEM)
    for node in root.iter():
        if "{%s}Id" % WSU in node.attrib:
            context.register_id(node, "Id", WSU)
    context.sign(root.find(".//{%s}Signature" % DS))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


USUAL = {"kind": "ec", "soap": SOAP11, "prefix": True, "space": "", "created": 0, "expires": 60, "zone": "Z",
         "order": ("token", "timestamp", "signature"), "prefixes": "", "transform": EXC, "c14n": EXC,
         "digest": SHA256, "method": None, "key": None, "certificate": "fund-sign-ec",
         "cover": ("TS", "MessageID", "Action", "ReplyTo", "Body")}
RSA = {"kind": "rsa", "certificate": "fund-sign-rsa"}
BACKWARDS = ("signature", "timestamp", "token")
COVERED = "MessageID Action ReplyTo Timestamp Body"

# what, how it differs from the usual, code or "OK algorithm", what is covered
CASES = [
    ("other prefixes and identifiers, EC", {}, "OK ECDSA-SHA256", COVERED),
    ("other prefixes and identifiers, RSA", RSA, "OK RSA-SHA256", COVERED),
    ("SOAP 1.2", {"soap": SOAP12}, "OK ECDSA-SHA256", COVERED),
    ("SOAP as the default namespace", {"prefix": False}, "OK ECDSA-SHA256", COVERED),
    ("white space everywhere", {"space": "\n\t "}, "OK ECDSA-SHA256", COVERED),
    ("the signature first", {"order": BACKWARDS, **RSA}, "OK RSA-SHA256", COVERED),
    ("inclusive prefixes, as WSS4J writes them", {"prefixes": "e w u #default"}, "OK ECDSA-SHA256", COVERED),
    ("the token signed too", {"cover": USUAL["cover"] + ("X",)}, "OK ECDSA-SHA256",
     "MessageID Action ReplyTo BinarySecurityToken Timestamp Body"),
    ("references in another order", {"cover": ("Body", "ReplyTo", "Action", "TS", "MessageID")},
     "OK ECDSA-SHA256", COVERED),
    ("only Body and Timestamp, as zeep does", {"cover": ("Body", "TS")}, "SIG_COVERAGE", None),
    ("no Body", {"cover": ("TS", "MessageID", "Action", "ReplyTo")}, "SIG_COVERAGE", None),
    ("no Timestamp", {"cover": ("Body", "MessageID", "Action", "ReplyTo")}, "SIG_COVERAGE", None),
    ("no MessageID", {"cover": ("Body", "TS", "Action", "ReplyTo")}, "SIG_COVERAGE", None),
    ("no ReplyTo", {"cover": ("Body", "TS", "MessageID", "Action")}, "SIG_COVERAGE", None),
    ("KeyInfo's reference signed", {"cover": USUAL["cover"] + ("STR",)}, "SIG_REFERENCE", None),
    ("SHA-1 signature", {"method": DS + "rsa-sha1", **RSA}, "SIG_ALGORITHM", None),
    ("SHA-1 digests", {"digest": DS + "sha1"}, "SIG_ALGORITHM", None),
    ("inclusive c14n of parts", {"transform": INCLUSIVE}, "SIG_ALGORITHM", None),
    ("inclusive c14n of SignedInfo", {"c14n": INCLUSIVE}, "SIG_ALGORITHM", None),
    ("c14n with comments", {"transform": EXC + "WithComments"}, "SIG_ALGORITHM", None),
    ("no Expires", {"expires": None}, "SIG_STRUCTURE", None),
    ("no Created", {"created": None}, "SIG_STRUCTURE", None),
    ("expires before it was created", {"created": 2, "expires": 1}, "SIG_STALE", None),
    ("lasts too long", {"expires": 3600}, "SIG_STALE", None),
    ("from yesterday", {"created": -86400, "expires": -86340}, "SIG_STALE", None),
    ("from tomorrow", {"created": 86400, "expires": 86460}, "SIG_STALE", None),
    ("times without a zone", {"zone": ""}, "SIG_STALE", None),
    ("a small key", {"certificate": "small-sign-rsa", "kind": "rsa"}, "SIG_CERTIFICATE", None),
    ("a certificate that may not sign", {"certificate": "nousage-sign-ec"}, "SIG_CERTIFICATE", None),
    ("an expired certificate", {"certificate": "expired-sign-ec"}, "SIG_UNTRUSTED", None),
    ("a foreign authority", {"certificate": "foreign-sign-ec"}, "SIG_UNTRUSTED", None),
    ("another member", {"certificate": "stranger-sign-ec"}, "SIG_SIGNER", None),
    ("the Fund's certificate, a stranger's key", {"key": "stranger-sign-ec"}, "SIG_VALUE", None),
]


def main():
    failed = 0
    for number, (what, change, want, covered) in enumerate(CASES, 1):
        message = sign({**USUAL, **change})
        run = subprocess.run([TOOL, "verify", "fund"], input=message, stdout=subprocess.PIPE, check=False)
        said, _, body = run.stdout.decode().partition("\n")
        good = said.startswith(want + " ")
        if covered is not None:
            canonical = etree.tostring(etree.fromstring(message).find(".//{*}Body"), method="c14n",
                                       exclusive=True, with_comments=False).decode()
            # A PrefixList brings more declarations into the octets, which mean the same.
            same = body.rstrip("\n") == canonical or (
                "prefixes" in change and etree.fromstring(body).find(".//{urn:q}Имя").text == "Пётр & Анна")
            good = good and said.endswith(": " + covered) and same and run.returncode == 0
        else:
            good = good and run.returncode == 1
        failed += not good
        print("%sok %d - %s" % ("" if good else "not ", number, what))
        if not good:
            print("# got: %s; want: %s %s" % (said, want, covered))
    print("1..%d" % len(CASES))
    return 1 if failed else 0


sys.exit(main())
