"""Chinese names of people: native ones by their surname, foreign ones by the characters that spell them; counts of people."""

from __future__ import annotations

import re
from functools import cache

from jointline.readers.dispatch.tables import rows

HAN = r"[\u4e00-\u9fff]"
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"兩": 2, "两": 2}


@cache
def surnames() -> str:
    return "".join(r["surname"] for r in rows("surnames"))


def count_zh(text: str) -> int | None:
    """How many people *text* counts: 4名, 兩位, 一名; nothing for 多名 and 數名."""
    m = re.search(r"(\d{1,3}|[一二三四五六七八九十兩]{1,2})(?:名|位|個|人)", text)
    if not m:
        return None
    if m[1].isdigit():
        return int(m[1])
    return DIGITS.get(m[1]) if len(m[1]) == 1 else (10 + DIGITS[m[1][1]] if m[1][0] == "十" else None)


_WORDS = frozenset(
    [
        "包括",
        "方面",
        "時間",
        "高度",
        "安全",
        "關於",
        "連續",
        "任何",
        "成立",
        "成為",
        "經過",
        "經由",
        "項目",
        "方案",
        "平均",
        "白宮",
        "黃金",
        "馬上",
        "左右",
        "周邊",
        "周年",
        "史上",
        "秋季",
        "冬季",
        "石油",
        "魚叉",
        "魚雷",
        "高階",
        "成本",
        "金額",
        "程序",
        "萬一",
        "陸續",
        "溫和",
        "江山",
        "海軍",
        "陸軍",
        "連同",
        "路透",
        "金融",
        "華府",
        "華盛",
        "應該",
        "高層",
        "計畫",
        "成果",
        "關鍵",
        "關注",
        "關係",
        "常態",
        "安排",
        "武器",
        "武裝",
        "龍頭",
        "馬來",
        "毛利",
        "于是",
        "施工",
        "康復",
        "和平",
        "商討",
        "葉片",
        "林立",
        "葛來",
        "時任",
        "曾經",
        "曾任",
        "曾在",
        "魏晉",
        "孔隙",
        "章程",
        "方向",
        "童年",
        "藍營",
        "藍綠",
        "白綠",
        "黃豆",
        "游擊",
        "祖國",
        "印太",
        "印度",
        "景氣",
        "時機",
        "宋代",
        "唐代",
        "元首",
        "程度",
        "成員",
        "成效",
        "文件",
        "文中",
        "連署",
        "連帶",
        "溫室",
        "易於",
        "沙烏",
        "歐洲",
        "歐盟",
        "安理",
        "全案",
        "於是",
        "任務",
        "任內",
        "明確",
        "明年",
        "高雄",
        "金門",
        "馬祖",
        "台海",
        "夏天",
        "夏季",
        "強調",
        "牛肉",
        "米價",
        "花費",
        "余下",
        "尚未",
        "解釋",
        "解讀",
        "談判",
        "談到",
        "諸多",
        "席間",
        "聞言",
        "聶耳",
    ]
)


_SPELT = frozenset(
    "阿埃艾安奧澳巴白班邦保鮑貝本比彼波伯柏布查達戴丹德登狄迪蒂杜多厄恩爾法范菲費芬弗福富蓋戈格葛古哈海漢赫亨胡華惠霍基吉加賈簡傑金卡凱坎康考科克肯庫奎拉萊蘭朗勞雷李里理利林龍盧魯倫羅洛馬邁麥曼梅門蒙米莫姆穆"
    "納奈南內妮尼紐諾努歐帕派潘龐佩皮普奇喬切丘瓊瑞薩塞桑沙莎山舍史施斯絲蘇索塔泰湯特提廷圖托瓦萬威韋維魏溫沃烏伍西希夏謝辛休許雅亞揚耶伊英尤約扎詹芝茲佐滕頓東敦丁蓮莉琳珍娜婭姬絡勒列烈"
)


PLACES = frozenset(
    [
        "古巴",
        "沙烏地",
        "海馬",
        "海馬士",
        "阿拉伯",
        "巴拿馬",
        "加拿大",
        "莫斯科",
        "倫敦",
        "華盛頓",
        "阿拉巴馬",
        "德克薩斯",
        "阿肯色",
        "佛羅里達",
        "加州",
        "西方",
        "巴西",
        "希臘",
        "芬蘭",
        "瑞典",
        "德里",
        "科索沃",
        "敘利亞",
        "利比亞",
        "愛沙尼亞",
        "波士頓",
        "紐約",
        "烏東",
        "哈馬斯",
        "海馬斯",
        "萊頓",
        "薩德",
        "巴爾的摩",
    ]
)


def is_transliterated(text: str) -> bool:
    """Whether *text* looks like a foreign name spelt in Chinese characters: 米爾斯, 艾倫·韋斯特."""
    plain = re.sub(r"[·．・]", "", text)
    return 2 <= len(plain) <= 9 and set(plain) <= _SPELT


def is_name(text: str) -> bool:
    """Whether *text* looks like a Chinese person's name of two to four characters."""
    return (
        2 <= len(text) <= 4
        and text[0] in surnames()
        and text not in _WORDS
        and text[:2] not in _WORDS
        and bool(re.fullmatch(rf"{HAN}+", text))
        and not re.search(r"[的在說是有了不也將已對與和]", text[1:])
    )
