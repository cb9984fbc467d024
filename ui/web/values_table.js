// The differing values of an answer side by side: value, qualifier, speaker, date and citation.

import {element, isolated} from "./dom.js";
import {WORDS} from "./settings.js";
import {percentage, shortDay} from "./wording.js";

// Characters of a value that stays on one line.
const UNBROKEN = 24;

// `citationButton(number)` makes the button that opens a citation.
export function valuesTable(answer, citationButton) {
    const columns = [
        WORDS.VALUE, WORDS.QUALIFIER, WORDS.SPEAKER, WORDS.DATE, WORDS.LIKELY, WORDS.CITATIONS,
    ];
    return element(
        "table", {class: "values"},
        element("caption", {class: "visually-hidden"}, WORDS.VALUES_CAPTION),
        element("thead", {}, element("tr", {},
            ...columns.map((column) => element("th", {scope: "col"}, column)))),
        element("tbody", {}, ...answer.answers.map((entry) => row(entry, columns, citationButton))),
    );
}

// Cells repeat their column's name for a narrow screen, which shows rows as cards.
function row(entry, columns, citationButton) {
    const cells = [
        [entry.value?.qualifier ?? WORDS.QUALIFIER_NONE, ""],
        [speakerCell(entry), ""],
        [entry.as_of ? shortDay(entry.as_of) : WORDS.DATE_UNKNOWN, "short"],
        [percentage(entry.score), "short"],
        [citationButton(entry.citation), "short"],
    ];
    return element(
        "tr", {},
        element("th", {scope: "row", class: entry.text.length > UNBROKEN ? null : "short"},
            isolated(entry.text)),
        ...cells.map(([content, style], place) => element(
            "td", {class: style, "data-column": columns[place + 1]}, content,
        )),
    );
}

function speakerCell(entry) {
    if (!entry.speaker) {
        return WORDS.SPEAKER_NONE;
    }
    const name = isolated(entry.speaker);
    return entry.denied ? element("span", {}, `${WORDS.DENIED_BY} `, name) : name;
}
