"""Gradio's part of the look: fonts that the system has, so that none is fetched."""

import gradio as gr

SANS_FONTS = ("Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Arial", "sans-serif")
MONOSPACE_FONTS = ("Menlo", "Consolas", "DejaVu Sans Mono", "monospace")


def build_theme() -> gr.themes.Base:
    """The theme; everything else is in the page's own style sheet."""
    return gr.themes.Base(font=SANS_FONTS, font_mono=MONOSPACE_FONTS)
