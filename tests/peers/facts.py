"""Facts that a case makes up: what its steps state and its rules ask for, such as a region.

A fact is a member of a rule's `when` that some step states under the same name, of itself or
of the customer whom it introduces. It is an attribute of every event that earns; where no step
states it, it is empty.
"""
import amounts


def _scalar(value):
    return isinstance(value, (str, int))


def _conditions(program):
    """The conditions of everything in a program that has some."""
    for parts in program.values():
        for part in parts if isinstance(parts, list) else [parts]:
            if isinstance(part, dict) and isinstance(part.get("when"), dict):
                yield part["when"]


NOT = "exclude_"
"""How a condition begins that asks for another value of a fact."""


def names(case, known):
    """The facts of a case: what rules ask for that is not among what is known."""
    asked = {name for when in _conditions(case["program"]) for name in when} - set(known)
    return {name for name in {one.removeprefix(NOT) for one in asked}
            if any(_scalar(step.get(name)) for step in case["steps"])}


def asked(when, facts):
    """(fact, values, whether it must not have one of them) for each fact of a condition."""
    for name in sorted(facts):
        for member, excluded in ((name, False), (NOT + name, True)):
            if member in when:
                values = when[member] if isinstance(when[member], list) else [when[member]]
                yield attribute(name), [text(one) for one in values], excluded


def attribute(name):
    return "fact_" + amounts.identifier(name).replace("-", "_").replace(".", "_").lower()


def text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def stated(step, facts):
    """The attributes of an event of a step."""
    return {attribute(name): text(step.get(name, "")) for name in sorted(facts)}
