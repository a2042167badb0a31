"""zeep calls the stand-in Fund straight from its WSDL, signing and checking by itself.  Prints TAP.

Environment: FUND_PORT, PKI, STAND.  zeep signs Body and Timestamp; the Fund, like mostik, demands the
WS-Addressing headers too, so SignAll adds them, by zeep's own functions and python-xmlsec.
"""
import datetime
import os
import sys

import requests
import xmlsec
import zeep
from lxml import etree
from zeep import ns
from zeep.wsa import WsAddressingPlugin
from zeep.wsse import signature as wsse
from zeep.wsse.utils import ensure_id, get_security_header

PKI = os.environ["PKI"]
URL = "https://localhost:%s/" % os.environ["FUND_PORT"]
WSA = "http://www.w3.org/2005/08/addressing"
count = failed = 0


def ok(condition, name):
    global count, failed
    count += 1
    failed += not condition
    print("%sok %d - %s" % ("" if condition else "not ", count, name), flush=True)


class SignAll(wsse.BinarySignature):
    """Signs Body, Timestamp and the addressing headers; checks the reply with the Fund's certificate."""

    def __init__(self, kind, who="mostik", spoil=None):
        method = {"rsa": xmlsec.Transform.RSA_SHA256, "ec": xmlsec.Transform.ECDSA_SHA256}[kind]
        super().__init__("%s/%s-sign-%s.key" % (PKI, who, kind), "%s/%s-sign-%s.pem" % (PKI, who, kind),
                         signature_method=method, digest_method=xmlsec.Transform.SHA256)
        self.fund = open("%s/fund-sign-%s.pem" % (PKI, kind), "rb").read()
        self.spoil = spoil
        self.checked = 0

    def apply(self, envelope, headers):
        created = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        stamp = etree.Element("{%s}Timestamp" % ns.WSU)
        ensure_id(stamp)
        for name, when in (("Created", created), ("Expires", created + datetime.timedelta(minutes=5))):
            node = etree.SubElement(stamp, "{%s}%s" % (ns.WSU, name))
            node.text = when.strftime("%Y-%m-%dT%H:%M:%SZ")
        get_security_header(envelope).append(stamp)
        prepare = wsse._sign_node
        extra = [e for e in envelope.find("{*}Header") if e.tag.startswith("{%s}" % WSA)]

        def sign_node(ctx, signature, target, digest):
            prepare(ctx, signature, target, digest)
            while extra:
                prepare(ctx, signature, extra.pop(), digest)

        wsse._sign_node = sign_node
        try:
            envelope, headers = super().apply(envelope, headers)
        finally:
            wsse._sign_node = prepare
        if self.spoil is not None:
            self.spoil(envelope)
        return envelope, headers

    def verify(self, envelope):
        wsse._verify_envelope_with_key(envelope, wsse._make_verify_key(self.fund))
        covered = {e.tag.rsplit("}")[-1] for e in envelope.iter() if e.get("{%s}Id" % ns.WSU)
                   and any(r.get("URI") == "#" + e.get("{%s}Id" % ns.WSU)
                           for r in envelope.iter("{%s}Reference" % ns.DS))}
        assert {"Body", "Timestamp", "Action", "MessageID", "RelatesTo"} <= covered, covered
        self.checked += 1
        return envelope


def service(name, port, signer):
    session = requests.Session()
    session.trust_env = False       # no proxy, no other CA than ours
    session.verify = PKI + "/tls-ca.pem"
    session.cert = (PKI + "/mostik-tls.pem", PKI + "/mostik-tls.key")
    client = zeep.Client(URL + name + ".wsdl", wsse=signer, plugins=[WsAddressingPlugin()],
                         transport=zeep.Transport(session=session, timeout=30))
    return client.create_service("{urn:mostik:%s:1.0.0}%s" % (name, port), URL)


def person(n):
    line = open(os.environ["STAND"] + "/citizen-%d" % n).read().strip().split("|")
    return dict(zip(("FamilyName", "FirstName", "Patronymic", "Snils", "BirthDate", "Gender"),
                    [v or None for v in line]))


def application():
    return {"OldAgePension": {
            "DesiredDate": "2027-01-15", "Working": False, "Dependants": 0,
            "Passport": {"Series": "4510", "Number": "123456", "IssueDate": "2010-05-20", "IssuedBy": "ОВД"},
            "Address": {"Region": "г. Москва"}, "Contact": {"Phone": "+79001234567"},
            "Delivery": {"Method": "Post"}, "Consent": True}}


def refused(what, name, call):
    try:
        call()
    except (zeep.exceptions.Fault, zeep.exceptions.TransportError) as e:
        ok(what in str(e) or what in etree.tostring(getattr(e, "detail", None), encoding="unicode"), name)
    else:
        ok(False, name + ": was accepted")


def good_calls(kind):
    signer = SignAll(kind)
    payments = service("payments", "PaymentsSoap", signer)
    applications = service("applications", "ApplicationsSoap", signer)
    who = person(1)
    got = payments.BapForPeriod(**who, BeginPeriod="2026-01-01", NumberOfMonths=3)
    ok(signer.checked == 1, kind + ": the reply's signature holds for python-xmlsec")
    months = got["MonthlyPayments"]["MonthlyPayment"]
    ok(len(months) <= 3 and sum(p["Sum"] for p in months[0]["Payments"]["Payment"]) == months[0]["TotalPaymentsSum"],
       kind + ": BapForPeriod answers with sums that foot")
    made = applications.SubmitApplication(**who, RequestKey="zeep-" + kind, Application=application())
    ok(made["Number"], kind + ": SubmitApplication gives a number")
    again = applications.SubmitApplication(**who, RequestKey="zeep-" + kind, Application=application())
    ok(again["Number"] == made["Number"], kind + ": the same key, the same number")
    state = applications.GetApplication(**who, Number=made["Number"])
    ok(state["Number"] == made["Number"] and len(state["Status"]) >= 1, kind + ": GetApplication has its history")
    ok(signer.checked == 4, kind + ": every reply was checked")
    refused("NOT_FOUND", kind + ": a declared fault arrives, signed",
            lambda: applications.GetApplication(**who, Number="00000000000"))
    ok(signer.checked == 5, kind + ": and its signature holds")


# Service, operation, the request's own members, and what must hold of the reply.
CATALOGUE = (
    ("account", "GetAccountStatus", {}, lambda r: r["State"] == "Active"),
    ("account", "GetContacts", {}, lambda r: r["Snils"]),
    ("account", "GetConsents", {}, lambda r: r["Snils"]),
    ("account", "GetNotificationSettings", {}, lambda r: r["Snils"]),
    ("payments", "ListPayments", {}, lambda r: r["Snils"]),
    ("payments", "GetPaymentsSummary", {"From": "2026-01-01", "To": "2026-06-30"}, lambda r: r["Snils"]),
    ("pension", "GetIndividualAccount", {}, lambda r: r["Snils"]),
    ("pension", "GetServiceRecord", {}, lambda r: r["Snils"]),
    ("applications", "ListApplications", {}, lambda r: r["Snils"]),
    ("appointments", "ListOffices", {}, lambda r: r is not None),
    ("support", "ListSupportMeasures", {}, lambda r: r["Snils"]),
)


def catalogue_calls(kind):
    signer = SignAll(kind)
    for name, operation, members, good in CATALOGUE:
        port = service(name, name[0].upper() + name[1:] + "Soap", signer)
        try:
            got = getattr(port, operation)(**person(1), **members)
            ok(good(got), "%s: %s answers, as zeep reads it" % (kind, operation))
        except Exception as e:
            ok(False, "%s: %s answers: %s" % (kind, operation, e))
    ok(signer.checked == len(CATALOGUE), kind + ": the signature of each holds")


def bad_calls(kind):
    who = dict(person(1), BeginPeriod="2026-01-01", NumberOfMonths=3)

    def alter(envelope):
        envelope.find("{*}Body")[0][-1].text = "4"

    for what, name, signer in (
            ("SIG_DIGEST", "a body altered after signing", SignAll(kind, spoil=alter)),
            ("SIG_SIGNER", "another member's certificate", SignAll(kind, who="stranger"))):
        refused(what, "%s: %s is refused" % (kind, name),
                lambda: service("payments", "PaymentsSoap", signer).BapForPeriod(**who))


KIND = sys.argv[1]
good_calls(KIND)
catalogue_calls(KIND)
bad_calls(KIND)
print("1..%d" % count)
sys.exit(failed != 0)
