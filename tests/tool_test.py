#!/usr/bin/env python3
"""The command-line tool from outside: what it writes, says and exits with.

    tool_test.py [LOYALTY [SOURCE]]

LOYALTY is the tool and SOURCE the source tree; without them they are taken
from LOYALTY_TOOL and LOYALTY_SOURCE. Outcomes are also validated against the
published schemas where the Python package jsonschema is there. Exit status 77
where there is no tool.
"""
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

TOOL = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("LOYALTY_TOOL", "")
SOURCE = sys.argv[2] if len(sys.argv) > 2 else os.environ.get(
    "LOYALTY_SOURCE", os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
DONE, WRONG, USAGE, STORE = range(4)

CAFE = {
    "loyalty": 1, "program": "corner-cafe", "version": 7, "money": "EUR",
    "time_zone": "CET-1CEST,M3.5.0,M10.5.0/3",
    "currencies": {"stars": {"pending": "P14D", "expires": {"after": "P12M", "round_up": "month"}},
                   "gems": {"scale": 2}},
    "ladders": {"status": {"counts": "stars earned", "window": {"rolling": "P12M"},
                           "tiers": [{"id": "green", "from": 0},
                                     {"id": "gold", "from": 500, "keep_from": 400, "grace": "P3M"}]}},
    "counters": {"card": {"every": 3, "issue": "free-coffee"}},
    "vouchers": {"free-coffee": {"reward": "coffee", "expires": "P30D"}},
    "rules": [
        {"id": "base", "on": "purchase",
         "earn": {"stars": "spend(lines.filter(l, l.category != 'gift-card')).per(money('1.00'))", "gems": 125}},
        {"id": "happy-hour", "on": "purchase", "multiply": {"stars": "2"},
         "when": "event.local.hour >= 14 && event.local.hour < 17"},
        {"id": "stamp", "on": "purchase", "count": {"card": 1}}],
    "rewards": [{"id": "coffee", "price": {"stars": 100}, "give": {"free_item": {"category": "coffee"}}}],
}


def event(number, type="purchase", day="2026-03-02", **members):
    document = {"source": "till-3", "id": "r-%d" % number, "type": type,
                "time": day + "T09:15:00+01:00", "customer": "c42"}
    if type == "purchase":
        document["lines"] = [{"id": "1", "category": "drinks/coffee", "quantity": 2, "unit_price": "4.50"}]
    document.update(members)
    return document


VALUES = [None, True, 0, -1, 1.5, "", "x", "4.50", "1.", "-3", ".5", "+1", "1e2", [], {}, [1], ["x"], {"id": "x"}, {"a": 1},
          "2026-03-02", "2026-03-02T09:15:00Z", "2026-03-02T09:15:00.1234Z", 10**15]


def inside(document):
    """Every map and list in a document, with each of its keys."""
    for key in document if isinstance(document, dict) else range(len(document)):
        yield document, key
        if isinstance(document[key], (dict, list)):
            yield from inside(document[key])


def mutated(document, chance):
    document = json.loads(json.dumps(document))
    where, key = chance.choice(list(inside(document)))
    what = chance.random()
    if what < 0.6:
        where[key] = chance.choice(VALUES)
    elif what < 0.8:
        del where[key]
    elif isinstance(where, dict):
        where[chance.choice(["x", "id", "points", "time", "lines", "quantity"])] = chance.choice(VALUES)
    return document


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def schema(name):
    with open(os.path.join(SOURCE, "lib", "json", "schemas", name + ".schema.json")) as file:
        return json.load(file)


class ToolTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.cafe = self.write("cafe.json", json.dumps(CAFE, indent=2))
        self.store = "sqlite:" + self.path("cafe.db")

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, content):
        if not isinstance(content, str):
            content = "".join(json.dumps(e) + "\n" for e in content)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(content)
        return self.path(name)

    def tool(self, *words, status=DONE, input=None):
        done = subprocess.run([TOOL, *words], capture_output=True, text=True, input=input, timeout=60)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def run_events(self, events, *words, status=DONE):
        done = self.tool("run", self.cafe, self.write("events.jsonl", events), *words, status=status)
        return lines(done.stdout), done.stderr


class Usage(ToolTest):
    def test_words_that_are_wrong(self):
        for words, said in (
                ([], "usage:"), (["fly"], "no command 'fly'"), (["run"], "wants a PROGRAM"),
                (["run", "p", "e", "x"], "one word too many"), (["check", "p", "--store", "memory"], "not an option of check"),
                (["run", "p", "--group", "0"], "1 to 10000"), (["run", "p", "--group"], "wants a value"),
                (["run", "p", "--group=1x"], "1 to 10000"), (["run", "p", "--st", "memory"], "'--st' is not an option"),
                (["show", "p", "--store", "memory"], "CUSTOMER or --all"), (["show", "p", "c"], "wants a --store"),
                (["show", "p", "c", "--all", "--store", "memory"], "CUSTOMER or --all"), (["report", "p"], "wants a --store"),
                (["report", "p", "--store", "memory", "--from", "x"], "wants --from and --to together"),
                (["liability", "p", "--store", "memory"], "wants a CURRENCY"),
                (["liability", "p", "stars", "--store", "memory"], "wants --from and --to"),
                (["liability", "p", "stars", "--store", "memory", "--from", "x", "--to", "y"], "wants --value and --expected"),
                (["verify", "p"], "wants a --store"), (["verify", "p", "--store", "memory", "--at", "x"], "not an option of verify"),
                (["report", "p", "--store", "memory", "--percent"], "not an option of report"),
                (["show", "p", "c", "--store", "memory", "--former", "p"], "not an option of show")):
            with self.subTest(words=words):
                done = self.tool(*words, status=USAGE)
                self.assertIn(said, done.stderr)
                self.assertEqual(done.stdout, "")

    def test_stores_and_times_that_are_wrong(self):
        for words, said in ((["--store", "redis:x"], "not a store"), (["--store", "sqlite:"], "not a store"),
                            (["--store", "postgres:dbname=x"], "not built"), (["--until", "yesterday"], "RFC 3339"),
                            (["--until", "2026-03-02T09:15:00"], "RFC 3339"), (["--until", '2026"'], "RFC 3339")):
            with self.subTest(words=words):
                self.assertIn(said, self.tool("run", self.cafe, os.devnull, *words, status=USAGE).stderr)

    def test_help_and_version(self):
        self.assertIn("loyalty quote", self.tool("--help").stdout)
        self.assertRegex(self.tool("run", "--version").stdout, r"^loyalty \d+\.\d+\.\d+\n$")

    def test_files_that_are_not_there(self):
        self.assertIn("none.json: No such file", self.tool("check", self.path("none.json"), status=WRONG).stderr)
        self.assertIn("none.jsonl: No such file",
                      self.tool("run", self.cafe, self.path("none.jsonl"), status=WRONG).stderr)

    def test_a_store_that_cannot_be_opened(self):
        self.tool("run", self.cafe, os.devnull, "--store", "sqlite:" + self.path("no/such/folder.db"), status=STORE)

    def test_an_output_that_is_full(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "w") as full:
            done = subprocess.run([TOOL, "run", self.cafe, self.write("events.jsonl", [event(1)])], stdout=full,
                                  stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(done.returncode, STORE)
        self.assertIn("standard output: ", done.stderr)


class Check(ToolTest):
    def test_a_program_without_mistakes(self):
        self.assertRegex(self.tool("check", self.cafe).stdout,
                         r"(?s)^corner-cafe version 7: no mistakes, 0 warnings; 3 rules\ndigest [0-9a-f]{64}\n$")

    def test_every_mistake_has_its_place(self):
        marked = ('{ "loyalty": 1, "program": "p", "version": @1.5, "money": "EUR",\n'
                  '  "currencies": { "stars": { @"scael": 1 } },\n'
                  '  "rules": [ { "id": "a", "on": "purchase",\n'
                  '               "when": "@event.local.huor > 1",\n'
                  '               "earn": { "star": @1 }, "notify": @null } ] }\n')
        program = self.write("bad.json", marked.replace("@", ""))
        said = self.tool("check", program, status=WRONG).stdout
        paths = ["/version", "/currencies/stars/scael", "/rules/0/when", "/rules/0/earn/star", "/rules/0/notify"]
        for path, line, start in zip(paths, said.splitlines(), self.places(marked)):
            self.assertTrue(line.startswith("%s:%s: %s: " % (program, start, path)), line)
        self.assertIn('write it as text, e.g. "0.5"', said)
        self.assertIn('did you mean "scale"?', said)
        self.assertIn("\n5 mistakes: the program does not load\n", said)

    @staticmethod
    def places(marked):
        """LINE:COLUMN of each @."""
        found = []
        for number, line in enumerate(marked.split("\n"), 1):
            pieces = line.split("@")
            found += [(number, len("".join(pieces[:count])) + 1) for count in range(1, len(pieces))]
        return ["%d:%d" % place for place in found]

    def test_what_is_not_json(self):
        for text, said in (('{"loyalty": 1,}', ":1:15: not JSON"), ('{"a": 1, "a": 2}', ":1:10: a member occurs twice"),
                           ("[]", ":1:1: a program must be a map"), ("", ":1:1: the document ends too early")):
            with self.subTest(text=text):
                self.assertIn(said, self.tool("check", self.write("bad.json", text), status=WRONG).stdout)

    def test_a_wrong_program_runs_nothing(self):
        done = self.tool("run", self.write("bad.json", "{}"), os.devnull, status=WRONG)
        self.assertIn("bad.json:1:1: ", done.stderr)
        self.assertEqual(done.stdout, "")


class Run(ToolTest):
    def test_the_outcome_of_a_purchase(self):
        outcomes, said = self.run_events([event(1)])
        self.assertEqual(len(outcomes), 1)
        outcome = outcomes[0]
        self.assertEqual(list(outcome), ["source", "id", "verdict", "effects", "entries", "customer"])
        self.assertEqual((outcome["source"], outcome["id"], outcome["verdict"]), ("till-3", "r-1", "applied"))
        self.assertIn({"rule": "base", "effect": "earn", "currency": "stars", "points": 9}, outcome["effects"])
        self.assertIn({"rule": "base", "effect": "earn", "currency": "gems", "points": "1.25"}, outcome["effects"])
        self.assertIn({"rule": "stamp", "effect": "count", "counter": "card", "count": 1}, outcome["effects"])
        self.assertIn({"rule": "first purchase", "effect": "stage", "stage": "first-purchase"}, outcome["effects"])
        # Earned on 2 March 2026, good for twelve months and to the end of the month; the clocks have changed by then.
        self.assertEqual(outcome["entries"], [
            {"kind": "earn", "currency": "stars", "points": 9, "matures": "2026-03-16T09:15:00+01:00",
             "expires": "2027-03-31T23:00:00+01:00"},
            {"kind": "earn", "currency": "gems", "points": "1.25"}])
        self.assertEqual(outcome["customer"], {
            "id": "c42", "stage": "first-purchase", "tiers": {"status": "green"},
            "balances": {"stars": {"available": 0, "pending": 9, "held": 0, "debt": 0},
                         "gems": {"available": "1.25", "pending": "0.00", "held": "0.00", "debt": "0.00"}}})
        self.assertRegex(said, r"1 events: 1 applied, 0 refused, 0 replayed; ")

    def test_refusals_are_answers(self):
        outcomes, said = self.run_events([event(1), event(2, "redeem", reward="coffee"),
                                          event(3, lines=[{"id": "1", "quantity": -1, "unit_price": 1}])])
        self.assertEqual([o["verdict"] for o in outcomes], ["applied", "refused", "refused"])
        self.assertEqual(outcomes[1]["reason"]["code"], "insufficient-points")
        self.assertEqual(outcomes[2]["reason"]["code"], "bad-quantity")
        self.assertEqual(outcomes[2]["reason"]["path"], "/lines/0/quantity")
        self.assertEqual(outcomes[1]["effects"], [])
        self.assertIn("1 applied, 2 refused", said)

    def test_a_replay_gives_the_stored_answer(self):
        events = [event(1), event(2, "redeem", reward="coffee"), event(3, day="2026-03-20")]
        first, _ = self.run_events(events, "--store", self.store)
        again, said = self.run_events(events, "--store", self.store)
        self.assertTrue(all(o.pop("replayed") for o in again))
        self.assertEqual(again, first)
        self.assertIn("0 applied, 0 refused, 3 replayed", said)

    def test_other_content_under_the_same_key(self):
        outcomes, said = self.run_events([event(1), event(2), event(1, store="s9"), event(4)], status=WRONG)
        self.assertEqual([o["id"] for o in outcomes], ["r-1", "r-2"])
        self.assertIn("events.jsonl:3:1: ", said)
        self.assertIn("running the same events again is safe", said)

    def test_a_wrong_document_stops_after_those_before(self):
        log = self.write("events.jsonl", "\n%s\n\n%s\n{\"source\":\"t\",\"quantty\":1}\n%s\n" % (
            json.dumps(event(1)), json.dumps(event(2)), json.dumps(event(3))))
        done = self.tool("run", self.cafe, log, "--store", self.store, status=WRONG)
        self.assertEqual([o["id"] for o in lines(done.stdout)], ["r-1", "r-2"])
        self.assertIn("events.jsonl:5:15: /quantty: there is no member", done.stderr)
        self.assertIn("2 events: 2 applied", done.stderr)

    def test_standard_input_and_odd_line_ends(self):
        text = "\ufeff" + json.dumps(event(1)) + "\r\n\r\n" + json.dumps(event(2))
        for words in ([], ["-"]):
            done = self.tool("run", self.cafe, *words, input=text)
            self.assertEqual(len(lines(done.stdout)), 2)

    def test_a_pipe_is_answered_at_once(self):
        with subprocess.Popen([TOOL, "run", self.cafe], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True) as tool:
            for number in (1, 2):
                tool.stdin.write(json.dumps(event(number)) + "\n")
                tool.stdin.flush()
                self.assertEqual(json.loads(tool.stdout.readline())["id"], "r-%d" % number)
            tool.stdin.close()
        self.assertEqual(tool.returncode, DONE)

    def test_groups_and_stores_do_not_change_answers(self):
        events = [event(n, day="2026-%02d-%02d" % (1 + n // 28 % 12, 1 + n % 28), customer="c%d" % (n % 7),
                        lines=[{"quantity": "%d.5" % (n % 4), "unit_price": n % 9}]) for n in range(250)]
        until = ("--until", "2028-01-01T00:00:00Z")
        seen = set()
        for group in ("1", "7", "100", "10000"):
            for store in ("memory", "sqlite:" + self.path("g%s.db" % group)):
                dump = self.path("dump")
                outcomes, _ = self.run_events(events, "--group", group, "--store", store, *until, "--dump", dump)
                with open(dump) as file:
                    seen.add(json.dumps(outcomes) + file.read())
        self.assertEqual(len(seen), 1)

    def test_an_image_is_the_program(self):
        image = self.path("cafe.image")
        compiled = self.tool("compile", self.cafe, image).stdout
        digest = self.tool("check", self.cafe).stdout.splitlines()[-1]
        self.assertIn(digest, compiled)
        self.assertEqual(self.tool("check", image).stdout.splitlines()[-1], digest)
        log = self.write("events.jsonl", [event(n, customer="c%d" % (n % 3)) for n in range(20)])
        self.assertEqual(self.tool("run", image, log).stdout, self.tool("run", self.cafe, log).stdout)
        self.tool("compile", image, self.path("again.image"))
        with open(image, "rb") as one, open(self.path("again.image"), "rb") as other:
            whole = one.read()
            self.assertEqual(whole, other.read())
        with open(image, "wb") as file:
            file.write(whole[:-1])
        self.assertIn("damaged", self.tool("run", image, log, status=WRONG).stderr)
        self.assertIn("wants an IMAGE", self.tool("compile", self.cafe, status=USAGE).stderr)
        self.tool("compile", self.cafe, "/no/such/folder/image", status=STORE)

    def test_time_goes_on_until(self):
        self.run_events([event(1)], "--store", self.store, "--until", "2026-09-01T00:00:00+02:00")
        shown = json.loads(self.tool("show", self.cafe, "c42", "--store", self.store).stdout)
        self.assertEqual(shown["balances"]["stars"], {"available": 9, "pending": 0, "held": 0, "debt": 0})
        self.assertEqual(shown["stage"], "lost")


class Quote(ToolTest):
    def test_a_quote_is_the_outcome_and_writes_nothing(self):
        log = self.write("events.jsonl", [event(1), event(1)])
        quoted = lines(self.tool("quote", self.cafe, log, "--store", self.store).stdout)
        self.assertEqual(quoted[0], quoted[1])
        self.tool("show", self.cafe, "c42", "--store", self.store, status=WRONG)
        applied, _ = self.run_events([event(1)], "--store", self.store)
        self.assertEqual(quoted[0], applied[0])

    def test_an_explanation_of_every_rule(self):
        log = self.write("events.jsonl", [event(1)])
        outcome = lines(self.tool("quote", self.cafe, log, "--explain").stdout)[0]
        why = {w["rule"]: w for w in outcome["explanation"]}
        self.assertEqual(list(why), ["base", "happy-hour", "stamp"])
        self.assertEqual(why["base"]["why"], "fired")
        self.assertEqual(why["happy-hour"]["why"], "condition")
        self.assertIn("event.local.hour >= 14", why["happy-hour"]["term"])
        self.assertIn("9", why["happy-hour"]["values"])

    def test_a_wrong_document(self):
        log = self.write("events.jsonl", '{"source":7}\n')
        done = self.tool("quote", self.cafe, log, status=WRONG)
        self.assertIn("events.jsonl:1:11: /source: must be a text", done.stderr)


class Show(ToolTest):
    def fill(self):
        self.run_events([event(n, day="2026-03-%02d" % n, customer=c) for n, c in
                         ((1, "c42"), (2, "c42"), (3, "c42"), (4, "a-b"), (5, "\u00e9\"x"))], "--store", self.store)

    def test_a_customer_as_a_document(self):
        self.fill()
        shown = json.loads(self.tool("show", self.cafe, "c42", "--store", self.store).stdout)
        self.assertEqual(shown["balances"]["stars"]["pending"], 27)
        self.assertEqual(shown["counters"], {"card": 0})
        self.assertEqual([(v["voucher"], v["count"]) for v in shown["vouchers"]], [("free-coffee", 1)])
        self.assertEqual((shown["purchases"], shown["visits"], shown["spend"]), (3, 3, "27.00"))
        self.assertEqual((shown["first_purchase"], shown["last_purchase"]), ("2026-03-01", "2026-03-03"))
        self.assertEqual(sum(lot["points"] for lot in shown["lots"] if lot["currency"] == "stars"), 27)
        self.assertEqual(shown["progress"], {"status": 27})
        later = json.loads(self.tool("show", self.cafe, "c42", "--store", self.store, "--at",
                                     "2026-03-15T12:00:00+01:00").stdout)
        self.assertEqual(later["balances"]["stars"], {"available": 9, "pending": 18, "held": 0, "debt": 0})

    def test_all_customers_a_line_each(self):
        self.fill()
        text = self.tool("show", self.cafe, "--all", "--store", self.store).stdout
        self.assertEqual([d["id"] for d in lines(text)], ["a-b", "c42", "\u00e9\"x"])
        self.assertEqual(lines(text)[1], json.loads(self.tool("show", self.cafe, "c42", "--store", self.store).stdout))

    def test_more_customers_than_fit_a_portion(self):
        self.run_events([event(n, "visit", customer="c%05d" % n) for n in range(2500)], "--store", self.store,
                        "--dump", self.path("dump"))
        with open(self.path("dump")) as file:
            self.assertEqual([json.loads(d)["id"] for d in file], ["c%05d" % n for n in range(2500)])

    def test_nobody(self):
        self.fill()
        self.assertIn("there is no customer 'c7'",
                      self.tool("show", self.cafe, "c7", "--store", self.store, status=WRONG).stderr)


class Verify(ToolTest):
    def verify(self, status):
        done = self.tool("verify", self.cafe, "--store", self.store, status=status)
        return json.loads(done.stdout), done.stderr

    def change(self, *statements):
        with sqlite3.connect(self.path("cafe.db")) as database:
            return [database.execute(*statement).fetchall() for statement in statements]

    def test_what_somebody_did_to_the_store(self):
        self.run_events([event(1), event(2), event(3, customer="c43")], "--store", self.store)
        found, said = self.verify(DONE)
        self.assertEqual((found["customers"], found["events"], found["refusals"], found["findings"], said), (2, 3, 0, 0, ""))
        sale, mine = (rows[0][0] for rows in self.change(["SELECT record FROM event_records WHERE key = ?", [b"till-3\0r-1"]],
                                                         ["SELECT record FROM customer_records WHERE id = 'c42'"]))
        self.run_events([event(4, "return", receipt={"id": "r-1"})], "--store", self.store)
        after, said = self.verify(DONE)
        self.assertNotEqual(after["digest"], found["digest"])
        self.change(["UPDATE event_records SET record = ? WHERE key = ?", [sale, b"till-3\0r-1"]],
                    ["UPDATE customer_records SET record = ? WHERE id = 'c42'", [mine]],
                    ["DELETE FROM customer_records WHERE id = 'c43'"])
        broken, said = self.verify(WRONG)
        self.assertEqual(broken["findings"], 3)
        self.assertIn("put-back: event till-3/r-1 of c42: it stands as it was before the other event changed it (till-3/r-4)\n", said)
        self.assertIn("put-back: customer of c42: it knows 2 of 3 events (till-3/r-4)\n", said)
        self.assertIn("removed: customer of c43: it is gone (till-3/r-3)\n", said)


class Report(ToolTest):
    def test_figures_add_up(self):
        self.run_events([event(1), event(2, customer="c43"), event(3, "adjust", points={"stars": 50}, reason="goodwill"),
                         event(4, "return", receipt={"id": "r-2"}, customer="c43")], "--store", self.store)
        at = "2026-03-03T00:00:00+01:00"
        report = json.loads(self.tool("report", self.cafe, "--store", self.store, "--at", at).stdout)
        self.assertEqual(list(report), ["at", "program", "version", "customers", "stages", "tiers", "points", "vouchers",
                                        "expiring"])
        self.assertEqual((report["at"], report["program"], report["version"], report["customers"]),
                         (at, "corner-cafe", 7, 2))
        self.assertEqual((report["stages"]["first-purchase"], report["stages"]["prospect"]), (1, 1))
        self.assertEqual(report["tiers"], {"status": {"green": 2, "gold": 0}})
        self.assertEqual(report["points"]["stars"], {
            "issued": 68, "spent": 0, "expired": 0, "reversed": 9, "available": 50, "pending": 9, "held": 0,
            "debt": 0, "outstanding": 59})
        self.assertEqual(report["points"]["gems"]["outstanding"], "1.25")
        self.assertEqual(report["vouchers"], {"free-coffee": 0})
        for currency, moments in report["expiring"].items():
            points = report["points"][currency]
            self.assertEqual(sum(float(m["points"]) for m in moments),
                             float(points["available"]) + float(points["pending"]))
        self.assertNotIn("at", json.loads(self.tool("report", self.cafe, "--store", self.store).stdout))

    def test_points_roll_forward(self):
        self.run_events([event(1), event(2, customer="c43"), event(3, "adjust", points={"stars": 50}, reason="goodwill"),
                         event(4, "return", receipt={"id": "r-2"}, customer="c43")], "--store", self.store)
        whole = ["--from", "2026-03-01T00:00:00+01:00", "--to", "2026-04-01T00:00:00+02:00"]
        report = json.loads(self.tool("report", self.cafe, "--store", self.store, *whole).stdout)
        self.assertEqual((report["from"], report["to"]), (whole[1], whole[3]))
        self.assertEqual(report["flows"]["stars"], {
            "opening": 0, "issued": 18, "redeemed": 0, "expired": 0, "reversed": 9, "adjusted": 50,
            "transferred": 0, "closing": 59})
        later = json.loads(self.tool("report", self.cafe, "--store", self.store, "--from", whole[3], "--to",
                                     "2036-04-01T00:00:00+02:00").stdout)
        self.assertEqual(later["flows"]["stars"]["opening"], 59)
        self.assertEqual(later["flows"]["stars"]["expired"], 59)


class Liability(ToolTest):
    """The published example of IFRS 15: sales of 100 000 and 10 000 points worth 1 each."""

    SHOP = {"loyalty": 1, "program": "shop", "version": 1, "money": "JPY", "currencies": {"points": {}, "gems": {"scale": 2}},
            "rules": [{"id": "base", "on": "purchase", "earn": {"points": "total.per(money('10'))"}}],
            "rewards": [{"id": "much", "price": {"points": 4500}, "give": {"text": "x"}}]}

    def fill(self):
        self.shop = self.write("shop.json", json.dumps(self.SHOP))
        events = [event(1, day="2026-05-01", lines=[{"unit_price": "100000"}]),
                  event(2, "redeem", day="2027-05-01", reward="much")]
        self.tool("run", self.shop, self.write("events.jsonl", events), "--store", self.store)

    def ask(self, year, *words, currency="points", status=DONE):
        until = "%d-01-01T00:00:00Z"
        return self.tool("liability", self.shop, currency, "--store", self.store, "--from", until % year,
                         "--to", until % (year + 1), *words, status=status)

    def test_published_figures(self):
        self.fill()
        assumed = ["--value", "1", "--expected", "0.97", "--percent"]
        self.assertEqual(json.loads(self.ask(2026, *assumed).stdout), {
            "from": "2026-01-01T00:00:00Z", "to": "2027-01-01T00:00:00Z", "program": "shop", "version": 1,
            "currency": "points", "sales": "100000", "points": 10000, "expected": 9700, "redeemed": 0,
            "opening": "0", "deferred": "9000", "recognised": "0", "breakage": "0", "closing": "9000"})
        second = json.loads(self.ask(2027, *assumed).stdout)
        self.assertEqual((second["opening"], second["recognised"], second["breakage"], second["closing"]),
                         ("9000", "4175", "125", "4825"))
        later = json.loads(self.ask(2027, *assumed, "--opening", "0.97", "--closing=0.9").stdout)
        self.assertEqual((later["expected"], later["recognised"]), (9000, "4500"))

    def test_a_point_worth_less_than_the_smallest_coin(self):
        self.fill()
        asked = json.loads(self.ask(2026, "--value", "0.05", "--expected", "1").stdout)
        self.assertEqual(asked["deferred"], "498")  # 100000 * 500 / 100500
        self.assertEqual(json.loads(self.ask(2026, "--value", "1", "--expected", "1", currency="gems").stdout)["points"], "0.00")

    def test_an_interval_that_ends_before_it_begins(self):
        for command in (["report", self.cafe], ["liability", self.cafe, "stars", "--value", "1", "--expected", "1"]):
            done = self.tool(*command, "--store", self.store, "--from", "2026-03-02T09:15:00Z", "--to",
                             "2026-03-02T09:15:00+01:00", status=USAGE)
            self.assertIn("--to must not be before --from", done.stderr)

    def test_assumptions_that_are_wrong(self):
        self.fill()
        for words, said in ((["--value", "x", "--expected", "1"], "--value wants an amount of money"),
                            (["--value", "-1", "--expected", "1"], "--value wants an amount of money"),
                            (["--value", "0.00000001", "--expected", "1"], "--value wants an amount of money"),
                            (["--value", "99999999999999", "--expected", "1"], "--value wants an amount of money"),
                            (["--value", "1", "--expected", "97"], "--expected wants a share from 0 to 1"),
                            (["--value", "1", "--expected", "1", "--closing", "."], "--closing wants a share from 0 to 1"),
                            (["--value", "1", "--expected", "1", "--opening", "0.1234567"], "--opening wants a share")):
            with self.subTest(words=words):
                self.assertIn(said, self.ask(2026, *words, status=USAGE).stderr)
        self.assertIn("has no currency 'stars'", self.ask(2026, "--value", "1", "--expected", "1", currency="stars", status=WRONG).stderr)


class Former(ToolTest):
    """Returns under the rules of the sale."""

    def version(self, number, bonus):
        return self.write("v%d.json" % number, json.dumps({
            "loyalty": 1, "program": "shop", "version": number, "money": "EUR", "currencies": {"points": {}},
            "returns": {"method": "re-evaluate"},
            "rules": [{"id": "base", "on": "purchase", "earn": {"points": "total.per(money('1.00'))"}},
                      {"id": "bonus", "on": "purchase", "when": "total >= money('20')", "earn": {"points": bonus}}]}))

    def test_a_return_after_the_rules_changed(self):
        old, new = self.version(1, 50), self.version(2, 10)
        basket = [{"id": "1", "unit_price": "12.00"}, {"id": "2", "unit_price": "12.00"}]
        back = self.write("back.jsonl", [event(2, "return", receipt={"id": "r-1"}, lines=[{"id": "2", "quantity": 1}])])
        self.tool("run", old, self.write("sale.jsonl", [event(1, lines=basket)]), "--store", self.store)
        for words, left in (([], 62), (["--former", old], 12), (["--former", old, "--former", new], 12), (["--former=" + new], 62)):
            with self.subTest(words=words):
                quoted = lines(self.tool("quote", new, back, "--store", self.store, *words).stdout)[0]
                self.assertEqual(quoted["customer"]["balances"]["points"]["available"], left)
        done = lines(self.tool("run", new, back, "--store", self.store, "--former", new, "--former", old).stdout)[0]
        self.assertEqual(done["customer"]["balances"]["points"]["available"], 12)

    def test_what_is_no_former_version(self):
        new = self.version(2, 10)
        for words, said in (([self.cafe], "cafe.json: is not a version of shop with EUR"), (["nothing.json"], "nothing.json"),
                            ([self.write("bad.json", "{")], "bad.json:1")):
            with self.subTest(words=words):
                done = self.tool("run", new, os.devnull, "--former", *words, status=WRONG)
                self.assertIn(said, done.stderr)


@unittest.skipIf(jsonschema is None, "the Python package jsonschema is not installed")
class Schemas(ToolTest):
    """The schemas and the readers agree on what is right and what is wrong."""

    def validator(self, name):
        document = schema(name)
        jsonschema.Draft202012Validator.check_schema(document)
        return jsonschema.Draft202012Validator(document)

    def test_programs(self):
        valid = self.validator("program")
        wrong = [{"version": 0}, {"money": "euro"}, {"currencies": {"a b": {}}}, {"nonsense": 1}, {"rules": [{"id": "a"}]},
                 {"currencies": {"stars": {"expires": {"after": "1 year"}}}}, {"multipliers": "min"},
                 {"ladders": {"l": {"counts": "spend", "tiers": []}}}, {"caps": [{"id": "x"}]}, {"join": "later"},
                 {"counters": {"c": {"issue": "free-coffee"}}}, {"stages": {"initial": "a"}}]
        self.assertEqual([e.message for e in valid.iter_errors(CAFE)], [])
        for members in wrong:
            with self.subTest(members=members):
                document = dict(CAFE, **members)
                self.assertFalse(valid.is_valid(document))
                self.tool("check", self.write("wrong.json", json.dumps(document)), status=WRONG)

    @staticmethod
    def many_kinds():
        return [event(1, business_day="2026-03-01"), event(2, "visit", attributes={}),
                event(3, "return", receipt={"id": "r-1"}, lines=[{"id": "1", "quantity": "0.5"}]),
                event(4, "adjust", points={"stars": -5, "gems": "0.25"}, reason="x"),
                event(5, pay={"stars": 100}, codes=["A"]),
                event(6, "import", customer="new", opening={
                    "points": [{"currency": "stars", "points": 5, "time": "2026-01-01T00:00:00Z"}],
                    "counters": {"card": 2}, "ladders": [{"ladder": "status", "amount": 7}],
                    "purchases": {"count": 3, "last": "2026-01-01T00:00:00.250-05:00"}}),
                event(7, "import", customer="new", opening={
                    "enrolled": "2024-01-01T00:00:00Z", "stage": {"name": "repeat", "since": "2025-01-01T00:00:00Z"},
                    "points": [{"currency": "stars", "points": 5, "until": "2027-01-01T00:00:00Z"}],
                    "vouchers": [{"voucher": "free-coffee", "count": 1, "until": "2027-01-01T00:00:00Z"}],
                    "purchases": {"count": 3, "first": "2025-01-01T00:00:00Z", "last": "2026-01-01T00:00:00Z", "spend": "99.50"}})]

    def test_events(self):
        valid = self.validator("event")
        wrong = [{"customer": ""}, {"time": "2026-03-02 09:15"}, {"lines": [{"id": "1"}]}, {"lines": [{"unit_price": 4.5}]},
                 {"colour": "red"}, {"codes": "A"}, {"pay": {"stars": "5 "}}, {"attributes": {"a": None}},
                 {"receipt": {}}, {"business_day": "today"}, {"lines": [{"unit_price": "1e2"}]}, {"source": 3}]
        for document in self.many_kinds():
            with self.subTest(document=document):
                self.assertEqual([e.message for e in valid.iter_errors(document)], [])
                self.tool("quote", self.cafe, self.write("one.jsonl", [document]))
        for members in wrong:
            with self.subTest(members=members):
                self.assertFalse(valid.is_valid(event(1, **members)))
                self.tool("quote", self.cafe, self.write("one.jsonl", [event(1, **members)]), status=WRONG)

    def test_mutations(self):
        """One value changed at random: an event is wrong for both or for none;
        a program that is compiled is one that the schema knows."""
        chance = random.Random(7)
        for name, command, documents in (("event", ["quote", self.cafe], self.many_kinds()), ("program", ["check"], [CAFE])):
            valid = self.validator(name)
            for _ in range(200):
                document = mutated(chance.choice(documents), chance)
                file = self.write("mutated.json", json.dumps(document) + "\n")
                done = subprocess.run([TOOL, *command, file], capture_output=True, text=True, timeout=60)
                self.assertIn(done.returncode, (DONE, WRONG), done.stderr)
                accepted = done.returncode == DONE
                self.assertTrue(valid.is_valid(document) or not accepted, document)
                if name == "event":
                    self.assertTrue(accepted or not valid.is_valid(document), done.stderr)

    def test_outcomes(self):
        valid = self.validator("outcome")
        events = [event(n, day="2026-03-%02d" % n) for n in range(1, 10)]
        events += [event(20, "redeem", day="2026-04-20", voucher="free-coffee"), event(21, "redeem", day="2026-04-20", reward="coffee"),
                   event(22, "adjust", day="2026-04-21", points={"stars": 500}, reason="x"),
                   event(23, "redeem", day="2026-04-22", reward="coffee"), event(24, "redeem", day="2026-04-22", reward="tea"),
                   event(25, "return", day="2026-04-23", receipt={"id": "r-9"}), event(26, "void", day="2026-04-24", receipt={"id": "r-8"}),
                   event(27, day="2028-04-24"), event(1, day="2026-03-01")]
        log = self.write("events.jsonl", events)
        outcomes = lines(self.tool("run", self.cafe, log).stdout) + lines(self.tool("quote", self.cafe, log, "--explain").stdout)
        self.assertEqual(len(outcomes), 2 * len(events))
        for outcome in outcomes:
            self.assertEqual([e.message for e in valid.iter_errors(outcome)], [], outcome)


if __name__ == "__main__":
    if not TOOL or not os.path.exists(TOOL):
        print("skipped: there is no tool; give its path or set LOYALTY_TOOL")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
