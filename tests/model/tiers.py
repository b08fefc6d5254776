"""Which ladder it is."""
from best import Best
from ladder import Ladder
from measured import Balance, Measured
from paid import Paid
from terms import Terms, is_plain


def ladder_of(program, name, zone, now):
    definition = program["ladders"][name]
    if "measures" in definition:
        kind = Measured
    elif "balance" in definition["counts"]:
        kind = Balance
    elif "best_of" in definition.get("window", ()):
        kind = Best
    else:
        kind = Ladder if is_plain(definition) else Paid if definition.get("pay") else Terms
    return kind(program, name, zone, now)
