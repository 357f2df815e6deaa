"""Where a page may part lists, tables, code and addresses."""

from __future__ import annotations

import pytest
from publications import publication

from pubkit.publish.print_lists import with_lists_marked
from pubkit.publish.print_parts import _CODE, _is_drawn, _kept_whole
from pubkit.publish.print_tables import with_groups_of_rows
from pubkit.publish.printed_addresses import with_printed_addresses
from pubkit.publish.publication import Reference


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<ul><li>甲</li><li>乙</li></ul>", '<ul class="terse"><li>甲</li><li>乙</li></ul>'),
        (f"<ul><li>甲</li><li>{'乙' * 39}</li></ul>", None),
        ("<ol><li>甲</li></ol><p>乙</p>", None),
        ('<ol type="1"><li><strong>安装</strong>：</li></ol>\n<pre>x</pre>', '<ol type="1" class="lead-in"><li><strong>安装</strong>：</li></ol>\n<pre>x</pre>'),
        ("<ol><li>安装：</li></ol>\n<ul><li>甲</li><li>乙</li></ul>", '<ol class="lead-in"><li>安装：</li></ol>\n<ul class="terse"><li>甲</li><li>乙</li></ul>'),
        ("<ol><li>安装：</li></ol>\n<p>正文</p>", None),
        ('<ul class="reading-list"><li>甲</li><li>乙</li></ul>', None),
        ("<ul><li>甲<ul><li>子</li><li>丑</li></ul></li><li>乙</li></ul>", '<ul><li>甲<ul class="terse"><li>子</li><li>丑</li></ul></li><li>乙</li></ul>'),
    ],
)
def test_short_lists_and_those_that_lead_on_are_marked(given, expected):
    """Lists of more than a line an item, of our own making, or around other lists are left as they are."""
    assert with_lists_marked(given) == (given if expected is None else expected)


@pytest.mark.parametrize(
    ("row", "is_group"),
    [
        ("<tr><td><strong>合规</strong></td><td></td><td> </td></tr>", True),
        ("<tr><td>合规</td><td>3</td><td></td></tr>", False),
        ("<tr><td></td><td></td></tr>", False),
        ("<tr><td>合规</td></tr>", False),
    ],
)
def test_a_row_that_names_those_below_it_is_marked(row, is_group):
    """A row of one cell names nothing; neither does an empty one."""
    marked = row.replace("<tr>", '<tr class="group">') if is_group else row
    assert with_groups_of_rows(f"<table><tbody>{row}<tr><td>a</td><td>b</td></tr></tbody></table>").startswith(f"<table><tbody>{marked}")


BOX = "+-----+\n| 甲  |\n+-----+\n   ▼\n+-----+\n| 乙  |\n+-----+\n"
TREE = "src/\n├── a.py\n├── b/\n│   └── c.py\n└── d.py\n"


@pytest.mark.parametrize(("code", "is_drawn"), [(BOX, True), (TREE, False), ("a = 1\nb = a | 2\n| c\n", False), ("++i;\n--j;\n", False)])
def test_what_is_drawn_in_characters_is_told_from_code(code, is_drawn):
    assert _is_drawn(code) is is_drawn


def test_a_drawing_of_up_to_thirty_lines_stands_on_one_page():
    """Longer ones are broken, as is code of more than twelve lines."""
    kept = [_CODE.sub(_kept_whole, f"<pre><code>{code}</code></pre>").startswith('<pre class="whole') for code in (BOX * 4, BOX * 5, "a = 1\n" * 20)]
    assert kept == [True, False, False]


def test_a_short_address_is_not_broken(tmp_path):
    """It goes to the next line as a whole; a longer one breaks where addresses do."""
    short, longer = "https://example.org/a/b-c", "https://example.org/reports/2026/rivers-and-harbours/index.html"
    references = tuple(Reference(str(n), n, "题", address) for n, address in enumerate((short, longer), 1))
    shown = [f'<a class="address" href="{address}">{address.replace("/", "/<wbr />")}</a>' for address in (short, longer)]
    made = with_printed_addresses("".join(shown), publication("文\n", tmp_path, references=references))
    assert made == f'<a class="address whole" href="{short}">{short}</a>{shown[1]}'
