"""Documents written for the tests, in every form that notices, announcements and registers are printed in.

Nothing in them is real but the forms. A ``Sale`` is written out in any of them, and has to be read back as it was.
"""

from __future__ import annotations

import html
import textwrap
from dataclasses import dataclass, field
from datetime import date

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


@dataclass(frozen=True)
class Sale:
    """What a notice is about; the defaults are a sale to Taiwan that no ledger knows."""

    transmittal: str = "26-97"
    purchaser: str = "Taipei Economic and Cultural Representative Office in the United States (TECRO)"
    country: str = "TWN"
    mde: str = "$180 million"
    other: str = "$60 million"
    total: str = "$240 million"
    usd_m: tuple[float, float, float] = (180, 60, 240)
    agency: str = "Navy"
    designator: str = "TW-P-ZZA"
    items: tuple[tuple[str, int, str], ...] = (
        ("Six hundred (600)", 600, "AN/SSQ-53G sonobuoys"),
        ("Up to twelve (12)", 12, "Pelican-9 sonobuoy launchers"),
    )
    services: tuple[str, ...] = ("training", "spare parts", "other related elements of logistics and program support")
    contractors: tuple[tuple[str, str], ...] = (
        ("Example Sonar Corp.", "Norfolk, VA"),
        ("Sample Defense, Inc.", "Camden, AR"),
    )
    title: str = "Sonobuoys and Launchers"
    delivered: date = date(2026, 9, 15)
    published: date = date(2026, 10, 1)
    earlier: tuple[str, ...] = field(default=())


def words(day: date) -> str:
    """``September 15, 2026``."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _named(sale: Sale) -> str:
    return ("" if sale.purchaser[0].islower() else "the ") + sale.purchaser


def _listed(sale: Sale, ending: str = "") -> str:
    return "".join(f"\n    {count} {name}{ending}" for count, _, name in sale.items)


def letter(sale: Sale) -> str:
    """The cover letter that goes with a notice."""
    return textwrap.dedent(f"""\
        Defense Security Cooperation Agency,
        Washington, DC.
        Hon. Jane Doe,
        Chairman, Committee on Foreign Relations,
        U.S. Senate, Washington, DC.
        Dear Madam Chairman: Pursuant to the reporting requirements of Section 36(b)(1) of the Arms Export Control Act, as
        amended, we are forwarding herewith Transmittal No. {sale.transmittal}, concerning the {sale.agency}'s proposed
        Letter(s) of Offer and Acceptance to {_named(sale)} for defense articles and services estimated to cost {sale.total}.
        Sincerely,
        John Roe,
        Director.
        Enclosures.
        """)


def body(sale: Sale, *, numerals: str = "new") -> str:
    """The notice itself, (i) to (viii); ``numerals="old"`` is the order before prior cases had a paragraph."""
    prior = "    (v) Prior Related Cases, if any: None\n" if numerals == "new" else ""
    n = ("vi", "vii", "viii") if numerals == "new" else ("v", "vi", "vii")
    head = (
        "Description and Quantity or Quantities of Articles or\nServices under Consideration for Purchase:"
        if numerals == "new"
        else "Description of Articles or Services Offered:"
    )
    return f"""\
Transmittal No. {sale.transmittal}
Notice of Proposed Issuance of Letter of Offer Pursuant to Section
36(b)(1) of the Arms Export Control Act, as amended
    (i) Prospective Purchaser: {sale.purchaser}
    (ii) Total Estimated Value:

Major Defense Equipment*................................  {sale.mde}
Other...................................................  {sale.other}
                                                         ---------------
    Total...............................................  {sale.total}

Funding Source: National Funds

    (iii) {head}
    Major Defense Equipment (MDE):{_listed(sale)}
    Non-MDE:
    Also included are {"; ".join(sale.services[:-1])}; and {sale.services[-1]}.
    (iv) Military Department: {sale.agency} ({sale.designator})
{prior}    ({n[0]}) Sales Commission, Fee, etc., Paid, Offered, or Agreed to be
Paid: None known at this time
    ({n[1]}) Sensitivity of Technology Contained in the Defense Article or
Defense Services Proposed to be Sold: See Attached Annex
    ({n[2]}) Date Report Delivered to Congress: {words(sale.delivered)}

* As defined in Section 47(6) of the Arms Export Control Act.

POLICY JUSTIFICATION

{sale.purchaser}--{sale.title}

    {_named(sale)[0].upper() + _named(sale)[1:]} has requested to buy
what is listed above. The estimated
total cost is {sale.total}.
    {principal(sale)} There are no known
offset agreements proposed in connection with this potential sale.
"""


def principal(sale: Sale) -> str:
    """The sentence on the contractors."""
    if not sale.contractors:
        return "The principal contractor will be determined from approved vendors."
    named = "; and ".join(f"{name}, {place}" for name, place in sale.contractors)
    return f"The principal contractor(s) will be {named}."


def federal_register(sale: Sale, *, numerals: str = "new") -> str:
    """As the Register prints it."""
    return f"""\
[Federal Register Volume 91, Number 190 ({sale.published:%A}, {words(sale.published)})]
[Notices]
[Pages 12345-12347]
From the Federal Register Online via the Government Publishing Office [www.gpo.gov]
[FR Doc No: 2026-00001]


-----------------------------------------------------------------------

DEPARTMENT OF DEFENSE

Office of the Secretary

[Transmittal No. {sale.transmittal}]


Arms Sales Notification

AGENCY: Defense Security Cooperation Agency, Department of Defense.

ACTION: Arms sales notice.

-----------------------------------------------------------------------

    The following is a copy of a letter to the Speaker of the House of
Representatives, Transmittal {sale.transmittal} with attached Policy Justification.

    Dated: {words(sale.delivered)}.
Jane Roe,
Alternate OSD Federal Register Liaison Officer, Department of Defense.

[[Page 12346]]

[GRAPHIC] [TIFF OMITTED] TN01OC26.000

{body(sale, numerals=numerals)}
[FR Doc. 2026-00001 Filed 9-30-26; 8:45 am]
BILLING CODE 6001-FR-P
"""


def congressional_record(*sales: Sale) -> str:
    """As the Record prints the notices of one day on one page."""
    head = f"""\
[Congressional Record Volume 172, Number 150 ({sales[0].published:%A}, {words(sales[0].published)})]
[Senate]
[Pages S1234-S1236]
From the Congressional Record Online through the Government Publishing Office [www.gpo.gov]

                        ARMS SALES NOTIFICATIONS

  Mr. DOE. Mr. President, section 36(b) of the Arms Export Control Act requires that Congress receive prior notification
of certain proposed arms sales as defined by that statute.
  There being no objection, the material was ordered to be printed in the Record, as follows:

"""
    return head + "\n                                  ____\n\n".join(
        textwrap.indent(letter(s) + "\n" + body(s).replace("Transmittal No.", "transmittal no.", 1), "     ")
        for s in sales
    )


def release(sale: Sale) -> str:
    """As the agency puts it out."""
    numbered = "; ".join(f"{count.casefold()} {name}" for count, _, name in sale.items)
    return f"""\
{sale.purchaser} – {sale.title}

Media/Public Contact: office@example.gov
Transmittal No. {sale.transmittal}

WASHINGTON, {words(sale.delivered)} - The State Department has made a determination approving a possible Foreign Military Sale to {_named(sale)} of {sale.title} and related equipment for an estimated cost of {sale.total}. The Defense Security Cooperation Agency delivered the required certification notifying Congress of this possible sale today.

{_named(sale)[0].upper() + _named(sale)[1:]} has requested to buy {numbered}. The following non-MDE items will also be included: {"; ".join(sale.services[:-1])}; and {sale.services[-1]}. The estimated total cost is {sale.total}.

This proposed sale will support the foreign policy and national security of the United States.

{principal(sale)} At this time, the U.S. Government is not aware of any offset agreement proposed in connection with this potential sale.

There will be no adverse impact on U.S. defense readiness as a result of this proposed sale.

The description and dollar value is for the highest estimated quantity and dollar value based on initial requirements.
"""


def upgrade(
    number: str, earlier: str, published: date = date(2026, 10, 1), buyer: str = "Government of Australia"
) -> str:
    """A report under 36(b)(5)(C) on an earlier sale."""
    return f"""\
[Congressional Record Volume 172, Number 150 ({published:%A}, {words(published)})]
[Senate]
                        ARMS SALES NOTIFICATION

     Pursuant to the reporting requirements of Section 36(b)(5)(C) of the Arms Export Control Act (AECA), as amended, we
     are forwarding Transmittal No. {number}. This notification relates to enhancements or upgrades from the level of
     sensitivity of technology or capability described in the Section 36(b)(1) AECA certification {earlier} of June 23, 2017.
     Enclosures
     Transmittal No. {number}
     Report of Enhancement or Upgrade of Sensitivity of Technology or Capability (Sec. 36(b)(5)(C), AECA)
       (i) Purchaser: {buyer}.
       (ii) Sec. 36(b)(1), AECA Transmittal No.: {earlier}; Date: June 23, 2017; Implementing Agency: Air Force.
       (iii) Description: On June 23, 2017, Congress was notified by Congressional certification transmittal number {earlier}
     of the possible sale, under Section 36(b)(1) of the Arms Export Control Act, of five (5) Heron-5 aircraft with 12
     Thrush engines, spare parts and training. The estimated total cost was $1.3 billion. Major Defense Equipment (MDE)
     constituted $900 million of this total.
       This transmittal reports the addition of two (2) more aircraft.
       (iv) Significance: This notification is being provided as the additions were not listed.
       (v) Justification: This proposed sale will support the foreign policy of the United States.
       (vi) Sensitivity of Technology: The statement of the original notification applies.
       (vii) Date Report Delivered to Congress: September 15, 2026.
"""


def as_html(text: str) -> str:
    """A text as a page shows it: in ``pre``, with what a site puts around it."""
    return (
        "<!DOCTYPE html><html><head><title>A page</title><style>p {color: red}</style><script>track('x')</script></head>"
        f"<body><nav>Menu</nav><pre>{html.escape(text)}</pre><!-- not shown --></body></html>"
    )


def as_pdf(text: str) -> bytes:
    """A text as a PDF of one column, fifty lines a page."""
    lines = [line for raw in text.split("\n") for line in textwrap.wrap(raw, 100) or [""]]
    pages = [lines[i : i + 50] for i in range(0, len(lines), 50)]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >> >> >>"
    kids = []
    for page in pages:
        shown = "".join(f"({line.translate(_PDF)}) Tj T*\n" for line in page)
        stream = f"BT /F1 9 Tf 11 TL 40 760 Td\n{shown}ET"
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 700 800] /Contents {len(objects)} 0 R /Resources {font} >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return pdf_of(objects)


_PDF = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\", "–": "-"})


def pdf_of(objects: list[str]) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is its catalog."""
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252")
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{head}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
