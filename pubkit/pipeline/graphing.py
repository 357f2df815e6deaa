"""The verb `refs graph`: the picture of which section of a report rests on which sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pubkit.markdown.document import Document
from pubkit.pipeline.projects import ReportSource
from pubkit.pipeline.settling import settle
from pubkit.publish.references_graph import draw, graph_of
from pubkit.publish.rendering import render
from pubkit.text.errors import InputError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.config import Config


def references_picture(path: Path, config: Config) -> str:
    """The picture as SVG, of the report as it would be published. Raises what a build raises, but for missing pictures and
    entries, and `InputError` where nothing is cited.
    """
    document = Document.read(path)
    source = ReportSource(path.stem, path, config)
    publication = settle(document, path.stem, source.settings(document.front_matter), path.parent.resolve(), draft=True)
    graph = graph_of(render(replace(publication, draft=True)))
    if not graph.sources:
        raise InputError(Phrase("this report cites nothing that is listed", "报告没有引用任何列出的文献"), filename=str(path))
    return draw(graph, is_alone=True)
