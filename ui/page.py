"""What is added to the head of the page, and its icon."""

from typing import Final
from urllib.parse import quote

ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="5" fill="#9c2f27"/>'
    '<path d="M9 8h14v3H9zM9 14h14v2H9zM9 19h9v2H9z" fill="#fff"/></svg>'
)
# Relative, so that the page works below a path of a proxy too.
HEAD: Final = (
    f'<link rel="icon" href="data:image/svg+xml,{quote(ICON)}">'
    '<meta name="color-scheme" content="light dark">'
    '<link rel="stylesheet" href="../page/style.css">'
    '<script type="module" src="../page/main.js"></script>'
)
