// What a reader says of an answer; the right words can be selected in an article.

import {button, element, field} from "./dom.js";
import {WORDS} from "./settings.js";
import {filled} from "./wording.js";

const VERDICTS = {
    right: WORDS.VERDICT_RIGHT,
    wrong_figure: WORDS.VERDICT_WRONG_FIGURE,
    wrong_source: WORDS.VERDICT_WRONG_SOURCE,
    outdated: WORDS.VERDICT_OUTDATED,
    not_in_articles: WORDS.VERDICT_NOT_IN_ARTICLES,
    in_articles: WORDS.VERDICT_IN_ARTICLES,
};
const WITHOUT_SPAN = ["right", "not_in_articles"];

export function savedVerdict(turn) {
    if (!turn.verdict) return null;
    const {verdict, quote} = turn.verdict;
    const words = filled(WORDS.FEEDBACK_SAVED, {verdict: VERDICTS[verdict]});
    const right = quote ? ` ${filled(WORDS.FEEDBACK_RIGHT_WORDS, {quote})}` : "";
    return element("p", {class: "saved", role: "status"}, `${words}${right} `,
        element("a", {href: "../v1/feedback/export", download: "feedback.json"},
            WORDS.FEEDBACK_EXPORT));
}

// Stands in `place` until it is sent or cancelled; `opener` then gets the focus back.
export function feedbackForm(turn, page, place, opener) {
    const chosen = {span: null};
    const told = element("p", {class: "picked", role: "status"});
    const pick = button(WORDS.PICK, (event) => page.pickSpan(
        concerned(turn, about.value), event.currentTarget, (span) => {
            chosen.span = span;
            told.textContent = filled(WORDS.FEEDBACK_RIGHT_WORDS, {quote: span.quote});
        },
    ));
    const about = aboutCitation(turn.answer);
    const comment = element("input", {type: "text", maxlength: "2000"});
    const spanPart = element("div", {class: "span-part"}, pick, told);
    const form = element(
        "form", {class: "feedback", "aria-label": WORDS.FEEDBACK},
        verdictChoice(turn.answer, (verdict) => {
            spanPart.hidden = WITHOUT_SPAN.includes(verdict);
        }),
        turn.answer.citations.length > 1 ? field(WORDS.FEEDBACK_ABOUT, about) : null,
        spanPart,
        field(WORDS.FEEDBACK_COMMENT, comment),
        element("div", {class: "actions"},
            element("button", {type: "submit", class: "primary"}, WORDS.FEEDBACK_SEND),
            button(WORDS.CANCEL, () => close(savedVerdict(turn)))),
    );
    spanPart.hidden = true;
    whenSent(form, (verdict) => page.sendFeedback(turn, {
        ...replyFields(turn.answer), verdict,
        right_span: WITHOUT_SPAN.includes(verdict) ? null : chosen.span,
        citation: spanOf(concerned(turn, about.value)), comment: comment.value.trim() || null,
    }), () => close(savedVerdict(turn)));

    function close(saved) {
        page.cancelPick();
        place.replaceChildren(saved ?? "");
        opener.focus();
    }
    return form;
}

// `send(verdict)` ends with what is wrong, or with null: then `done` is called. Pressed twice, it
// sends once.
function whenSent(form, send, done) {
    const refused = element("p", {class: "notice", role: "alert", hidden: true});
    form.append(refused);
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (form.ariaBusy) return;
        form.ariaBusy = "true";
        const problem = await send(new FormData(form).get("verdict"));
        form.ariaBusy = null;
        refused.textContent = problem ?? "";
        refused.hidden = problem === null;
        if (problem === null) done();
    });
}

function verdictChoice(answer, onchange) {
    const absent = answer.status === "not_in_articles";
    const offered = absent
        ? ["right", "in_articles"]
        : ["right", "wrong_figure", "wrong_source", "outdated", "not_in_articles"];
    return element(
        "fieldset", {}, element("legend", {}, WORDS.FEEDBACK_LEGEND),
        ...offered.map((verdict) => element(
            "label", {class: "choice"},
            element("input", {
                type: "radio", name: "verdict", value: verdict, required: true,
                onchange: () => onchange(verdict),
            }),
            element("span", {},
                absent && verdict === "right" ? WORDS.VERDICT_RIGHT_ABSENT : VERDICTS[verdict]),
        )),
    );
}

function aboutCitation(answer) {
    return element("select", {}, ...answer.citations.map((citation) => element(
        "option", {value: String(citation.number)}, `${citation.number}: ${citation.quote}`,
    )));
}

// The citation that is spoken of, or where none is given the nearest passage.
function concerned(turn, number) {
    const {citations, passages} = turn.answer;
    const [passage] = passages;
    return citations.find((entry) => String(entry.number) === number) ?? citations[0]
        ?? (passage ? {...passage, quote: passage.text} : null);
}

function replyFields(answer) {
    const {question, resolved_question, index_version, status} = answer;
    return {
        answer_id: answer.id, question, resolved_question, index_version, status,
        answer: answer.answer,
    };
}

function spanOf(citation) {
    if (!citation) return null;
    const {document_id, start, end, quote} = citation;
    return {document_id, start, end, quote};
}
