"""Payments: one list, seen by month, one by one, and in sum."""
from decimal import Decimal


def total(items, member):
    return sum((Decimal(i[member]) for i in items), Decimal(0))


def every(w, citizen, **query):
    items, cursor = [], None
    while True:
        page = w.call("ListPayments", citizen=citizen,
                      query=dict(query, limit=500, **({"cursor": cursor} if cursor else {}))).json
        items, cursor = items + page["items"], page.get("nextCursor")
        if not cursor:
            return items


def walk_list(w):
    items = every(w, 1)
    w.ok("payments: each once", len({i["id"] for i in items}) == len(items))
    w.is_("payments: newest first", [i["dueDate"] for i in items], sorted((i["dueDate"] for i in items), reverse=True))
    w.ok("payments: paid, returned and planned", {"paid", "returned", "planned"} <= {i["status"] for i in items})
    for status in ("paid", "returned"):
        w.is_("payments: only %s" % status, every(w, 1, status=status), [i for i in items if i["status"] == status])
    w.is_("payments: only of one kind", every(w, 1, kind="fundedPension"),
          [i for i in items if i["kind"] == "fundedPension"])
    first = w.call("ListPayments", query={"limit": 3}).json
    second = w.call("ListPayments", query={"limit": 3, "cursor": first["nextCursor"]}).json
    w.is_("payments: pages go on", first["items"] + second["items"], items[:6])
    w.is_("payments: who is paid nothing", every(w, 3), [])
    w.call("ListPayments", what="a period backwards", query={"from": "2026-02-01", "to": "2026-01-31"}, want=422,
           code="INVALID")
    w.call("ListPayments", what="no such page", query={"cursor": "o0"}, want=422, fault="REFUSED")
    return items


def walk_months(w, items):
    """The months of the published contract are made of the same payments, without those that came back."""
    months = w.call("GetPaymentsByMonth", citizen=1, query={"from": "2025-01", "months": 12}).json["monthlyPayments"]
    w.ok("months: some", len(months) > 6)
    for month in months:
        name = "%04d-%02d" % (month["year"], month["month"])
        mine = [i for i in items if i["from"][:7] == name and i["status"] != "returned"]
        w.is_("%s: the same sums" % name, sorted(i["amount"] for i in mine),
              sorted(p["sum"] for p in month["payments"]))
        w.is_("%s: the same total" % name, total(mine, "amount"), Decimal(month["totalPaymentsSum"]))
    w.is_("months: who is paid nothing", w.call("GetPaymentsByMonth", citizen=3, query={
        "from": "2025-01", "months": 12}).json["existData"], False)
    care = w.call("GetCarePayments", citizen=2, query={"from": "2025-01", "months": 12}).json
    w.is_("care: one payment in a month", {m["numberOfPayments"] for m in care["monthlyPayments"]}, {1})
    listed = every(w, 2, kind="careAllowance", **{"from": "2025-01-01", "to": "2025-12-31"})
    w.is_("care: as in the list", total(care["monthlyPayments"], "totalPaymentsSum"), total(
        [i for i in listed if i["status"] != "returned"], "amount"))
    w.is_("care: nobody to care for", w.call("GetCarePayments", citizen=1, query={
        "from": "2025-01", "months": 12}).json["existData"], False)
    w.call("GetCarePayments", what="too many months", query={"from": "2025-01", "months": 61}, want=422, code="INVALID")


def walk_one(w, items):
    plain = next(i for i in items if i["kind"] == "insurancePension" and i["status"] == "paid")
    one = w.call("GetPayment", citizen=1, path={"id": plain["id"]}).json
    w.is_("payment: as in the list", {k: v for k, v in one.items() if k in plain}, plain)
    w.is_("payment: nothing withheld", (one["accrued"], one["deductions"]), (one["amount"], []))
    w.is_("payment: as it was indexed last", one["indexations"][-1]["after"], one["accrued"])
    for before, after in zip(one["indexations"], one["indexations"][1:]):
        w.is_("payment: indexed on %s" % after["date"], (after["before"], after["date"][5:]),
              (before["after"], "02-01"))
    withheld = next(i for i in items if i["kind"] == "fundedPension")
    one = w.call("GetPayment", citizen=1, path={"id": withheld["id"]}).json
    w.is_("payment: the deduction makes the difference", Decimal(one["accrued"]),
          Decimal(one["amount"]) + total(one["deductions"], "amount"))
    w.ok("payment: something is withheld", one["deductions"])
    april = every(w, 2, kind="socialSupplement", status="paid")[0]
    w.is_("payment: social ones are indexed in April", {i["date"][5:] for i in w.call(
        "GetPayment", citizen=2, path={"id": april["id"]}).json["indexations"]}, {"04-01"})
    w.call("GetPayment", what="no such one", path={"id": "PAY-1"}, want=404, fault="NOT_FOUND")


def walk_summary(w, items):
    period = {"from": "2025-03-01", "to": "2025-10-31"}
    summary = w.call("GetPaymentsSummary", citizen=1, query=period).json
    mine = [i for i in items if i["status"] == "paid" and period["from"] <= i["paidOn"] <= period["to"]]
    w.is_("summary: the total is that of the list", Decimal(summary["total"]), total(mine, "amount"))
    w.is_("summary: and that of the kinds", Decimal(summary["total"]), total(summary["kinds"], "amount"))
    w.is_("summary: how many", summary["count"], len(mine))
    due = min((i for i in items if i["status"] in ("planned", "assigned")), key=lambda i: (i["dueDate"], i["id"]))
    w.is_("summary: what is due next", summary["next"][0]["dueDate"], due["dueDate"])
    w.is_("summary: each kind once", len(summary["next"]), len({n["kind"] for n in summary["next"]}))
    empty = w.call("GetPaymentsSummary", citizen=3, query=period).json
    w.is_("summary: nothing", (empty["total"], empty["kinds"], empty["next"]), ("0.00", [], []))
    w.call("GetPaymentsSummary", what="backwards", query={"from": "2026-02-01", "to": "2026-01-01"},
           want=422, code="INVALID")
    w.call("GetPaymentsSummary", what="too long", query={"from": "2001-01-01", "to": "2026-01-01"}, want=422,
           fault="PERIOD_TOO_LONG")


def walk(w):
    items = walk_list(w)
    walk_months(w, items)
    walk_one(w, items)
    walk_summary(w, items)
