"""The checks of editions (EDN1xx): whether a translation lost or changed anything, one family a file."""

from pubkit.editions.checks.base import CheckContext, EditionFinding, EditionRule
from pubkit.editions.checks.registry import RULES, check_pairs

__all__ = ["RULES", "CheckContext", "EditionFinding", "EditionRule", "check_pairs"]
