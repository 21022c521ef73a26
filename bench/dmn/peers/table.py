#!/usr/bin/env python3
"""Sets the figures of several engines side by side, with ratios and the aims: reads their lines (engine, case, what, rows per second of wall
time and of processor time, answers that agree, rows asked) from standard input; lines that begin with # are passed on."""
import sys

figures, engines = {}, []
for line in sys.stdin:
    if line.startswith("#"):
        print(line[2:].rstrip())
        continue
    fields = line.rstrip("\n").split("\t")
    if len(fields) != 7:
        continue
    engine, case, what, wall, processor, agree, asked = fields
    if engine not in engines:
        engines.append(engine)
    figures[engine, case, what] = (float(wall), float(processor), int(agree), int(asked))

titles = {"points": "(a) points: 18 tables of 5 rows, a weighted sum", "lending": "(b) the kit's lending example, Strategy and Routing",
          "rules-10": "(c) 10 rules, 4 inputs", "rules-1000": "(c) 1,000 rules, 4 inputs"}
whats = {"row": "one row", "traced": "one row, traced", "rows": "many rows, all cores"}
for case, title in titles.items():
    print(f"\n{title}\n  {'':32}{'rows/s':>12}{'per cpu s':>12}   {'ours/theirs':>11}  agreeing answers")
    for what, name in whats.items():
        ours = figures.get(("Lingqu", case, what))
        for engine in engines:
            it = figures.get((engine, case, what))
            if it is None:
                continue
            # One row by processor time, which other load on the machine hardly moves; many rows by the clock.
            at = 0 if what == "rows" else 1
            ratio = "" if engine == "Lingqu" or ours is None else f"{ours[at] / it[at]:.1f}x"
            print(f"  {name + ', ' + engine:32}{it[0]:12,.0f}{it[1]:12,.0f}   {ratio:>11}  {it[2]} of {it[3]}")


def rate(engine, case, what, at=1):
    return figures.get((engine, case, what), (None, None))[at]


def aim(text, value, least, most=None):
    if value is None:
        print(f"  {text}: not measured")
    else:
        met = value >= least if most is None else value <= most
        print(f"  {text}: {value:,.1f} {'reached' if met else 'MISSED'}")


def ratio(over, under):
    return None if over is None or under is None else over / under


print("\nAims")
batch, zen = rate("Lingqu", "points", "rows", 0), [rate("zen-engine", "points", what, 0) for what in ("row", "rows")]
aim("(a) rows per second on all cores, at least 1,000,000", batch, 1e6)
aim("(a) many rows against the best of zen-engine, at least 100", ratio(batch, max((rate for rate in zen if rate), default=None)), 100)
traced = rate("Lingqu", "lending", "traced")
aim("(b) one row with trace against zen-engine with trace, at least 10", ratio(traced, rate("zen-engine", "lending", "traced")), 10)
aim("(b) one row with trace against zen-engine without, at least 10", ratio(traced, rate("zen-engine", "lending", "row")), 10)
aim("(b) one row with trace against jDMN without, at least 3", ratio(traced, rate("jDMN", "lending", "row")), 3)
aim("(c) cost of 1,000 rules against that of 10, at most 3", ratio(rate("Lingqu", "rules-10", "row"), rate("Lingqu", "rules-1000", "row")), 0, 3)
