"""The page's style sheet, its icon and what is added to its head."""

from importlib import resources
from typing import Final
from urllib.parse import quote

ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="5" fill="#9c2f27"/>'
    '<path d="M9 8h14v3H9zM9 14h14v2H9zM9 19h9v2H9z" fill="#fff"/></svg>'
)

# Bubbles react to Enter once they hold the focus, but Gradio leaves them out of the tab order.
FOCUS_SCRIPT: Final = """
const unreachable = "#conversation [data-testid='bot']:not([tabindex])";
new MutationObserver(() => {
    for (const bubble of document.querySelectorAll(unreachable)) bubble.tabIndex = 0;
}).observe(document, {childList: true, subtree: true});
"""

HEAD: Final = (
    f'<link rel="icon" href="data:image/svg+xml,{quote(ICON)}">'
    '<meta name="color-scheme" content="light dark">'
    f"<script>{FOCUS_SCRIPT}</script>"
)


def read_style() -> str:
    """The style sheet that ships with the package."""
    return resources.files("ui").joinpath("style.css").read_text(encoding="utf-8")
