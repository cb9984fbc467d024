"""Colours and type: a calm newspaper page, light or dark as the system is set."""

import gradio as gr
from gradio.themes.utils.colors import Color

SANS_FONTS = ("Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Arial", "sans-serif")
MONOSPACE_FONTS = ("Menlo", "Consolas", "DejaVu Sans Mono", "monospace")

PAPER = Color(
    name="paper",
    c50="#fdfcf9",
    c100="#f7f4ed",
    c200="#e9e4d8",
    c300="#d6cfbf",
    c400="#a79f8f",
    c500="#7c7567",
    c600="#5f594e",
    c700="#45413a",
    c800="#2b2925",
    c900="#1f1d1a",
    c950="#161513",
)
INK_RED = Color(
    name="ink-red",
    c50="#fbf1ef",
    c100="#f6dedb",
    c200="#ecbcb6",
    c300="#e0968d",
    c400="#d3756a",
    c500="#b5443a",
    c600="#9c2f27",
    c700="#82251f",
    c800="#671e19",
    c900="#4d1713",
    c950="#330f0d",
)


def build_theme() -> gr.themes.Base:
    """The theme; its fonts are names that the system has, so that none is fetched."""
    theme = gr.themes.Base(
        primary_hue=INK_RED,
        secondary_hue=PAPER,
        neutral_hue=PAPER,
        radius_size=gr.themes.sizes.radius_sm,
        text_size=gr.themes.sizes.text_lg,
        font=SANS_FONTS,
        font_mono=MONOSPACE_FONTS,
    )
    return theme.set(
        body_background_fill="#fbf9f4",
        body_background_fill_dark="#161513",
        body_text_color="#1f1d1a",
        body_text_color_dark="#ece8df",
        body_text_color_subdued="#5f594e",
        body_text_color_subdued_dark="#b5ae9f",
        block_background_fill="#ffffff",
        block_background_fill_dark="#1f1d1a",
        block_border_color="#e0dacb",
        block_border_color_dark="#3a372f",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1f1d1a",
        input_placeholder_color="#6f685b",
        input_placeholder_color_dark="#a79f8f",
        button_primary_background_fill="#9c2f27",
        button_primary_background_fill_hover="#82251f",
        button_primary_background_fill_dark="#9c2f27",
        button_primary_background_fill_hover_dark="#b5443a",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#ffffff",
        button_secondary_background_fill="#ffffff",
        button_secondary_background_fill_dark="#262420",
        button_secondary_background_fill_hover="#f7f4ed",
        button_secondary_background_fill_hover_dark="#33302a",
        button_secondary_border_color="#d6cfbf",
        button_secondary_border_color_dark="#45413a",
    )
