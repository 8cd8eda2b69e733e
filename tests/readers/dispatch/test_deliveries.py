"""What a dispatch tells of deliveries: batches and how many units they have, first and final ones, dates, who printed it when."""

from __future__ import annotations

import pytest

from jointline.readers.dispatch.claims import read_dispatch
from jointline.readers.dispatch.things import quantity_in


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("M1A2T戰車最後一批28輛已運抵台北港，108輛全數到齊", 28),
        ("M1A2T戰車案108輛全數交齊，末批28輛抵達台北港", 28),
        ("海馬士第二批18套已簽署發價書", 18),
        ("第二批次採購12門火砲", 12),
        ("F-16V Block70共66架，首批10架將交付", 10),
        ("第2批4架預定2027年交機", 4),
        ("前2架2026年第3季抵台", 2),
        ("第三批已於上月底交付，共計32枚", 32),
        ("拖式飛彈1,700枚已運抵1,000枚", 1000),
        ("本案分三批交運，每批二十輛", 20),
        ("一百零八輛戰車已全數運抵", 108),
        ("首批十二架，第十二批", 12),
        ("廿四枚飛彈到貨", 24),
        ("2千枚飛彈", 2000),
        ("66架F-16V戰機首架已於2025年3月出廠", 1),
        ("新機共66架，首批預計2026年第3季交付", None),
        ("第二、三套明年交付", None),
        ("戰車分三批運抵，第三批最晚", None),
        ("第2架已出廠，零件短缺", None),
        ("數百枚飛彈已到貨", None),
        ("核准一項對台軍售", None),
        ("the final batch of 28 M1A2T tanks, completing the order of 108", 28),
        ("the last 28 of the 108 tanks", 28),
        ("a second batch of 18 launchers", 18),
        ("the second, of 42, followed", 42),
        ("the first two in Q3 2026", 2),
        ("the first 10 of 66 jets", 10),
        ("the remaining 18 are due in 2026", 18),
        ("18 of 29 launchers have not arrived", 18),
        ("two dozen tanks", 24),
        ("two-thirds of the 100 launchers have arrived", None),
        ("42 in July 2025", 42),
        ("the second of three batches of tanks", None),
        ("on March 24 the tanks arrived", None),
        ("in June 2024 the drones arrived", None),
        ("the first three years, the first quarter", None),
    ],
)
def test_units_are_those_of_the_batch_and_no_ordinal(text, units):
    assert quantity_in(text) == units


@pytest.mark.parametrize(
    ("head", "publisher", "day"),
    [
        ("【記者王小明／台北報導】", None, None),
        ("〔記者陳雲／綜合報導〕", None, None),
        ("【政治中心／台北報導】", None, None),
        ("〔本報訊〕", None, None),
        ("（綜合外電）", None, None),
        ("[記者王小明高雄2026年3月20日專電]", None, "2026-03-20"),
        ("【自由時報記者陳雲／台北報導】", "自由時報", None),
        ("【南洋晨訊】", "南洋晨訊", None),
        ("（中央社／台北115年3月20日電）", "中央社", "2026-03-20"),
        ("（路透華盛頓2026年3月20日電）", "路透社", "2026-03-20"),
        ("戰車全數到齊\n（中央社台北2026年3月20日電）", "中央社", "2026-03-20"),
        ("戰車全數到齊\n\n2026/3/20 10:15（3/20 12:00 更新）\n（中央社記者游某翔台北20日電）", "中央社", "2026-03-20"),
        ("戰車到齊\n【記者王小明／台北報導】\n（中央社台北2026年3月20日電）", "中央社", "2026-03-20"),
        ("中央社記者游某翔台北2026年3月20日電\u3000", "中央社", "2026-03-20"),
        ("2026年3月20日\u3000記者王小明／台北報導\n", None, "2026-03-20"),
        ("2026-03-20 05:30 〔記者陳雲／台北報導〕", None, "2026-03-20"),
        ("聯合報記者陳雲／台北即時報導\n\n2026-03-20 10:22\n\n", "聯合報", "2026-03-20"),
        ("《中國時報》2026年3月20日報導\n", "中國時報", "2026-03-20"),
        ("Taipei, March 20, 2026 (CNA) ", "Central News Agency", "2026-03-20"),
        ("Taipei, March 20 (CNA) ", "Central News Agency", None),
        ("TAIPEI -- March 20, 2026 -- ", None, "2026-03-20"),
        ("Tanks all here\n\nTAIPEI, March 20, 2026 (Reuters) - ", "Reuters", "2026-03-20"),
        ("Taipei Times\nBy Chen Yun / Staff reporter\nFri, Mar 20, 2026\n\n", "Taipei Times", "2026-03-20"),
    ],
)
def test_who_printed_it_and_when(head, publisher, day):
    english = head[0].isascii() and head[0].isalpha()
    reading = read_dispatch(
        head + ("The ministry said that missiles were late." if english else "國防部表示，飛彈延誤。")
    )
    assert (reading.publisher, reading.published) == (publisher, day)
    assert [c.gist for c in reading.claims] == ["missiles were late" if english else "飛彈延誤"]
    assert bool(reading.warnings) is (day is None)


def test_a_medium_does_not_carry_itself():
    for text in (
        "【中國時報】據《中國時報》報導，飛彈延誤。",
        "[Reuters]\nReuters reported that the missiles were late.",
    ):
        (claim,) = read_dispatch(text).claims
        assert claim.via == () and claim.speaker in ("中國時報", "Reuters")


def test_an_approval_keeps_its_verb():
    (claim,) = read_dispatch(
        "Taipei, March 20, 2026 (CNA) The State Department has approved the sale of missiles."
    ).claims
    assert claim.gist == "approved the sale of missiles" and claim.kind == "fact_reported"


CNA = "（中央社記者王小明台北2026年3月30日電）"
WIRE = "[Harbor Wire]\nTAIPEI, March 30, 2026 - "
FIRST, PART, LAST = "first_delivery", "partial_delivery", "final_delivery"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("M1A2T戰車最後一批28輛已於3月24日運抵台北港，108輛全數到齊。", [("fact_reported", LAST, "2026-03-24", 28)]),
        ("M1A2T戰車案108輛全數交齊，末批28輛3月26日抵達台北港。", [("fact_reported", LAST, "2026-03-26", 28)]),
        ("陸軍司令部表示，最後一批共28輛M1A2T戰車24日運抵台北港。", [("fact_reported", LAST, "2026-03-24", 28)]),
        (
            "軍方人士說，首批38輛戰車2024年12月運抵，第二批42輛2025年7月運抵，最後一批28輛今年3月抵台。",
            [
                ("fact_reported", FIRST, "2024-12", 38),
                ("fact_reported", PART, "2025-07", 42),
                ("fact_reported", LAST, "2026-03", 28),
            ],
        ),
        ("國防部表示，海馬士第二批18套已於去年底簽署發價書。", [("fact_reported", None, "2025", 18)]),
        (
            "國防部指出，F-16V Block70共66架，首批10架將於2026年第3季交付，全數117年底前交付完成。",
            [("schedule", f"{FIRST}_promised", "2026-Q3", 10), ("schedule", f"{LAST}_promised", "2028", None)],
        ),
        (
            "空軍說，4架MQ-9B無人機，前2架2026年第3季抵台，後2架2027年交付。",
            [("schedule", f"{FIRST}_promised", "2026-Q3", 2), ("schedule", f"{LAST}_promised", "2027", 2)],
        ),
        (
            "國防部說，29套海馬士中，首批11套已於2024年抵台，其餘18套年底前運抵。",
            [("fact_reported", FIRST, "2024", 11), ("schedule", f"{LAST}_promised", "2026", 18)],
        ),
        (
            "空軍表示，66架F-16V戰機首架已於2025年3月交付，全案延至2028年交付完畢。",
            [("fact_reported", FIRST, "2025-03", 1), ("schedule", f"{LAST}_promised", "2028", None)],
        ),
        ("國防部表示，魚叉飛彈第三批已於上月底交付，共計32枚。", [("fact_reported", PART, "2026-02", 32)]),
        (
            "空軍表示，首批2架F-16V已於3月中旬返抵嘉義，全案預計2028年底前完成。",
            [("fact_reported", FIRST, "2026-03", 2), ("schedule", f"{LAST}_promised", "2028", None)],
        ),
        (
            "據了解，標槍飛彈200枚已於去年3月全數撥交部隊，第二案則要到2027年才會開始交貨。",
            [("fact_reported", LAST, "2025-03", 200), ("schedule", f"{FIRST}_promised", "2027", None)],
        ),
        ("立委說，首批12輛恐怕要拖到明年。", [("schedule", None, "2027", 12)]),
        ("陸軍表示，第三批、也是最後一批28輛戰車預定月底抵台。", [("schedule", f"{LAST}_promised", "2026-03", 28)]),
        (
            "陸軍說，108輛M1A2T戰車分3批交運，前兩批80輛已抵台，最後28輛預計4月運抵。",
            [("fact_reported", PART, None, 80), ("schedule", f"{LAST}_promised", "2026-04", 28)],
        ),
        ("立委說，到目前為止66架F-16V只交了1架。", [("fact_reported", PART, None, 1)]),
        ("空軍表示，第1架F-16V已於本月15日飛抵台灣。", [("fact_reported", FIRST, "2026-03-15", 1)]),
        ("海軍說，400枚魚叉飛彈預計於116年至118年間分年交貨。", [("schedule", None, "2027/2029", 400)]),
        ("國防部表示，第二批18套尚未交付。", [("quantity", None, None, 18)]),
        ("國防部表示，其中2案已在今年2月交貨完畢。", [("quantity", None, "2026-02", 2)]),
        (
            "The final batch of 28 M1A2T tanks reached Taipei Port on March 24, completing the order of 108, the army said.",
            [("fact_reported", LAST, "2026-03-24", 28)],
        ),
        (
            "The last 28 of the 108 tanks arrived on March 24, the army said.",
            [("fact_reported", LAST, "2026-03-24", 28)],
        ),
        (
            "The third and final batch of M1A2T tanks, 28 vehicles, was unloaded in Taipei on Tuesday, the army said.",
            [("fact_reported", LAST, "2026-03-24", 28)],
        ),
        (
            "All 108 tanks have now been delivered after a third batch of 28 docked yesterday, the army said.",
            [("fact_reported", LAST, "2026-03-29", 28)],
        ),
        (
            "The air force said four MQ-9B drones would be delivered, the first two in Q3 2026 and the remaining two in 2027.",
            [("schedule", f"{FIRST}_promised", "2026-Q3", 2), ("schedule", f"{LAST}_promised", "2027", 2)],
        ),
        (
            "The first 10 of 66 F-16V jets will be handed over by the end of 2026 and all 66 by the end of 2028, the ministry said.",
            [("schedule", f"{FIRST}_promised", "2026", 10), ("schedule", f"{LAST}_promised", "2028", None)],
        ),
        (
            "Deliveries of the 66 jets will begin in September 2026 and end in December 2028, the air force said.",
            [("schedule", f"{FIRST}_promised", "2026-09", 66), ("schedule", f"{LAST}_promised", "2028-12", None)],
        ),
        (
            '"The first batch will come in June, the rest in 2027," Minister Wellington Koo told reporters.',
            [("schedule", f"{FIRST}_promised", "2026-06", None), ("schedule", f"{LAST}_promised", "2027", None)],
        ),
        (
            "The first batch of 38 tanks arrived in December 2024; the second, of 42, followed in July 2025, the army said.",
            [("fact_reported", FIRST, "2024-12", 38), ("fact_reported", PART, "2025-07", 42)],
        ),
        (
            "The firm moved the first delivery from 2025 to 2027, the army said.",
            [("schedule", f"{FIRST}_promised", "2027", None)],
        ),
        (
            "Two-thirds of the 100 launchers have arrived, and the rest are expected before the end of 2027, the navy said.",
            [("quantity", None, None, None), ("schedule", f"{LAST}_promised", "2027", None)],
        ),
        (
            "Lockheed Martin delivered the first F-16 to Taiwan in March 2025 and expects to hand over the final aircraft in 2027.",
            [("fact_reported", FIRST, "2025-03", None), ("schedule", f"{LAST}_promised", "2027", None)],
        ),
        (
            "The first shipment of 14 systems has been pushed back from 2026 to the second half of 2027, the ministry said.",
            [("schedule", f"{FIRST}_promised", "2027", 14)],
        ),
        (
            "The army received a batch of 38 tanks in December 2024, 42 in July 2025 and 28 this month, it said.",
            [("quantity", None, "2024-12", 38), ("quantity", None, "2025-07", 42), ("quantity", None, "2026-03", 28)],
        ),
        (
            "By the end of last year 42 of the 100 launchers had been delivered, the army said.",
            [("fact_reported", PART, "2025", 42)],
        ),
        ("The first batch arrived in May last year, the army said.", [("fact_reported", FIRST, "2025-05", None)]),
        ("The first batch of 38 tanks has not arrived, the army said.", [("quantity", None, None, 38)]),
    ],
)
def test_each_batch_is_a_claim_with_its_delivery_date_and_units(text, told):
    found = read_dispatch((WIRE if text.isascii() else CNA) + text).claims
    assert [(c.kind, c.delivery, c.event_on, c.quantity) for c in found] == told
    assert len({c.product for c in found if c.delivery}) < 2  # a batch is of what the sentence has named


def test_a_delivery_that_may_be_past_or_to_come_is_neither():
    (claim,) = read_dispatch("空軍說，首批2架2026年第3季交付。").claims  # no day of publication
    assert claim.delivery is None and claim.event_on == "2026-Q3"


def test_a_refusal_and_a_quotation_keep_their_words():
    found = read_dispatch(
        CNA + "國防部發言人孫立方表示，尊重媒體報導，不予評論。空軍則說，交機期程「不會再延」。"
    ).claims
    assert [c.gist for c in found][-2:] == ["will not confirm: 不予評論", "交機期程「不會再延」"]
