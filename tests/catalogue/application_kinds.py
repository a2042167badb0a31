"""Good details of each kind of application, and one wrong value of each: (member, value, code)."""
import datetime

TODAY = datetime.date.today()


def day(ago):
    return (TODAY - datetime.timedelta(days=ago)).isoformat()


def person(born, first="Пётр"):
    return {"familyName": "Образцов", "firstName": first, "patronymic": "Иванович", "birthDate": born}


def child(ago):
    return {"person": person(day(ago)),
            "birthCertificate": {"series": "II-АГ", "number": "123456", "issueDate": day(ago - 5),
                                 "issuedBy": "Отдел ЗАГС"}}


def member(relation):
    return {"person": person("1955-03-04", "Лев"), "relation": relation, "fullTimeStudent": False}


BANK = {"method": "bank", "bic": "044525999", "account": "40817810100000000001"}
ADDRESS = {"postIndex": "101000", "region": "г. Москва", "street": "ул. Примерная", "house": "1"}
CONTACT = {"phone": "+79001234567"}
PASSPORT = {"series": "4510", "number": "123456", "issueDate": "2010-05-20", "issuedBy": "ОВД района «Пример»"}
PAPER = {"number": "15/2026", "issueDate": day(10), "issuedBy": "Образцовая районная больница"}
EMPLOYER = {"name": "ООО «Пример»", "inn": "7700000070", "registrationNumber": "7700000001"}
INCOME = {"source": "pension", "period": {"from": day(365), "to": day(1)}, "amount": "240000.00"}
EARNINGS = [{"year": 2025, "amount": "600000.00", "excludedDays": 0}]
PAID = {"delivery": BANK, "consent": True}

# kind: details, a wrong member, its wrong value, the code of the finding.
KINDS = {
    "oldAgePension": ({
        "desiredDate": "2027-01-15", "working": False, "dependants": 0, "passport": PASSPORT, "address": ADDRESS,
        "contact": CONTACT, **PAID}, "dependants", 21, "MAP_RANGE"),
    "pensionRecalculation": ({
        "pensionKind": "oldAge", "grounds": "dependants", "effectiveDate": day(0)[:8] + "01", "working": False,
        "dependants": [member("spouse")], "address": ADDRESS, "consent": True},
        "effectiveDate", "2026-12-02", "MAP_RANGE"),
    "maternityCapitalDisposal": ({
        "certificateSeries": "МК-1", "certificateNumber": "0000001", "purpose": "housing", "amount": "500000.00",
        "child": child(1500), "organisation": {
            "name": "АО «Застройщик»", "inn": "7700000070", "bic": "044525999", "account": "40817810100000000001",
            "contractNumber": "15/2026", "contractDate": day(20)},
        "housing": {"way": "purchase", "address": ADDRESS, "sharesPromised": True}, "consent": True},
        "purpose", "education", "MAP_CHOICE"),
    "maternityBenefit": ({
        "sickLeaveNumber": "910000000001", "leave": {"from": day(100), "to": day(1)}, "multiplePregnancy": False,
        "employer": EMPLOYER, "earnings": EARNINGS, **PAID}, "sickLeaveNumber", "91000000001", "MAP_LENGTH"),
    "birthLumpSum": ({
        "child": child(30), "role": "mother", "notPaidToOther": True, "address": ADDRESS, **PAID},
        "notPaidToOther", False, "MAP_RANGE"),
    "monthlyChildBenefit": ({
        "children": [child(1500)], "familyMembers": [member("spouse")], "incomes": [INCOME],
        "property": {"dwellings": 1, "cars": 1, "landPlots": 0}, "address": ADDRESS, **PAID},
        "children", [], "MAP_LENGTH"),
    "disabledCare": ({
        "caredFor": person("1940-02-03"), "category": "overEighty", "relation": "parent", "since": day(60),
        "working": False, "caredForConsent": True, **PAID}, "category", "needing", "MAP_CHOICE"),
    "temporaryIncapacity": ({
        "sickLeaveNumber": "910000000002", "leave": {"from": day(20), "to": day(10)}, "cause": "illness",
        "employer": EMPLOYER, "earnings": EARNINGS, **PAID}, "cause", "childCare", "MAP_CHOICE"),
    "survivorAid": ({
        "deceased": person("1940-02-03"), "deathDate": day(20),
        "deathCertificate": {"number": "654321", "issueDate": day(18), "issuedBy": "Отдел ЗАГС"},
        "deceasedStatus": "pensioner", "relation": "parent", "expenses": "45000.00", **PAID},
        "deathDate", day(1), "MAP_RANGE"),
    "housingSubsidy": ({
        "address": ADDRESS, "tenure": "owner", "totalArea": "54.3", "residents": [member("spouse")],
        "incomes": [INCOME], "monthlyCharges": "9000.00", "hasDebt": False, "payerAccount": "1234567890", **PAID},
        "monthlyCharges", 9000, "MAP_TYPE"),
    "travelCompensation": ({
        "fromPlace": "Воркута", "toPlace": "Анапа", "journey": {"from": day(40), "to": day(20)},
        "transports": [{"means": "rail", "cost": "8000.00"}, {"means": "bus", "cost": "1500.50"}],
        "cost": "9500.50", "ticketCount": 2, "passport": PASSPORT, **PAID}, "transports", [], "MAP_LENGTH"),
    "disabilityReview": ({
        "reason": "repeated", "currentGroup": 2, "referral": PAPER, "place": "bureau", "address": ADDRESS,
        "contact": CONTACT, "interpreter": False, "consent": True}, "currentGroup", 4, "MAP_RANGE"),
    "largeFamilyBenefit": ({
        "children": [child(1500), child(2500), child(3500)], "certificate": PAPER, "measure": "utilities",
        "address": ADDRESS, "contact": CONTACT, **PAID}, "children", [child(1500)] * 2, "MAP_LENGTH"),
    "selfEmployedSubsidy": ({
        "inn": "770123456703", "status": "soleProprietor", "ogrnip": "316774600000010", "registeredOn": day(300),
        "activityCode": "62.01", "purpose": "equipment", "amount": "200000.00", "annualIncome": "900000.00",
        "plan": "Приобрести станок и открыть мастерскую.", "bic": "044525999", "account": "40817810100000000001",
        "consent": True}, "status", "selfEmployed", "MAP_CHOICE"),
    "rehabilitationEquipment": ({
        "programme": PAPER, "form": "inKind", "items": [{"code": "7-01-01", "name": "Кресло-коляска", "quantity": 1}],
        "address": ADDRESS, "contact": CONTACT, "consent": True}, "form", "compensation", "MAP_CHOICE"),
}

# What the Fund refuses: kind, what is changed, the condition that is not met.
UNENTITLED = (
    ("oldAgePension", {"desiredDate": "2000-01-15"}, "PENSION_AGE"),
    ("pensionRecalculation", {"effectiveDate": "2020-01-01"}, "TERM_OF_SIX_MONTHS"),
    ("maternityCapitalDisposal", {"amount": "900000.00"}, "CAPITAL_EXCEEDED"),
    ("maternityCapitalDisposal", {"child": child(30)}, "CHILD_UNDER_THREE"),
    ("birthLumpSum", {"child": child(400)}, "TERM_OF_SIX_MONTHS"),
    ("birthLumpSum", {"role": "father"}, "ROLE_FITS"),
    ("monthlyChildBenefit", {"children": [child(7000)]}, "CHILD_AGE"),
    ("monthlyChildBenefit", {"incomes": [dict(INCOME, amount="9000000.00")]}, "INCOME_ABOVE_MINIMUM"),
    ("monthlyChildBenefit", {"property": {"dwellings": 1, "cars": 2, "landPlots": 0}}, "PROPERTY"),
    ("disabledCare", {"working": True}, "CARER_WORKS"),
    ("disabledCare", {"caredFor": person("1980-02-03")}, "AGE_OF_EIGHTY"),
    ("temporaryIncapacity", {"leave": {"from": day(400), "to": day(390)}}, "TERM_OF_SIX_MONTHS"),
    ("temporaryIncapacity", {"leave": {"from": day(3), "to": day(-3)}}, "LEAVE_IS_OVER"),
    ("survivorAid", {"deathDate": day(300)}, "TERM_OF_SIX_MONTHS"),
    ("housingSubsidy", {"hasDebt": True}, "DEBT"),
    ("housingSubsidy", {"monthlyCharges": "100.00"}, "CHARGES_BELOW_SHARE"),
    ("travelCompensation", {"cost": "9500.51"}, "COST_SUM"),
    ("travelCompensation", {"journey": {"from": day(3), "to": day(-3)}}, "JOURNEY_IS_OVER"),
    ("disabilityReview", {"referral": dict(PAPER, issueDate=day(40))}, "REFERRAL_EXPIRED"),
    ("largeFamilyBenefit", {"children": [child(1500), child(2500), child(7000)]}, "CHILD_AGE"),
    ("selfEmployedSubsidy", {"annualIncome": "2400000.01"}, "INCOME_LIMIT"),
    ("selfEmployedSubsidy", {"amount": "350000.01"}, "SUBSIDY_LIMIT"),
    ("rehabilitationEquipment", {"programme": dict(PAPER, issueDate=day(-5))}, "PROGRAMME_ISSUED"),
)


def application(kind, changed=None, **more):
    return dict({"kind": kind, "details": dict(KINDS[kind][0], **(changed or {}))}, **more)
