"""A no, which is an answer."""


class Refused(Exception):
    """The code of the reason."""
