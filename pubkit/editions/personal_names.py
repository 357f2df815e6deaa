"""Surnames whose Traditional form is not the usual one of their character: 范 于 余 钟 岳 郁 涂 朴 游 后.

A name is told by what stands around it: 姓范, 范教授, 教授范某某, 范某某指出. 于 is also the commonest preposition, so that it is a surname
beyond doubt only behind 姓 and before a form of address.
"""

from __future__ import annotations

import re

#: Surname, and its Traditional form.
SURNAMES = {"范": "范", "于": "于", "余": "余", "钟": "鍾", "岳": "岳", "郁": "郁", "涂": "涂", "朴": "朴", "游": "游", "后": "后", "姜": "姜", "谷": "谷", "干": "干", "种": "种", "党": "党"}
_ROLES = (
    "先生|女士|小姐|教授|副教授|博士|院士|老师|导师|总理|总统|部长|副部长|主席|主任|局长|处长|科长|院长|校长|所长|会长|董事长|董事|总裁|总经理|经理|律师|法官|"
    "检察官|医生|医师|记者|编辑|主编|研究员|分析师|工程师|秘书长|书记|市长|省长|县长|氏|太太|同学|同志"
)
_SAYS = "指出|认为|表示|介绍|强调|说|称|写道|提出|主张|解释|回忆|补充|透露"
_NO_NAME = "日月年上中下内前后时间会议本近今昨明此其该这那之一二三四五六七八九十两的是不在和与及对为人行来去到所各"
_GIVEN = rf"[^\W\d_A-Za-z{_NO_NAME}]{{1,2}}"
_BEHIND = re.compile(rf"(?:某某?|总(?=[，。、：（]|表示|说)|(?:{_GIVEN}|某)?(?:{_ROLES})|{_GIVEN}(?:{_SAYS}|（|等人?(?:[，。（]|指出|认为|发现|提出)))")
_BEFORE = re.compile(rf"(?:{_ROLES}|叫|联系人|作者|学者|专家|创始人|负责人|发言人|委员|代表|诗人|作家|译者|导演|演员|[名他她]叫|名为|本名|原名|笔名)[为是]?[：、]?$")
_FULL = re.compile(rf"{_GIVEN}(?:$|[，。、；：）（·\s与和及]|{_SAYS})")
_ADDRESS = re.compile(rf"(?:某某?|(?:{_ROLES}))")


def surname_reading(text: str, at: int) -> tuple[str, bool] | None:
    """The Traditional form of a character that is a surname here, and whether that is certain; None where it is none."""
    surname = SURNAMES.get(text[at])
    if surname is None:
        return None
    if text[at - 1 : at] == "姓" or text[at + 1 : at + 2] == "姓":
        return surname, text[at - 2 : at - 1] not in ("百", "老") and text[at + 1 : at + 3] != "姓名"
    introduced = _BEFORE.search(text, 0, at) is not None
    if introduced and _FULL.match(text, at + 1):
        return surname, text[at] != "于" or _ADDRESS.match(text, at + 1) is not None
    if text[at] in "后干种党游谷":  # common words: only what was said above makes them names
        return None
    if _BEHIND.match(text, at + 1):
        return surname, text[at] != "于"
    return None
