"""Walks the services that the command line names, or all: catalogue.py NAME…  Prints TAP; see walk.py."""
import importlib
import os
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import walk  # noqa: E402

SERVICES = ("account", "pension", "payments", "documents", "applications", "appeals", "appointments", "support",
            "selfemployed", "registry")

w = walk.Walk()
services = sys.argv[1:] or SERVICES
for name in services:
    if not os.path.exists(os.path.join(HERE, name + ".py")):
        w.ok("%s has cases, or no operations yet" % name, name not in w.scopes())
        continue
    try:
        importlib.import_module(name).walk(w)
    except Exception as e:  # the walk goes on with the next service
        w.ok("%s: walked to the end" % name, False, "".join(traceback.format_exception_only(e)))
        traceback.print_exc(file=sys.stderr)
w.end(services)
print("1..%d" % w.count)
sys.exit(w.failed != 0)
