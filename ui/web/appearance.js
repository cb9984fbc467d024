// Light or dark: as the system is set, until the reader chooses.

import {button} from "./dom.js";
import {WORDS} from "./settings.js";

const KEY = "article-qa.appearance";
const DARK = matchMedia("(prefers-color-scheme: dark)");

export function appearanceButton(storage) {
    const made = button("", () => {
        const next = shown(storage) === "dark" ? "light" : "dark";
        remember(storage, next);
        apply();
    }, {class: "quiet"});
    const apply = () => {
        const appearance = shown(storage);
        document.documentElement.dataset.appearance = appearance;
        made.textContent = appearance === "dark" ? WORDS.USE_LIGHT : WORDS.USE_DARK;
    };
    DARK.addEventListener("change", apply);
    apply();
    return made;
}

function shown(storage) {
    return storage.getItem(KEY) ?? (DARK.matches ? "dark" : "light");
}

function remember(storage, appearance) {
    try {
        storage.setItem(KEY, appearance);
    } catch {
        // Storage that is full or switched off: the choice holds for this visit.
        document.documentElement.dataset.appearance = appearance;
    }
}
