// Passages and whole articles as elements: the quote marked, its sentence lit, by exact offsets.
// The text nodes of one, joined, are the text itself, so that a selection has exact offsets too.

import {element} from "./dom.js";
import {cut, toPoints, toUnits} from "./offsets.js";
import {WORDS} from "./settings.js";
import {hasDirectionalControls} from "./wording.js";

// A passage of `text` that begins at offset `base`; without a citation nothing is marked.
export function passageElement(text, base, citation) {
    const parts = citation ? cut(text, base, citation) : null;
    const content = parts
        ? [
            run(parts.before),
            element("span", {class: "lit"}, run(parts.litBefore), marked(parts.marked),
                run(parts.litAfter)),
            run(parts.after),
        ]
        : [run(text)];
    return element("blockquote", {class: parts ? "passage" : "passage unmarked"}, ...content);
}

// A whole article. `citation` is the one that was opened, `others` are marked more quietly.
export function articleElement(text, citation, others) {
    const shown = element("div", {class: "article-text", tabindex: "-1"});
    const spans = [citation, ...others].filter(Boolean)
        .filter((entry) => cut(text, 0, entry) !== null);
    const edges = spans.flatMap((entry) => [
        entry.start, entry.end, entry.context_start, entry.context_end,
    ]);
    const bounds = [...new Set([0, ...toUnits(text, edges), text.length])]
        .filter((unit) => unit <= text.length).sort((a, b) => a - b);
    const units = spans.map((entry) => ({
        entry,
        span: toUnits(text, [entry.start, entry.end]),
        context: toUnits(text, [entry.context_start, entry.context_end]),
    }));
    for (let place = 0; place + 1 < bounds.length; place += 1) {
        const [from, to] = [bounds[place], bounds[place + 1]];
        shown.append(piece(text.slice(from, to), from, units, citation));
    }
    return shown;
}

// A passage as a citation of itself, to be lit in its article.
export function placeOf(passage) {
    const {document_id, start, end, text} = passage;
    return {document_id, start, end, quote: text, context: text, context_start: start,
        context_end: end};
}

// The half-open code point offsets of what is selected in an element of `articleElement`,
// or null when nothing, or something outside it, is selected.
export function selectedOffsets(shown, text) {
    const selection = getSelection();
    if (selection.rangeCount === 0 || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!shown.contains(range.startContainer) || !shown.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(shown);
    before.setEnd(range.startContainer, range.startOffset);
    const chosen = range.toString();
    const lead = chosen.length - chosen.trimStart().length;
    const from = before.toString().length + lead;
    const to = from + chosen.trim().length;
    return to > from ? {start: toPoints(text, from), end: toPoints(text, to)} : null;
}

function run(text) {
    return text ? element("span", {class: styleOf(text)}, text) : null;
}

function marked(text, ...styles) {
    return element("mark", {class: styleOf(text, ...styles), title: WORDS.QUOTED_WORDS}, text);
}

// Pieces of one line follow its direction together. Controls that change it end with their piece.
function styleOf(text, ...styles) {
    const all = hasDirectionalControls(text) ? [...styles, "isolated"] : styles;
    return all.join(" ") || null;
}

function piece(text, from, units, citation) {
    const inside = (bounds) => bounds[0] <= from && from < bounds[1];
    const quoting = units.filter(({span}) => inside(span)).map(({entry}) => entry);
    const lit = units.some(({entry, context}) => entry === citation && inside(context));
    const styles = lit ? ["lit"] : [];
    if (quoting.includes(citation)) return marked(text);
    if (quoting.length) return marked(text, "other", ...styles);
    return element("span", {class: styleOf(text, ...styles)}, text);
}
