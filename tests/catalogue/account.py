"""The citizen's account and profile."""
import base64
import hashlib
import os
import subprocess
import tempfile

PASSPORT = {"series": "4599", "number": "000001", "issueDate": "2011-10-03",
            "issuedBy": "Отделом внутренних дел Образцового района", "divisionCode": "770-001"}
INCOME = {"number": "117", "issueDate": "2026-10-05", "issuedBy": "ООО «Пример»"}
CONSENT = {"formCode": "PD-2026-1", "signedAt": "2026-11-20T10:00:00Z", "signature": "MIIBAA=="}
ADDRESS = {"postIndex": "101000", "region": "Московская область", "city": "Образцовск", "street": "улица Новая",
           "house": "5", "flat": "15"}

# Of the Fund's refusals, those that the adapter tells with another status than 422.
STATUS = {"NOT_FOUND": 404, "CODE_EXPIRED": 410}
STATUS.update((code, 409) for code in (
    "ALREADY_CONFIRMED", "CHANNEL_UNAVAILABLE", "CONSENT_MANDATORY", "ALREADY_BOUND", "ATTEMPTS_EXHAUSTED",
    "ALREADY_REGISTERED", "DOCUMENT_IN_USE"))
# What changes a state that refuses it the second time cannot be tried again in trouble.
ONCE = {"refusals_left_out": ("person",)}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def number_of(identifier):
    return int(identifier.split("-")[1])


def refused(w, op, fault, what, **more):
    return w.call(op, want=STATUS.get(fault, 422), fault=fault, what=what, **more)


def code_of(citizen, identifier, wrong=0):
    """What the stand-in Fund has sent (tests/fund/services/account.h)."""
    code = (citizen * 7919 + number_of(identifier) * 104729 + 271828) % 1000000
    return "%06d" % ((code + wrong) % 1000000)


def walk(w):
    status(w)
    contacts(w)
    settings(w)
    consents(w)
    access_log(w)
    binding(w)
    registration(w)
    profile(w)
    certificate(w)
    documents(w)


def status(w):
    answer = w.call("GetAccountStatus", citizen=1)
    w.is_("an account that works", (answer.json["state"], answer.json["restrictions"]), ("active", []))
    answer = w.call("GetAccountStatus", citizen=8)
    w.is_("an account that does not", answer.json["state"], "suspended")
    w.is_("… says why", answer.json["restrictions"][0]["reason"], "unpaidContributions")
    answer = w.call("GetAccountStatus", citizen=9)
    w.is_("an account that is not confirmed", answer.json["state"], "confirmationRequired")


def contacts(w):
    before = w.call("GetContacts", citizen=1).json
    w.is_("contacts", (before["phone"], before["email"], before["confirmations"]),
          ("+79000000001", "citizen1@example.ru", []))
    w.is_("contacts: without e-mail", "email" in w.call("GetContacts", citizen=2).json, False)
    w.is_("contacts: where", before["postalAddress"]["region"], "Республика Примерная")
    new = {"phone": "+79001112233", "email": before["email"], "postalAddress": ADDRESS}
    changed = w.call("ChangeContacts", citizen=1, body=new).json
    w.is_("the address is changed at once", changed["postalAddress"], ADDRESS)
    w.is_("the phone waits for its code", changed["phone"], before["phone"])
    waits = changed["confirmations"]
    w.is_("… and says so", [(c["channel"], c["sentTo"], c["attemptsLeft"]) for c in waits],
          [("sms", "+7900***2233", 3)])
    identifier = waits[0]["confirmationId"]
    wrong = {"confirmationId": identifier, "code": code_of(1, identifier, 1)}
    refused(w, "ConfirmContacts", "CODE_WRONG", "wrong code", citizen=1, body=wrong)
    w.is_("a wrong code is counted", w.call("GetContacts", citizen=1).json["confirmations"][0]["attemptsLeft"], 2)
    right = {"confirmationId": identifier, "code": code_of(1, identifier)}
    refused(w, "ConfirmContacts", "NOT_FOUND", "another citizen's", citizen=4, body=right)
    w.is_("the phone is changed", w.call("ConfirmContacts", citizen=1, body=right, **ONCE).json["phone"],
          "+79001112233")
    refused(w, "ConfirmContacts", "ALREADY_CONFIRMED", "twice", citizen=1, body=right)
    w.is_("… and stays so", w.call("GetContacts", citizen=1).json["phone"], "+79001112233")
    w.call("ChangeContacts", citizen=1, body={"postalAddress": ADDRESS}, want=422, code="INVALID", what="none at all")
    refused(w, "ChangeContacts", "REFUSED", "the last confirmed contact goes", citizen=2,
            body={"email": "new@example.ru"})
    late = w.call("ChangeContacts", citizen=6, body={"phone": "+79005556677"}).json["confirmations"][0]
    late = {"confirmationId": late["confirmationId"], "code": code_of(6, late["confirmationId"])}
    refused(w, "ConfirmContacts", "CODE_EXPIRED", "too late", citizen=6, body=late)


def settings(w):
    before = w.call("GetNotificationSettings", citizen=1).json
    w.is_("settings: every kind", [p["kind"] for p in before["preferences"]],
          ["payments", "statusChanges", "deadlines", "ruleChanges", "missingInformation"])
    new = {"frequency": "daily", "preferences": [
        dict(p, sms=True, email=True, push=p["kind"] == "deadlines") for p in before["preferences"]]}
    after = w.call("SetNotificationSettings", citizen=1, body=new).json
    w.is_("settings: changed", {k: after[k] for k in new}, new)
    w.is_("settings: kept", w.call("GetNotificationSettings", citizen=1).json, after)
    w.ok("settings: another version", after["version"] != before["version"])
    twice = dict(new, preferences=new["preferences"][:4] + new["preferences"][:1])
    w.call("SetNotificationSettings", citizen=1, body=twice, want=422, code="INVALID", what="a kind twice")
    w.call("SetNotificationSettings", citizen=1, body=dict(new, preferences=new["preferences"][:4]), want=422,
           code="INVALID", what="a kind too few")
    refused(w, "SetNotificationSettings", "CHANNEL_UNAVAILABLE", "without e-mail", citizen=2, body=new)
    w.is_("a test", w.call("SendTestNotification", citizen=1, body={"channel": "push"}).json["channel"], "push")
    w.is_("… one was sent", w.fund("SELECT count(*) FROM account_test"), 1)
    refused(w, "SendTestNotification", "CHANNEL_UNAVAILABLE", "without e-mail", citizen=2, body={"channel": "email"})
    refused(w, "SendTestNotification", "CHANNEL_UNAVAILABLE", "without an application", citizen=2,
            body={"channel": "push"})


def consents(w):
    before = w.call("GetConsents", citizen=1).json
    w.is_("consents: every category", len({c["category"] for c in before["consents"]}), 7)
    new = [{k: c[k] for k in ("category", "processing", "thirdParties")} for c in before["consents"]]
    for c in new:
        c["thirdParties"] = False
        c["processing"] = c["category"] != "health"
    after = w.call("SetConsents", citizen=1, body={"consents": new}).json
    w.is_("consents: changed", [{k: c[k] for k in new[0]} for c in after["consents"]], new)
    w.is_("consents: kept", w.call("GetConsents", citizen=1).json, after)
    moved = [c["category"] for c, b in zip(after["consents"], before["consents"]) if c["changedAt"] != b["changedAt"]]
    w.is_("consents: the moment of what changed", moved, ["employment", "payments", "health"])
    forbidden = [dict(c, processing=c["category"] != "identity") for c in new]
    refused(w, "SetConsents", "CONSENT_MANDATORY", "what the law has processed", citizen=1,
            body={"consents": forbidden})
    w.call("SetConsents", citizen=1, body={"consents": [dict(c, thirdParties=True) for c in new]}, want=422,
           code="INVALID", what="to others without processing")
    w.call("SetConsents", citizen=1, body={"consents": new[:6] + new[:1]}, want=422, code="INVALID",
           what="a category twice")


def access_log(w):
    w.call("GetConsents", citizen=12)
    w.call("GetContacts", citizen=12, token=("--set", "x=1"))
    log = w.call("ListAccessLog", citizen=12, query={"limit": 2}).json
    w.is_("the log begins with the newest", [e["operation"] for e in log["entries"]], ["ListAccessLog", "GetContacts"])
    rest = w.call("ListAccessLog", citizen=12, query={"limit": 2, "cursor": log["nextCursor"]}).json
    w.is_("… and goes on where it was", [e["operation"] for e in rest["entries"]], ["GetConsents", "ListDocuments"])
    old = w.call("ListAccessLog", citizen=12, query={"from": "2026-10-01", "to": "2026-10-02"}).json
    w.is_("by dates", [(e["reader"], e["category"]) for e in old["entries"]], [("fund", "payments")])
    of = w.call("ListAccessLog", citizen=12, query={"reader": "organisation", "category": "pension"}).json
    w.is_("by reader and category", [e["operation"] for e in of["entries"]], ["GetIndividualAccount"])
    w.call("ListAccessLog", citizen=12, query={"from": "2026-10-02", "to": "2026-10-01"}, want=422, code="INVALID",
           what="a period that ends first")
    refused(w, "ListAccessLog", "REFUSED", "a cursor of nobody's", citizen=12, query={"cursor": "x"})


def binding(w):
    body = {"snils": dashed(w.snils(11)), "birthDate": "1961-12-12"}
    first = w.call("BindSnils", citizen=11, body=body, **ONCE).json
    w.is_("a code is sent", (first["sentTo"], first["attemptsLeft"]), ("+7900***0011", 3))
    refused(w, "BindSnils", "MISMATCH", "another's", citizen=11, body=dict(body, snils=w.snils(12)))
    refused(w, "BindSnils", "MISMATCH", "another birth date", citizen=11, body=dict(body, birthDate="1961-12-13"))
    w.call("BindSnils", citizen=11, body=dict(body, snils="90000001180"), want=422, code="INVALID",
           what="control number")
    second = w.call("BindSnils", citizen=11, body=body).json["bindingId"]
    refused(w, "ConfirmSnilsBinding", "NOT_FOUND", "replaced by a new one", citizen=11, path={"id": first["bindingId"]},
            body={"code": code_of(11, first["bindingId"])})
    code = {"code": code_of(11, second)}
    w.call("ConfirmSnilsBinding", citizen=11, path={"id": second}, body=code, **ONCE)
    refused(w, "ConfirmSnilsBinding", "ALREADY_CONFIRMED", "twice", citizen=11, path={"id": second}, body=code)
    refused(w, "BindSnils", "ALREADY_BOUND", "bound already", citizen=11, body=body)
    bound = w.call("BindSnils", citizen=13, body={"snils": w.snils(13), "birthDate": "1963-02-14"}).json
    path = {"id": bound["bindingId"]}
    wrong = {"code": code_of(13, path["id"], 1)}
    for left in (2, 1, 0):
        refused(w, "ConfirmSnilsBinding", "CODE_WRONG", "wrong code, %d left" % left, citizen=13, path=path, body=wrong)
        w.is_("… %d left" % left, w.fund("SELECT attempts FROM account_code WHERE id = ?", number_of(path["id"])), left)
    refused(w, "ConfirmSnilsBinding", "ATTEMPTS_EXHAUSTED", "no attempt left", citizen=13, path=path,
            body={"code": code_of(13, path["id"])})


def dashed(snils):
    return "%s-%s-%s %s" % (snils[:3], snils[3:6], snils[6:9], snils[9:])


def registration(w):
    refused(w, "RegisterAccount", "ITEMS_MISSING", "nothing at all", citizen=17, body={})
    whole = {"passport": PASSPORT, "incomeCertificate": INCOME, "consent": CONSENT}
    for name in whole:
        refused(w, "RegisterAccount", "ITEMS_MISSING", "without " + name, citizen=17,
                body={k: v for k, v in whole.items() if k != name})
    answer = w.call("RegisterAccount", citizen=17, body=whole, **ONCE)
    w.is_("registered", answer.json["state"], "confirmationRequired")
    w.is_("… which the status says", w.call("GetAccountStatus", citizen=17).json["state"], "confirmationRequired")
    refused(w, "RegisterAccount", "ALREADY_REGISTERED", "twice", citizen=17, body=whole)
    bound = w.call("BindSnils", citizen=17, body={"snils": w.snils(17), "birthDate": "1967-06-18"}).json["bindingId"]
    w.call("ConfirmSnilsBinding", citizen=17, path={"id": bound}, body={"code": code_of(17, bound)})
    w.is_("active once the SNILS is bound", w.call("GetAccountStatus", citizen=17).json["state"], "active")


def profile(w):
    body = {"familyName": "Примерова", "address": ADDRESS, "phone": "+79003334455"}
    refused(w, "UpdatePersonalData", "ITEMS_MISSING", "without documents", citizen=21, body=body)
    answer = w.call("UpdatePersonalData", citizen=21, body={"phone": "+79003334455", "email": "new@example.ru"}).json
    w.is_("contacts wait for their codes", [(c["field"], c["state"]) for c in answer["changes"]],
          [("phone", "awaitingCode"), ("email", "awaitingCode")])
    w.is_("… both of them", [c["channel"] for c in answer["confirmations"]], ["sms", "email"])
    w.is_("the version is that of the contacts", w.call("GetContacts", citizen=21).json["version"], answer["version"])
    w.call("UpdatePersonalData", citizen=21, body={}, want=422, code="INVALID", what="nothing new")


def certificate(w):
    with tempfile.TemporaryDirectory() as folder:
        der, pem = make_certificate(folder, w.snils(14))
        body = {"certificate": base64.b64encode(der).decode()}
        bound = w.call("BindSigningCertificate", citizen=14, body=body).json
        again = w.call("BindSigningCertificate", citizen=14, body={"pem": pem}).json
        w.is_("DER and PEM are the same certificate", again["thumbprint"], bound["thumbprint"])
        w.call("BindSigningCertificate", citizen=14, body=dict(body, pem=pem), want=422, code="INVALID", what="both")
        w.call("BindSigningCertificate", citizen=14, body={}, want=422, code="INVALID", what="none")
        refused(w, "BindSigningCertificate", "CERTIFICATE_FOREIGN", "another's", citizen=15, body=body)
        refused(w, "BindSigningCertificate", "CERTIFICATE_UNREADABLE", "no certificate", citizen=14,
                body={"certificate": "MIIBAA=="})
        _, authority = make_certificate(folder, w.snils(14), "TRUE")
        refused(w, "BindSigningCertificate", "CERTIFICATE_NOT_VALID", "an authority's", citizen=14,
                body={"pem": authority})


def make_certificate(folder, snils, authority="FALSE"):
    """DER and PEM of one with that SNILS."""
    pem, config = os.path.join(folder, "c.pem"), os.path.join(folder, "c.conf")
    with open(config, "w") as f:
        f.write("[req]\ndistinguished_name = dn\n[dn]\n")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-config", config, "-keyout", os.path.join(folder, "c.key"), "-out", pem, "-utf8",
                    "-subj", "/CN=Citizen/1.2.643.100.3=" + snils,
                    "-addext", "basicConstraints=critical,CA:" + authority,
                    "-addext", "keyUsage=critical,digitalSignature" + (",keyCertSign" if authority == "TRUE" else "")],
                   check=True, capture_output=True)
    der = subprocess.run(["openssl", "x509", "-in", pem, "-outform", "DER"], check=True, capture_output=True).stdout
    with open(pem) as f:
        return der, f.read()


def documents(w):
    w.is_("no documents", w.call("ListStoredDocuments", citizen=3).json["documents"], [])
    body = {"kind": "DISABILITY", "title": "Справка об инвалидности", "issueDate": "2026-02-03", "part": "scan"}
    files = {"scan": ("справка.pdf", PDF, "application/pdf")}
    stored = w.call("StoreDocument", citizen=3, body=body, files=files).json["document"]
    w.is_("stored", (stored["filename"], stored["mediaType"], stored["size"], stored["digest"], stored["signed"]), (
        "справка.pdf", "application/pdf", len(PDF), base64.b64encode(hashlib.sha256(PDF).digest()).decode(), False))
    again = w.call("StoreDocument", citizen=3, body=body, files=files).json["document"]
    w.is_("the same file is the same document", again, stored)
    other = dict(files, scan=("фото.pdf", PDF + b"%", "application/pdf"))
    second = w.call("StoreDocument", citizen=3, body=dict(body, kind="PASSPORT"), files=other).json["document"]
    w.is_("two are kept", w.call("ListStoredDocuments", citizen=3).json["documents"], [stored, second])
    of = w.call("ListStoredDocuments", citizen=3, query={"kind": "PASSPORT"}).json["documents"]
    w.is_("by kind", of, [second])
    page = w.call("ListStoredDocuments", citizen=3, query={"limit": 1}).json
    w.is_("a page", page["documents"], [stored])
    page = w.call("ListStoredDocuments", citizen=3, query={"limit": 1, "cursor": page["nextCursor"]}).json
    w.is_("the last page", (page["documents"], "nextCursor" in page), ([second], False))
    change = {"familyName": "Примерова", "documents": [{"kind": "PASSPORT", "storedId": second["documentId"]}]}
    changed = w.call("UpdatePersonalData", citizen=3, body=change).json
    w.is_("a name is compared with the document", changed["changes"], [{"field": "name", "state": "underReview"}])
    refused(w, "UpdatePersonalData", "NOT_FOUND", "another's document", citizen=4, body=change)
    refused(w, "DeleteStoredDocument", "DOCUMENT_IN_USE", "under review", citizen=3, path={"id": second["documentId"]})
    path = {"id": stored["documentId"]}
    w.call("DeleteStoredDocument", citizen=3, path=path, **ONCE)
    refused(w, "DeleteStoredDocument", "NOT_FOUND", "twice", citizen=3, path=path)
    w.is_("one is kept", w.call("ListStoredDocuments", citizen=3).json["documents"], [second])
    w.call("StoreDocument", citizen=3, body=dict(body, validUntil="2026-02-02"), files=files, want=422, code="INVALID",
           what="ends before it begins")
    w.call("StoreDocument", citizen=3, body=dict(body, part="none"), files=files, want=422, code="INVALID",
           what="no such part")
