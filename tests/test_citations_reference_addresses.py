"""Addresses of sources: what is taken out, what stays byte for byte, and which two are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.citations.addresses import canonical_address, clean_address, split_address, tracking_parameters

CLEANED = [
    ("https://e.org/a?utm_source=chatgpt.com", "https://e.org/a"),
    ("https://e.org/a?utm_source=x&id=7", "https://e.org/a?id=7"),
    ("https://e.org/a?id=7&utm_source=x&utm_medium=y#part", "https://e.org/a?id=7#part"),
    ("https://e.org/a?A=%E4%BD%A0&&spm=a.1&b=%2f", "https://e.org/a?A=%E4%BD%A0&&b=%2f"),
    ("http://m.toutiao.com/group/7491574381698449972/?upstream_biz=doubao", "http://m.toutiao.com/group/7491574381698449972/"),
    (
        "https://www.iesdouyin.com/share/video/7529133989916134715/?did=M&from_ssr=1&share_sign=a.b-&with_sec_did=1",
        "https://www.iesdouyin.com/share/video/7529133989916134715/",
    ),
    ("https://www.bilibili.com/video/BV1xx411c7mD/?p=3&spm_id_from=333.1&vd_source=0", "https://www.bilibili.com/video/BV1xx411c7mD/?p=3"),
    ("https://youtu.be/abcdefghijk?si=XYZ&t=42", "https://youtu.be/abcdefghijk?t=42"),
    ("https://mp.weixin.qq.com/s?__biz=M&mid=2&idx=1&sn=ab&scene=21#wechat_redirect", "https://mp.weixin.qq.com/s?__biz=M&mid=2&idx=1&sn=ab#wechat_redirect"),
    ("https://baijiahao.baidu.com/s?id=17&wfr=spider&for=pc", "https://baijiahao.baidu.com/s?id=17"),
    ("https://www.sciencedirect.com/science/article/pii/S0001?via%3Dihub", "https://www.sciencedirect.com/science/article/pii/S0001"),
    ("https://e.org/post?ref=other-site.com", "https://e.org/post"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "clean"), CLEANED)
def test_tracking_parameters_are_taken_out(address: str, clean: str) -> None:
    """What only tracks is taken out; what names the page, and the fragment, stay."""
    assert clean_address(address) == clean


@pytest.mark.parametrize(
    "address",
    [
        "https://api.github.com/repos/a/b/contents?ref=main",
        "https://e.org/a?from=2020&source=grid&s=1&t=2&did=4&mid=7",  # another site's words
        "https://resources.e.org/Guide.pdf?hsLang=en",
        "https://kns.cnki.net/kcms2/article/abstract?v=abc&uniplatform=NZKPT",
        "https://www.xiaohongshu.com/explore/1?xsec_token=needed",
        "https://e.org/utm_source=x",
        "https://e.org/#?utm_source=x",
        "mailto:a@b.c?utm_source=x",
        "",
    ],
)
def test_meaningful_parameters_are_kept(address: str) -> None:
    """A parameter that a site may need is no tracking parameter."""
    assert clean_address(address) == address
    assert tracking_parameters(address) == ()


ONE_SOURCE = [
    ("http://example.org:80/a/", "https://www.example.org/a"),
    ("https://EXAMPLE.org/a#top", "https://example.org/a"),
    ("https://example.org/index.html", "https://example.org"),
    ("https://m.sohu.com/a/1_2", "http://www.sohu.com/a/1_2/"),
    ("https://zh.m.wikipedia.org/wiki/%E6%B2%89%E9%A6%99", "https://zh.wikipedia.org/wiki/沉香"),
    ("https://arxiv.org/pdf/2502.00001v3.pdf", "http://arxiv.org/abs/2502.00001"),
    ("https://arxiv.org/html/2502.00001v1", "https://doi.org/10.48550/arXiv.2502.00001"),
    ("https://export.arxiv.org/abs/hep-th/9901001", "https://arxiv.org/pdf/hep-th/9901001v2"),
    ("http://dx.doi.org/10.1145/1234.5678", "https://dl.acm.org/doi/abs/10.1145/1234.5678"),
    ("https://doi.org/10.1007/S00521-023-1", "https://link.springer.com/article/10.1007/s00521-023-1"),
    ("https://www.biorxiv.org/content/10.1101/2023.01.02.522405v2.full", "https://doi.org/10.1101/2023.01.02.522405"),
    ("https://youtu.be/abcdefghijk", "https://www.youtube.com/watch?v=abcdefghijk&feature=share"),
    ("https://example.org/s?b=2&a=1", "https://example.org/s?a=1&b=2&utm_id=9"),
    ("https://link.zhihu.com/?target=https%3A//example.org/x", "https://example.org/x"),
    ("https://github.com/Owner/Repo.git", "https://github.com/owner/repo"),
    ("https://xn--fsqu00a.example/a", "https://例子.example/a"),
]


@pytest.mark.parametrize(("one", "other"), ONE_SOURCE)
def test_two_addresses_of_one_source_are_equal(one: str, other: str) -> None:
    """Scheme, port, host for telephones, format, version, resolver and order make no difference."""
    assert canonical_address(one) == canonical_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/doc/5.4/a", "https://example.org/doc/7.3/a"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org/a", "https://example.net/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://app.example.org/#/one", "https://app.example.org/#/two"),
        ("https://example.org:8080/", "https://example.org/"),
        ("https://arxiv.org/abs/2502.00001", "https://arxiv.org/abs/2502.00002"),
        ("https://en.wikipedia.org/wiki/A", "https://de.wikipedia.org/wiki/A"),
        ("https://m.example/", "https://example/"),
    ],
)
def test_two_sources_stay_two(one: str, other: str) -> None:
    """What names another page makes a difference."""
    assert canonical_address(one) != canonical_address(other)


def test_parts_of_an_address() -> None:
    """User and port are no part of the host; what is no http(s) address has no parts."""
    parts = split_address("HTTPS://user:pass@Example.ORG.:8443/a?b=c#d")
    assert parts is not None
    assert (parts.host, parts.port, parts.path, parts.query, parts.fragment) == ("example.org", "8443", "/a", "b=c", "d")
    assert split_address("ftp://example.org/") is None
    assert split_address("https://") is None


_PIECES = st.lists(st.sampled_from(["utm_source=x", "id=1", "spm=a.b", "a=%E4%BD%A0", "", "=", "did=1", "fbclid=2", "%zz=1"]), max_size=6)


@given(_PIECES, st.sampled_from(["e.org/a", "www.douyin.com/video/1", "例.cn/路"]), st.sampled_from(["", "#f", "#/r?utm_source=x"]))
def test_cleaning_is_byte_exact(pieces: list[str], where: str, fragment: str) -> None:
    """Cleaning keeps every other piece in order, cleans all at once, and changes nothing where there is nothing to clean."""
    address = f"https://{where}" + ("?" + "&".join(pieces) if pieces else "") + fragment
    clean = clean_address(address)
    assert clean_address(clean) == clean
    assert canonical_address(clean) == canonical_address(address)
    assert clean.endswith(fragment)
    assert clean.startswith(f"https://{where}")
    if not tracking_parameters(address):
        assert clean == address


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the reading of addresses, and a canonical address is its own canonical form."""
    for address in (text, "https://" + text, "https://e.org/" + text):
        clean_address(address)
        canonical = canonical_address(address)
        assert canonical_address(canonical) == canonical
