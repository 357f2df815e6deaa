"""What an address says of a work by itself: its identifier, and what the identifier's own scheme encodes.

    arxiv.org/pdf/2502.15336v2        arXiv:2502.15336, February 2025, version 2
    kns.cnki.net/…filename=JSJX202305001    year 2023, issue 5
    proceedings.mlr.press/v202/li23q.html   volume 202, year 2023

Sources: arXiv's help pages (identifier scheme), CNKI's and Wanfang's numbers of articles (journal, year, issue, page), the ACL
Anthology's identifiers, PMLR's paper keys, bioRxiv's DOIs, Nature's article numbers, RFC 7322, ByteDance's numbers of videos
(the first 32 bits are the time of the upload in seconds). Nothing is looked up: what the address does not say is left out.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pubkit.citations.addresses import Address, arxiv_number, doi_of, parameter, youtube_video
from pubkit.citations.tracking import host_suffixes
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pubkit.citations.sites import ReferenceKind

Day = tuple[int, ...]  # year, month, day, as far as they are known


class Identifier(NamedTuple):
    """A name of a work in a scheme: `arXiv` `2502.15336`, `DOI` `10.1000/1`, `github` `symfony/workflow`."""

    scheme: str
    value: str


class Work(NamedTuple):
    """What an address says of a work. `fields` are CSL-JSON's, texts only; `issued` and `submitted` are days."""

    identifiers: tuple[Identifier, ...] = ()
    kind: ReferenceKind | None = None
    fields: Mapping[str, str] = {}
    issued: Day = ()
    submitted: Day = ()


def work_of(parts: Address) -> Work:
    """What the address says; an empty `Work` where it says nothing that we can read."""
    if found := arxiv_number(parts):
        return _arxiv(*found)
    if doi := doi_of(parts):
        return _of_doi(parts, doi)
    for suffix in host_suffixes(parts.host):
        if (read := _READERS.get(suffix)) and (work := read(parts)):
            return work
    return Work()


def _match(pattern: re.Pattern[str], parts: Address) -> re.Match[str] | None:
    return pattern.search(unquote(parts.path))


# ---- preprints


def _arxiv(number: str, version: str) -> Work:
    fields = {"number": f"arXiv:{number}", "publisher": "arXiv"} | ({"version": version} if version else {})
    return Work((Identifier("arXiv", number),), "preprint", fields, arxiv_month(number))


def arxiv_month(number: str) -> Day:
    """Year and month of submission, which an arXiv number begins with: 2502.15336, hep-th/9901001 (from 1991 on)."""
    digits = number.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    return (year + (1900 if year > 90 else 2000), month) if 1 <= month <= 12 else ()


_CHINAXIV = lazy(r"/(?:abs|pdf|user/[\w.]+)?/?(?:ChinaXiv:)?((20\d\d)(\d\d)\.\d{5})(?:[vV](\d+))?", re.IGNORECASE)


def _chinaxiv(parts: Address) -> Work | None:
    if not (found := _match(_CHINAXIV, parts)):
        return None
    fields = {"number": f"ChinaXiv:{found[1]}", "publisher": "ChinaXiv"} | ({"version": found[4]} if found[4] else {})
    return Work((Identifier("ChinaXiv", found[1]),), "preprint", fields, (int(found[2]), int(found[3])))


_SSRN = lazy(r"(?:abstract_?id=|/abstract=|abstract=)(\d+)", re.IGNORECASE)
_PREPRINTS_ORG = lazy(r"/manuscript/((20\d\d)(\d\d)\.\d{4})(?:/v(\d+))?")
_RESEARCH_SQUARE = lazy(r"/article/(rs-\d+)(?:/v(\d+))?")
_EPRINT = lazy(r"/((?:19|20)\d\d)/(\d{3,4})(?:\.pdf)?$")


def _ssrn(parts: Address) -> Work | None:
    found = _SSRN.search(f"{parts.path}?{parts.query}")
    return _with_doi(f"10.2139/ssrn.{found[1]}", "preprint", publisher="SSRN") if found else None


def _preprints_org(parts: Address) -> Work | None:
    if not (found := _match(_PREPRINTS_ORG, parts)):
        return None
    fields = {"publisher": "Preprints.org"} | ({"version": found[4]} if found[4] else {})
    doi = f"10.20944/preprints{found[1]}" + (f".v{found[4]}" if found[4] else "")
    fields["DOI"] = doi
    return Work((Identifier("DOI", doi),), "preprint", fields, (int(found[2]), int(found[3])))


def _research_square(parts: Address) -> Work | None:
    if not (found := _match(_RESEARCH_SQUARE, parts)):
        return None
    version = {"version": found[2]} if found[2] else {}
    return Work((Identifier("Research Square", found[1]),), "preprint", {"publisher": "Research Square", **version})


def _eprint(parts: Address) -> Work | None:
    if not (found := _match(_EPRINT, parts)):
        return None
    fields = {"number": f"{found[1]}/{found[2]}", "publisher": "Cryptology ePrint Archive"}
    return Work((Identifier("ePrint", f"{found[1]}/{found[2]}"),), "preprint", fields, (int(found[1]),))


# ---- DOIs

#: Registrants of whom the DOI says more than a number.
_PREPRINT_DOIS = {
    "10.1101/": ("bioRxiv", "medRxiv"),
    "10.2139/ssrn.": ("SSRN",),
    "10.20944/preprints": ("Preprints.org",),
    "10.21203/rs.": ("Research Square",),
    "10.26434/chemrxiv": ("ChemRxiv",),
    "10.36227/techrxiv": ("TechRxiv",),
    "10.31234/osf.io": ("PsyArXiv",),
    "10.31219/osf.io": ("OSF Preprints",),
    "10.12074/": ("ChinaXiv",),
}
_DATED_DOI = lazy(r"10\.1101/(20\d\d)\.(\d\d)\.(\d\d)\.\d+")
_CHINAXIV_DOI = lazy(r"10\.12074/(20\d\d)(\d\d)\.\d{5}")
_BOOK_DOI = lazy(r"10\.\d{4,9}/(?:97[89][\d-]{10,14})(_\d+|\.\d+)?(?:/|$)|10\.1201/97[89]\d{10}(-\d+)?")


def _of_doi(parts: Address, doi: str) -> Work:
    """A work by its DOI; the article of a journal, where nothing tells otherwise."""
    doi = unquote(doi)
    lower = doi.lower()
    for prefix, platforms in _PREPRINT_DOIS.items():
        if lower.startswith(prefix):
            return _preprint_by_doi(parts, doi, platforms)
    if lower.startswith(("10.5281/zenodo.", "10.6084/m9.figshare", "10.7910/dvn", "10.5061/dryad")):
        return _with_doi(doi, "dataset")
    if found := _BOOK_DOI.match(lower):
        kind: ReferenceKind = "book"
        return _with_doi(doi, "article" if (found[1] or found[2]) else kind)
    return _with_doi(doi, "article", **_journal_of(parts, lower))


def _preprint_by_doi(parts: Address, doi: str, platforms: tuple[str, ...]) -> Work:
    on_host = next((name for name in platforms if name.lower() in parts.host), "")
    name = on_host or (platforms[0] if len(platforms) == 1 else "")
    dated = _DATED_DOI.match(doi) or _CHINAXIV_DOI.match(doi)
    work = _with_doi(doi, "preprint", **({"publisher": name} if name else {}))
    version = re.search(r"v(\d+)(?:\.|$)", parts.path.rpartition("/")[2]) if on_host else None
    fields = {**work.fields, **({"version": version[1]} if version else {})}
    return work._replace(issued=tuple(map(int, dated.groups())) if dated else (), fields=fields)


def _with_doi(doi: str, kind: ReferenceKind, **fields: str) -> Work:
    return Work((Identifier("DOI", doi),), kind, {"DOI": doi, **fields})


#: Journals whose DOIs begin with a code of theirs.
_JOURNAL_CODES = {
    "10.1038/s41586-": "Nature",
    "10.1038/s41467-": "Nature Communications",
    "10.1038/s41598-": "Scientific Reports",
    "10.1038/s41591-": "Nature Medicine",
    "10.1038/s41587-": "Nature Biotechnology",
    "10.1038/s41592-": "Nature Methods",
    "10.1038/s41588-": "Nature Genetics",
    "10.1038/s41593-": "Nature Neuroscience",
    "10.1038/s41562-": "Nature Human Behaviour",
    "10.1038/s41551-": "Nature Biomedical Engineering",
    "10.1038/s41597-": "Scientific Data",
    "10.1038/s41746-": "npj Digital Medicine",
    "10.1038/s42256-": "Nature Machine Intelligence",
    "10.1038/s42003-": "Communications Biology",
    "10.1038/s42005-": "Communications Physics",
    "10.1038/s43856-": "Communications Medicine",
    "10.1038/s43588-": "Nature Computational Science",
    "10.1038/s41560-": "Nature Energy",
    "10.1038/s41893-": "Nature Sustainability",
    "10.1038/s41558-": "Nature Climate Change",
    "10.1371/journal.pone.": "PLOS ONE",
    "10.1371/journal.pmed.": "PLOS Medicine",
    "10.1371/journal.pcbi.": "PLOS Computational Biology",
    "10.1371/journal.pdig.": "PLOS Digital Health",
    "10.1126/science.": "Science",
    "10.1126/sciadv.": "Science Advances",
    "10.1126/scirobotics.": "Science Robotics",
    "10.1126/scitranslmed.": "Science Translational Medicine",
    "10.1073/pnas.": "Proceedings of the National Academy of Sciences",
    "10.1056/nejm": "New England Journal of Medicine",
    "10.1001/jama.": "JAMA",
    "10.1136/bmj.": "BMJ",
    "10.1136/bmj-": "BMJ",
    "10.7554/elife.": "eLife",
    "10.1016/s0140-6736": "The Lancet",
    "10.1109/access.": "IEEE Access",
    "10.1109/tpami.": "IEEE Transactions on Pattern Analysis and Machine Intelligence",
    "10.1109/tmi.": "IEEE Transactions on Medical Imaging",
    "10.1109/tnnls.": "IEEE Transactions on Neural Networks and Learning Systems",
    "10.1109/tkde.": "IEEE Transactions on Knowledge and Data Engineering",
    "10.1109/jbhi.": "IEEE Journal of Biomedical and Health Informatics",
    "10.1016/j.media.": "Medical Image Analysis",
    "10.1016/j.artmed.": "Artificial Intelligence in Medicine",
    "10.1016/j.eswa.": "Expert Systems with Applications",
    "10.1016/j.inffus.": "Information Fusion",
    "10.1016/j.neucom.": "Neurocomputing",
    "10.1016/j.patcog.": "Pattern Recognition",
    "10.1016/j.knosys.": "Knowledge-Based Systems",
}
_FRONTIERS_JOURNAL = lazy(r"/journals/([a-z-]+)/articles/")
_SMALL_WORDS = frozenset({"and", "in", "of", "for", "the"})


def _journal_of(parts: Address, doi: str) -> dict[str, str]:
    """The journal, where the DOI or the path names it."""
    if name := next((name for code, name in _JOURNAL_CODES.items() if doi.startswith(code)), ""):
        return {"container-title": name}
    if parts.host.endswith("frontiersin.org") and (found := _FRONTIERS_JOURNAL.search(parts.path)):
        words = [word if word in _SMALL_WORDS else word.capitalize() for word in found[1].split("-")]
        return {"container-title": "Frontiers in " + " ".join(words)}
    return {}


_NATURE = lazy(r"/articles/([a-z]\d{4,5}-\d{3}-\d{4,6}-[\dxyz]{1,2}|nature\d{5}|srep\d{5}|ncomms\d{4,5}|d41586-\d{3}-\d{5}-[\dxyz])")


def _nature(parts: Address) -> Work | None:
    if not (found := _match(_NATURE, parts)):
        return None
    return _with_doi(f"10.1038/{found[1]}", "article", **_journal_of(parts, f"10.1038/{found[1]}"))


_MDPI = lazy(r"/(\d{4}-\d{3}[\dX])/(\d+)/(\d+)/(\d+)")
#: MDPI writes a journal's ISSN into the address.
_MDPI_JOURNALS = {
    "1420-3049": "Molecules",
    "1422-0067": "International Journal of Molecular Sciences",
    "1424-8220": "Sensors",
    "1099-4300": "Entropy",
    "1660-4601": "International Journal of Environmental Research and Public Health",
    "1996-1073": "Energies",
    "1996-1944": "Materials",
    "1999-4893": "Algorithms",
    "1999-5903": "Future Internet",
    "2071-1050": "Sustainability",
    "2072-4292": "Remote Sensing",
    "2072-6643": "Nutrients",
    "2072-6694": "Cancers",
    "2073-4395": "Agronomy",
    "2073-4441": "Water",
    "2073-8994": "Symmetry",
    "2075-4418": "Diagnostics",
    "2075-5309": "Buildings",
    "2076-2615": "Animals",
    "2076-3417": "Applied Sciences",
    "2077-0383": "Journal of Clinical Medicine",
    "2077-0472": "Agriculture",
    "2078-2489": "Information",
    "2079-9292": "Electronics",
    "2220-9964": "ISPRS International Journal of Geo-Information",
    "2227-7102": "Education Sciences",
    "2227-7390": "Mathematics",
    "2227-9032": "Healthcare",
    "2227-9059": "Biomedicines",
    "2304-8158": "Foods",
    "2306-5354": "Bioengineering",
    "2313-433X": "Journal of Imaging",
    "2504-2289": "Big Data and Cognitive Computing",
    "2504-4990": "Machine Learning and Knowledge Extraction",
    "2673-2688": "AI",
}


def _mdpi(parts: Address) -> Work | None:
    if not (found := _match(_MDPI, parts)):
        return None
    journal = _MDPI_JOURNALS.get(found[1])
    fields = {"ISSN": found[1], "volume": found[2], "issue": found[3], "number": found[4]}
    return Work((), "article", fields | ({"container-title": journal} if journal else {}))


# ---- databases of articles

_PMID = lazy(r"^/(?:pubmed/)?(\d{4,9})/?$")
_PMCID = lazy(r"/(PMC\d+)", re.IGNORECASE)
_EUROPE_PMC = lazy(r"/(?:article|abstract)/(MED|PMC)/(?:PMC)?(\d+)", re.IGNORECASE)


def _ncbi(parts: Address) -> Work | None:
    if found := _match(_PMCID, parts):
        pmcid = found[1].upper()
        return Work((Identifier("PMCID", pmcid),), "article", {"PMCID": pmcid})
    if found := _match(_PMID, parts):
        return Work((Identifier("PMID", found[1]),), "article", {"PMID": found[1]})
    return None


def _europe_pmc(parts: Address) -> Work | None:
    found = _match(_EUROPE_PMC, parts)
    if found and found[1].upper() == "MED":
        return Work((Identifier("PMID", found[2]),), "article", {"PMID": found[2]})
    return Work((Identifier("PMCID", f"PMC{found[2]}"),), "article", {"PMCID": f"PMC{found[2]}"}) if found else _ncbi(parts)


#: A number of CNKI or Wanfang: the journal's code, the year, the issue, and the article in it.
_SERIAL_NUMBER = lazy(r"(?<![A-Za-z\d])[A-Za-z]{4}((?:19|20)\d\d)(\d\d)\d{3,4}(?!\d)")
_WANFANG = lazy(r"/(?:periodical|Periodical|thesis|Thesis|conference|Conference|patent|standard)[_/]([\w-]+)")
_WANFANG_SERIAL = lazy(r"[a-z-]{3,12}((?:19|20)\d\d)([01z]\d)\d{3,4}")


def _cnki(parts: Address) -> Work | None:
    name = parameter(parts, "filename") or parameter(parts, "fileName") or parameter(parts, "FileName") or ""
    place = f"{parts.path}?{parts.query}"
    found = _SERIAL_NUMBER.search(name or place)
    is_thesis = re.search(r"(?i)dbcode=C[DM]FD|dbname=C[DM]FD|/thesis|\.nh\b", place) is not None
    identifiers = (Identifier("CNKI", found[0] if found else name),) if found or name else ()
    if found and not is_thesis:
        return Work(identifiers, "article", {"issue": str(int(found[2]))} if found[2] != "00" else {}, (int(found[1]),))
    return Work(identifiers, "thesis" if is_thesis else None)


def _wanfang(parts: Address) -> Work | None:
    if not (found := _match(_WANFANG, parts)):
        return None
    kinds: dict[str, ReferenceKind] = {"thesis": "thesis", "conference": "paper", "patent": "patent", "standard": "standard"}
    kind = kinds.get(re.split(r"[/_]", found[0].strip("/"))[0].lower(), "article")
    serial = _WANFANG_SERIAL.fullmatch(found[1]) if kind == "article" else None
    issue = {"issue": str(int(serial[2]))} if serial and serial[2].isdigit() else {}
    return Work((Identifier("Wanfang", found[1]),), kind, issue, (int(serial[1]),) if serial else ())


_CQVIP = lazy(r"/(?:doc/journal|QK/\w+/\w+|main/detail\.aspx)/(\d{6,})", re.IGNORECASE)


def _cqvip(parts: Address) -> Work | None:
    number = parameter(parts, "id") or parameter(parts, "lngid") or ((m := _match(_CQVIP, parts)) and m[1])
    return Work((Identifier("cqvip", number),), "article") if number else None


_CSTR = lazy(r"(?:^|/)(?:CSTR:)?(\d{5}\.\d{2}\.[\w.\-:/]+)", re.IGNORECASE)


def _cstr(parts: Address) -> Work | None:
    if not (found := _match(_CSTR, parts)):
        return None
    kind: ReferenceKind = "preprint" if "chinaxiv" in found[1].lower() else "dataset" if ".11." in found[1] else "article"
    return Work((Identifier("CSTR", found[1]),), kind, {"CSTR": found[1]})


_RESEARCHGATE = lazy(r"/publication/(\d+)")


def _researchgate(parts: Address) -> Work | None:
    found = _match(_RESEARCHGATE, parts)
    return Work((Identifier("researchgate", found[1]),), "document") if found else None


_IEEE = lazy(r"/(?:abstract/)?document/(\d+)")
_PII = lazy(r"/pii/([A-Z0-9]{10,20})")


def _ieee(parts: Address) -> Work | None:
    number = ((m := _match(_IEEE, parts)) and m[1]) or parameter(parts, "arnumber")
    return Work((Identifier("IEEE Xplore", number),), "article") if number else None


def _sciencedirect(parts: Address) -> Work | None:
    found = _match(_PII, parts)
    return Work((Identifier("PII", found[1]),), "article") if found else None


# ---- proceedings

_PMLR = lazy(r"/v(\d+)/([a-z-]+(\d\d)[a-z]?)(?:\.html|/|\.pdf|$)")
_ACL = lazy(r"/((20\d\d)\.([a-z\d]+)-([a-z\d]+)\.\d+|([A-Z])(\d\d)-\d{4})")
_NEURIPS = lazy(r"/paper(?:_files/paper)?/((?:19|20)\d\d)/")
_CVF = lazy(r"/content(?:_([a-z]+)_((?:19|20)\d\d)|/([A-Z]+)((?:19|20)\d\d))/")
_ISCA = lazy(r"/(interspeech|icslp|eurospeech|ssw|odyssey)_((?:19|20)\d\d)/", re.IGNORECASE)
_USENIX = lazy(r"/conference/([a-z]+)(\d\d)/(?:presentation|technical-sessions)")
_IJCAI = lazy(r"/[Pp]roceedings/(\d{2,4})(?:/|-)")
_ICLR = lazy(r"/paper_files/paper/((?:19|20)\d\d)/")


def _pmlr(parts: Address) -> Work | None:
    if not (found := _match(_PMLR, parts)):
        return None
    fields = {"container-title": "Proceedings of Machine Learning Research", "volume": found[1]}
    return Work((Identifier("PMLR", f"v{found[1]}/{found[2]}"),), "paper", fields, (2000 + int(found[3]),))


#: The letter of an old number, and the word of a new one, is the venue.
_ACL_VENUES = {
    "P": "ACL", "N": "NAACL", "D": "EMNLP", "E": "EACL", "C": "COLING", "K": "CoNLL", "S": "SemEval", "I": "IJCNLP",
    "L": "LREC", "acl": "ACL", "naacl": "NAACL", "emnlp": "EMNLP", "eacl": "EACL", "coling": "COLING", "conll": "CoNLL",
    "semeval": "SemEval", "ijcnlp": "IJCNLP", "lrec": "LREC", "aacl": "AACL",
}  # fmt: skip
_ACL_JOURNALS = {
    "tacl": "Transactions of the Association for Computational Linguistics",
    "Q": "Transactions of the Association for Computational Linguistics",
    "cl": "Computational Linguistics",
    "J": "Computational Linguistics",
}


def _acl(parts: Address) -> Work | None:
    if not (found := _match(_ACL, parts)):
        return None
    old = int(found[6]) if found[6] else 0
    year = int(found[2]) if found[2] else old + (1900 if old > 60 else 2000)
    name, venue = (Identifier("ACL", found[1]),), found[3] or found[5]
    if journal := _ACL_JOURNALS.get(venue):
        return Work(name, "article", {"container-title": journal}, (year,))
    meeting = _ACL_VENUES.get(venue, "")
    if venue == "findings" and (of := _ACL_VENUES.get(found[4])):
        meeting = f"Findings of {of}"
    return Work(name, "paper", {"event-title": meeting} if meeting else {}, (year,))


def _neurips(parts: Address) -> Work | None:
    found = _match(_NEURIPS, parts)
    name = "Advances in Neural Information Processing Systems"
    return Work((), "paper", {"container-title": name}, (int(found[1]),)) if found else None


def _cvf(parts: Address) -> Work | None:
    if not (found := _match(_CVF, parts)):
        return None
    meeting, year = (found[1] or found[3]).upper(), found[2] or found[4]
    return Work((), "paper", {"event-title": meeting}, (int(year),))


def _isca(parts: Address) -> Work | None:
    found = _match(_ISCA, parts)
    return Work((), "paper", {"event-title": found[1].title()}, (int(found[2]),)) if found else None


def _usenix(parts: Address) -> Work | None:
    if not (found := _match(_USENIX, parts)):
        return None
    name = found[1].upper().replace("USENIXSECURITY", "USENIX Security")
    return Work((), "paper", {"event-title": name}, (2000 + int(found[2]),))


def _ijcai(parts: Address) -> Work | None:
    found = _match(_IJCAI, parts)
    if not found or len(found[1]) == 3:
        return None
    short = int(found[1])
    year = short if short > 1000 else short + (1900 if short > 60 else 2000)
    return Work((), "paper", {"event-title": "IJCAI"}, (year,))


def _iclr(parts: Address) -> Work | None:
    found = _match(_ICLR, parts)
    return Work((), "paper", {"event-title": "ICLR"}, (int(found[1]),)) if found else None


def _openreview(parts: Address) -> Work | None:
    number = parameter(parts, "id")
    return Work((Identifier("OpenReview", number),), "paper") if number else None


# ---- programs

_REPOSITORY = lazy(r"^/([\w.-]+)/([\w.-]+?)(?:\.git)?(?:/([\w-]+)(?:/([^/]+))?.*)?$")
_NOT_OWNERS = frozenset(
    ["topics", "features", "about", "orgs", "search", "marketplace", "sponsors", "settings", "login", "explore", "trending", "collections", "blog", "docs", "enterprise", "pricing", "site", "security", "apps", "users", "readme", "events", "stars"]
)
_DISCUSSED = frozenset({"issues", "pull", "pulls", "discussions", "merge_requests"})


def _repository(scheme: str) -> Callable[[Address], Work | None]:
    def read(parts: Address) -> Work | None:
        found = _match(_REPOSITORY, parts)
        if not found or found[1].lower() in _NOT_OWNERS:
            return Work((), "webpage") if scheme == "github" else None
        name = f"{found[1]}/{found[2]}"
        if found[3] in _DISCUSSED:
            number = f"#{found[4]}" if (found[4] or "").isdecimal() else ""
            return Work((Identifier(scheme, name + number),), "forum")
        version = {"version": unquote(found[0].rpartition("/")[2])} if "/releases/tag/" in found[0] else {}
        return Work((Identifier(scheme, name),), "repository", version)

    return read


_GIST = lazy(r"/(?:[\w-]+/)?([0-9a-f]{20,40})")
_PACKAGES: dict[str, tuple[str, str]] = {
    "pypi.org": ("pypi", r"^/project/([\w.-]+)(?:/(\d[\w.]*))?"),
    "npmjs.com": ("npm", r"^/package/((?:@[\w.-]+/)?[\w.-]+)(?:/v/([\w.-]+))?"),
    "crates.io": ("crates.io", r"^/crates/([\w-]+)(?:/(\d[\w.-]*))?"),
    "packagist.org": ("packagist", r"^/packages/([\w.-]+/[\w.-]+)()"),
    "rubygems.org": ("rubygems", r"^/gems/([\w.-]+)(?:/versions/([\w.-]+))?"),
    "nuget.org": ("nuget", r"^/packages/([\w.-]+)(?:/(\d[\w.-]*))?"),
    "hub.docker.com": ("docker", r"^/(?:r/|_/)([\w.-]+(?:/[\w.-]+)?)()"),
}


def _package(host: str) -> Callable[[Address], Work | None]:
    scheme, pattern = _PACKAGES[host]

    def read(parts: Address) -> Work | None:
        if not (found := re.match(pattern, unquote(parts.path))):
            return None
        return Work((Identifier(scheme, found[1]),), "repository", {"version": found[2]} if found[2] else {})

    return read


def _gist(parts: Address) -> Work | None:
    found = _match(_GIST, parts)
    return Work((Identifier("gist", found[1]),), "repository") if found else None


_HUGGING_FACE = lazy(r"^/(datasets/|spaces/)?([\w.-]+/[\w.-]+)")
_HUGGING_FACE_PAGES = frozenset(["docs", "blog", "papers", "learn", "tasks", "collections", "posts", "chat", "models", "join"])


def _hugging_face(parts: Address) -> Work | None:
    found = _match(_HUGGING_FACE, parts)
    if not found or found[2].partition("/")[0] in _HUGGING_FACE_PAGES:
        return None
    name = (found[1] or "") + found[2]
    return Work((Identifier("huggingface", name),), "dataset" if found[1] == "datasets/" else "repository")


# ---- videos and posts

_BYTEDANCE_NUMBER = lazy(r"/(?:share/)?(?:video|slides|note|group|article|i|a|w|@[\w.-]+/video)/?(\d{18,19})(?!\d)")
_BEIJING = datetime.timezone(datetime.timedelta(hours=8))


def _bytedance(scheme: str, kind: ReferenceKind | None, zone: datetime.timezone = _BEIJING) -> Callable[[Address], Work | None]:
    def read(parts: Address) -> Work | None:
        found = _match(_BYTEDANCE_NUMBER, parts)
        number = found[1] if found else parameter(parts, "modal_id") or parameter(parts, "vid") or ""
        if not re.fullmatch(r"\d{18,19}", number):
            return None
        return Work((Identifier(scheme, number),), kind, {}, (), upload_day(int(number), zone))

    return read


def upload_day(number: int, zone: datetime.timezone = _BEIJING) -> Day:
    """The day on which the number was given to an upload; empty where that cannot be. It may appear days later."""
    seconds = number >> 32
    if not 1_400_000_000 < seconds < 2_200_000_000:  # 2014 to 2039
        return ()
    day = datetime.datetime.fromtimestamp(seconds, zone)
    return (day.year, day.month, day.day)


_BILIBILI = lazy(r"/(?:video|bangumi/play)/(BV\w{8,12}|av\d+|ep\d+|ss\d+)", re.IGNORECASE)
_VIMEO = lazy(r"^/(?:\w+/)*(\d{5,})")
_ARTICLE = lazy(r"/(?:read|opus)/(?:cv)?\d+|^/(?:read|opus)/")


def _bilibili(parts: Address) -> Work | None:
    found = _match(_BILIBILI, parts)
    if found:
        return Work((Identifier("bilibili", found[1]),), "video")
    return Work((), "blog") if _match(_ARTICLE, parts) else None


def _youtube(parts: Address) -> Work | None:
    video = youtube_video(parts)
    return Work((Identifier("youtube", video),), "video") if video else None


def _vimeo(parts: Address) -> Work | None:
    found = _match(_VIMEO, parts)
    return Work((Identifier("vimeo", found[1]),), "video") if found else None


# ---- standards, patents, reports

_RFC = lazy(r"/(?:rfc/|doc/|html/|doc/html/|info/)*rfc(\d{1,5})", re.IGNORECASE)
_W3C = lazy(r"/TR/(?:(\d{4})/[A-Z]+-([\w.-]+?)-(\d{4})(\d\d)(\d\d)|([\w.-]+))")
_PATENT = lazy(r"/patent/([A-Z]{2}[A-Z]?\d{4,12}[A-Z]?\d?)", re.IGNORECASE)
_CRS = lazy(r"/(?:crs-product|product(?:/pdf)?(?:/[A-Z]+)?)/((?:IF|IN|R|RL|RS|LSB|TE|TG|WPD)\d{3,6})", re.IGNORECASE)
_NBER = lazy(r"/papers/(w\d{3,6})")


def _rfc(parts: Address) -> Work | None:
    found = _match(_RFC, parts)
    return Work((Identifier("RFC", found[1]),), "standard", {"number": f"RFC {found[1]}"}) if found else None


def _w3c(parts: Address) -> Work | None:
    if not (found := _match(_W3C, parts)):
        return None
    day = (int(found[3]), int(found[4]), int(found[5])) if found[3] else ()
    return Work((Identifier("W3C", found[2] or found[6]),), "standard", {}, day)


def _patent(parts: Address) -> Work | None:
    number = ((m := _match(_PATENT, parts)) and m[1]) or ""
    return Work((Identifier("patent", number.upper()),), "patent", {"number": number.upper()}) if number else None


def _crs(parts: Address) -> Work | None:
    found = _match(_CRS, parts)
    return Work((Identifier("crs", found[1].upper()),), "report", {"number": found[1].upper()}) if found else None


def _nber(parts: Address) -> Work | None:
    found = _match(_NBER, parts)
    return Work((Identifier("NBER", found[1]),), "report", {"number": found[1]}) if found else None


_ZENODO = lazy(r"/records?/(\d+)")


def _zenodo(parts: Address) -> Work | None:
    found = _match(_ZENODO, parts)
    return _with_doi(f"10.5281/zenodo.{found[1]}", "dataset", publisher="Zenodo") if found else None


_READERS: dict[str, Callable[[Address], Work | None]] = {
    "chinaxiv.org": _chinaxiv,
    "ssrn.com": _ssrn,
    "preprints.org": _preprints_org,
    "researchsquare.com": _research_square,
    "eprint.iacr.org": _eprint,
    "nature.com": _nature,
    "mdpi.com": _mdpi,
    "ncbi.nlm.nih.gov": _ncbi,
    "europepmc.org": _europe_pmc,
    "cnki.net": _cnki,
    "cnki.com.cn": _cnki,
    "wanfangdata.com.cn": _wanfang,
    "cqvip.com": _cqvip,
    "cstr.cn": _cstr,
    "researchgate.net": _researchgate,
    "ieeexplore.ieee.org": _ieee,
    "sciencedirect.com": _sciencedirect,
    "proceedings.mlr.press": _pmlr,
    "aclanthology.org": _acl,
    "proceedings.neurips.cc": _neurips,
    "papers.nips.cc": _neurips,
    "papers.neurips.cc": _neurips,
    "openaccess.thecvf.com": _cvf,
    "isca-archive.org": _isca,
    "usenix.org": _usenix,
    "ijcai.org": _ijcai,
    "proceedings.iclr.cc": _iclr,
    "openreview.net": _openreview,
    "github.com": _repository("github"),
    "gitee.com": _repository("gitee"),
    "gitlab.com": _repository("gitlab"),
    "gitcode.com": _repository("gitcode"),
    "bitbucket.org": _repository("bitbucket"),
    "codeberg.org": _repository("codeberg"),
    "gist.github.com": _gist,
    **{host: _package(host) for host in _PACKAGES},
    "huggingface.co": _hugging_face,
    "iesdouyin.com": _bytedance("douyin", "video"),
    "douyin.com": _bytedance("douyin", "video"),
    "ixigua.com": _bytedance("ixigua", "video"),
    "tiktok.com": _bytedance("tiktok", "video", datetime.UTC),
    "toutiao.com": _bytedance("toutiao", None),
    "bilibili.com": _bilibili,
    "youtube.com": _youtube,
    "youtu.be": _youtube,
    "vimeo.com": _vimeo,
    "rfc-editor.org": _rfc,
    "ietf.org": _rfc,
    "w3.org": _w3c,
    "patents.google.com": _patent,
    "worldwide.espacenet.com": _patent,
    "congress.gov": _crs,
    "nber.org": _nber,
    "zenodo.org": _zenodo,
}
