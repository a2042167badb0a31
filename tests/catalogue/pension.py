"""The individual account, the service record, payouts."""
from decimal import Decimal

from walk import Call


def total(items, member):
    return sum(Decimal(i[member]) for i in items)


def refused(w, op, fault, status, citizen, body, headers=None):
    """By the Fund, with a code of its own: that code's status, where the answer knows it, and else 422."""
    answer = w.send(Call(op, citizen, None, None, body, None, headers, {}))
    told = (answer.json or {}).get("fault") or {}
    w.is_("%s: %s" % (op, fault), (answer.status in (422, status), answer.code(), told.get("code")),
          (True, "FUND_REFUSED", fault))
    return told if answer.status == status else None


def walk_account(w):
    account = w.call("GetIndividualAccount", citizen=1).json
    w.is_("the latest operations are those of the list", account["latestOperations"],
          w.call("ListAccountOperations", citizen=1, query={"limit": 10}).json["items"])
    record = w.call("GetServiceRecord", citizen=1).json
    w.is_("the points of the account are those of the record", account["balance"]["points"],
          record["totals"]["totalPoints"])
    w.is_("what is planned is not paid yet", [p for p in account["plannedPayments"] if w.call(
        "GetPayment", citizen=1, path={"id": p["paymentId"]}).json["status"] in ("paid", "returned")], [])
    owing = w.call("GetIndividualAccount", citizen=8).json["mandatoryContributions"]
    w.ok("who owes contributions is told until when", any(Decimal(c["remaining"]) > 0 and c["dueDate"] for c in owing))
    nobody = w.call("GetServiceRecord", citizen=12).json
    w.is_("who never worked has an empty record", (nobody["employment"], nobody["totals"]["totalMonths"]), ([], 0))


def walk_operations(w):
    items, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        page = w.call("ListAccountOperations", citizen=21,
                      query={"limit": 100, **({"cursor": cursor} if cursor else {})}, want=200).json
        items, cursor, pages = items + page["items"], page.get("nextCursor"), pages + 1
    w.ok("operations: several pages", pages > 1 and len({i["id"] for i in items}) == len(items))
    months = [i["date"][:7] for i in items]
    w.is_("operations: newest first", months, sorted(months, reverse=True))
    w.is_("operations: every kind", {i["kind"] for i in items},
          {"accrual", "payment", "withholding", "refund", "correction"})
    w.ok("operations: both signs", {i["amount"][0] == "-" for i in items if i["kind"] == "correction"} == {True, False})
    for kind in ("accrual", "refund"):
        some = w.call("ListAccountOperations", citizen=21, query={"kind": kind, "limit": 500}).json["items"]
        w.is_("operations: only of kind %s" % kind, some, [i for i in items if i["kind"] == kind])
    some = w.call("ListAccountOperations", citizen=21,
                  query={"from": "2025-01-01", "to": "2025-12-31", "limit": 500}).json
    w.is_("operations: of a period", some["items"], [i for i in items if i["date"][:4] == "2025"])
    w.call("ListAccountOperations", what="a period that ends before it begins",
           query={"from": "2025-02-01", "to": "2025-01-31"}, want=422, code="INVALID")
    w.call("ListAccountOperations", what="no such page", query={"cursor": "zz"}, want=422, fault="REFUSED")
    for kind in ("payment", "accrual"):
        item = next(i for i in items if i["kind"] == kind)
        one = w.call("GetAccountOperation", citizen=21, path={"id": item["id"]}).json
        w.is_("operation: as in the list", {k: v for k, v in one.items() if k in item}, item)
        w.is_("operation: a bank exactly where it went to the citizen", "account" in one["payee"], kind == "payment")
        w.ok("operation: has a purpose", one["purpose"])
    w.call("GetAccountOperation", what="no such one", path={"id": "OP-1"}, want=404, fault="NOT_FOUND")


def walk_record(w):
    for citizen in (1, 2, 3, 4):
        record = w.call("GetServiceRecord", citizen=citizen).json
        totals = record["totals"]
        w.is_("record of %d: months foot" % citizen, totals["totalMonths"],
              sum(p["months"] for p in record["employment"] + record["countedPeriods"]))
        w.is_("record of %d: points foot" % citizen, Decimal(totals["totalPoints"]),
              total(record["pointsByYear"], "points") + total(record["countedPeriods"], "points"))
    w.is_("record: men have served", w.call("GetServiceRecord", citizen=1).json["countedPeriods"][0]["kind"],
          "militaryService")
    w.is_("record: women have had children", w.call("GetServiceRecord", citizen=2).json["countedPeriods"][0]["kind"],
          "childCare")
    body = {"kind": "missingPeriod", "employer": "АО «Ёлка»", "from": "1991-02-01", "to": "1993-11-30",
            "description": "Не учтена работа.\nТрудовая книжка прилагается.",
            "documents": [{"kind": "EMPLOYMENT_BOOK", "storedId": "DOC-1"}]}
    accepted = w.call("ReportServiceRecordError", citizen=1, body=body).json
    w.is_("dispute: kept once", w.fund("SELECT count(*) FROM dispute WHERE snils = ?", w.snils(1)), 1)
    again = refused(w, "ReportServiceRecordError", "DISPUTE_OPEN", 409, 1, body)
    w.ok("dispute: says which is open", again is None or again["number"] == accepted["number"], again)
    w.call("ReportServiceRecordError", what="without documents", citizen=2,
           body={k: v for k, v in body.items() if k != "documents"}, want=422, fault="DOCUMENTS_REQUIRED")
    w.call("ReportServiceRecordError", what="without its period", citizen=2,
           body={k: v for k, v in body.items() if k != "from"}, want=422, code="INVALID")
    w.call("ReportServiceRecordError", what="a period backwards", citizen=2, body=dict(body, to="1990-01-01"), want=422,
           code="INVALID")
    w.call("ReportServiceRecordError", what="no employer", citizen=2,
           body={"kind": "wrongEmployer", "description": "ё"}, want=422, code="INVALID")
    scan = ("книжка.pdf", b"%PDF-1.7\n"
            b"1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", "application/pdf")
    w.call("ReportServiceRecordError", what="with a file", citizen=5,
           body=dict(body, documents=[{"kind": "EMPLOYMENT_BOOK", "part": "scan"}]), files={"scan": scan})


def walk_payout(w):
    for citizen, method in ((1, "bank"), (2, "post")):
        w.is_("payout of %d" % citizen, w.call("GetPayoutDetails", citizen=citizen).json["delivery"]["method"], method)
    now = w.call("GetPayoutDetails", citizen=3)
    delivery = now.json["delivery"]
    tag = now.headers["ETag"]
    body = {"delivery": {"method": "post"}, "day": 12}
    w.call("ChangePayoutDetails", citizen=2, body=body)
    changed = w.call("ChangePayoutDetails", citizen=3, body=body, headers={"If-Match": tag})
    w.is_("payout: changed", (changed.json["delivery"], changed.json["day"]), (body["delivery"], 12))
    w.is_("payout: as it is read", w.call("GetPayoutDetails", citizen=3).json, changed.json)
    w.ok("payout: another version", changed.headers["ETag"] != tag)
    refused(w, "ChangePayoutDetails", "VERSION_CONFLICT", 412, 3, body, {"If-Match": tag})
    w.call("ChangePayoutDetails", what="no bank", citizen=3, body={"delivery": {"method": "bank"}, "day": 12}, want=422,
           code="INVALID")
    wrong = dict(delivery, account=delivery["account"][:8] + str((int(delivery["account"][8]) + 1) % 10)
                 + delivery["account"][9:])
    answer = w.call("ChangePayoutDetails", what="a wrong control key", citizen=3, body={"delivery": wrong, "day": 12},
                    want=422, code="INVALID")
    w.is_("payout: names the account", answer.pointers(), ["/delivery/account"])
    for day in (2, 26):
        answer = w.call("ChangePayoutDetails", what="day %d" % day, citizen=3, body={"delivery": delivery, "day": day},
                        want=422, code="INVALID")
        w.is_("payout: names the day", answer.pointers(), ["/day"])
    w.call("ChangePayoutDetails", what="back to the bank", citizen=3, body={"delivery": delivery, "day": 25})


def walk_acceleration(w):
    today = w.call("GetIndividualAccount", citizen=6).json["actualDate"]
    body = {"reason": "hospital", "explanation": "Операция.", "desiredDate": today}
    accepted = w.call("RequestAcceleratedPayout", citizen=6, body=body).json
    planned = w.call("GetIndividualAccount", citizen=6).json["plannedPayments"]
    w.ok("acceleration: the payment has its new day",
         any(p["dueDate"] == accepted["payoutDate"] and p["amount"] == accepted["amount"] for p in planned))
    again = refused(w, "RequestAcceleratedPayout", "ALREADY_REQUESTED", 409, 6, body)
    w.ok("acceleration: says from when on", again is None or again["notBefore"] > today, again)
    refused(w, "RequestAcceleratedPayout", "NO_PAYMENT_DUE", 409, 3, body)
    w.call("RequestAcceleratedPayout", what="a day gone by", citizen=2,
           body=dict(body, desiredDate="2020-01-01"), want=422, fault="REFUSED")


def walk_published(w):
    on_date = w.call("GetPensionsOnDate", citizen=1, query={"date": "2026-03-10"}).json
    w.is_("on date: foots", Decimal(on_date["totalPaymentsSum"]), total(on_date["payments"], "sum"))
    w.is_("on date: counts", on_date["numberOfPayments"], len(on_date["payments"]))
    none = w.call("GetPensionsOnDate", citizen=3, query={"date": "2026-03-10"}).json
    w.is_("on date: none", (none["existData"], none["payments"], none["totalPaymentsSum"]), (False, [], "0.00"))
    before = w.call("GetWorkExperience", citizen=1, query={"date": "2000-06-30"}).json["duration"]
    after = w.call("GetWorkExperience", citizen=1, query={"date": "2001-12-31"}).json["duration"]
    w.is_("experience: grows by a year and a half", [int(after["years"]) * 12 + int(after["months"])
          - int(before["years"]) * 12 - int(before["months"])], [18])
    today = w.call("GetIndividualAccount", citizen=1).json["actualDate"]
    now = w.call("GetWorkExperience", citizen=1, query={"date": today}).json["duration"]
    w.is_("experience: as in the record", int(now["years"]) * 12 + int(now["months"]),
          w.call("GetServiceRecord", citizen=1).json["totals"]["insuredMonths"])
    w.ok("experience: none", "duration" not in w.call("GetWorkExperience", citizen=12, query={"date": today}).json)


def walk(w):
    walk_account(w)
    walk_operations(w)
    walk_record(w)
    walk_payout(w)
    walk_acceleration(w)
    walk_published(w)
