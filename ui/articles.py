"""The list of stored articles as safe HTML."""

from collections.abc import Sequence
from datetime import date

from index.records import DocumentSummary
from ui import strings
from ui.markup import escape, isolated, time_element

MAXIMUM_LISTED = 100


def article_list(summaries: Sequence[DocumentSummary]) -> str:
    """Titles with outlet and date, latest first; a long list ends with how many are left."""
    if not summaries:
        return _section(0, f"<p>{escape(strings.ARTICLES_EMPTY)}</p>")
    ordered = sorted(summaries, key=lambda summary: summary.title)
    ordered.sort(key=lambda summary: summary.published_at or date.min, reverse=True)
    rows = "".join(_row(summary) for summary in ordered[:MAXIMUM_LISTED])
    left = len(ordered) - MAXIMUM_LISTED
    more = f"<p>{escape(strings.ARTICLES_MORE.format(count=f'{left:,}'))}</p>" if left > 0 else ""
    return _section(len(ordered), f"<ul>{rows}</ul>{more}")


def article_list_failure() -> str:
    """What stands in place of a list that cannot be read."""
    return f'<section class="articles"><p>{escape(strings.ARTICLES_FAILURE)}</p></section>'


def _section(count: int, content: str) -> str:
    title = escape(strings.ARTICLES)
    return (
        f'<section class="articles" aria-label="{title}"><h2 class="section-title">{title} '
        f'<span class="count">{count:,}</span></h2>{content}</section>'
    )


def _row(summary: DocumentSummary) -> str:
    day = summary.published_at
    published = escape(strings.DATE_UNKNOWN) if day is None else time_element(day)
    outlet = f"{isolated(summary.outlet)} · " if summary.outlet else ""
    return (
        f'<li><span class="article-title" dir="auto">{isolated(summary.title)}</span>'
        f'<span class="origin">{outlet}{published}</span></li>'
    )
