"""The cover of the e-book: drawn by rule, or the author's own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from publications import SVG, publication

from pubkit.publish import epub_cover
from pubkit.publish.epub_cover import cover_picture
from pubkit.publish.pictures import Picture
from pubkit.publish.print_options import PrintOptions
from pubkit.publish.publication import Facing

if TYPE_CHECKING:
    from pathlib import Path

Image = pytest.importorskip("PIL.Image")


def drawn(folder: Path, **changed: object) -> Picture:
    """The cover of a publication, drawn anew."""
    found = cover_picture.__wrapped__(publication("文\n", folder, **changed))
    assert isinstance(found, Picture)
    return found


def test_the_same_publication_has_the_same_cover_and_another_title_another_one(tmp_path: Path) -> None:
    """A PNG that a shelf can show, small for what it is."""
    one, same, other = drawn(tmp_path), drawn(tmp_path), drawn(tmp_path, title="别的题名")
    assert one.content == same.content != other.content
    assert one.media_type == "image/png"
    assert len(one.content) < 120_000
    with Image.open(io.BytesIO(one.content)) as image:
        assert image.size == (1400, 2100)
        assert image.convert("RGB").getpixel((2, 1280)) == (0x14, 0x30, 0x4F)  # the field, in the colour of the theme
        assert image.convert("RGB").getpixel((2, 2000)) == (255, 255, 255)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "题" * 200, "subtitle": "副" * 200},
        {"title": "Methane from flooded fields: what three years of measurements say", "language": "en"},
        {"title": "😀𠮷\U00010ffff", "authors": ("甲",) * 60},
        {"title": " ", "authors": (), "date": ""},
        {"title": "甲 / A", "facing": Facing("en", (("甲", "A"),)), "draft": True},
        {"title": "انبعاثات الميثان", "language": "ar", "publisher": "x"},
    ],
    ids=["long", "english", "odd", "bare", "two languages", "right to left"],
)
def test_any_title_finds_room(changed: dict[str, object], tmp_path: Path) -> None:
    """No title is too long, and no character breaks it."""
    with Image.open(io.BytesIO(drawn(tmp_path, **changed).content)) as image:
        edge = image.convert("RGB").crop((1290, 1000, 1400, 1280)).getcolors()
    assert edge
    assert (255, 255, 255) not in [colour for _, colour in edge]  # nothing runs into the margin of the field


def test_an_upright_picture_is_the_cover_and_a_lying_one_a_part_of_it(tmp_path: Path) -> None:
    """As it is, byte for byte; or above the title."""
    Image.new("RGB", (60, 90), "#123456").save(tmp_path / "upright.png")
    Image.new("RGB", (90, 60), "#22aa44").save(tmp_path / "lying.png")
    (tmp_path / "a.svg").write_bytes(SVG)
    upright = drawn(tmp_path, printing=PrintOptions(cover="upright.png"))
    assert upright.content == (tmp_path / "upright.png").read_bytes()
    lying = drawn(tmp_path, printing=PrintOptions(cover="lying.png"))
    assert lying.media_type == "image/jpeg"
    with Image.open(io.BytesIO(lying.content)) as image:
        red, green, blue = image.getpixel((700, 400))
        assert abs(red - 0x22) + abs(green - 0xAA) + abs(blue - 0x44) < 12
    assert drawn(tmp_path, printing=PrintOptions(cover="a.svg")).content == SVG


def test_a_machine_without_fonts_makes_a_book_without_a_cover(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than one whose title is missing."""
    monkeypatch.setattr(epub_cover, "installed_faces", lambda families, weight: ())
    assert cover_picture.__wrapped__(publication("文\n", tmp_path)) is None
