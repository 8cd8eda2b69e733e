"""What the cog blocks on reading documents call; see doc_pages. The documents are made up; their forms are real."""

from __future__ import annotations

from pathlib import Path

import dispatch_pages

NOTICE = """\
[Federal Register Volume 91, Number 190 (Thursday, October 1, 2026)]
[Notices]
From the Federal Register Online via the Government Publishing Office [www.gpo.gov]

DEPARTMENT OF DEFENSE
Office of the Secretary
[Transmittal No. 26-97]

Arms Sales Notification

Transmittal No. 26-97
Notice of Proposed Issuance of Letter of Offer Pursuant to Section
36(b)(1) of the Arms Export Control Act, as amended
    (i) Prospective Purchaser: Taipei Economic and Cultural
Representative Office in the United States (TECRO)
    (ii) Total Estimated Value:

Major Defense Equipment*................................  $180 million
Other...................................................   $60 million
                                                         ---------------
    Total...............................................  $240 million

    (iii) Description and Quantity or Quantities of Articles or
Services under Consideration for Purchase:
    Major Defense Equipment (MDE):
    Six hundred (600) AN/SSQ-53G sonobuoys
    Non-MDE:
    Training; spare parts; and other related elements of logistics and
program support.
    (iv) Military Department: Navy (TW-P-ZZA)
    (v) Prior Related Cases, if any: None
    (vi) Sales Commission, Fee, etc., Paid, Offered, or Agreed to be
Paid: None known at this time
    (vii) Sensitivity of Technology Contained in the Defense Article or
Defense Services Proposed to be Sold: See Attached Annex
    (viii) Date Report Delivered to Congress: September 15, 2026

[FR Doc. 2026-00001 Filed 9-30-26; 8:45 am]
BILLING CODE 6001-FR-P
"""
REGISTER = """\
Transfers of major conventional arms from All countries  to All countries . Deals with deliveries or orders made for year range 'Not specified' to 'Not specified'\x20

Source: a made-up register in the form of 2023 and later
Data generated: 18 May 2026 2:29:20 PM
Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons
Taiwan,United States,2020,,40,?,Sentinel-X,air-search radar,12,?,2023; 2024,New,$75 m deal; delivery planned 2023-2027,2.5,100,30
Taiwan,United States,2025,?,6,?,Pelican-9,transport aircraft,0,,,New,Selected but not yet ordered by end-2025,10,60,0
Japan,France,twenty,,2,,Heron,light helicopter,2,,2021,New,,3,6,6
"""
CONTRACTS = """\
Contracts For Oct. 2, 2026

NAVY

Example Sonar Corp., Norfolk, Virginia, is awarded a $91,500,000 firm-fixed-price contract for the production of 1,200 AN/SSQ-53G sonobuoys. Work will be performed in Norfolk, Virginia, and is expected to be completed by March 2029. This contract combines purchases for the Navy (50%); and Foreign Military Sales (FMS) to Taiwan (35%) and Japan (15%). FMS funds in the amount of $45,750,000 will be obligated at the time of award. The Naval Air Systems Command, Patuxent River, Maryland, is the contracting activity (N00019-26-C-0099).

ARMY

Example Foods Inc.,* Columbus, Georgia, was awarded a $8,000,000 contract for bread. Work will be performed in Columbus, Georgia, with an estimated completion date of Sept. 30, 2027. Army Contracting Command, Rock Island, Illinois, is the contracting activity (W52P1J-26-C-0001).

*Small business
"""
FILES = {"notice.txt": NOTICE, "contracts.txt": CONTRACTS, "register.csv": REGISTER, **dispatch_pages.FILES}
EXAMPLES: dict[str, tuple[str, ...]] = {
    "read": ("read notice.txt", "read contracts.txt", "read register.csv --supplier USA --recipient TWN --limit 14",
             *dispatch_pages.EXAMPLES, "read notice.txt --accept --all"),
}  # fmt: skip
DOCUMENTS: dict[str, str] = {
    "jointline read": "read", "its record of a notice": "notice", "its record of contract announcements": "contract",
    "its record of a register": "register", **dispatch_pages.DOCUMENTS,
}  # fmt: skip
PROPERTY_GROUPS: dict[str, str] = {
    "sale": "Sales that are no case of this ledger",
    "register": "What an arms-transfer register says",
    "contract": "Contracts",
    **dispatch_pages.PROPERTY_GROUPS,
}


def write_files(directory: Path) -> None:
    """The example documents into *directory*."""
    for name, text in FILES.items():
        (directory / name).write_text(text, encoding="utf-8")
