"""Strategies of choices, made once: making one costs more than drawing from it."""
from functools import lru_cache

from hypothesis import strategies as st


@lru_cache(None, typed=True)
def few(*values):
    return st.sampled_from(values)


@lru_cache(None)
def maps(keys, values, most=2):
    """Maps of some of the keys."""
    return st.dictionaries(st.sampled_from(keys), values, min_size=1, max_size=most)


@lru_cache(None)
def lists(values, most=None):
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)


def some(**members):
    """A map with some of the members."""
    return st.fixed_dictionaries({}, optional=members)


def with_some(required, **members):
    return st.fixed_dictionaries(required, optional=members)
