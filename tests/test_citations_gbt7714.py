"""Entries of GB/T 7714—2025. All works below are made up; clauses are those of the standard."""

from __future__ import annotations

import html
import json
import random
import re
from typing import TYPE_CHECKING

import pyromark
import pytest

from pubkit.citations.styles.csl import TYPES
from pubkit.citations.styles.gbt7714 import format_entry, format_items
from pubkit.text.errors import InputError

if TYPE_CHECKING:
    from pubkit.citations.styles.entry import Entry

Item = dict[str, object]


def on(*parts: int) -> Item:
    return {"date-parts": [list(parts)]}


def by(*names: str | tuple[str, str]) -> list[Item]:
    return [{"literal": n} if isinstance(n, str) else {"family": n[0], "given": n[1]} for n in names]


def item(kind: str, title: str = "", **fields: object) -> Item:
    """Underscores in names of fields stand for hyphens."""
    return {"id": "x", "type": kind, "title": title, **{k.replace("_", "-"): v for k, v in fields.items()}}


def book(title: str = "河流志", **fields: object) -> Item:
    return item("book", title, **{"publisher_place": "武汉", "publisher": "江汉出版社", "issued": on(2019), **fields})


def article(title: str = "水位", **fields: object) -> Item:
    return item("article-journal", title, **{"container_title": "水文", "issued": on(2021), **fields})


BOOKS = [  # 7.1–7.7, 8.2
    ("a book", book(author=by("林岚")), "林岚. 河流志[M]. 武汉：江汉出版社，2019."),
    ("a cited page", book(author=by("林岚"), note="page: 35"), "林岚. 河流志[M]. 武汉：江汉出版社，2019：35."),
    ("pages of a preface", book(note="page: 序4–6"), "河流志[M]. 武汉：江汉出版社，2019：序4-6."),
    (
        "an editor in place of an author",
        book(editor=by("水利史编委会")),
        "水利史编委会. 河流志[M]. 武汉：江汉出版社，2019.",
    ),
    (
        "three authors are all named",
        book(author=by("甲一", "乙二", "丙三")),
        "甲一，乙二，丙三. 河流志[M]. 武汉：江汉出版社，2019.",
    ),
    (
        "of four authors three",
        book(author=by("甲一", "乙二", "丙三", "丁四")),
        "甲一，乙二，丙三，等. 河流志[M]. 武汉：江汉出版社，2019.",
    ),
    (
        "others that the source itself cut",
        book(author=by("甲一", "等")),
        "甲一，等. 河流志[M]. 武汉：江汉出版社，2019.",
    ),
    (
        "a translator",
        book(author=by("莫兰"), translator=by("周译")),
        "莫兰. 河流志[M]. 周译，译. 武汉：江汉出版社，2019.",
    ),
    (
        "of four translators three, with a comma before 译",
        book(translator=by("甲一", "乙二", "丙三", "丁四")),
        "河流志[M]. 甲一，乙二，丙三，等，译. 武汉：江汉出版社，2019.",
    ),
    ("an edition by number", book(edition="3"), "河流志[M]. 3 版. 武汉：江汉出版社，2019."),
    ("an edition as a number", book(edition=2), "河流志[M]. 2 版. 武汉：江汉出版社，2019."),
    ("an edition in words", book(edition="第十二版"), "河流志[M]. 12 版. 武汉：江汉出版社，2019."),
    ("an edition with a name", book(edition="修订本"), "河流志[M]. 修订本. 武汉：江汉出版社，2019."),
    ("the first edition is not told", book(edition="第1版"), "河流志[M]. 武汉：江汉出版社，2019."),
    ("a volume", book(volume="4"), "河流志：第4卷[M]. 武汉：江汉出版社，2019."),
    (
        "a volume in words, with its title",
        book(volume="下册", volume_title="支流"),
        "河流志：下册\u2003支流[M]. 武汉：江汉出版社，2019.",
    ),
    ("the first of several places", book(publisher_place="武汉; 重庆"), "河流志[M]. 武汉：江汉出版社，2019."),
    ("an estimated year", book(issued={"date-parts": [[1931]], "circa": True}), "河流志[M]. 武汉：江汉出版社，[1931]."),
    ("an estimated year as text", book(issued="[1931]"), "河流志[M]. 武汉：江汉出版社，[1931]."),
    (
        "the year of the copyright",
        book(issued={"date-parts": [["1988"]], "season": "c"}),
        "河流志[M]. 武汉：江汉出版社，c1988.",
    ),
    (
        "a year of another calendar",
        book(issued={"literal": "1871(清同治十年)"}),
        "河流志[M]. 武汉：江汉出版社，1871（清同治十年）.",
    ),
    ("years of a set", book(issued={"date-parts": [[2011], [2014]]}), "河流志[M]. 武汉：江汉出版社，2011—2014."),
    ("no place", book(publisher_place=None), "河流志[M]. [出版地不详]：江汉出版社，2019."),
    ("no publisher", book(publisher=""), "河流志[M]. 武汉：[出版者不详]，2019."),
    (
        "no place, online",
        book(publisher_place=None, URL="https://e.org/b"),
        "河流志[M/OL]. 江汉出版社，2019. https://e.org/b.",
    ),
    ("on a disc", book(medium="CD-ROM"), "河流志[M/CD]. 武汉：江汉出版社，2019."),
    ("no year", book(issued={"date-parts": [[None]]}), "河流志[M]. 武汉：江汉出版社."),
    ("a compilation", book(genre="汇编"), "河流志[G]. 武汉：江汉出版社，2019."),
    ("a title with a subtitle as it stands", book("河流志：上游"), "河流志：上游[M]. 武汉：江汉出版社，2019."),
]

FOREIGN = [  # 5.1, 7.1.1
    (
        "English words for an English book",
        item(
            "book",
            "Rivers: a history",
            author=by(("Weir", "Anna B.")),
            translator=by(("Moss", "Carl")),
            edition="2",
            publisher_place="Leeds",
            publisher="Aire Press",
            issued=on(2004, 5),
        ),
        "Weir A B. Rivers: a history[M]. Moss C，trans. 2nd ed. Leeds：Aire Press，2004.",
    ),
    (
        "S.l. and s.n. in a foreign language",
        item("book", "Rivers", author=by("River Club"), volume="2", edition="Third edition"),
        "River Club. Rivers：v.2[M]. 3rd ed. [S.l.]：[s.n.].",
    ),
    (
        "et al., hyphens of given names, particles, letters that stand together",
        article(
            "Tides",
            author=[
                {"family": "Godet", "given": "Jean-Luc"},
                {"family": "Vaart", "given": "Arie W.", "non-dropping-particle": "van der"},
                {"family": "Humbold", "given": "AX", "dropping-particle": "von"},
                {"family": "Last", "given": "Q."},
            ],
            container_title="Sea Lett.",
            volume="7",
            issue="11",
            page="101-9",
        ),
        "Godet J-L，van der Vaart A W，Humbold A X von，et al. Tides[J]. Sea Lett，2021，7（11）：101-109.",
    ),
    (
        "a suffix with its point",
        article("Tides", author=[{"family": "King", "given": "M. L.", "suffix": "Jr.", "comma-suffix": True}]),
        "King M L Jr. Tides[J]. 水文，2021.",
    ),
    (
        "names are not in capitals any more",
        article("Tides", author=by(("SMITH", "ADA"))),
        "Smith A. Tides[J]. 水文，2021.",
    ),
    ("a body keeps its capitals", article("Tides", author=by("IEEE")), "IEEE. Tides[J]. 水文，2021."),
    (
        "Chinese and Western names together",
        article("水位", author=[{"family": "钱", "given": "江"}, *by(("Hill", "Ian R."))]),
        "钱江，Hill I R. 水位[J]. 水文，2021.",
    ),
    ("a translated family name with initials", article(author=by(("昂文", "G. P."))), "昂文 G P. 水位[J]. 水文，2021."),
    (
        "Japanese",
        item(
            "book",
            "川のはなし",
            author=by(("川島", "直子")),
            translator=by("森田"),
            publisher_place="京都",
            publisher="鴨川書店",
        ),
        "川島直子. 川のはなし[M]. 森田，訳. 京都：鴨川書店.",
    ),
    (
        "Japanese by its tag, many authors",
        article("河川論", language="ja-JP", author=by("甲", "乙", "丙", "丁"), container_title="水の学"),
        "甲，乙，丙，等. 河川論[J]. 水の学，2021.",
    ),
    (
        "Korean",
        item(
            "book",
            "강 이야기",
            author=by(("김", "하늘"), "나", "다", "라"),
            edition="2",
            publisher_place="서울",
            publisher="물",
        ),
        "김하늘，나，다，등. 강 이야기[M]. 2판. 서울：물.",
    ),
    (
        "Russian",
        item(
            "book",
            "Реки",
            author=by(("Волгин", "Иван Ильич"), ("Окин", "П. П."), ("Дон", "А"), ("Обь", "Б")),
            edition="3",
            publisher_place="Пермь",
            publisher="Кама",
            issued=on(1985),
        ),
        "Волгин И И，Окин П П，Дон А，и др. Реки[M]. 3-е изд. Пермь：Кама，1985.",
    ),
    (
        "the declared language goes before the script",
        article("AI 2030", language="zh-CN", author=by("甲", "乙", "丙", "丁")),
        "甲，乙，丙，等. AI 2030[J]. 水文，2021.",
    ),
]

PARTS = [  # 8.3, 8.4, 8.6
    (
        "a chapter",
        item(
            "chapter",
            "源头",
            author=by("林岚"),
            translator=by("周译"),
            editor=by("河流学会"),
            container_title="大河全书",
            volume="2",
            edition="2",
            publisher_place="武汉",
            publisher="江汉出版社",
            page="15—18",
            issued=on(2019),
        ),
        "林岚. 源头[M]. 周译，译//河流学会. 大河全书：第2卷. 2 版. 武汉：江汉出版社，2019：15-18.",
    ),
    (
        "authors of the book go before its editors",
        item("chapter", "源头", container_author=by("甲"), editor=by("乙"), container_title="书", URL="https://e.org"),
        "源头[M/OL]//甲. 书. https://e.org.",
    ),
    (
        "a chapter of which nothing else is known",
        item(
            "chapter",
            "Source",
            author=by(("Weir", "A")),
            container_title="Rivers",
            publisher="Aire Press",
            page="pp. 3–5, 8",
        ),
        "Weir A. Source[M]//Rivers. [S.l.]：Aire Press：3-5，8.",
    ),
    (
        "a periodical that goes on",
        item(
            "periodical",
            "水刊",
            author=by("水会"),
            volume="1984，1（1）—",
            publisher_place="武汉",
            publisher="水会",
            issued=on(1984),
        ),
        "水会. 水刊[J]. 1984，1（1）—. 武汉：水会，1984—.",
    ),
    (
        "a periodical that ended, its type in the note",
        item(
            "book",
            "水刊",
            note="type: periodical",
            publisher_place="武汉",
            publisher="水会",
            issued={"date-parts": [[1957], [1990]]},
        ),
        "水刊[J]. 武汉：水会，1957—1990.",
    ),
    (
        "a closing year that a program could not read is an estimate",
        item("periodical", "水刊", publisher="水会", issued={"date-parts": [["1957"]], "season": "1990"}),
        "水刊[J]. 水会，1957—[1990].",
    ),
    (
        "a paper in published proceedings",
        item(
            "paper-conference",
            "潮汐",
            author=by("林岚"),
            editor=by("水会"),
            container_title="潮汐会议论文集",
            publisher_place="武汉",
            publisher="江汉出版社",
            page="22-25",
            issued=on(2005),
        ),
        "林岚. 潮汐[C]//水会. 潮汐会议论文集. 武汉：江汉出版社，2005：22-25.",
    ),
    (
        "a paper of a conference, without proceedings",
        item(
            "paper-conference",
            "Tides",
            event_title="TIDE 2022",
            event_place="Leeds",
            page="2",
            DOI="10.1/t",
            issued=on(2022, 12),
        ),
        "Tides[C/OL]//TIDE 2022，2022：2. DOI:10.1/t.",
    ),
    (
        "a paper that came out in a periodical",
        item(
            "paper-conference",
            "Tides",
            container_title="J. Tides: Conf. Ser.",
            volume="3",
            issue="1",
            page="9",
            issued=on(2022),
        ),
        "Tides[C]. J Tides: Conf Ser，2022，3（1）：9.",
    ),
    (
        "a standard in a collection of standards",
        item(
            "standard",
            "水尺",
            number="SL 1—1990",
            container_title="水文标准汇编",
            publisher_place="武汉",
            publisher="水社",
            issued=on(1991),
        ),
        "水尺：SL 1—1990[S]//水文标准汇编. 武汉：水社，1991.",
    ),
]

ARTICLES = [  # 8.5
    ("volume, issue, pages", article(volume="62", issue="2", page="117-127"), "水位[J]. 水文，2021，62（2）：117-127."),
    ("no volume", article(issue="5", page="8–9"), "水位[J]. 水文，2021（5）：8-9."),
    ("no issue", article(volume=510, page="356-62"), "水位[J]. 水文，2021，510：356-362."),
    ("two issues in one", article(volume="5", issue="3-4"), "水位[J]. 水文，2021，5（3/4）."),
    (
        "a supplement",
        article(volume="45", issue="增刊1", note="number: 730570"),
        "水位[J]. 水文，2021，45（增刊1）：730570.",
    ),
    ("labels of programs", article(volume="第5卷", issue="第2期", page="第7页"), "水位[J]. 水文，2021，5（2）：7."),
    ("a translated article", article(volume="5", translator=by("周译")), "水位[J]. 周译，译. 水文，2021，5."),
    (
        "online ahead of print",
        article(issued=on(2024, 3, 7), DOI="10.1/w"),
        "水位[J/OL]. 水文，2024-03-07. DOI:10.1/w.",
    ),
    ("a magazine", {**article(issue="8"), "type": "article-magazine"}, "水位[J]. 水文，2021（8）."),
    (
        "no date of access",
        article(volume="5", URL="https://e.org/w", accessed=on(2025, 1, 2)),
        "水位[J/OL]. 水文，2021，5. https://e.org/w.",
    ),
    (
        "the address holds the DOI",
        article(volume="5", URL="https://doi.org/10.1%2Fw", DOI="10.1/W"),
        "水位[J/OL]. 水文，2021，5. https://doi.org/10.1%2Fw.",
    ),
    (
        "a DOI written as an address",
        article(volume="5", DOI="https://doi.org/10.1/w"),
        "水位[J/OL]. 水文，2021，5. DOI:10.1/w.",
    ),
    ("a CSTR", article(volume="5", note="CSTR: 32003.1.w"), "水位[J/OL]. 水文，2021，5. CSTR:32003.1.w."),
    (
        "a newspaper",
        item(
            "article-newspaper",
            "汛期",
            author=by("林岚"),
            container_title="江汉日报",
            page="第3版",
            issued=on(2020, 7, 1),
        ),
        "林岚. 汛期[N]. 江汉日报，2020-07-01（3）.",
    ),
    (
        "a newspaper online",
        item("article-newspaper", "汛期", container_title="江汉日报", issued=on(2020, 7, 1), URL="https://e.org/n"),
        "汛期[N/OL]. 江汉日报，2020-07-01. https://e.org/n.",
    ),
    (
        "the full stop of a title",
        article("River levels over two centuries."),
        "River levels over two centuries[J]. 水文，2021.",
    ),
    (
        "a title that asks",
        article("Whose river?", container_title="Why?", volume="1"),
        "Whose river?[J]. Why?，2021，1.",
    ),
]

OTHERS = [  # 8.7–8.15
    (
        "a thesis",
        item("thesis", "水沙", publisher_place="武汉", publisher="江汉大学", issued=on(2022), note="page: 87"),
        "水沙[D]. 武汉：江汉大学，2022：87.",
    ),
    (
        "a thesis online",
        item("thesis", "水沙", publisher="江汉大学", issued=on(2022), URL="https://e.org/d"),
        "水沙[D/OL]. 江汉大学，2022. https://e.org/d.",
    ),
    (
        "a report by its day",
        item("report", "水情", number="SQ-7", issued=on(2013, 9, 30), URL="https://e.org/r"),
        "水情：SQ-7[R/OL]. 2013-09-30. https://e.org/r.",
    ),
    (
        "a published report",
        item(
            "report", "Levels", number="PB 1", publisher="Aire", publisher_place="Leeds", issued=on(1990, 2), page="25"
        ),
        "Levels：PB 1[R]. Leeds：Aire，1990：25.",
    ),
    (
        "a standard",
        item("standard", "水尺", number="SL 1—2020", author=by("水利部"), publisher="水社", issued=on(2020)),
        "SL 1—2020\u2003水尺[S].",
    ),
    (
        "a standard online",
        item("standard", "Gauges", number="ISO 1:2020", URL="https://e.org/s"),
        "ISO 1:2020\u2003Gauges[S/OL]. https://e.org/s.",
    ),
    (
        "a patent by its application",
        item("patent", "水尺", author=by("甲"), number="CN9A", call_number="CN1.2", issued=on(2008, 1, 16), page="8-9"),
        "甲. 水尺：CN1.2[P]. 2008-01-16：8-9.",
    ),
    (
        "a patent by its number",
        item("patent", "水尺", number="CN9A", issued=on(2008, 1, 16), URL="https://e.org/p"),
        "水尺：CN9A[P/OL]. 2008-01-16. https://e.org/p.",
    ),
    (
        "a web page",
        item(
            "webpage",
            "水网",
            author=by("水会"),
            container_title="某站",
            URL="https://e.org/a b",
            issued=on(2019, 7, 13),
            accessed=on(2025, 1, 2),
        ),
        "水会. 水网[EB/OL]. （2019-07-13）[2025-01-02]. https://e.org/a%20b.",
    ),
    ("a web page without dates", item("webpage", "水网", URL="https://e.org"), "水网[EB/OL]. https://e.org."),
    (
        "a numbered paper of an office",
        item("webpage", "通知", number="水发〔2005〕37号", URL="https://e.org"),
        "通知：水发〔2005〕37号[EB/OL]. https://e.org.",
    ),
    (
        "a post",
        item("post", "水", author=by("某"), URL="https://e.org", issued=on(2024, 5)),
        "某. 水[EB/OL]. （2024-05）. https://e.org.",
    ),
    (
        "a video",
        item("motion_picture", "江", director=by("某"), URL="https://e.org/v", accessed="2025-03-04"),
        "某. 江[EB/OL]. [2025-03-04]. https://e.org/v.",
    ),
    (
        "an online encyclopedia",
        item("entry-encyclopedia", "长江", container_title="百科", URL="https://e.org/e"),
        "长江[EB/OL]. https://e.org/e.",
    ),
    (
        "a file of an archive",
        item(
            "manuscript",
            "水道图说",
            archive="江汉档案馆",
            archive_place="武汉",
            issued="1931-08-01",
        )
        | {"archive_location": "LS1-2"},
        "水道图说：LS1-2[A]. 武汉：江汉档案馆，1931-08-01.",
    ),
    (
        "published files",
        item("collection", "水档", publisher_place="武汉", publisher="水社", issued=on(2001)),
        "水档[A]. 武汉：水社，2001.",
    ),
    (
        "a map",
        item(
            "map",
            "江图",
            scale="1：50 000",
            edition="4",
            publisher_place="武汉",
            publisher="水社",
            issued=on(1986),
            dimensions="53 cm×76 cm",
        ),
        "江图. 1：50 000[CM]. 4 版. 武汉：水社，1986. 53 cm×76 cm.",
    ),
    (
        "a data set",
        item(
            "dataset",
            "雨量",
            version="v1.0",
            publisher="水数据中心",
            issued=on(2022),
            accessed=on(2023, 4, 5),
            DOI="10.1/d",
        ),
        "雨量[DS/OL]. V1.0. 水数据中心（2022）[2023-04-05]. DOI:10.1/d.",
    ),
    (
        "a data set in a periodical",
        item("dataset", "雨量", container_title="数据学报", volume="8", issue="4", issued=on(2023), DOI="10.1/d"),
        "雨量[DS/OL]. 数据学报，2023，8（4）. DOI:10.1/d.",
    ),
    (
        "a printed data set",
        item("dataset", "雨量", publisher_place="武汉", publisher="水社", issued=on(1994)),
        "雨量[DS]. 武汉：水社，1994.",
    ),
    ("a database", item("dataset", "雨量", genre="Database", URL="https://e.org"), "雨量[DB/OL]. https://e.org."),
    (
        "a preprint",
        item(
            "article",
            "Tides",
            author=by(("Weir", "A")),
            publisher="arXiv",
            version="2",
            number="arXiv:1",
            issued=on(2012, 3, 18),
            accessed=on(2020, 6, 24),
            URL="https://e.org/1",
        ),
        "Weir A. Tides[PP/OL]. V2. arXiv（2012-03-18）[2020-06-24]. https://e.org/1.",
    ),
    (
        "a preprint of which only the number is known",
        item("article", "Tides", archive="arXiv", number="arXiv:1"),
        "Tides：arXiv:1[PP]. arXiv.",
    ),
    (
        "a program",
        item("software", "gauge", author=by("Aire Lab"), version="2.1", issued=on(2024), URL="https://e.org/g"),
        "Aire Lab. gauge[CP/OL]. V2.1. （2024）. https://e.org/g.",
    ),
    (
        "a law",
        item("legislation", "水法", authority="人大", number="令74", issued=on(2002, 8, 29)),
        "人大. 水法：令74[Z]. 2002-08-29.",
    ),
    (
        "a law online",
        item("legislation", "水法", URL="https://e.org/l", issued=on(2002, 8, 29)),
        "水法[EB/OL]. （2002-08-29）. https://e.org/l.",
    ),
    (
        "a case",
        item("legal_case", "甲诉乙案", authority="某法院", number="（2023）民1号", issued=on(2023, 5, 6)),
        "某法院. 甲诉乙案：（2023）民1号[Z]. 2023-05-06.",
    ),
    (
        "something else",
        item("song", "江歌", composer=by("曲"), author=by("词"), publisher="水社", issued=on(1999)),
        "曲. 江歌[Z]. 水社，1999.",
    ),
]

NUMERIC = [*BOOKS, *FOREIGN, *PARTS, *ARTICLES, *OTHERS]


@pytest.mark.parametrize(("source", "text"), [c[1:] for c in NUMERIC], ids=[c[0] for c in NUMERIC])
def test_numeric_entry(source: Item, text: str) -> None:
    """Each kind of document is written as its clause says, and the item is left as it was."""
    before = json.dumps(source)
    assert format_entry(source).text == text
    assert json.dumps(source) == before


AUTHOR_DATE = [  # A.3
    (book(author=by("林岚"), note="page: 35"), "林岚，2019. 河流志[M]. 武汉：江汉出版社：35."),
    (book(), "佚名，2019. 河流志[M]. 武汉：江汉出版社."),
    (book("Rivers", year_suffix="b"), "Anon，2019b. Rivers[M]. 武汉：江汉出版社."),
    (article(author=by("林岚"), volume="62", issue="2", page="1-9"), "林岚，2021. 水位[J]. 水文，62（2）：1-9."),
    (article(author=by("林岚"), issue="2", page="1-9"), "林岚，2021. 水位[J]. 水文（2）：1-9."),
    (
        item(
            "article-newspaper", "汛期", author=by("林岚"), container_title="江汉日报", page="3", issued=on(2020, 7, 1)
        ),
        "林岚，2020. 汛期[N]. 江汉日报，2020-07-01（3）.",
    ),
    (
        item(
            "webpage", "水网", author=by("水会"), URL="https://e.org", issued=on(2019, 7, 13), accessed=on(2025, 1, 2)
        ),
        "水会，2019. 水网[EB/OL]. （2019-07-13）[2025-01-02]. https://e.org.",
    ),
    (
        item("webpage", "水网", author=by("水会"), URL="https://e.org", accessed=on(2025, 1, 2)),
        "水会，[2025]. 水网[EB/OL]. [2025-01-02]. https://e.org.",
    ),
    (item("report", "水情", author=by("水会"), issued=on(2013), page="4"), "水会，2013. 水情[R]. 4."),
    (
        item("standard", "水尺", number="SL 1—2020", author=by("水利部"), issued=on(2020)),
        "水利部，2020. SL 1—2020\u2003水尺[S].",
    ),
    (book(author=by("林岚"), issued=None), "林岚. 河流志[M]. 武汉：江汉出版社."),
]


@pytest.mark.parametrize(("source", "text"), AUTHOR_DATE)
def test_author_date_entry(source: Item, text: str) -> None:
    """In the author-date system the year stands behind the authors, and nowhere a second time."""
    assert format_entry(source, author_date=True).text == text


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2020-05-06", "2020-05-06"),
        ("2020年5月6日", "2020-05-06"),
        ("20200506", "2020-05-06"),
        ({"raw": "2020/5/6"}, "2020-05-06"),
        ({"date-parts": [["2020", "5", 0]]}, "2020-05"),
        ({"date-parts": [[2020, 21]]}, "2020"),
        ({"date-parts": [[2020, 5, 6], [2020, 5, 8]]}, "2020-05-06/2020-05-08"),
        ({"literal": "2020年春"}, "2020年春"),
        (2020, "2020"),
    ],
)
def test_dates_are_read_in_many_forms(date: object, shown: str) -> None:
    """What programs write for a date comes out as YYYY-MM-DD; words stay words."""
    assert (
        format_entry(item("webpage", "水网", URL="https://e.org", issued=date)).text
        == f"水网[EB/OL]. （{shown}）. https://e.org."
    )


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ({"id": "q7", "title": "水"}, "type"),
        ({"id": "q7", "type": "journalArticle"}, "type"),
        ({"id": "q7", "type": "book", "title": ["水"]}, "title"),
        ({"id": "q7", "type": "book", "author": "林岚"}, "author"),
        ({"id": "q7", "type": "book", "author": [{}]}, "author"),
        ({"id": "q7", "type": "book", "author": [3]}, "author"),
        ({"id": "q7", "type": "book", "author": [{"family": ["林"]}]}, "author"),
        ({"id": "q7", "type": "book", "issued": {"date-parts": [["May"]]}}, "issued"),
        ({"id": "q7", "type": "book", "issued": {"date-parts": [[2020, 40]]}}, "issued"),
        ({"id": "q7", "type": "book", "issued": {"date-parts": [[float("inf")]]}}, "issued"),
        ({"id": "q7", "type": "book", "issued": [2020]}, "issued"),
        ({"id": "q7", "type": "book", "volume": True}, "volume"),
    ],
)
def test_malformed_item_is_named(source: Item, field: str) -> None:
    """An item that cannot be meant is an error that names the item and the field, in both languages."""
    with pytest.raises(InputError) as caught:
        format_entry(source)
    for language in ("en", "zh"):
        assert "`q7`" in caught.value.message.of(language)
        assert f"`{field}`" in caught.value.message.of(language)
    assert caught.value.hint


def test_empty_fields_are_left_out() -> None:
    """Nulls, empty texts, lists and dates are as good as absent."""
    empty = {"author": [], "DOI": None, "URL": "", "issued": {"date-parts": []}, "accessed": {}, "note": None}
    assert format_entry(item("webpage", "水网", **empty)).text == "水网[EB]."


def test_item_goes_before_its_note() -> None:
    """The note fills what is missing and contradicts nothing, but for the type."""
    source = article(page="1-9", volume="5", note="page: 3\nDOI: 10.1/n\n10.9/loose\nauthor: 林 || 岚\nremark: no")
    assert format_entry(source).text == "林岚. 水位[J/OL]. 水文，2021，5：1-9. DOI:10.1/n."


def test_entry_says_what_its_pieces_are() -> None:
    """Names, title, designator, container, date and address can be told apart."""
    entry = format_entry(
        article("Tides in <i>Zostera</i>", author=by(("Weir", "A")), volume="5", URL="https://e.org/w")
    )
    pieces = [(run.kind, run.text, run.marks) for run in entry.runs if run.kind != "text"]
    assert pieces == [
        ("names", "Weir A", ()),
        ("title", "Tides in ", ()),
        ("title", "Zostera", ("italic",)),
        ("designator", "[J/OL]", ()),
        ("container", "水文", ()),
        ("date", "2021", ()),
        ("url", "https://e.org/w", ()),
    ]
    assert "".join(run.text for run in entry.runs) == entry.text
    assert entry.language == "en"


def test_html_has_language_links_and_the_marks_of_titles() -> None:
    """HTML is escaped, links addresses of the web, and says the entry's language."""
    entry = format_entry(article("A < B in <i>Zostera</i> &c", language="en-GB", volume="5", DOI='10.1/"w'))
    assert entry.html() == (
        '<span lang="en-GB">A &lt; B in <i>Zostera</i> &amp;c[J/OL]. 水文，2021，5. '
        '<a href="https://doi.org/10.1/%22w">DOI:10.1/"w</a>.</span>'
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", 'data:text/html,"><b>', "e.org/x"])
def test_only_addresses_of_the_web_are_links(address: str) -> None:
    """An address of another scheme is shown, never linked."""
    entry = format_entry(item("webpage", "水网", URL=address))
    assert "<a " not in entry.html()
    assert "](" not in entry.markdown()
    assert "<b>" not in entry.html()


TITLES = [
    "1. Tides",
    "10) tides",
    "# tides",
    "- tides",
    "+ tides",
    "> tides",
    "=== tides",
    "--- tides",
    "a_b_ *c* `d` ~e~ ^f^ $1$ 2$ | {g} @h \\ !",
    "[tides](https://e.org) ![x](y) [1]: z",
    "<b>tides &copy; &amp; <x> <!-- y",
    "潮<i>（Zostera）</i>汐<i>Zostera</i>草",
]


@pytest.mark.parametrize("title", TITLES)
def test_markdown_reads_as_the_text(title: str) -> None:
    """A reader of CommonMark sees the very text of the entry, in one paragraph, its address linked."""
    entry = format_entry(item("webpage", title, URL="https://e.org/a_b*c?x=1&copy=(2)#~z"))
    page = pyromark.html(entry.markdown())
    assert html.unescape(re.sub(r"</?(?:p|a|b|i|em|strong)\b[^>]*>", "", page)).strip() == entry.text
    assert page.startswith("<p>")
    assert 'href="https://e.org/a_b*c?x=1&amp;copy=(2)#~z"' in page


@pytest.mark.parametrize("to", ["text", "html", "markdown"])
def test_document_gives_one_line_an_item(to: str) -> None:
    """A list and an object with `items` are read alike, in their order, whatever line breaks the fields hold."""
    items = [book("甲\n河"), item("webpage", "乙\u2028\x85江", URL="https://e.org")]
    lines = format_items(json.dumps(items), "refs.json", to).splitlines()  # type: ignore[arg-type]
    assert len(lines) == 2
    assert "甲 河" in lines[0]
    assert "乙 江" in lines[1]
    wrapped = format_items("\ufeff" + json.dumps({"items": items}), "refs.json", to)  # type: ignore[arg-type]
    assert wrapped.splitlines() == lines
    assert format_items("[]", "refs.json", to) == ""  # type: ignore[arg-type]


def test_document_in_the_author_date_system() -> None:
    """The same document, years behind the authors."""
    assert (
        format_items(json.dumps([book()]), "refs.json", "text", author_date=True)
        == "佚名，2019. 河流志[M]. 武汉：江汉出版社.\n"
    )


def test_broken_json_is_an_error_with_its_place() -> None:
    """File, line and column of what is not JSON."""
    with pytest.raises(InputError) as caught:
        format_items('[\n  {"id": "x",}\n]', "refs.json", "text")
    assert caught.value.show("en").startswith("refs.json:2:")


@pytest.mark.parametrize("text", ['{"a": 1}', '"x"', "3", "null", "[" * 100_000, "[" + "9" * 5000 + "]"])
def test_json_that_is_no_list_of_items(text: str) -> None:
    """What is JSON but no list of items, and what Python's reader gives up on, is told with the file's name."""
    with pytest.raises(InputError) as caught:
        format_items(text, "refs.json", "text")
    assert caught.value.filename == "refs.json"


def test_item_without_id_is_named_by_its_number() -> None:
    """The third item is `#3`."""
    with pytest.raises(InputError) as caught:
        format_items(json.dumps([book(), book(), {"type": "bok"}]), "refs.json", "text")
    assert "`#3`" in caught.value.show("en")
    assert "`book`" in caught.value.show("zh")
    assert caught.value.filename == "refs.json"


ODD_VALUES: list[object] = [
    None,
    "",
    0,
    3.0,
    True,
    [],
    {},
    "–",
    "\ud800",
    "a\nb",
    "<i>x",
    "</b>y",
    "第2版",
    [{"literal": "等"}],
]
ODD_VALUES += [[{"family": "F", "given": "-."}], {"date-parts": [[2020, 1]]}, {"raw": "?"}, "https://doi.org/10.1/<x>"]
ODD_FIELDS = (
    "title author editor translator issued accessed volume issue page number edition version publisher publisher-place "
    "container-title event-title URL DOI CSTR language note genre medium archive archive_location scale call-number "
    "authority available-date volume-title container-author"
)


def entry_or_error(source: Item, *, author_date: bool) -> Entry | InputError:
    try:
        return format_entry(source, author_date=author_date)
    except InputError as error:
        return error


def test_any_item_gives_an_entry_or_an_error_that_names_it() -> None:
    """Two thousand items put together at random: a line that can be written as UTF-8, or an `InputError`."""
    chance = random.Random(7714)  # noqa: S311 - repeatable on purpose
    entries = 0
    for _ in range(2000):
        fields = chance.sample(ODD_FIELDS.split(), chance.randint(0, 7))
        source = {"id": "odd", "type": chance.choice(sorted(TYPES)), **{f: chance.choice(ODD_VALUES) for f in fields}}
        entry = entry_or_error(source, author_date=chance.random() < 0.3)
        if isinstance(entry, InputError):
            assert "`odd`" in entry.message.en
            continue
        entries += 1
        for text in (entry.text, entry.html(), entry.markdown()):
            assert len(text.encode().splitlines()) == 1
        assert "  " not in entry.text
        assert entry.text.endswith(".")
    assert entries > 500
