"""Appointments: offices, times, and who gets one."""
import concurrent.futures
import datetime

HOLIDAYS = [(1, d) for d in range(1, 9)] + [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)]
RACERS = 20


def days_off(w):
    """No public holiday of the next twelve months, and no weekend, is ever offered."""
    today = datetime.date.today()
    offered, asked = set(), 0
    for week in range(1, 52, 4):
        first = today + datetime.timedelta(days=7 * week)
        answer = w.call("ListSlots", path={"id": "77-01"}, public=True, what="of four weeks",
                        query={"from": first, "to": first + datetime.timedelta(days=27)})
        offered |= {s["startsAt"][:10] for s in answer.json["slots"]}
        asked += 28
    offered = {datetime.date.fromisoformat(d) for d in offered}
    w.ok("ListSlots: working days are offered", len(offered) > 200, len(offered))
    w.is_("ListSlots: no weekend", [d for d in offered if d.weekday() > 4], [])
    w.is_("ListSlots: no public holiday", [d for d in offered if (d.month, d.day) in HOLIDAYS], [])


def race(w, slot):
    """Citizens at once for one time: one gets it."""
    body = {"slotId": slot["id"], "service": "pension"}
    for citizen in range(20, 20 + RACERS):
        w.token(citizen)
    pattern = w.seen["BookAppointment"]
    with concurrent.futures.ThreadPoolExecutor(RACERS) as pool:
        answers = list(pool.map(lambda citizen: w.send(pattern.changed(citizen=citizen, body=body)),
                                range(20, 20 + RACERS)))
    got = sorted((a.status, ((a.json or {}).get("fault") or {}).get("code")) for a in answers)
    want = [(201, None)] + (RACERS - 1) * [(409, "SLOT_TAKEN")]
    w.is_("%d citizens for one time: one has it" % RACERS, got, want)
    w.is_("… and the Fund has one",
          w.fund("SELECT count(*) FROM appointment WHERE slot = ? AND state = 0", slot["id"]), 1)


def change(w, appointment, booked_tag, slots):
    path = {"id": appointment["id"]}
    moved = w.call("RescheduleAppointment", citizen=1, path=path, body={"slotId": slots[6]["id"]},
                   refusals_left_out=("fault", "silent", "person"))
    w.is_("it is moved", (moved.json["startsAt"], moved.json["version"]), (slots[6]["startsAt"], "2"))
    w.call("RescheduleAppointment", citizen=1, path=path, body={"slotId": slots[8]["id"]},
           what="to a time that is taken", want=409, fault="SLOT_TAKEN")
    w.call("RescheduleAppointment", citizen=1, path=path, body={"slotId": "77-01-202601010900"},
           what="to a time that is over", want=422, fault="SLOT_NOT_OFFERED")
    w.call("RescheduleAppointment", citizen=1, path={"id": "APT-999999999"}, body={"slotId": slots[6]["id"]},
           what="of no appointment", want=404, fault="NOT_FOUND")
    w.call("BookAppointment", citizen=2, body={"slotId": slots[5]["id"], "service": "pension"},
           what="the time given up")
    w.call("CancelAppointment", citizen=1, path=path, headers={"If-Match": booked_tag}, want=412,
           fault="VERSION_CONFLICT", what="of an older state")
    w.call("RescheduleAppointment", citizen=1, path=path, headers={"If-Match": booked_tag}, want=412,
           body={"slotId": slots[7]["id"]}, fault="VERSION_CONFLICT", what="of an older state")
    cancelled = w.call("CancelAppointment", citizen=1, path=path, headers={"If-Match": moved.headers.get("ETag")},
                       refusals_left_out=("fault", "silent", "person"))
    w.is_("it is cancelled", (cancelled.json["state"], cancelled.json["version"]), ("cancelled", "3"))
    w.call("CancelAppointment", citizen=1, path=path, what="again", want=409, fault="NOT_BOOKED")
    w.call("RescheduleAppointment", citizen=1, path=path, body={"slotId": slots[7]["id"]},
           what="of one that is cancelled", want=409, fault="NOT_BOOKED")


def listed(w):
    some = w.call("ListAppointments", citizen=1, query={"limit": 1})
    w.ok("ListAppointments: pages", len(some.json["appointments"]) == 1 and "nextCursor" in some.json, some.json)
    rest = w.call("ListAppointments", citizen=1, query={"limit": 1, "cursor": some.json["nextCursor"]},
                  what="the next page")
    w.ok("ListAppointments: the next page is another", rest.json["appointments"] != some.json["appointments"])
    w.call("ListAppointments", citizen=1, query={"cursor": "nonsense"}, what="from nowhere", want=422, fault="REFUSED")
    states = w.call("ListAppointments", citizen=1, query={"state": "cancelled"}, what="by state").json["appointments"]
    w.is_("ListAppointments: by state", [a["state"] for a in states], ["cancelled"])
    later = w.call("ListAppointments", citizen=1, query={"from": "2099-01-01"}, what="by day")
    w.is_("ListAppointments: none then", later.json["appointments"], [])
    w.is_("ListAppointments: of somebody without", w.call("ListAppointments", citizen=50, what="of another")
          .json["appointments"], [])


def walk(w):
    offices = w.call("ListOffices", query={"region": "77", "service": "pension"}).json["offices"]
    w.is_("ListOffices: of the region, for the service", [o["id"] for o in offices], ["77-01", "77-02"])
    everywhere = w.call("ListOffices", query={"limit": 5}, what="a page").json
    w.ok("ListOffices: pages", len(everywhere["offices"]) == 5 and "nextCursor" in everywhere)
    w.is_("ListOffices: nowhere", w.call("ListOffices", query={"region": "00"}, what="nowhere").json["offices"], [])
    days_off(w)
    w.call("ListSlots", path={"id": "00-00"}, public=True, what="of no office", want=404, fault="NOT_FOUND")
    w.call("ListSlots", path={"id": "77-01"}, query={"from": "2027-01-01", "to": "2027-03-01"}, public=True,
           what="of two months", want=422, fault="PERIOD_TOO_LONG")
    wrong = w.call("ListSlots", path={"id": "77-01"}, query={"from": "2027-02-01", "to": "2027-01-01"}, public=True,
                   what="backwards", want=422, code="INVALID")
    w.is_("ListSlots: backwards: where", wrong.pointers(), ["/to"])
    slots = w.call("ListSlots", path={"id": "77-01"}, public=True, what="of the next two weeks").json["slots"]
    booked = w.call("BookAppointment", citizen=1, refusals_left_out=("silent", "person"), body={
        "slotId": slots[5]["id"], "service": "pension", "contact": {"phone": "+79990000001"},
        "comment": "Приду с ребёнком."})
    w.is_("BookAppointment: where and when", [booked.json[k] for k in ("officeId", "slotId", "startsAt", "state")],
          ["77-01", slots[5]["id"], slots[5]["startsAt"], "booked"])
    left = w.call("ListSlots", path={"id": "77-01"}, public=True, what="once more").json["slots"]
    w.ok("… is not offered any more", slots[5] not in left and slots[6] in left)
    w.call("BookAppointment", citizen=3, body={"slotId": slots[5]["id"], "service": "pension"}, what="a taken time",
           want=409, fault="SLOT_TAKEN")
    w.call("BookAppointment", citizen=1, body={"slotId": slots[9]["id"], "service": "pension"}, want=409,
           fault="ALREADY_BOOKED", what="for the same twice")
    elsewhere = slots[9]["id"].replace("77-01", "77-02")
    w.call("BookAppointment", citizen=3, body={"slotId": elsewhere, "service": "sickLeave"}, want=422,
           fault="SERVICE_NOT_OFFERED", what="where it is not done")
    for bad in ("77-01-202701010900", "77-01-202611290900", "77-01-202612011300", "nothing"):
        w.call("BookAppointment", citizen=3, body={"slotId": bad, "service": "pension"}, what=bad, want=422,
               fault="SLOT_NOT_OFFERED")
    w.call("BookAppointment", citizen=1, body={"slotId": slots[8]["id"], "service": "consultation"},
           what="for another matter")
    change(w, booked.json, booked.headers.get("ETag"), slots)
    listed(w)
    race(w, slots[10])
