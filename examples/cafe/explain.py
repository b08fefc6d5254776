#!/usr/bin/env python3
"""Says in plain lines why rules did or did not fire.

    loyalty quote PROGRAM EVENTS --explain | explain.py
"""
import json
import sys

WORDS = {"fired": "fires", "condition": "does not fire", "trigger": "answers another kind of event", "validity": "is not in force on this day",
         "error": "could not be computed", "capped": "fires, but a cap leaves less", "nothing": "fires and gives nothing",
         "excluded": "loses to another rule of its group",
         "limited": "is used up", "budget": "fires, but a budget leaves less",
         "refused": "the event was refused"}


def main():
    for line in sys.stdin:
        for why in json.loads(line)["explanation"]:
            if why["why"] == "trigger":
                continue
            text = WORDS.get(why["why"], why["why"])
            if "granted" in why:
                text += ", %s points" % why["granted"]
            if "term" in why:
                text += ": %s; here %s" % (why["term"], why.get("values", "not"))
            print("  %-14s %s" % (why["rule"], text))
            if "change" in why:
                print("  %-14s     to fire: %s" % ("", why["change"]))


if __name__ == "__main__":
    main()
