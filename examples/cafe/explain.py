#!/usr/bin/env python3
"""Says in plain lines why rules did or did not fire.

    loyalty quote PROGRAM EVENTS --explain | explain.py
"""
import json
import sys

WORDS = {"fired": "fires", "condition": "no", "trigger": "answers another kind of event", "validity": "not on this day",
         "error": "could not be computed", "capped": "fires, but a cap leaves less", "nothing": "fires and gives nothing",
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
                text += ": %s is not so" % why["term"]
            print("  %-14s %s" % (why["rule"], text))
            for key, words in (("values", "because"), ("change", "it would with")):
                if key in why:
                    print("  %-14s   %s %s" % ("", words, why[key]))


if __name__ == "__main__":
    main()
