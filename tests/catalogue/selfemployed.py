"""Self-employed and sole proprietors: registration, reports, contributions and their corrections."""
from decimal import Decimal

BODY = {"status": "soleProprietor", "inn": "770123456703", "ogrnip": "316774600000010", "activity": "62.01",
        "activityName": "Разработка программ", "since": "2026-01-15"}
# What the Fund carries out once for each citizen cannot be asked for again by the tests of its troubles.
ONCE = ("silent", "person")


def registration(w):
    registered = w.call("RegisterSelfEmployed", citizen=1, body=BODY, refusals_left_out=ONCE).json
    w.is_("registered", (registered["status"], registered["since"]), ("soleProprietor", "2026-01-15"))
    w.call("RegisterSelfEmployed", citizen=1, body=BODY, what="twice", want=409, fault="ALREADY_REGISTERED")
    w.call("RegisterSelfEmployed", citizen=2, body=BODY, what="with another's INN", want=409, fault="INN_TAKEN")
    w.call("RegisterSelfEmployed", citizen=2, body=dict(BODY, inn="500100732259", since="2099-01-01"),
           what="in the future", want=422, fault="REFUSED")
    for change, pointer in (({"inn": "770123456704"}, "/inn"), ({"ogrnip": "316774600000011"}, "/ogrnip"),
                            ({"status": "selfEmployed"}, "/ogrnip"), ({"activity": "6201"}, "/activity")):
        bad = w.call("RegisterSelfEmployed", citizen=2, body=dict(BODY, **change), want=422, code="INVALID",
                     what="with another " + pointer[1:])
        w.is_("… says where", bad.pointers(), [pointer])


def reports(w):
    body = {"month": "2026-02", "income": "100000.00", "expenses": "25000.50"}
    reported = w.call("SubmitIncomeReport", citizen=1, body=body, refusals_left_out=ONCE).json
    w.is_("a report: the contribution", [reported[k] for k in ("month", "contribution", "payUntil")],
          ["2026-02", "16499.89", "2026-03-28"])
    w.call("SubmitIncomeReport", citizen=1, body=body, what="of the month again", want=409,
           fault="ALREADY_REPORTED")
    w.is_("… and the Fund has one", w.fund("SELECT count(*) FROM income_report"), 1)
    loss = w.call("SubmitIncomeReport", citizen=1, what="of a loss",
                  body=dict(body, month="2026-03", expenses="100000.01"))
    w.is_("a loss: no contribution", loss.json["contribution"], "0.00")
    w.call("SubmitIncomeReport", citizen=1, body=dict(body, month="2099-01"), what="of a month to come", want=422,
           fault="MONTH_NOT_OVER")
    w.call("SubmitIncomeReport", citizen=1, body=dict(body, month="2025-12"), what="of a month before", want=422,
           fault="BEFORE_REGISTRATION")
    w.call("SubmitIncomeReport", citizen=2, body=body, what="of somebody else", want=409, fault="NOT_REGISTERED")


def sum_of(contributions, member):
    return "%.2f" % sum(Decimal(c[member]) for c in contributions)


def contributions(w):
    listed = w.call("ListContributions", citizen=1, query={"year": 2025}).json
    w.is_("contributions of a year", [c["month"] for c in listed["contributions"]][::11], ["2025-12", "2025-01"])
    w.ok("… of two states", {c["state"] for c in listed["contributions"]} == {"paid", "overdue"}, listed)
    found, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        query = {"limit": 10, "cursor": cursor} if cursor else {"limit": 10}
        page = w.call("ListContributions", citizen=1, query=query, what="page %d" % pages).json
        found += page["contributions"]
        w.is_("the page foots", (page["pageAccrued"], page["pagePaid"]),
              (sum_of(page["contributions"], "accrued"), sum_of(page["contributions"], "paid")))
        cursor, pages = page.get("nextCursor"), pages + 1
    w.is_("all pages: two years of the past and two reports", (pages, len(found)), (3, 26))
    w.is_("all pages foot", (page["totalAccrued"], page["totalPaid"]),
          (sum_of(found, "accrued"), sum_of(found, "paid")))
    none = w.call("ListContributions", citizen=2, what="of somebody without").json
    w.is_("nobody's contributions", (none["contributions"], none["totalAccrued"]), ([], "0.00"))
    return next(c for c in listed["contributions"] if c["state"] == "overdue")


def corrections(w, overdue):
    body = {"contributionId": overdue["id"], "paid": overdue["accrued"], "paidOn": "2025-06-01",
            "reason": "Платёж не учтён."}
    w.call("RequestContributionCorrection", citizen=1, body=body, refusals_left_out=ONCE)
    w.call("RequestContributionCorrection", citizen=1, body=body, what="twice", want=409,
           fault="ALREADY_REQUESTED")
    w.call("RequestContributionCorrection", citizen=4, body=body, what="of another's", want=404, fault="NOT_FOUND")
    w.call("RequestContributionCorrection", citizen=1, body=dict(body, contributionId="CON-1"), what="of none",
           want=404, fault="NOT_FOUND")
    states = {c["id"]: c["state"] for c in w.call("ListContributions", citizen=1, query={"year": 2025},
                                                  what="afterwards").json["contributions"]}
    w.is_("it is seen in the list", states[overdue["id"]], "underCorrection")


def walk(w):
    registration(w)
    reports(w)
    corrections(w, contributions(w))
