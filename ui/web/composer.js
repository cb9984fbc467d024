// The box that questions are written in.

import {button, element} from "./dom.js";
import {WORDS} from "./settings.js";
import {counted, filled} from "./wording.js";

export class Composer {
    // `ask(words)` is called with what was written; `clear()` drops the filters.
    constructor({ask, clear}) {
        this.input = element("textarea", {
            id: "question", rows: "1", dir: "auto", placeholder: WORDS.QUESTION_PLACEHOLDER,
        });
        this.send = element("button", {type: "submit", class: "primary"}, WORDS.SEND);
        this.notice = element("p", {class: "notice", role: "alert", hidden: true});
        this.scope = element("p", {class: "scope", hidden: true});
        this.clear = clear;
        this.element = element(
            "form", {class: "composer"}, this.notice, this.scope,
            element("label", {for: "question", class: "visually-hidden"}, WORDS.QUESTION_LABEL),
            element("div", {class: "box"}, this.input, this.send),
        );
        this.element.addEventListener("submit", (event) => {
            event.preventDefault();
            ask(this.input.value);
        });
        this.input.addEventListener("keydown", (event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            this.element.requestSubmit();
        });
        this.input.addEventListener("input", () => {
            this.tell("");
            this.fit();
        });
    }

    write(words) {
        this.input.value = words;
        this.fit();
        this.input.focus();
    }

    empty() {
        this.input.value = "";
        this.tell("");
        this.fit();
    }

    // Until the next question is written or asked, or one is done with.
    tell(words) {
        this.notice.textContent = words;
        this.notice.hidden = words === "";
    }

    // Which articles are asked, said where the question is written.
    showScope(filters, matching, stored) {
        this.scope.hidden = filters === null;
        if (filters === null) return;
        const told = filled(WORDS.SCOPE, {
            matching: matching.toLocaleString(WORDS.LOCALE),
            stored: counted(stored, WORDS.ARTICLE_COUNT, WORDS.ARTICLES_COUNT),
        });
        this.scope.replaceChildren(`${told} `, button(WORDS.CLEAR_FILTERS, (event) => {
            this.clear();
            // The button went, and with it the focus of a keyboard. A tap needs no box.
            if (event.detail === 0) this.input.focus();
        }, {class: "quiet"}));
    }

    fit() {
        this.input.style.height = "auto";
        this.input.style.height = `${this.input.scrollHeight}px`;
    }
}
