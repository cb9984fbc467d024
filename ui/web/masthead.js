// The head of the page: the menu of narrow screens, what is stored, export and appearance.

import {appearanceButton} from "./appearance.js";
import {button, element} from "./dom.js";
import {WORDS} from "./settings.js";
import {counted, filled} from "./wording.js";

export class Masthead {
    // `menu()`, `articles()` and `download()` do what their buttons say.
    constructor(storage, {menu, articles, download}) {
        this.menu = button(WORDS.MENU, menu, {class: "menu", "aria-expanded": "false"});
        this.stored = button("", articles, {class: "quiet stored", hidden: true});
        this.exporter = button(WORDS.EXPORT, download, {class: "quiet"});
        this.element = element(
            "header", {class: "masthead"}, this.menu, element("h1", {}, WORDS.PAGE_TITLE),
            element("div", {class: "actions"}, this.stored, this.exporter,
                appearanceButton(storage)),
        );
    }

    get menuOpen() {
        return this.menu.getAttribute("aria-expanded") === "true";
    }

    showMenu(open) {
        this.menu.setAttribute("aria-expanded", String(open));
    }

    showStored({summaries, version}) {
        this.stored.hidden = false;
        this.stored.textContent = filled(WORDS.STORED, {
            articles: counted(summaries.length, WORDS.ARTICLE_COUNT, WORDS.ARTICLES_COUNT), version,
        });
    }
}
