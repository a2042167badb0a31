"""Certificates and extracts."""
import base64
import datetime
import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile

from walk import Call

DAY = 24 * 3600
AGE = "UPDATE document SET %s WHERE id = ?" % ", ".join(
    "%s = %s - ?1" % (c, c) for c in ("ordered_us", "forming_us", "ready_us", "expires_us"))


# What the rows of mapping/documents.c say; all others are 422.
STATUS = {"NOT_FOUND": 404, "NOT_READY": 409, "EXPIRED": 410, "NOT_RENEWABLE": 409, "NOT_TRANSFERABLE": 409,
          "ALREADY_TRANSFERRED": 409}


def refused(w, op, fault, citizen=1, path=None, query=None, body=None, what=""):
    """The Fund refuses it, and the status is that of the row."""
    answer = w.send(Call(op, citizen, path, query, body, None, None, {}))
    good = answer.status == STATUS.get(fault, 422) and answer.json.get("fault", {}).get("code") == fault
    w.ok("%s %s: %s" % (op, what, fault), good,
         "%d %s" % (answer.status, answer.content.decode(errors="replace")))
    return answer


def age(w, number, seconds):
    """As if the document had been ordered so much earlier."""
    with sqlite3.connect(os.environ["FUND_DB"], timeout=30) as db:
        db.execute(AGE.replace("id = ?", "id = ?2"), (seconds * 1000000, int(number[4:])))


def order(kind, **more):
    return dict({"kind": kind, "delivery": "cabinet"}, **more)


def state_of(w, number, citizen=1):
    return w.call("GetDocument", citizen=citizen, path={"id": number}).json["state"]


def verifies(w, content, signature):
    """Whether openssl finds the signature to be the Fund's."""
    with tempfile.TemporaryDirectory() as d:
        for name, octets in (("content", content), ("signature", signature)):
            with open(os.path.join(d, name), "wb") as f:
                f.write(octets)
        done = subprocess.run(
            ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", d + "/signature", "-content",
             d + "/content", "-CAfile", os.environ["PKI"] + "/sign-ca.pem", "-purpose", "any", "-out", d + "/out"],
            capture_output=True, text=True)
    return done.returncode == 0, done.stderr


def text_of(pdf):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
        f.write(pdf)
        f.flush()
        return subprocess.run(["pdftotext", "-layout", f.name, "-"], check=True, capture_output=True, text=True).stdout


def ordering(w):
    purpose = "Для банка, «Ёлочка»"
    made = w.call("OrderDocument", body=order("pensionAmount", purpose=purpose)).json
    w.is_("made at once", (made["state"], made["existing"], made["delivery"]), ("ready", False, "cabinet"))
    w.is_("for all the time", made["period"], {"type": "full"})
    w.is_("kept by the Fund", w.fund("SELECT purpose FROM document WHERE id = ?", int(made["id"][4:])), purpose)
    days = datetime.date.fromisoformat(made["validUntil"]) - datetime.date.fromisoformat(made["readyAt"][:10])
    w.is_("good for ninety days", days.days, 90)
    again = w.call("OrderDocument", body=order("pensionAmount"), what="again").json
    w.is_("the same again is the one that is there", (again["id"], again["existing"]), (made["id"], True))
    other = w.call("OrderDocument", body=order("pensionAmount", period={"type": "month", "from": "2026-01-01"})).json
    w.is_("another period is another document", (other["id"] == made["id"], other["existing"]), (False, False))
    w.call("OrderDocument", body=order("income", delivery="email", email="vera@example.org", period={
        "type": "any", "from": "2025-02-03", "to": "2026-03-04"}), what="by e-mail")
    for what, body, pointer in (
            ("e-mail without address", order("income", delivery="email"), "/email"),
            ("an address without e-mail", order("income", email="vera@example.org"), "/email"),
            ("a month without day", order("income", period={"type": "month"}), "/period/type"),
            ("all the time with a day", order("income", period={"type": "full", "from": "2026-01-01"}), "/period/type"),
            ("no quarter", order("income", period={"type": "quarter", "from": "2026-02-01"}), "/period/from"),
            ("no year", order("income", period={"type": "year", "from": "2026-04-01"}), "/period/from"),
            ("no month", order("income", period={"type": "month", "from": "2026-04-02"}), "/period/from"),
            ("the end first", order("income", period={"type": "any", "from": "2026-04-02", "to": "2026-04-01"}),
             "/period/to")):
        answer = w.call("OrderDocument", body=body, want=422, code="INVALID", what=what)
        w.is_("… it says where", answer.pointers(), [pointer])
    for kind, year in (("personalFile", "2025-01-01"), ("income", "2099-01-01")):
        refused(w, "OrderDocument", body=order(kind, period={"type": "year", "from": year}), fault="PERIOD_UNSUITABLE")
    refused(w, "OrderDocument", citizen=7, body=order("benefits"), fault="NO_DATA")
    return made["id"]


def states(w):
    slow = w.call("OrderDocument", body=order("personalFile")).json
    w.is_("takes its time", (slow["state"], "validUntil" in slow), ("ordered", False))
    early = refused(w, "GetDocumentContent", path={"id": slow["id"]}, fault="NOT_READY")
    w.is_("… says when", early.json["fault"].get("readyAt"), slow["readyAt"])
    age(w, slow["id"], 2 * 3600)
    w.is_("after two hours", state_of(w, slow["id"]), "forming")
    refused(w, "GetDocumentSignature", path={"id": slow["id"]}, fault="NOT_READY")
    age(w, slow["id"], DAY)
    w.is_("after a day", state_of(w, slow["id"]), "ready")
    age(w, slow["id"], 90 * DAY)
    w.is_("after ninety more", state_of(w, slow["id"]), "expired")
    refused(w, "GetDocumentContent", path={"id": slow["id"]}, fault="EXPIRED")
    refused(w, "GetDocumentSignature", path={"id": slow["id"]}, fault="EXPIRED")
    new = w.call("OrderDocument", body=order("personalFile"), what="of one that expired").json
    w.is_("one that expired is made anew", (new["id"] == slow["id"], new["existing"]), (False, False))


def lists(w):
    whole = w.call("ListDocuments").json["documents"]
    w.ok("newest first", [d["id"] for d in whole] == sorted((d["id"] for d in whole), reverse=True) and len(whole) > 4)
    found, query = [], {"limit": 2}
    for _ in whole:
        page = w.call("ListDocuments", query=query).json
        found += page["documents"]
        if "nextCursor" not in page:
            break
        query = {"limit": 2, "cursor": page["nextCursor"]}
    w.is_("page by page the same", found, whole)
    for name, value in (("kind", "income"), ("state", "expired")):
        some = w.call("ListDocuments", query={name: value}).json["documents"]
        w.is_("by " + name, some, [d for d in whole if d[name] == value])
        w.ok("… some", 0 < len(some) < len(whole))
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    new = w.call("ListDocuments", query={"from": today, "to": today}).json["documents"]
    w.is_("by day", [d["id"] for d in new], [d["id"] for d in whole if d["orderedAt"][:10] == today])
    w.call("ListDocuments", query={"from": today, "to": "2020-01-01"}, want=422, code="INVALID", what="the end first")
    refused(w, "ListDocuments", query={"cursor": "nonsense"}, fault="REFUSED", what="a wrong cursor")
    w.is_("another citizen has none of them", w.call("ListDocuments", citizen=2).json["documents"], [])


def octets(w, number):
    answer = w.call("GetDocumentContent", path={"id": number})
    w.is_("a PDF", (answer.headers.get("Content-Type"), answer.content[:5]), ("application/pdf", b"%PDF-"))
    digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
    w.ok("with its digest", digest in answer.headers.get("Repr-Digest", ""), answer.headers)
    again = w.call("GetDocumentContent", path={"id": number}, what="again")
    w.is_("the same octets again", (again.content, again.headers.get("ETag")),
          (answer.content, answer.headers.get("ETag")))
    w.call("GetDocumentContent", path={"id": number}, headers={"If-None-Match": answer.headers.get("ETag")}, want=304)
    if shutil.which("pdftotext"):
        text = text_of(answer.content)
        lacks = [t for t in ("Справка о размере пенсии", "Ёлочка", "900-000-001 82", number) if t not in text]
        w.is_("it can be read", lacks, [])
    signature = w.call("GetDocumentSignature", path={"id": number})
    w.is_("a signature", signature.headers.get("Content-Type"), "application/pkcs7-signature")
    good, note = verifies(w, answer.content, signature.content)
    w.ok("openssl: the signature is the Fund's", good, note)
    w.ok("openssl: of nothing else", not verifies(w, answer.content[:-1] + b" ", signature.content)[0])
    again = w.call("GetDocumentSignature", path={"id": number}, what="again")
    w.is_("the same signature again", again.content, signature.content)


def certificate(w, pension):
    refused(w, "OrderDocument", body=order("maternityCapitalCertificate"), fault="NO_DATA",
           what="who has none")
    made = w.call("OrderDocument", citizen=4, body=order("maternityCapitalCertificate")).json
    path = {"id": made["id"]}
    before = w.call("GetDocumentContent", citizen=4, path=path).content
    # Tried again in trouble it would be refused: the organisation has it.
    handed = w.call("TransferDocument", citizen=4, path=path, body={"receiverInn": "5000000031", "basis": "Договор"},
                    refusals_left_out=("person",)).json
    w.is_("who has it", (handed["receiverKind"], handed["receiverName"]), ("developer", "ООО «Примерстрой»"))
    w.call("TransferDocument", citizen=4, path=path, body={"receiverInn": "7700000016"}, what="to a bank too")
    shown = w.call("GetDocument", citizen=4, path=path).json["transfers"]
    w.is_("date and receiver stand in the document", (shown[0]["at"], [t["receiverKind"] for t in shown]),
          (handed["at"], ["developer", "bank"]))
    refused(w, "TransferDocument", citizen=4, path=path, body={"receiverInn": "5000000031"},
            fault="ALREADY_TRANSFERRED")
    refused(w, "TransferDocument", citizen=4, path=path, body={"receiverInn": "6600000050"}, fault="RECEIVER_UNKNOWN")
    w.call("TransferDocument", citizen=4, path=path, body={"receiverInn": "6600000051"}, want=422, code="INVALID",
           what="a wrong INN")
    refused(w, "TransferDocument", path={"id": pension}, body={"receiverInn": "7700000016"}, fault="NOT_TRANSFERABLE")
    refused(w, "RenewDocument", path={"id": pension}, fault="NOT_RENEWABLE")
    age(w, made["id"], 91 * DAY)
    old = w.call("GetDocument", citizen=4, path=path).json
    w.is_("expired, renewable", (old["state"], old["renewable"]), ("expired", True))
    refused(w, "TransferDocument", citizen=4, path=path, body={"receiverInn": "7700000023"}, fault="EXPIRED")
    new = w.call("RenewDocument", citizen=4, path=path).json
    w.is_("renewed", (new["state"], new["validUntil"] > old["validUntil"], "renewedAt" in new), ("ready", True, True))
    content = w.call("GetDocumentContent", citizen=4, path=path, what="after renewal").content
    w.ok("the paper says so", content != before)
    w.ok("and is signed anew", verifies(w, content, w.call("GetDocumentSignature", citizen=4, path=path).content)[0])


def walk(w):
    pension = ordering(w)
    w.call("GetDocument", path={"id": pension})
    refused(w, "GetDocument", path={"id": "DOC-1"}, fault="NOT_FOUND")
    for op in ("GetDocumentContent", "GetDocumentSignature", "RenewDocument"):
        refused(w, op, path={"id": "DOC-999999999"}, fault="NOT_FOUND")
    refused(w, "TransferDocument", path={"id": "DOC-999999999"}, body={"receiverInn": "7700000016"},
            fault="NOT_FOUND")
    states(w)
    lists(w)
    octets(w, pension)
    certificate(w, pension)
