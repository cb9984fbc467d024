// The evidence panel: the passages behind an answer, or one whole article at a passage.

import {button, element, isolated} from "./dom.js";
import {articleElement, passageElement, placeOf} from "./passage.js";
import {WORDS} from "./settings.js";
import {SpanPicker} from "./span_picker.js";
import {counted, filled, originInWords} from "./wording.js";

const NARROW = matchMedia("(max-width: 900px)");
const FURTHER_SHOWN = 8;

export class Panel {
    // `others` are the elements that a narrow screen hides behind the panel; `past` is told of that.
    constructor(articles, others, past) {
        this.articles = articles;
        this.others = others;
        this.past = past;
        this.uncover = () => this.close();
        this.turn = null;
        this.opener = null;
        this.opening = null;
        this.picker = new SpanPicker();
        this.heading = element("h2", {
            class: "panel-heading", dir: "auto", tabindex: "-1",
        }, WORDS.EVIDENCE);
        this.back = button(WORDS.CLOSE, this.uncover, {class: "quiet close"});
        // Focusable, so that the arrow keys scroll it.
        this.content = element("div", {class: "panel-content", tabindex: "0"});
        this.element = element(
            "aside", {class: "panel", "aria-label": WORDS.EVIDENCE},
            element("div", {class: "panel-bar"}, this.heading, this.back), this.content,
        );
        this.element.addEventListener("keydown", (event) => {
            if (event.key === "Escape") this.close();
        });
        NARROW.addEventListener("change", () => this.hideOthers());
        this.showTurn(null);
    }

    // The passages of an answer, beside the conversation; a narrow screen shows them when asked.
    showTurn(turn) {
        this.turn = turn;
        this.opening = null;
        this.element.classList.remove("article-open");
        this.heading.textContent = WORDS.EVIDENCE;
        this.content.replaceChildren(...this.passagesOf(turn));
    }

    // What has come for a turn meanwhile, unless the reader has opened something else.
    showStage(turn) {
        if (this.turn === turn && !this.element.classList.contains("article-open")) {
            this.showTurn(turn);
        }
    }

    // Over the conversation on a narrow screen; `opener` gets the focus back.
    open(turn, opener) {
        this.showTurn(turn);
        this.cover(opener);
        this.heading.focus();
    }

    // `citation` is marked, `others` (of the same answer) more quietly; both may be none.
    async openArticle(documentId, opener, citation = null, others = []) {
        this.cover(opener);
        this.element.classList.add("article-open");
        this.heading.textContent = WORDS.ARTICLE;
        this.content.replaceChildren(element("p", {class: "quiet-words"}, WORDS.ARTICLE_LOADING));
        this.heading.focus();
        // Closed, or another one opened, before it has come: then it is not wanted any more.
        const opening = Symbol(documentId);
        this.opening = opening;
        try {
            const stored = await this.articles.document(documentId);
            if (this.opening === opening) this.showArticle(stored, citation, others);
        } catch (problem) {
            if (this.opening !== opening) return;
            this.content.replaceChildren(this.unreadable(problem, citation));
        }
    }

    close() {
        const {opener} = this;
        this.opener = null;
        this.picker.cancel();
        this.past.lift(this.uncover);
        this.element.classList.remove("covering");
        this.hideOthers();
        this.showTurn(this.turn);
        (opener?.checkVisibility() ? opener : this.heading).focus();
    }

    cover(opener) {
        // A card goes when its article comes: then what opened the panel gets the focus back.
        if (!this.content.contains(opener)) this.opener = opener;
        if (NARROW.matches && !this.covers) this.past.lay(this.uncover);
        this.element.classList.add("covering");
        this.hideOthers();
    }

    get covers() {
        return this.element.classList.contains("covering");
    }

    // From the keyboard and screen readers, while they are behind the panel: the screen may become
    // narrow or wide while it is open.
    hideOthers() {
        const hidden = NARROW.matches && this.covers;
        const focused = this.others.some((other) => other.contains(document.activeElement));
        for (const other of this.others) other.inert = hidden;
        if (hidden && focused) this.heading.focus();
    }

    showArticle(stored, citation, others) {
        const shown = articleElement(
            stored.text, citation,
            others.filter((other) => other.document_id === stored.document_id),
        );
        const mark = shown.querySelector("mark:not(.other)");
        this.heading.textContent = stored.title;
        this.content.replaceChildren(
            element("p", {class: "origin"}, ...origin(stored)),
            this.picker.bar(stored, shown) ?? "",
            citation && !mark ? changedNotice(citation) : "",
            shown,
        );
        if (mark) mark.scrollIntoView({block: "center"});
        else this.content.scrollTop = 0;
    }

    unreadable(problem, citation) {
        const gone = problem.status === 404 ? WORDS.ARTICLE_GONE : problem.message;
        return element(
            "div", {role: "alert"}, element("p", {class: "notice"}, gone),
            citation ? passageElement(citation.context, citation.context_start, citation) : null,
        );
    }

    passagesOf(turn) {
        if (!turn) return [element("p", {class: "quiet-words"}, WORDS.EVIDENCE_EMPTY)];
        const question = element("p", {class: "panel-question"}, isolated(turn.question));
        const {answer} = turn;
        const passages = answer?.passages ?? turn.passages;
        // Not searched yet: what was found is not known, and nothing is said of it.
        if (!passages) return [question];
        const citations = answer?.citations ?? [];
        const cited = new Set(citations.map((citation) => citation.passage_id));
        const further = passages.filter((passage) => !cited.has(passage.passage_id));
        const cards = citations.map((citation) => this.citedCard(citation, passages, citations));
        const count = (turn.found ?? passages.length) - passages.length + further.length;
        return [
            question, ...cards,
            ...(cards.length ? this.foldedCards(further, count) : this.foundCards(further)),
        ];
    }

    citedCard(citation, passages, citations) {
        const passage = passages.find((entry) => entry.passage_id === citation.passage_id);
        const [text, base] = passage
            ? [passage.text, passage.start]
            : [citation.context, citation.context_start];
        const open = button("", (event) => this.openArticle(
            citation.document_id, event.currentTarget, citation, citations,
        ), {class: "card-title"});
        open.append(element("span", {class: "number"}, String(citation.number)),
            isolated(citation.title));
        return element(
            "section", {class: "card", "aria-label": filled(WORDS.CITATION, citation)},
            element("h3", {}, open), element("p", {class: "origin"}, ...origin(citation)),
            passageElement(text, base, citation),
        );
    }

    foundCards(passages) {
        const [words, cards] = passages.length
            ? [WORDS.FOUND_PASSAGES, this.nearestCards(passages)]
            : [WORDS.NO_PASSAGE, []];
        return [element("p", {class: "quiet-words"}, words), ...cards];
    }

    // `count` were found, of which `passages` are those that are known still.
    foldedCards(passages, count) {
        if (passages.length === 0) return [];
        const title = element("summary", {},
            counted(count, WORDS.FURTHER_PASSAGE, WORDS.FURTHER_PASSAGES));
        const cards = this.nearestCards(passages);
        const some = cards.length < count
            ? element("p", {class: "quiet-words"}, WORDS.FURTHER_NEAREST)
            : null;
        return [element("details", {class: "further"}, title, some, ...cards)];
    }

    nearestCards(passages) {
        return passages.slice(0, FURTHER_SHOWN).map((passage) => this.passageCard(passage));
    }

    passageCard(passage) {
        const title = this.articles.titleOf(passage.document_id);
        const place = placeOf(passage);
        const open = button("", (event) => this.openArticle(
            passage.document_id, event.currentTarget, place,
        ), {class: "card-title"});
        open.append(isolated(title));
        return element(
            "section", {class: "card", "aria-label": title}, element("h3", {}, open),
            passageElement(passage.text, passage.start, null),
        );
    }
}

function origin(entry) {
    const address = webAddress(entry.source);
    const parts = [isolated(originInWords(entry))];
    if (address) {
        parts.push(" · ", element("a", {
            href: address, target: "_blank", rel: "noopener noreferrer nofollow",
        }, WORDS.SOURCE));
    }
    return parts;
}

// Only addresses that a browser may safely open.
function webAddress(source) {
    const parsed = URL.canParse(source) ? new URL(source) : null;
    return parsed && ["http:", "https:"].includes(parsed.protocol) ? parsed.href : null;
}

function changedNotice(citation) {
    return element(
        "div", {class: "notice", role: "status"}, element("p", {}, WORDS.ARTICLE_CHANGED),
        passageElement(citation.context, citation.context_start, citation),
    );
}
