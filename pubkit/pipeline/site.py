"""Where the folder of outputs will stand on the web, and the landing page that its reports are listed on.

What does not belong here: writing that page (`collection`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from pubkit.publish.addresses import web_address
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.config import Config
    from pubkit.pipeline.projects import Target
    from pubkit.publish.publication import Publication

LANDING_PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class Site:
    """What `pubkit.yaml` says of the collection. `base_url` ends with a slash, or is empty where it is not known."""

    base_url: str = ""
    title: str = ""
    description: str = ""
    language: str = ""
    publisher: str = ""
    theme: str = ""
    folder: Path | None = field(default=None, repr=False)  # of the project: its themes; no part of what is built
    listed: bool = False  # whether the pages lead to a landing page: there are several reports

    @classmethod
    def of(cls, target: Target) -> Site:
        """The site of a target: what the configuration of its first report says.

        Raises `ConfigError` for a `base-url` that is no address of the web.
        """
        config = target.reports[0].config
        title = str(config.get("collection", "title") or "")
        return cls(
            base_url=_base_url(config),
            title=title,
            description=str(config.get("collection", "description") or ""),
            language=str(config.get("language") or ""),
            publisher=str(config.get("publisher") or ""),
            theme=str(config.get("theme") or ""),
            folder=config.folder if config.path else None,
            listed="html" in target.formats and (bool(title) or len(target.reports) > 1),
        )

    def placed(self, publication: Publication) -> Publication:
        """The publication with the address of its web page, and with the way to the landing page."""
        from pubkit.publish.publication import Collection
        from pubkit.publish.web_labels import web_labels_for

        folders = (publication.name, publication.edition or publication.language, f"{publication.name}.html")
        address = self.base_url + "/".join(map(quote, folders)) if self.base_url else ""
        title = self.title or web_labels_for(publication.language, publication.labels).collection
        collection = Collection(title, f"../../{LANDING_PAGE}") if self.listed else None
        return replace(publication, address=address, collection=collection)


def _base_url(config: Config) -> str:
    given = str(config.get("base-url") or "").strip()
    if not given:
        return ""
    address = web_address(given)
    if address is None or not address.startswith("http"):
        raise config.error(
            ("base-url",),
            Phrase("`base-url` is no address of the web: {}", "`base-url` 不是网址：{}").format(given),
            Phrase("Write it as https://reports.example.org/.", "请写成 https://reports.example.org/ 的形式。"),
        )
    return address.rstrip("/") + "/"
