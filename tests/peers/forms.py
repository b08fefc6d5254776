"""Cases in one form: what is null is left out, and one of several is a list of one."""

_LISTS = {"codes", "skus", "categories", "tags", "labels", "brands", "pay_with", "take",
          "enabled_in_steps", "per_unit_of", "enable", "coupon_pool", "delivery_skus"}
_LISTS |= {"exclude_" + name for name in ("skus", "categories", "tags", "labels", "brands")}


def _member(name, value):
    value = _normal(value)
    single = isinstance(value, (str, int)) and not isinstance(value, bool)
    return [value] if name in _LISTS and single else value


def _normal(value):
    if isinstance(value, dict):
        return {name: _member(name, member) for name, member in value.items()
                if member is not None}
    return [_normal(member) for member in value] if isinstance(value, list) else value


def normal(case):
    """What a case expects stays as it is: null means that there is nothing."""
    return {**case, "program": _normal(case["program"]), "steps": _normal(case["steps"])}
