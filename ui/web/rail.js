// The side of the page: conversations and articles, one of them shown at a time.

import {askFirst} from "./confirmation.js";
import {button, element, isolated} from "./dom.js";
import {WORDS} from "./settings.js";
import {filled} from "./wording.js";

export class Rail {
    // `open(id)`, `remove(id)` and `start()` do what is said of conversations.
    constructor(memory, library, actions) {
        this.memory = memory;
        this.actions = actions;
        this.list = element("ul", {class: "conversations"});
        this.listed = "";
        this.hint = element("p", {class: "quiet-words"});
        const talks = element("div", {},
            button(WORDS.NEW_CONVERSATION, () => actions.start(), {class: "new"}), this.list,
            this.hint);
        this.tabs = tabList([
            [WORDS.CONVERSATIONS, talks], [WORDS.ARTICLES, library.element],
        ]);
        this.element = element(
            "nav", {class: "rail", "aria-label": WORDS.RAIL}, this.tabs.bar, ...this.tabs.pages,
        );
        this.element.addEventListener("keydown", (event) => {
            if (event.key === "Escape") actions.hide();
        });
        this.show();
    }

    showArticles() {
        this.tabs.select(1);
    }

    // A list that says the same already stays: the focus, or a question, may be in one of its rows.
    show() {
        this.hint.textContent = this.memory.keeps ? WORDS.HISTORY_HINT : WORDS.HISTORY_UNKEPT;
        const conversations = this.memory.listed();
        const told = conversations.map(({id, title}) => [id, title]);
        const listed = JSON.stringify([this.memory.current.id, ...told]);
        if (listed === this.listed) return;
        this.listed = listed;
        this.list.replaceChildren(...conversations.map((entry) => this.row(entry)));
    }

    row({id, title}) {
        const open = button("", () => this.actions.open(id), {
            class: "conversation", title,
            "aria-current": id === this.memory.current.id ? "true" : null,
        });
        open.append(isolated(title));
        const words = {sure: WORDS.FORGET_SURE, yes: WORDS.FORGET_YES};
        const forget = button("×", () => askFirst(
            row, forget, words, () => this.actions.remove(id),
        ), {class: "quiet icon", "aria-label": filled(WORDS.FORGET_LABEL, {title})});
        const row = element("li", {}, open, forget);
        return row;
    }
}

// Tabs as the ARIA Authoring Practices describe them: arrow keys go between them.
function tabList(entries) {
    const pages = entries.map(([, content], place) => element(
        "div", {role: "tabpanel", id: `rail-page-${place}`, "aria-labelledby": `rail-tab-${place}`},
        content,
    ));
    const tabs = entries.map(([name], place) => button(name, () => select(place), {
        role: "tab", id: `rail-tab-${place}`, "aria-controls": `rail-page-${place}`,
    }));
    const bar = element("div", {role: "tablist", class: "tabs", "aria-label": WORDS.RAIL}, ...tabs);
    bar.addEventListener("keydown", (event) => {
        const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
        if (!step) return;
        const next = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
        select(next);
        tabs[next].focus();
    });

    function select(chosen) {
        tabs.forEach((tab, place) => {
            tab.setAttribute("aria-selected", String(place === chosen));
            tab.tabIndex = place === chosen ? 0 : -1;
            pages[place].hidden = place !== chosen;
        });
    }
    select(0);
    return {bar, pages, select};
}
