// Light or dark: as the system is set, until the reader chooses.

import {button} from "./dom.js";
import {WORDS} from "./settings.js";

const KEY = "article-qa.appearance";
const DARK = matchMedia("(prefers-color-scheme: dark)");

export function appearanceButton(storage) {
    let chosen = storage.getItem(KEY);
    const shown = () => chosen ?? (DARK.matches ? "dark" : "light");
    const made = button("", () => {
        chosen = shown() === "dark" ? "light" : "dark";
        remember(storage, chosen);
        apply();
    }, {class: "quiet"});
    const apply = () => {
        document.documentElement.dataset.appearance = shown();
        made.textContent = shown() === "dark" ? WORDS.USE_LIGHT : WORDS.USE_DARK;
    };
    DARK.addEventListener("change", apply);
    apply();
    return made;
}

function remember(storage, appearance) {
    try {
        storage.setItem(KEY, appearance);
    } catch {
        // Storage that is full: the choice holds for this visit.
    }
}
