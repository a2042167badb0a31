"""Support measures: what a citizen is entitled to, and what somebody would be."""

# A family of a citizen with three children, for whom the table of the stand-in has most.
CHILDREN = [{"relation": "child", "person": {"familyName": "Ёжиков", "firstName": name, "birthDate": born}}
            for name, born in (("Пётр", "2019-05-14"), ("Лев", "2021-01-02"), ("Ян", "2023-11-30"))]
KINDS = {"pension", "disability", "family", "regional"}


def codes(measures):
    return [m["code"] for m in measures]


def measures(w):
    by_citizen = {}
    for citizen in range(1, 9):
        listed = w.call("ListSupportMeasures", citizen=citizen, what="of citizen %d" % citizen).json
        by_citizen[citizen] = listed["measures"]
    every = [m for ms in by_citizen.values() for m in ms]
    w.is_("the measures of some are of every kind", {m["kind"] for m in every}, KINDS)
    w.ok("citizens differ", len({tuple(codes(ms)) for ms in by_citizen.values()}) > 3, by_citizen)
    w.ok("each says how to apply", all(m["applicationForm"] and m["terms"] and m["grounds"] for m in every))
    for m in by_citizen[3]:
        w.ok("%s lasts" % m["code"], m["validity"].get("to", "9") > m["validity"]["from"], m)
    family = w.call("ListSupportMeasures", citizen=3, query={"kind": "family"}, what="of a kind").json["measures"]
    w.is_("of a kind", codes(family), [m["code"] for m in by_citizen[3] if m["kind"] == "family"])


def eligibility(w, policy):
    family = {"policyNumber": policy, "familyMembers": CHILDREN, "familyIncome": "40000.00",
              "disabilityGroup": "second"}
    checked = w.call("CheckEligibility", citizen=1, body=family).json
    w.is_("a family has most", codes(checked["measures"]),
          ["OLD_AGE_PENSION", "FEDERAL_SOCIAL_SUPPLEMENT", "DISABILITY_PAYMENT", "REHABILITATION_AIDS",
           "SINGLE_CHILD_BENEFIT", "MATERNITY_CAPITAL", "LARGE_FAMILY_TRANSPORT", "REGIONAL_VETERAN_PAYMENT"])
    rich = w.call("CheckEligibility", citizen=1, body=dict(family, familyIncome="400000.00"), what="with more").json
    w.is_("an income that is too high", {m["code"]: m["reason"] for m in rich["unmetMeasures"]},
          {c: "Доход семьи выше предела." for c in ("FEDERAL_SOCIAL_SUPPLEMENT", "SINGLE_CHILD_BENEFIT")})
    alone = w.call("CheckEligibility", citizen=1, body={"policyNumber": policy}, what="of a policy alone").json
    w.is_("somebody alone", codes(alone["measures"]), ["OLD_AGE_PENSION", "REGIONAL_VETERAN_PAYMENT"])
    w.is_("every measure is one or the other", len(alone["measures"]) + len(alone["unmetMeasures"]), 8)
    w.is_("nothing is kept", codes(w.call("ListSupportMeasures", citizen=1, what="afterwards").json["measures"]),
          codes(w.call("ListSupportMeasures", citizen=1, what="again").json["measures"]))
    own = {"familyName": "Ёжиков", "firstName": "Семён", "patronymic": "Артёмович", "snils": "900-000-001 82",
           "birthDate": "1951-02-02"}
    w.call("CheckEligibility", citizen=1, body=dict(family, person=own), what="by name")
    answer = w.call("CheckEligibility", citizen=1, body=dict(family, person=dict(own, birthDate="1952-02-02")),
                    want=422, what="by another birth date", fault="PERSON_MISMATCH")
    w.is_("… says which", (answer.json["fault"] or {}).get("field"), "Person/BirthDate")
    child = {"familyName": "Ёжиков", "firstName": "Пётр", "birthDate": "2019-05-14"}
    w.call("CheckEligibility", citizen=1, body=dict(family, person=child), want=422, fault="POLICY_MISMATCH",
           what="of a child by the parent's policy")
    its_own = {"policyNumber": "7794089735000018", "person": child, "disabilityGroup": "disabledChild"}
    for_child = w.call("CheckEligibility", citizen=1, body=its_own, what="of a child").json
    w.is_("a child has no pension", codes(for_child["measures"]), ["DISABILITY_PAYMENT", "REHABILITATION_AIDS"])
    slip = policy[:15] + str((int(policy[15]) + 1) % 10)
    bad = w.call("CheckEligibility", citizen=1, body=dict(family, policyNumber=slip), want=422, code="INVALID",
                 what="of a policy with a wrong control digit")
    w.is_("… says where", bad.pointers(), ["/policyNumber"])


def walk(w):
    w.call("ListSupportMeasures", citizen=1)
    has = w.call("GetMedicineEntitlement", citizen=1).json
    w.ok("medicines: whoever has a group", has["entitled"] and has["medicines"] and "12-31" in has["period"]["to"], has)
    none = w.call("GetMedicineEntitlement", citizen=2, what="of somebody without").json
    w.is_("medicines: who has none", (none["entitled"], none["medicines"], "period" in none), (False, [], False))
    w.ok("… is told why", "категория" in none["reason"])
    measures(w)
    eligibility(w, has["policyNumber"])
