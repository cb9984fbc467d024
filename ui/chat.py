"""The chat page as Gradio serves it: a place that the page's own scripts fill.

Gradio's widgets show messages as HTML and compile templates in the browser. The page's own
elements take every word of an article or question as text, which needs neither, so that its
content policy can forbid both.
"""

import gradio as gr

from ui import strings
from ui.assets import PLACE_ID


def build_chat() -> gr.Blocks:
    """The page with its place; until the scripts run it says that it is being opened."""
    blocks: gr.Blocks
    with gr.Blocks(title=strings.PAGE_TITLE, analytics_enabled=False, fill_width=True) as blocks:
        gr.Markdown(strings.PAGE_OPENING, elem_id=PLACE_ID)
    return blocks
