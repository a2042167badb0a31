"""Messages signed by zeep and python-xmlsec, in manners that mostik does not use: what `mostik verify` says.

usage: inspect_peer.py PKI MOSTIK

Each is verified as it was signed, then with one text changed.  Prints TAP.
"""
import json
import subprocess
import sys

import xmlsec
from lxml import etree
from zeep.wsse import signature as wsse

PKI, MOSTIK = sys.argv[1:]
SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
DS = "http://www.w3.org/2000/09/xmldsig#"
BODY = '<q:List xmlns:q="urn:q" xmlns:unused="urn:u">\n  <q:Имя a="&lt;">Пётр &amp; Анна</q:Имя>\n</q:List>'
ENVELOPE = '<e:Envelope xmlns:e="%s" xmlns:x="urn:x"><e:Header/><e:Body>%s</e:Body></e:Envelope>' % (SOAP11, BODY)
PLAIN = '<x:Root xmlns:x="urn:x" xmlns:y="urn:y"><!--kept--><x:Part Id="part">%s</x:Part></x:Root>' % BODY


def pair(name):
    return "%s/%s.key" % (PKI, name), "%s/%s.pem" % (PKI, name)


def by_zeep(plugin, name, signature, digest):
    def make():
        envelope = etree.fromstring(ENVELOPE)
        signer = plugin(*pair(name), signature_method=signature, digest_method=digest)
        return signer.apply(envelope, {})[0]
    return make


def by_xmlsec(uri, *transforms, info=xmlsec.Transform.EXCL_C14N):
    def make():
        root = etree.fromstring(PLAIN)
        signature = xmlsec.template.create(root, info, xmlsec.Transform.ECDSA_SHA256, ns="ds")
        root.append(signature)
        reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri=uri)
        for transform in transforms:
            xmlsec.template.add_transform(reference, transform)
        xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
        context = xmlsec.SignatureContext()
        key, certificate = pair("fund-sign-ec")
        context.key = xmlsec.Key.from_file(key, xmlsec.KeyFormat.PEM)
        context.key.load_cert_from_file(certificate, xmlsec.KeyFormat.PEM)
        context.register_id(root[0] if isinstance(root[0].tag, str) else root[1], "Id")
        context.sign(signature)
        return root
    return make


T = xmlsec.Transform
# what, how it is made, its kind, results of digest, value and coverage
CASES = [
    ("zeep, a token, EC", by_zeep(wsse.BinarySignature, "fund-sign-ec", T.ECDSA_SHA256, T.SHA256), "ws-security"),
    ("zeep, a token, RSA", by_zeep(wsse.BinarySignature, "fund-sign-rsa", T.RSA_SHA256, T.SHA256), "ws-security"),
    ("zeep, X509Data", by_zeep(wsse.Signature, "fund-sign-rsa", T.RSA_SHA256, T.SHA256), "ws-security"),
    ("zeep, RSA-SHA1, as it is set", by_zeep(wsse.BinarySignature, "fund-sign-rsa", T.RSA_SHA1, T.SHA1), "ws-security"),
    ("zeep, RSA-SHA512", by_zeep(wsse.BinarySignature, "fund-sign-rsa", T.RSA_SHA512, T.SHA512), "ws-security"),
    ("xmlsec, enveloped", by_xmlsec("", T.ENVELOPED, T.EXCL_C14N), "xml-signature"),
    ("xmlsec, enveloped, inclusive", by_xmlsec("", T.ENVELOPED, T.C14N, info=T.C14N), "xml-signature"),
    ("xmlsec, enveloped, no canonicalization stated", by_xmlsec("", T.ENVELOPED), "xml-signature"),
    ("xmlsec, a part", by_xmlsec("#part", T.EXCL_C14N), "xml-signature"),
    ("xmlsec, a part, inclusive", by_xmlsec("#part", T.C14N), "xml-signature"),
    ("xmlsec, a part, inclusive 1.1", by_xmlsec("#part", T.C14N11, info=T.C14N11), "xml-signature"),
    ("xmlsec, a part, with comments", by_xmlsec("#part", T.EXCL_C14N_COMMENTS), "xml-signature"),
    ("xmlsec, a part, no transform", by_xmlsec("#part"), "xml-signature"),
]


def verify(octets):
    run = subprocess.run([MOSTIK, "verify", "--json", "-"], input=octets, stdout=subprocess.PIPE, check=False)
    return run.returncode, json.loads(run.stdout)


def results(report):
    signature = report["signatures"][0]
    return report["message"]["kind"], [r["holds"] for r in signature["references"]], signature["holds"]


def main():
    count = failed = 0
    for what, make, kind in CASES:
        octets = etree.tostring(make(), encoding="UTF-8", xml_declaration=True)
        status, report = verify(octets)
        good = status == 0 and results(report) == (kind, [True] * len(report["signatures"][0]["references"]), True)
        changed, other = verify(octets.replace("Пётр".encode(), "Фёдор".encode()))
        bad = changed == 1 and results(other)[1].count(False) == 1 and results(other)[2]
        for name, passed, got in ((what, good, report), (what + ": a text changed", bad, other)):
            count += 1
            failed += not passed
            print("%sok %d - %s" % ("" if passed else "not ", count, name))
            if not passed:
                print("# " + json.dumps(got)[:3000])
    print("1..%d" % count)
    return 1 if failed else 0


sys.exit(main())
