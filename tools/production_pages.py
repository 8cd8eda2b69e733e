"""What the cog blocks on networks and simulations call; see doc_pages."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from jointline.ledger.fieldtable import field_table
from jointline.network.check import CheckReport, check_network
from jointline.network.findings import Rule, rules

# the smallest network that shows everything: two buyers of one line, a component, options of both modes
NETWORK = """\
title = "Rockets for two buyers"
as_of = "2026-10"            # month 0
customer = "TWN"             # whose orders the curves count

[products.rocket]
bill_of_materials = { motor = 1 }

[lines.rocket-usa]
product = "rocket"
country = "USA"
rate_max = { triangular = [30, 40, 45] }          # units a month
production_lead_time = { triangular = [18, 22, 30] }
[lines.rocket-usa.evidence]
rate_max = { source = "https://example.org/rates", said_by = "The maker", stated_on = "2026-03", standing = "named" }
[lines.rocket-usa.assumptions]
production_lead_time = "About two years for such missiles; nobody published it for this one"

[sources.motor-usa]
component = "motor"
country = "USA"
rate_max = { uniform = [20, 35] }

[orders.us-army]
product = "rocket"
customer = "USA"
quantity = 600
placed = "2025-06"

[orders.taiwan]
case = "tw-2025-12-17-himars"
product = "rocket"
customer = "TWN"
quantity = 400
placed = "2026-01"
administrative_lead_time = { triangular = [6, 12, 24] }
in_process = [[3, 20]]       # 20 units due in month 3

[cases.tw-2025-12-17-himars]
value_usd_m = 4050

[options.made-in-taiwan]
title = "Licensed line in Taiwan"
mode = "A"
changes = [
  { add = "lines.rocket-taiwan", product = "rocket", country = "TWN", rate_initial = 3, rate_max = 15, ramp_months = 12, production_lead_time = 18,
    stages = { approvals = { triangular = [6, 12, 24] }, technology_transfer = { triangular = [12, 18, 36] }, first_article = 6 } },
]
[options.taiwan-motors]
title = "Motors from Taiwan"
mode = "B"
changes = [ { add = "sources.motor-taiwan", component = "motor", country = "TWN", rate_max = 15, stages = { qualification = 18 } } ]
[options.taiwan-first]
changes = [ { set = "policy", to = "priority" }, { set = "orders.taiwan.priority", to = 1 } ]
[options.both]
combine = ["made-in-taiwan", "taiwan-motors"]
"""
FILES = {"rockets.toml": NETWORK}
EXAMPLES: dict[str, tuple[str, ...]] = {
    "network": (),
    "network check": ("network check rockets.toml",),
    "network show": ("network show rockets.toml lines",),
    "network init": ("network init taiwan --as-of 2026-03-31",),
    "simulate": ("simulate rockets.toml --option made-in-taiwan --option taiwan-motors",),
    "why-late": ("why-late taiwan --network rockets.toml",),
    "bottleneck": ("bottleneck motor --network rockets.toml",),
}
DOCUMENTS: dict[str, str] = {
    "jointline network check": "check", "jointline network show": "network", "jointline network init": "made_network",
    "jointline simulate": "deliveries", "jointline why-late": "why_late", "jointline bottleneck": "bottleneck",
}  # fmt: skip
# what the hundreds of the rules' numbers are about
GROUPS = {
    "N1": "The file and its fields", "N2": "Numbers", "N3": "Names", "N4": "Options and their changes",
    "N5": "Doubts",
}  # fmt: skip
# a network with three slips in it, as one makes them
SLIPS = """\
[products.radar]

[lines.works]
product = "rader"
rate_max = -2
ramp_month = 12

[orders.tw-radar]
product = "radar"
customer = "TWN"
quantity = 10
"""
RECORDS = ("network", "product", "line", "source", "order", "case", "option", "change", "evidence")


def write_files(directory: Path) -> None:
    """The example files into *directory*."""
    for name, text in FILES.items():
        (directory / name).write_text(text, encoding="utf-8")


def format_pages() -> str:
    """One table a record of the network file, out of its field tables."""
    from doc_pages import code, table

    page = "\n"
    for name in RECORDS:
        fields = field_table("jointline.network", name, "format")
        rows = (
            (code(f.field), f.type, f.unit, "yes" if f.required else "", code(f.default), f.description) for f in fields
        )
        page += f"### {name}\n{table(('field', 'type', 'unit', 'needed', 'default', 'what it is'), rows)}"
    return page


def rule_index() -> str:
    """Every rule of the check in one table, each a link to its section."""
    from doc_pages import code, table

    return table(
        ("rule", "name", "level"), ((f"[{r.id}](#{r.id.lower()})", code(r.name), r.level) for r in rules().values())
    )


def check_pages() -> str:
    """One section a rule of the check, by hundreds: why, what to do, an example and what is found in it."""
    page, group = "\n", ""
    for r in rules().values():
        if r.id[:2] != group:
            group = r.id[:2]
            page += f"## {GROUPS[group]}\n\n"
        page += _rule(r)
    return page


def _rule(r: Rule) -> str:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "network.toml"
        path.write_text(r.example, encoding="utf-8")
        report = check_network(path)
    if not any(f.rule == r.id for f in report.findings):
        raise ValueError(f"the example of {r.id} does not trigger it")
    blocks = (f"### {r.id}", f"`{r.name}`, a {r.level}. {r.why}", f"**What to do.** {r.fix}",
              f"```toml\n{r.example}```", f"```text\n{_lines_on(report, r.id)}\n```")  # fmt: skip
    return "".join(f"{b}\n\n" for b in blocks)


def _lines_on(report: CheckReport, rule: str) -> str:
    """What the check prints on one rule, as it prints it."""
    own = replace(report, findings=tuple(f for f in report.findings if f.rule == rule))
    return "\n".join(str(own).splitlines()[1:-1])  # without the head and the count
