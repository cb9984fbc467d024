// One question of the conversation with its reply, in whatever stage that is.

import {button, element, isolated} from "./dom.js";
import {feedbackForm, savedVerdict} from "./feedback.js";
import {linkTo} from "./link.js";
import {nearestElement} from "./nearest.js";
import {questionEditor} from "./question_editor.js";
import {WORDS} from "./settings.js";
import {copyAnswer, copyLink} from "./sharing.js";
import {timeline} from "./timeline.js";
import {valuesTable} from "./values_table.js";
import {
    confidenceInWords, confidenceLevel, counted, cutAtMarkers, filled, originInWords, seconds,
    withoutDirectionalControls,
} from "./wording.js";

const STATUS_WORDS = {
    answered: WORDS.STATUS_ANSWERED,
    conflicting: WORDS.STATUS_CONFLICTING,
    not_in_articles: WORDS.STATUS_NOT_IN_ARTICLES,
};

// `page` does what the buttons say; `page.js` is the one.
export function turnElement(turn, page) {
    const asked = element("div", {class: "asked"},
        element("h2", {class: "bubble"}, isolated(turn.question)));
    const reply = element("div", {class: "reply"}, ...replyOf(turn, page));
    return element("article", {
        class: "turn", "data-turn": turn.id, "aria-label": turn.question, tabindex: "-1",
    }, asked, reply);
}

function replyOf(turn, page) {
    if (turn.problem) return [problemOf(turn, page)];
    if (!turn.answer) return progressOf(turn, page);
    const {answer} = turn;
    return [
        understoodAs(turn, page),
        element("p", {class: `status status-${answer.status}`}, statusOf(turn)),
        ...bodyOf(turn, page),
        confidence(answer),
        answer.citations.length ? sources(turn, page) : null,
        answer.status === "not_in_articles" ? nearestElement(turn, page) : null,
        turn.madeWith && turn.madeWith !== answer.index_version ? otherVersion(turn) : null,
        footer(turn, page),
    ];
}

// What was asked for whatever its probability is not told as found where nothing speaks for it.
function statusOf({answer, asked}) {
    const guessed = answer.status !== "not_in_articles" && asked.min_confidence === 0
        && confidenceLevel(answer.confidence) === 1;
    return guessed ? WORDS.STATUS_GUESS : STATUS_WORDS[answer.status];
}

function problemOf(turn, page) {
    return element(
        "div", {class: "notice", role: "alert"}, element("p", {}, turn.problem),
        button(WORDS.TRY_AGAIN, () => page.askAgain(turn)),
    );
}

function progressOf(turn, page) {
    return [
        element("p", {class: "progress"}, element("span", {class: "pulse", "aria-hidden": "true"}),
            stageOf(turn)),
        button(WORDS.STOP, () => page.stop(turn), {class: "quiet stop"}),
    ];
}

function stageOf({waiting, passages, foundAfter}) {
    if (waiting) return filled(WORDS.STAGE_WAITING, {seconds: waiting});
    if (!passages) return WORDS.STAGE_SEARCHING;
    return filled(WORDS.STAGE_READING, {
        passages: counted(passages.length, WORDS.PASSAGE_COUNT, WORDS.PASSAGES_COUNT),
        articles: counted(new Set(passages.map((entry) => entry.document_id)).size,
            WORDS.ARTICLE_COUNT, WORDS.ARTICLES_COUNT),
        time: seconds(foundAfter),
    });
}

function understoodAs(turn, page) {
    const resolved = turn.answer.resolved_question;
    if (resolved === turn.answer.question) return null;
    const line = element("p", {class: "understood"}, `${WORDS.UNDERSTOOD_AS} `, isolated(resolved));
    const edit = button(WORDS.EDIT, () => {
        line.replaceWith(questionEditor(resolved, line, edit, page));
    }, {class: "quiet", "aria-label": WORDS.EDIT_LABEL});
    line.append(" ", edit);
    return line;
}

// The words of the answer; values that differ stand in a table below the first paragraph.
function bodyOf(turn, page) {
    const {answer} = turn;
    const compared = answer.status === "conflicting";
    const [lead, ...support] = answer.text.split("\n\n");
    return [
        paragraphOf(lead, compared ? "lead compared" : "lead", turn, page),
        ...(compared ? comparison(turn, page) : []),
        ...support.map((paragraph) => paragraphOf(paragraph, "support", turn, page)),
    ];
}

function paragraphOf(paragraph, style, turn, page) {
    const made = element("p", {class: style, dir: "auto"});
    for (const part of cutAtMarkers(paragraph, turn.answer.citations)) {
        if (typeof part === "number") {
            made.append(element("span", {class: "unbroken"}, citationButton(turn, part, page)));
            continue;
        }
        // What ends the phrase stays on the line of its citation.
        const [ending] = part.match(/^[.,;:)]*/);
        const before = made.lastElementChild === made.lastChild ? made.lastElementChild : null;
        before?.append(ending);
        made.append(withoutDirectionalControls(before ? part.slice(ending.length) : part));
    }
    return made;
}

function citationButton(turn, number, page) {
    const citation = turn.answer.citations.find((entry) => entry.number === number);
    return button(String(number), (event) => page.openCitation(turn, number, event.currentTarget), {
        class: "citation",
        title: citation.title,
        "aria-label": filled(WORDS.CITATION_LABEL, {
            number, quote: citation.quote, title: citation.title, origin: originInWords(citation),
        }),
    });
}

function comparison(turn, page) {
    const plot = timeline(turn.answer.answers);
    return [
        valuesTable(turn.answer, (number) => citationButton(turn, number, page)),
        plot ? element("figure", {class: "plot"}, plot) : null,
    ].filter(Boolean);
}

// Bars beside words and a number: shape and text carry it, not colour.
function confidence(answer) {
    const level = confidenceLevel(answer.confidence);
    const bars = [1, 2, 3].map(
        (bar) => element("span", {class: bar <= level ? "bar full" : "bar"}),
    );
    return element("p", {class: "confidence"},
        element("span", {class: "bars", "aria-hidden": "true"}, ...bars),
        confidenceInWords(answer));
}

// One entry for each article, with the buttons of its citations.
function sources(turn, page) {
    const byArticle = Map.groupBy(turn.answer.citations, (citation) => citation.document_id);
    const items = [...byArticle.values()].map((citations) => element(
        "li", {class: "source"},
        element("span", {class: "source-words"}, isolated(citations[0].title),
            element("span", {class: "origin"}, isolated(originInWords(citations[0])))),
        element("span", {class: "source-numbers"},
            ...citations.map((citation) => citationButton(turn, citation.number, page))),
    ));
    return element("ul", {class: "sources", "aria-label": WORDS.SOURCES}, ...items);
}

function otherVersion(turn) {
    return element("p", {class: "notice"}, filled(WORDS.OTHER_VERSION, {
        made: turn.madeWith, now: turn.answer.index_version,
    }));
}

function footer(turn, page) {
    const {answer} = turn;
    const times = filled(WORDS.TIMES, {
        found: seconds(turn.foundAfter ?? answer.timings_ms.retrieve),
        total: seconds(turn.answeredAfter ?? answer.timings_ms.total),
        version: answer.index_version,
    });
    const verdict = element("div", {class: "verdict"}, savedVerdict(turn) ?? "");
    const rate = button(WORDS.FEEDBACK, () => {
        // One that is open keeps what was chosen and written in it.
        if (!verdict.querySelector("form")) {
            verdict.replaceChildren(feedbackForm(turn, page, verdict, rate));
        }
        verdict.querySelector("input")?.focus();
    }, {class: "quiet"});
    return element(
        "footer", {},
        element("div", {class: "actions"},
            button(WORDS.SHOW_EVIDENCE, (event) => page.showEvidence(turn, event.currentTarget),
                {class: "quiet"}),
            button(WORDS.COPY, () => page.copy(copyAnswer(turn)), {class: "quiet"}),
            element("a", {class: "quiet", href: linkTo(turn), onclick: (event) => {
                event.preventDefault();
                page.copy(copyLink(turn));
            }}, WORDS.COPY_LINK),
            rate,
            element("span", {class: "times"}, times)),
        verdict,
        ...suggestionsOf(turn, page),
    );
}

// None or one element of further questions, each asked under the conditions that it was tried with.
export function suggestionsOf(turn, page) {
    if (!turn.suggested?.length) return [];
    const chips = turn.suggested.map(
        (question) => button(
            question, () => page.ask(question, {...turn.asked, history: []}), {class: "chip"},
        ),
    );
    return [element("div", {class: "suggestions"},
        element("p", {class: "eyebrow"}, WORDS.SUGGESTIONS),
        element("div", {class: "chips"}, ...chips))];
}
