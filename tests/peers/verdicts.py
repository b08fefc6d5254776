"""What can come of a case, and the exceptions that say so while it runs.

equal       every expectation holds with the library's defaults, or with what
            the case's own fields say.
by setting  every expectation holds once a setting that the case leaves open is
            given another value than its default.
not offered the peer made a choice that the library does not have.
not yet     the case needs something that is not built, or says something that
            this runner does not know.
wrong       an expectation does not hold.
"""
from dataclasses import dataclass

EQUAL, SETTING, NOT_OFFERED, NOT_YET, WRONG = (
    "equal", "by setting", "not offered", "not yet", "wrong")
ALL = (EQUAL, SETTING, NOT_OFFERED, NOT_YET, WRONG)


@dataclass(frozen=True)
class Verdict:
    kind: str
    notes: tuple[str, ...] = ()
    """What is missing, which setting it took, or what was got instead."""


class NotYet(Exception):
    """The case asks for something that is not built or not known here."""


class NotOffered(Exception):
    """The peer made a choice that the library does not have."""


class Missing:
    """Collects what is missing, so that a report names all of it."""

    def __init__(self):
        self.not_yet = []
        self.not_offered = []

    def attempt(self, call, *arguments):
        try:
            call(*arguments)
        except NotYet as what:
            self.not_yet.append(str(what))
        except NotOffered as what:
            self.not_offered.append(str(what))

    def count(self):
        return len(self.not_yet) + len(self.not_offered)

    def verdict(self):
        """None when nothing is missing."""
        if self.not_yet:
            return Verdict(NOT_YET, tuple(dict.fromkeys(self.not_yet)))
        if self.not_offered:
            return Verdict(NOT_OFFERED, tuple(dict.fromkeys(self.not_offered)))
        return None
