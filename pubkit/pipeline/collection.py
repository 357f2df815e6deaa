"""The pages around several reports: landing page, references, search, sitemap and feed.

Made of the finished pages that the manifest names, so that a report that has not changed need not be built again.
What does not belong here: how these pages look and what they say (`publish.landing`, `publish.syndication`).
"""

from __future__ import annotations

import json
from collections import Counter
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Any

from pubkit.pipeline.cache import code_state
from pubkit.pipeline.manifest import MANIFEST, read_manifest
from pubkit.pipeline.site import LANDING_PAGE
from pubkit.text.files import read_bytes, write_atomically
from pubkit.text.tags import is_chinese, same_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pubkit.pipeline.site import Site
    from pubkit.publish.landing import Landing, ListedReport

#: Key of the manifest under which the files of the collection are listed, apart from those of reports.
COLLECTION = "collection"


def write_collection(output: Path, site: Site) -> tuple[Path, ...]:
    """Writes the pages around the reports of a folder of outputs; none where it holds fewer than two pages.

    Returns the files that were written, none where nothing has changed. Raises `InputError` where one cannot be.
    """
    records = [record for record in read_manifest(output) if {"report", "kind", "language", "sha256"} <= record.keys()]
    if sum(record["kind"] == "html" for record in records) < 2:  # one page is its own landing page
        return ()
    digest = _digest(records, site)
    if _is_current(output, digest):
        return ()
    landing = _landing(output, records, site)
    if sum(len(report.pages) for report in landing.reports) < 2:
        return ()
    files = {output / name: text.encode("utf-8") for name, text in _texts(landing).items()}
    for path, content in files.items():
        write_atomically(path, content)
    _enter(output, digest, files)
    return tuple(files)


def _texts(landing: Landing) -> dict[str, str]:
    """The files by name."""
    from pubkit.publish.landing import REFERENCES_PAGE, SEARCH_INDEX, landing_page, references_page, search_index
    from pubkit.publish.syndication import feed, sitemap

    texts = {LANDING_PAGE: landing_page(landing), SEARCH_INDEX: search_index(landing.reports)}
    if landing.has_references:
        texts[REFERENCES_PAGE] = references_page(landing)
    if landing.base_url:
        texts["sitemap.xml"] = sitemap(landing)
        if landing.has_feed:
            texts["feed.xml"] = feed(landing) or ""
    return texts


def _landing(output: Path, records: Sequence[Mapping[str, Any]], site: Site) -> Landing:
    """The collection that the manifest's records make."""
    from dataclasses import replace

    from pubkit.publish.landing import Landing
    from pubkit.publish.syndication import feed
    from pubkit.publish.themes import DEFAULT, find_theme
    from pubkit.publish.web_labels import web_labels_for

    language = site.language or _usual_language(records)
    names = dict.fromkeys(record["report"] for record in records)
    found = [_listed(output, name, [r for r in records if r["report"] == name], language) for name in names]
    reports = sorted((report for report in found if report.pages), key=lambda report: report.name)
    reports.sort(key=lambda report: report.date, reverse=True)
    title = site.title or web_labels_for(language).collection
    theme = find_theme(site.theme or DEFAULT, site.folder)
    landing = Landing(title, site.description, language, tuple(reports), site.base_url, theme=theme)
    return replace(landing, has_feed=bool(site.base_url) and feed(landing) is not None)


def _usual_language(records: Sequence[Mapping[str, Any]]) -> str:
    """The language of most pages; Chinese where as many are in another."""
    counted = Counter(str(record["language"]) for record in records if record["kind"] == "html")
    return max(sorted(counted), key=lambda tag: (counted[tag], is_chinese(tag)))


def _listed(output: Path, name: str, records: Sequence[Mapping[str, Any]], language: str) -> ListedReport:
    """A report with its editions: that in the language of the collection first."""
    from pubkit.publish.landing import ListedPage, ListedReport
    from pubkit.publish.page_record import PageRecord

    pages = []
    for record in records:
        if record["kind"] != "html":
            continue
        tag = str(record.get("edition") or record["language"])
        paths = {str(r["kind"]): str(r["path"]) for r in records if r.get("edition") == record.get("edition")}
        page = PageRecord.of(read_bytes(output / record["path"]).decode("utf-8", "replace"))
        if page:
            pages.append(ListedPage(tag, page, paths))
    pages.sort(
        key=lambda page: (page.language != language, "+" in page.language, not same_language(page.language, language))
    )
    return ListedReport(name, tuple(pages))


def _digest(records: Sequence[Mapping[str, Any]], site: Site) -> str:
    from pubkit.publish.stylesheets import styles_folder
    from pubkit.publish.themes import DEFAULT, theme_files

    digest = blake2b(digest_size=20)
    digest.update(repr((code_state(), site, sorted((r["path"], r["sha256"]) for r in records))).encode())
    for path in (*sorted(styles_folder().glob("*")), *theme_files(site.theme or DEFAULT, site.folder)):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def _is_current(output: Path, digest: str) -> bool:
    """Whether the files of the collection are of these inputs, and as they were written."""
    entered = _manifest(output).get(COLLECTION)
    if not isinstance(entered, dict) or entered.get("inputs") != digest:
        return False
    try:
        return all(
            sha256((output / file["path"]).read_bytes()).hexdigest() == file["sha256"] for file in entered["files"]
        )
    except (OSError, KeyError, TypeError):
        return False


def _enter(output: Path, digest: str, files: Mapping[Path, bytes]) -> None:
    """Lists the files in the manifest, apart from the reports'."""
    listed = [
        {"path": path.name, "sha256": sha256(content).hexdigest(), "size_bytes": len(content)}
        for path, content in sorted(files.items())
    ]
    data = {**_manifest(output), COLLECTION: {"inputs": digest, "files": listed}}
    write_atomically(output / MANIFEST, (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def _manifest(output: Path) -> dict[str, Any]:
    try:
        data = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
