"""Identifiers that carry their own proof: a check digit, a month, a shape. An invented one mostly fails it.

Sources: ISO 2108 (ISBN), ISO 3297 (ISSN), ISO 26324 and the DOI handbook 2.2 (DOI), arXiv's help pages (identifiers since
1991, April 2007 and January 2015), the National Library of Medicine (PMID: one to eight digits).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pubkit.citations.identifiers import arxiv_month
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable

_ARXIV_NEW = lazy(r"(\d{2})(\d{2})\.(\d{4,5})(?:v[1-9]\d?)?")
_ARXIV_OLD = lazy(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2})?/\d{7}(?:v[1-9]\d?)?")
_DOI = lazy(r"10\.\d{4,9}(?:\.\d+)*/\S+")


def isbn_fault(isbn: str) -> Phrase | None:
    """What is wrong with an ISBN, hyphens or not; None where nothing is."""
    digits = re.sub(r"[\s\-–‐]", "", isbn).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        is_right = _weighted(digits, range(10, 0, -1)) % 11 == 0
    elif re.fullmatch(r"97[89]\d{10}", digits):
        is_right = _weighted(digits, [1, 3] * 6 + [1]) % 10 == 0
    else:
        return Phrase("an ISBN has 10 digits, or 13 that begin with 978 or 979", "ISBN 应为 10 位，或以 978、979 开头的 13 位")
    return None if is_right else _CHECK_DIGIT


def issn_fault(issn: str) -> Phrase | None:
    """What is wrong with an ISSN; None where nothing is."""
    digits = issn.replace("-", "").replace("–", "").strip().upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return Phrase("an ISSN has 8 digits", "ISSN 应为 8 位")
    return None if _weighted(digits, range(8, 0, -1)) % 11 == 0 else _CHECK_DIGIT


def doi_fault(doi: str) -> Phrase | None:
    """What is wrong with a DOI; None where nothing is. Whether it is registered only its resolver knows."""
    if _DOI.fullmatch(doi):
        return None
    return Phrase("a DOI is 10., a registrant of four digits or more, a slash and a name", "DOI 应为“10.”加四位以上的注册机构号、斜线和名称")


def pmid_fault(pmid: str) -> Phrase | None:
    """What is wrong with a number of PubMed; None where nothing is."""
    return None if re.fullmatch(r"[1-9]\d{0,7}", pmid) else Phrase("a PMID is a number of at most 8 digits", "PMID 应为至多 8 位的数字")


def arxiv_fault(number: str, today: tuple[int, int]) -> Phrase | None:
    """What is wrong with a number of arXiv, given the year and month that it is; None where nothing is."""
    new = _ARXIV_NEW.fullmatch(number)
    if not new and not _ARXIV_OLD.fullmatch(number):
        return Phrase("an arXiv number is YYMM.NNNNN", "arXiv 编号应为 YYMM.NNNNN")
    month = arxiv_month(number.partition("v")[0] if new else re.sub(r"v\d+$", "", number))
    if not month:
        return Phrase("an arXiv number begins with year and month, and there is no such month", "arXiv 编号以年月开头，而没有这个月份")
    if month > today:
        return Phrase("its number says {}-{:02}, which is still to come", "编号表示 {} 年 {} 月，尚未到来").format(*month)
    if new and month < (2007, 4):
        return Phrase("numbers of this shape begin in April 2007", "这种编号始于 2007 年 4 月")
    if new and len(new[3]) != (5 if month >= (2015, 1) else 4):
        return Phrase("since January 2015 five digits stand behind the point, before that four", "2015 年 1 月起小数点后为五位，此前为四位")
    return _NO_PAPER if new and not int(new[3]) else None


_NO_PAPER = Phrase("the papers of a month are counted from 1", "每月的论文从 1 开始编号")
_CHECK_DIGIT = Phrase("the check digit is wrong", "校验码不对")


def _weighted(digits: str, weights: range | list[int]) -> int:
    return sum((10 if digit == "X" else int(digit)) * weight for digit, weight in zip(digits, weights, strict=True))


#: By CSL's name of the field, for those that need nothing beside the value.
FAULTS: dict[str, Callable[[str], Phrase | None]] = {"ISBN": isbn_fault, "ISSN": issn_fault, "DOI": doi_fault, "PMID": pmid_fault}
