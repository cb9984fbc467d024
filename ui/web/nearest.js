// What stands below "not in the articles".

import {button, element, isolated} from "./dom.js";
import {passageElement, placeOf} from "./passage.js";
import {SETTINGS, WORDS} from "./settings.js";

// The closest passage where the reply cites no sentence of it, and what the reader can do to find
// more.
export function nearestElement(turn, page) {
    const {resolved_question: question} = turn.answer;
    const way = (words, wider) => button(
        words, () => page.ask(question, {...turn.asked, history: [], ...wider}),
    );
    const ways = [
        turn.asked.filters ? way(WORDS.WIDEN_ARTICLES, {filters: null}) : null,
        turn.asked.min_confidence === 0 ? null : way(WORDS.WIDEN_GUESS, {min_confidence: 0}),
        turn.asked.top_k === SETTINGS.MAXIMUM_TOP_K
            ? null
            : way(WORDS.WIDEN_PASSAGES, {top_k: SETTINGS.MAXIMUM_TOP_K}),
        button(WORDS.REWORD, () => page.reword(question)),
    ];
    return element(
        "div", {class: "nearest"},
        turn.answer.citations.length ? null : nearestPassage(turn, page),
        element("div", {class: "ways", role: "group", "aria-label": WORDS.WIDEN}, ...ways),
    );
}

function nearestPassage(turn, page) {
    const {passages, text} = turn.answer;
    // The reply names the article of the passage that came closest to an answer.
    const named = passages.find((entry) => text.includes(page.titleOf(entry.document_id)));
    const passage = named ?? passages[0];
    if (!passage) return element("p", {}, WORDS.NO_PASSAGE);
    const open = button("", (event) => page.openPassage(
        placeOf(passage), event.currentTarget,
    ), {class: "card-title"});
    open.append(isolated(page.titleOf(passage.document_id)));
    return element(
        "section", {class: "card", "aria-label": WORDS.NEAREST_PASSAGE},
        element("p", {class: "eyebrow"}, WORDS.NEAREST_PASSAGE),
        element("h3", {}, open), passageElement(passage.text, passage.start, null),
    );
}
