"""What OpenCC itself gives: pinned, so that an upgrade that converts otherwise is seen before a reader sees it."""

from __future__ import annotations

import opencc
import pytest

from pubkit.editions.readings import to_simplified, to_traditional
from pubkit.editions.scripts import script, way_between

#: Its answers, right or wrong: the wrong ones are why we do not take them all.
GOLDEN = {
    "s2t": "发展發展 头发頭髮 被发明被髮明 皇后皇后 后来後來 干燥乾燥 干部幹部 干涉干涉 里面裏面 公里公里 面包麪包 方面方面 只有只有 一只一隻 台风颱風 "
    "平台平臺 关系關係 联系聯繫 制造製造 制度制度 参与制造參與制造 复杂複雜 恢复恢復 历史歷史 日历日曆 稻谷稻穀 山谷山谷 北斗北斗 战斗戰鬥 批准批准 标准標準 "
    "手表手錶 冲突衝突 冲洗沖洗 席卷席捲 试卷試卷 其余其餘 规范規範 姓范姓範 于是於是 展示了如何展示瞭如何 老板老闆 古老板块古老闆塊 生姜生薑 放松放鬆 "
    "尽管儘管 分钟分鐘 象征象徵 长征長征 词汇詞彙 外汇外匯 杂志雜誌 同志同志 坏壞",
    "t2tw": "裏裡 爲為 麪麵 衆眾 羣群 着著 污汙 喫吃",
    "t2hk": "衛衞 說説 爲為 溫温 臺台 裏裏",
    "t2s": "後后 皇后皇后 乾坤乾坤 乾燥干燥 著作著作 答覆答复 覆蓋覆盖 壞坏",
    "tw2t": "著着 裡裏 眾衆",
}
#: Forms that the table has as OpenCC's standard writes them.
TAIWAN = {"裏": "裡", "麪": "麵"}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_library_converts_as_it_did(name: str) -> None:
    """Each word as the version that we were made with converts it."""
    converter = opencc.OpenCC(name)
    found = {pair[: len(pair) // 2]: converter.convert(pair[: len(pair) // 2]) for pair in GOLDEN[name].split()}
    assert found == {pair[: len(pair) // 2]: pair[len(pair) // 2 :] for pair in GOLDEN[name].split()}


def test_the_table_and_the_library_know_the_same_readings() -> None:
    """Every word of the table holds its characters, and the library's phrases keep their length, on which places depend."""
    for table, ways in ((to_traditional(), ("zh-CN", "zh-TW")), (to_simplified(), ("zh-TW", "zh-CN"))):
        for word, readings in table.words.items():
            assert all(word[at] in table.readings for at in readings), word
        text = "\n".join(table.words)
        assert len(script(way_between(*ways)).plain(text)) == len(text)


def test_words_without_doubt_become_what_the_table_says() -> None:
    """A word by itself is written with its readings, whatever the library's own dictionary has for it."""
    table = to_traditional()
    convert = script(way_between("zh-CN", "zh-Hant")).convert
    wrong = []
    for word, readings in table.words.items():
        converted, _ = convert(word)
        wrong += [f"{word} {converted}" for at, reading in readings.items() if converted[at] != TAIWAN.get(reading, reading)]
    assert wrong == []
