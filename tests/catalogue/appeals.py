"""Inquiries, complaints, suggestions and appeals of decisions."""
import datetime
import os
import sqlite3

from walk import Call

DAY = 24 * 3600
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


# What the rows of mapping/appeals.c say; all others are 422.
STATUS = {"NOT_FOUND": 404, "ALREADY_APPEALED": 409, "CLOSED": 409}


def refused(w, op, fault, citizen=1, path=None, query=None, body=None, what=""):
    """The Fund refuses it, and the status is that of the row."""
    answer = w.send(Call(op, citizen, path, query, body, None, None, {}))
    good = answer.status == STATUS.get(fault, 422) and answer.json.get("fault", {}).get("code") == fault
    w.ok("%s %s: %s" % (op, what, fault), good,
         "%d %s" % (answer.status, answer.content.decode(errors="replace")))
    return answer


def age(number, days):
    """As if the appeal had been handed in so many days earlier."""
    with sqlite3.connect(os.environ["FUND_DB"], timeout=30) as db:
        values = (days * DAY * 1000000, int(number[4:]))
        db.execute("UPDATE appeal SET registered_us = registered_us - ?1 WHERE id = ?2", values)
        for table in ("appeal_event", "appeal_message"):
            db.execute("UPDATE %s SET at_us = at_us - ?1 WHERE appeal = ?2" % table, values)


def appeal(kind, details, **more):
    return dict({"subject": "О надбавке", "text": "С января нет надбавки.\nПрошу проверить.", "kind": kind,
                 "details": details}, **more)


DECISION = {"decisionNumber": "DEC-2026-000123", "decisionDate": "2026-10-01", "reasons": "Не учтён период работы.",
            "demand": "Пересчитать пенсию."}


def kinds(w):
    made = w.call("SubmitAppeal", body=appeal("inquiry", {"topic": "pension"}, contact={"phone": "+79990000001"})).json
    days = datetime.date.fromisoformat(made["answerBy"]) - datetime.date.fromisoformat(made["registeredAt"][:10])
    w.is_("accepted, to be answered in thirty days", (made["state"], days.days), ("accepted", 30))
    w.is_("kept by the Fund", w.fund("SELECT phone FROM appeal WHERE id = ?", int(made["number"][4:])), "+79990000001")
    for kind, details in (
            ("complaint", {"reason": "staffConduct", "occurredOn": "2026-09-01", "office": "Клиентская служба"}),
            ("complaint", {"reason": "delay", "applicationNumber": "PEN-000000001"}),
            ("suggestion", {"topic": "maternityCapital"}),
            ("decisionAppeal", DECISION)):
        number = w.call("SubmitAppeal", body=appeal(kind, details), what="a " + kind).json["number"]
        got = w.call("GetAppeal", path={"number": number}).json
        w.is_("what was said is kept", (got["kind"], got["details"], got["text"]),
              (kind, details, "С января нет надбавки.\nПрошу проверить."))
    for what, kind, details, pointer in (
            ("a delay of nothing", "complaint", {"reason": "delay"}, "/details/applicationNumber"),
            ("a refusal of nothing", "complaint", {"reason": "refusal"}, "/details/applicationNumber"),
            ("no such reason", "complaint", {"reason": "weather"}, "/details/reason"),
            ("no reasons", "decisionAppeal", {"decisionNumber": "1", "decisionDate": "2026-10-01"}, "/details/reasons"),
            ("details of another kind", "inquiry", {"reason": "other"}, "/details/topic"),
            ("no such kind", "praise", {}, "/kind")):
        answer = w.call("SubmitAppeal", body=appeal(kind, details), want=422, code="INVALID", what=what)
        w.ok("… it says where", pointer in answer.pointers(), answer.pointers())
    refused(w, "SubmitAppeal", body=appeal("complaint", {"reason": "other", "occurredOn": "2099-01-01"}),
            fault="REFUSED", what="of the future")
    twice = refused(w, "SubmitAppeal", body=appeal("decisionAppeal", DECISION), fault="ALREADY_APPEALED")
    w.is_("… it says which", twice.json["fault"].get("number"), number)
    w.call("SubmitAppeal", citizen=2, body=appeal("decisionAppeal", DECISION), what="by another citizen")
    return made["number"], number


def course(w, inquiry, decision):
    seen = []
    for days in (0, 1, 1, 3, 10, 30):
        age(decision, days)
        age(inquiry, days)
        got = w.call("GetAppeal", path={"number": decision}).json
        plain = w.call("GetAppeal", path={"number": inquiry}).json
        w.is_("history up to now", [e["state"] for e in got["history"]][-1], got["state"])
        seen.append((got["state"], plain["state"], len(plain["messages"])))
        if got["state"] in ("accepted", "answered"):
            # Not tried again in trouble: it is closed then.
            message = w.call("AddAppealMessage", path={"number": decision}, body={"text": "Дополняю."},
                             what="when " + got["state"], refusals_left_out=("person",)).json["message"]
            w.is_("by the citizen", (message["author"], message["text"]), ("citizen", "Дополняю."))
    w.is_("through all states", seen, [
        ("accepted", "accepted", 0), ("assigned", "assigned", 0), ("underReview", "underReview", 0),
        ("expertReview", "underReview", 0), ("answered", "answered", 1), ("closed", "closed", 1)])
    w.is_("who said what", [m["author"] for m in got["messages"]], ["citizen", "specialist", "citizen"])
    w.ok("a specialist has a name", "authorName" in got["messages"][1] and "department" in got)
    refused(w, "AddAppealMessage", path={"number": decision}, body={"text": "Ещё."}, fault="CLOSED")
    w.call("SubmitAppeal", body=appeal("decisionAppeal", DECISION), what="after the first was closed")


def lists(w):
    whole = w.call("ListAppeals").json["appeals"]
    numbers = [a["number"] for a in whole]
    w.ok("newest first", numbers == sorted(numbers, reverse=True) and len(whole) > 5)
    first = w.call("ListAppeals", query={"limit": 3}).json
    rest = w.call("ListAppeals", query={"limit": 500, "cursor": first["nextCursor"]}).json
    w.is_("page by page the same", first["appeals"] + rest["appeals"], whole)
    w.ok("the end is the end", "nextCursor" not in rest)
    for name, value in (("kind", "complaint"), ("state", "closed")):
        some = w.call("ListAppeals", query={name: value}).json["appeals"]
        w.is_("by " + name, some, [a for a in whole if a[name] == value])
        w.ok("… some", 0 < len(some) < len(whole))
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    some = w.call("ListAppeals", query={"from": today, "to": today}).json["appeals"]
    w.is_("by day", some, [a for a in whole if a["registeredAt"][:10] == today])
    w.call("ListAppeals", query={"from": today, "to": "2020-01-01"}, want=422, code="INVALID", what="the end first")
    refused(w, "ListAppeals", query={"cursor": "nonsense"}, fault="REFUSED", what="a wrong cursor")


def files(w):
    kind = "EXPLANATION"
    stored = {"kind": kind, "storedId": "STO-000000001"}
    number = w.call("SubmitAppeal", citizen=3, body=appeal("inquiry", {"topic": "other"}, attachments=[stored]),
                    what="with a document that is kept").json["number"]
    got = w.call("GetAppeal", citizen=3, path={"number": number}).json["attachments"]
    w.is_("it is named", got, [dict(stored, signed=False)])
    scan = {"scan": ("справка.pdf", PDF, "application/pdf")}
    body = {"text": "Прилагаю.", "attachments": [{"kind": kind, "part": "scan"}]}
    added = w.call("AddAppealMessage", citizen=3, path={"number": number}, files=scan, body=body,
                   what="with a file").json
    w.is_("the file is named", added["message"]["attachments"],
          [{"kind": kind, "filename": "справка.pdf", "signed": False}])
    both = w.call("SubmitAppeal", body=appeal("inquiry", {"topic": "other"}, attachments=[dict(stored, part="x")]),
                  want=422, code="INVALID", what="a part that is missing")
    w.ok("… it says where", "/attachments/0/part" in both.pointers(), both.pointers())


def walk(w):
    inquiry, decision = kinds(w)
    refused(w, "GetAppeal", path={"number": "APL-1"}, fault="NOT_FOUND")
    refused(w, "AddAppealMessage", path={"number": "APL-999999999"}, body={"text": "?"}, fault="NOT_FOUND")
    course(w, inquiry, decision)
    lists(w)
    files(w)
