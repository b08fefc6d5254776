"""Programs read from documents and built by objects, and their mistakes."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from libloyalty import ClosedError, CorruptError, Draft, InvalidError, Program, ProgramError


def cafe_draft() -> Draft:
    """The program of conftest.CAFE, built object by object."""
    draft = Draft("corner-cafe", 7, "EUR", "CET-1CEST,M3.5.0,M10.5.0/3")
    draft.set(
        "attributes", {"customer": {"plan": "text", "newsletter": "boolean", "since": "date"}}
    )
    draft.currency("stars", expires={"after": "P12M"})
    draft.currency("gems", scale=2)
    ladder = draft.ladder("status", counts="stars earned", window={"rolling": "P12M"})
    ladder.tier("green", 0).tier("gold", 50)
    draft.set("counters", {"coffee-card": {"every": 3, "issue": "free-coffee"}})
    draft.set("vouchers", {"free-coffee": {}})
    draft.rule("base", "purchase").earn("stars", "spend(lines).per(money('1.00'))")
    draft.rule("card", "purchase", "lines.exists(l, l.category == 'drinks')").count("coffee-card")
    draft.rule("gem", "visit").earn("gems", 150)
    draft.reward("latte", price={"stars": 10}, give={"free_item": {"sku": "LATTE"}})
    return draft


def test_a_program_names_its_parts(program: Program) -> None:
    assert (program.id, program.version, program.money, program.money_digits) == (
        "corner-cafe",
        7,
        "EUR",
        2,
    )
    assert program.currencies == {"stars": 0, "gems": 2}
    assert program.ladders == {"status": ("green", "gold")}
    assert program.rules == ("base", "card", "gem")
    assert program.rewards == ("latte",)
    assert program.vouchers == ("free-coffee",)
    assert program.counters == ("coffee-card",)
    assert program.stages[0] == "prospect"
    assert len(program.digest) == 64


def test_built_by_objects_and_read_have_the_same_digest(program: Program) -> None:
    with cafe_draft() as draft, draft.compile() as built:
        assert built.digest == program.digest


def test_an_image_is_the_same_program(program: Program) -> None:
    image = program.image()
    with Program.from_image(image) as loaded:
        assert loaded.digest == program.digest
        assert loaded.rules == program.rules
        assert loaded.image() == image
    with pytest.raises(CorruptError):
        Program.from_image(image[:-1])


def test_text_bytes_file_and_dict_give_the_same_program(
    document: dict[str, Any], tmp_path: Path, program: Program
) -> None:
    text = json.dumps(document)
    path = tmp_path / "cafe.json"
    path.write_text(text)
    for made in (
        Program.from_json(text),
        Program.from_json(text.encode()),
        Program.from_file(path),
        Program.from_file(str(path)),
    ):
        with made:
            assert made.digest == program.digest


def test_all_mistakes_are_told_with_their_places(document: dict[str, Any]) -> None:
    document["rules"][0]["when"] = "event.local.hour + 1"
    document["rules"][1]["colour"] = "red"
    text = json.dumps(document, indent=1)
    with pytest.raises(ProgramError) as caught:
        Program.from_json(text)
    problems = [p for p in caught.value.problems if p.severity == "error"]
    assert [p.path for p in problems] == ["/rules/0/when", "/rules/1/colour"]
    line_of_colour = next(n for n, row in enumerate(text.split("\n"), 1) if "colour" in row)
    assert problems[1].line == line_of_colour
    assert str(caught.value).count("\n") == 1
    assert "/rules/1/colour" in str(caught.value)


def test_what_is_not_json_is_a_program_error() -> None:
    with pytest.raises(ProgramError) as caught:
        Program.from_json('{"loyalty": 1,\n "program" "x"}')
    assert caught.value.line == 2


def test_mistakes_of_a_draft_have_paths() -> None:
    with Draft("p", 1, "EUR") as draft:
        draft.currency("stars")
        draft.rule("base", "purchase").earn("moons", 1)
        with pytest.raises(ProgramError) as caught:
            draft.compile()
    assert caught.value.path.startswith("/rules/0/earn")


def test_a_rule_answers_several_kinds() -> None:
    with Draft("p", 1, "EUR") as draft:
        draft.currency("stars")
        draft.rule("both", ["purchase", "visit"]).earn("stars", 1)
        with draft.compile() as built:
            assert built.rules == ("both",)


def test_decimals_are_written_as_text() -> None:
    def digest(factor: Any) -> str:
        with Draft("p", 1, "EUR") as draft:
            draft.currency("stars")
            draft.rule("base", "purchase").earn("stars", 1).multiply("stars", factor)
            with draft.compile() as built:
                return built.digest

    assert digest(Decimal("1.25")) == digest("1.25")


@pytest.mark.parametrize("value", [1.5, None, b"x", {"deep": [2.5]}])
def test_a_value_that_has_no_place_in_a_program_is_refused(value: Any) -> None:
    with Draft("p", 1, "EUR") as draft, pytest.raises(InvalidError):
        draft.set("about", value)


def test_a_name_with_a_nul_is_refused() -> None:
    with pytest.raises(InvalidError, match="NUL"):
        Draft("p\0q", 1, "EUR")


def test_a_closed_draft_refuses_every_call() -> None:
    draft = cafe_draft()
    rule = draft.rule("late", "visit")
    draft.close()
    for call in (
        lambda: draft.compile(),
        lambda: draft.rule("r", "visit"),
        lambda: rule.earn("stars", 1),
        lambda: rule.map("earn"),
        lambda: draft.__enter__(),
    ):
        with pytest.raises(ClosedError):
            call()


def test_a_document_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(InvalidError, match="cannot be written as JSON"):
        Program.from_document({"loyalty": float("nan")})
