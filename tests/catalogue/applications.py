"""Applications: what there is, each kind, and the whole life of one.

What becomes of an application depends on the citizen and the kind, (number + kind) % 5: 3 is refused, 4 waits for
documents, all else is granted.  Citizen 20 is a woman of 76.
"""
import time

from application_kinds import KINDS, UNENTITLED, application

ME, OTHER = 20, 41
SCAN = ("свидетельство.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "application/pdf")


def services(w):
    found = w.call("ListServices", citizen=ME, query={"search": "ПЕНСИ"}, public=True,
                   refusals_left_out=("type",)).json
    w.is_("services by a part of the name", [s["kind"] for s in found["services"]],
          ["oldAgePension", "pensionRecalculation"])
    some = w.call("ListServices", citizen=ME, query={"limit": 10}).json
    rest = w.call("ListServices", citizen=ME, query={"limit": 10, "cursor": some["nextCursor"]}).json
    w.is_("every kind has a service", sorted(s["kind"] for s in some["services"] + rest["services"]), sorted(KINDS))
    w.is_("… and no more", "nextCursor" in rest, False)
    w.call("ListServices", citizen=ME, query={"cursor": "x1"}, want=422, fault="REFUSED", what="another cursor")
    one = w.call("GetService", citizen=ME, path={"code": "10000000203"}, public=True).json
    w.is_("a service: conditions", [c["rule"] for c in one["conditions"]], ["TERM_OF_SIX_MONTHS", "ROLE_FITS"])
    w.is_("a service: documents", [d["kind"] for d in one["documents"] if d["required"]], ["BIRTH_CERTIFICATE"])
    w.call("GetService", citizen=ME, path={"code": "99999"}, want=404, fault="NOT_FOUND", what="of none")


def checks(w):
    before = w.fund("SELECT count(*) FROM application")
    good = w.call("CheckApplication", citizen=ME, body=application(
        "birthLumpSum", attachments=[{"kind": "BIRTH_CERTIFICATE", "storedId": "DOC-1"}])).json
    w.is_("nothing is wrong", (good["acceptable"], good["findings"]), (True, []))
    lacks = w.call("CheckApplication", citizen=ME, body=application("birthLumpSum", {"role": "father"})).json
    w.is_("what is wrong, all of it", (lacks["acceptable"], [(f["code"], f["blocking"]) for f in lacks["findings"]]),
          (False, [("ROLE_FITS", True), ("DOCUMENT_MISSING", False)]))
    wrong = application("birthLumpSum", {"role": "x", "notPaidToOther": False, "address": {}})
    answer = w.call("CheckApplication", citizen=ME, body=wrong, want=422, code="INVALID", what="of a wrong form")
    w.is_("every wrong field at once", sorted(answer.pointers()),
          ["/details/address/region", "/details/notPaidToOther", "/details/role"])
    w.is_("nothing was handed in", w.fund("SELECT count(*) FROM application"), before)


def every_kind(w):
    numbers = {}
    for kind, (details, member, value, code) in KINDS.items():
        answer = w.call("SubmitApplication", citizen=ME, body=application(kind), what=kind)
        numbers[kind] = answer.json.get("number")
        answer = w.call("SubmitApplication", citizen=ME, body=application(kind, {member: value}), want=422,
                        code="INVALID", what="%s, %s wrong" % (kind, member))
        w.is_("%s: which and how" % kind, [e["code"] for e in answer.json["errors"]], [code])
        lacks = application(kind)
        del lacks["details"]["consent"]
        answer = w.call("SubmitApplication", citizen=ME, body=lacks, want=422, what="%s without consent" % kind)
        w.is_("%s: consent is asked for" % kind, answer.pointers(), ["/details/consent"])
    for kind, changed, rule in UNENTITLED:
        answer = w.call("SubmitApplication", citizen=ME, body=application(kind, changed), want=422,
                        fault="NOT_ELIGIBLE", what="%s: %s" % (kind, rule))
        detail(w, answer, "rule", rule)
    w.call("SubmitApplication", citizen=OTHER, body=application("maternityBenefit"), want=422, fault="NOT_ELIGIBLE",
           what="maternityBenefit of a man")
    return numbers


def detail(w, answer, name, want):
    w.is_("… with its %s" % name, (answer.json.get("fault") or {}).get(name), want)


def until(w, number, status):
    """Waits until the application has that status; its state."""
    for _ in range(200):
        state = w.call("GetApplication", citizen=ME, path={"number": number}, what="until %d" % status).json
        if state.get("statusId") == status:
            break
        time.sleep(0.1)
    w.is_("%s has become %d" % (number, status), state.get("statusId"), status)
    return state


def refused_and_mended(w, number):
    state = until(w, number, 4)
    w.ok("a refusal has its reason and what to mend", state["refusalReason"] and state["refusalRemedy"])
    w.is_("… and what to do", [a["code"] for a in state["actions"]], ["RESUBMIT"])
    decision = w.call("GetDecision", citizen=ME, path={"number": number}).json
    w.is_("the decision refuses", (decision["decision"]["granted"], decision["decision"]["remedy"]),
          (False, state["refusalRemedy"]))
    w.call("ResubmitApplication", citizen=ME, path={"number": number}, body=application("birthLumpSum"), want=422,
           fault="KIND_DIFFERS", what="as another kind")
    w.call("ResubmitApplication", citizen=ME, path={"number": number}, body=application("survivorAid"),
           refusals_left_out=("person",))
    state = until(w, number, 3)
    w.is_("its whole history", [s["statusId"] for s in state["history"]], [1, 2, 6, 4, 1, 6, 7, 3])
    decision = w.call("GetDecision", citizen=ME, path={"number": number}).json["decision"]
    w.ok("the decision grants an amount", decision["granted"] and float(decision["amount"]) > 0, decision)
    answer = w.call("CancelApplication", citizen=ME, path={"number": number}, body={"reason": "notNeeded"},
                    want=409, fault="PAYMENT_CONFIRMED", what="after the payment")
    detail(w, answer, "statusId", 3)
    w.call("ResubmitApplication", citizen=ME, path={"number": number}, body=application("survivorAid"), want=409,
           fault="NOT_REFUSED", what="of a granted one")


def waits_for_documents(w, number):
    state = until(w, number, 14)
    w.is_("what is asked for", [a["code"] for a in state["actions"]], ["ADD_DOCUMENTS"])
    again = w.call("SubmitApplication", citizen=ME, body=application("birthLumpSum"), want=409,
                   fault="DUPLICATE_APPLICATION", what="again")
    detail(w, again, "number", number)
    w.call("SubmitApplication", citizen=ME, body=application("birthLumpSum", orderId="764607248"),
           what="again, by another order")
    early = w.call("GetDecision", citizen=ME, path={"number": number}, want=409, fault="NOT_DECIDED",
                   what="too early")
    detail(w, early, "expectedDate", state["expectedDate"])
    added = w.call("AddApplicationDocuments", citizen=ME, path={"number": number}, files={"scan": SCAN},
                   body={"attachments": [{"kind": "BIRTH_CERTIFICATE", "part": "scan"},
                                         {"kind": "INCOME", "storedId": "DOC-1"}]}, refusals_left_out=("person",)).json
    w.is_("it goes on", added["statusId"], 6)
    state = until(w, number, 3)
    w.is_("its documents", [(d["kind"], d.get("name"), d["signed"]) for d in state["documents"][:2]],
          [("BIRTH_CERTIFICATE", "свидетельство.pdf", False), ("INCOME", None, False)])
    w.call("AddApplicationDocuments", citizen=ME, path={"number": number}, want=409, fault="APPLICATION_CLOSED",
           body={"attachments": [{"kind": "INCOME", "storedId": "DOC-1"}]}, what="to a closed one")


def asked_and_cancelled(w, number):
    until(w, number, 14)
    w.call("RequestClarification", citizen=ME, path={"number": number}, body={"question": "Какие документы нужны?"},
           refusals_left_out=("person",))
    for _ in range(100):
        state = w.call("GetApplication", citizen=ME, path={"number": number}, what="with an answer").json
        answers = state["clarifications"]
        if answers and "answer" in answers[0]:
            break
        time.sleep(0.1)
    w.ok("a question is answered", answers and answers[0].get("answer"), answers)
    gone = w.call("CancelApplication", citizen=ME, path={"number": number}, body={"reason": "mistake"},
                  refusals_left_out=("person",)).json
    w.ok("it is being cancelled", gone["statusId"] in (9, 10), gone)
    until(w, number, 10)
    w.call("CancelApplication", citizen=ME, path={"number": number}, body={"reason": "mistake"}, want=409,
           fault="APPLICATION_CLOSED", what="twice")
    w.call("GetDecision", citizen=ME, path={"number": number}, want=409,
           fault="APPLICATION_CLOSED", what="of a cancelled one")


def lists(w, numbers):
    mine = w.call("ListApplications", citizen=ME, query={"limit": 10}).json
    rest = w.call("ListApplications", citizen=ME, query={"limit": 10, "cursor": mine["nextCursor"]}).json
    found = [a["number"] for a in mine["applications"] + rest["applications"]]
    w.is_("all of mine, newest first", found, sorted(found, reverse=True))
    w.ok("… and all of them", set(numbers.values()) <= set(found))
    one = w.call("ListApplications", citizen=ME, query={"kind": "survivorAid", "statusId": 3}).json["applications"]
    w.is_("by kind and status", [a["number"] for a in one], [numbers["survivorAid"]])
    w.is_("none before", w.call("ListApplications", citizen=ME, query={"to": "2020-01-01"}).json["applications"], [])
    w.call("ListApplications", citizen=ME, query={"from": "2026-02-01", "to": "2026-01-01"}, want=422, code="INVALID",
           what="from after to")


def walk(w):
    services(w)
    checks(w)
    numbers = every_kind(w)
    refused_and_mended(w, numbers["survivorAid"])
    waits_for_documents(w, numbers["birthLumpSum"])
    asked_and_cancelled(w, numbers["housingSubsidy"])
    lists(w, numbers)
