"""The citizen's account."""


def walk(w):
    status = w.call("GetAccountStatus", citizen=1)
    w.is_("an account that works", (status.json["state"], status.json["restrictions"]), ("active", []))
    status = w.call("GetAccountStatus", citizen=8)
    w.is_("an account that does not", status.json["state"], "suspended")
    w.is_("… says why", status.json["restrictions"][0]["reason"], "unpaidContributions")
