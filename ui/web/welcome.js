// What stands where nothing has been asked yet.

import {button, element} from "./dom.js";
import {SETTINGS, WORDS} from "./settings.js";

// `ask(question, event)` asks an example, `add()` shows where articles are added.
export function welcomeElement(articles, {ask, add}) {
    return element(
        "section", {class: "welcome"}, element("h2", {}, WORDS.WELCOME),
        element("p", {}, WORDS.PAGE_SUBTITLE),
        element("div", {class: "start"}, ...startOf(articles, ask, add)),
    );
}

function startOf(articles, ask, add) {
    // Not known yet what is stored.
    if (articles.version === null) return [];
    if (articles.summaries.length === 0) {
        return [
            element("p", {}, WORDS.WELCOME_EMPTY),
            button(WORDS.ADD_ARTICLES, add, {class: "primary"}),
        ];
    }
    return examplesOf(articles, ask);
}

// Those whose article is stored: of any other index they would ask for what it does not say.
function examplesOf(articles, ask) {
    const chips = Object.entries(SETTINGS.EXAMPLES)
        .filter(([, documentId]) => articles.summary(documentId))
        .map(([question]) => button(question, (event) => ask(question, event), {class: "chip"}));
    if (chips.length === 0) return [];
    return [
        element("p", {class: "eyebrow"}, WORDS.EXAMPLES_LABEL),
        element("div", {class: "chips"}, ...chips),
    ];
}
