// The stored articles: search, filters, opening, removing, and adding more.

import {addingElement} from "./adding.js";
import {askFirst} from "./confirmation.js";
import {button, element, field, isolated} from "./dom.js";
import {removeDocument} from "./endpoint.js";
import {WORDS} from "./settings.js";
import {counted, filled, originInWords} from "./wording.js";

const MAXIMUM_LISTED = 100;

export class Library {
    // `onfilter` hears of each change of what may be searched; `open(documentId, opener)` shows an
    // article, `reveal()` the whole library.
    constructor(articles, {onfilter, open, reveal}) {
        this.articles = articles;
        this.open = open;
        this.search = element("input", {type: "search", autocomplete: "off"});
        this.outlet = element("select");
        this.after = element("input", {type: "date"});
        this.before = element("input", {type: "date"});
        this.state = element("p", {class: "library-state", role: "status"});
        this.list = element("ul", {class: "documents"});
        this.element = element(
            "div", {class: "library"},
            addingElement(() => this.refresh(), reveal), this.filterPart(), this.state,
            this.list,
        );
        this.search.addEventListener("input", () => this.show());
        for (const input of [this.outlet, this.after, this.before]) {
            input.addEventListener("change", () => {
                this.show();
                onfilter();
            });
        }
        this.onfilter = onfilter;
        articles.addEventListener("change", () => this.show());
    }

    // The filter of a request, or null when every article may answer.
    filters() {
        const chosen = {};
        if (this.outlet.value) chosen.outlets = [this.outlet.value];
        if (this.after.value) chosen.published_after = this.after.value;
        if (this.before.value) chosen.published_before = this.before.value;
        return Object.keys(chosen).length ? chosen : null;
    }

    clearFilters() {
        this.outlet.value = this.after.value = this.before.value = "";
        this.show();
        this.onfilter();
    }

    matching() {
        const filters = this.filters() ?? {};
        return this.articles.summaries.filter((entry) => passes(entry, filters));
    }

    // Behind a title, so that the list has its place; what is chosen stands above the question too.
    filterPart() {
        const title = element("summary", {}, WORDS.FILTERS);
        this.clear = button(WORDS.CLEAR_FILTERS, () => {
            this.clearFilters();
            // The button goes, and the focus with it.
            title.focus();
        }, {class: "quiet"});
        return element(
            "div", {class: "filters"}, field(WORDS.SEARCH_ARTICLES, this.search),
            element("details", {class: "folded"}, title, element("div", {class: "filters"},
                field(WORDS.OUTLET, this.outlet), field(WORDS.FROM, this.after),
                field(WORDS.UNTIL, this.before),
                element("p", {class: "quiet-words"}, WORDS.FILTERS_HINT))),
            this.clear,
        );
    }

    show() {
        this.showOutlets();
        const sought = this.search.value.trim().toLocaleLowerCase();
        const found = latestFirst(this.matching().filter(
            ({title, outlet}) => [title, outlet ?? ""].some(
                (words) => words.toLocaleLowerCase().includes(sought),
            ),
        ));
        this.clear.hidden = this.filters() === null;
        this.state.textContent = filled(WORDS.LIBRARY_STATE, {
            found: found.length.toLocaleString(WORDS.LOCALE),
            stored: counted(this.articles.summaries.length, WORDS.ARTICLE_COUNT,
                WORDS.ARTICLES_COUNT),
            version: this.articles.version,
        });
        const left = found.length - MAXIMUM_LISTED;
        this.list.replaceChildren(
            ...found.slice(0, MAXIMUM_LISTED).map((entry) => this.row(entry)),
            left > 0 ? element("li", {}, filled(WORDS.ARTICLES_MORE, {
                count: left.toLocaleString(WORDS.LOCALE),
            })) : "",
            this.articles.summaries.length === 0 ? element("li", {}, WORDS.ARTICLES_EMPTY) : "",
        );
    }

    showOutlets() {
        const chosen = this.outlet.value;
        const outlets = this.articles.outlets();
        this.outlet.replaceChildren(
            element("option", {value: ""}, WORDS.EVERY_OUTLET),
            ...outlets.map((outlet) => element("option", {value: outlet}, outlet)),
        );
        this.outlet.value = outlets.includes(chosen) ? chosen : "";
    }

    row(entry) {
        const open = button("", (event) => this.open(entry.document_id, event.currentTarget), {
            class: "document-title",
        });
        open.append(isolated(entry.title));
        const words = {sure: WORDS.REMOVE_SURE, yes: WORDS.REMOVE_YES};
        const remove = button(WORDS.REMOVE, () => askFirst(
            row, remove, words, (told) => this.remove(entry, told),
        ), {
            class: "quiet", "aria-label": filled(WORDS.REMOVE_LABEL, {title: entry.title}),
        });
        const row = element("li", {class: "document"}, open,
            element("div", {class: "document-line"},
                element("span", {class: "origin"}, originInWords(entry)), remove));
        return row;
    }

    async remove(entry, told) {
        try {
            await removeDocument(entry.document_id);
        } catch (problem) {
            // Removed by somebody else: then it is as wished.
            if (problem.status !== 404) {
                told.textContent = problem.message;
                return;
            }
        }
        this.articles.drop(entry.document_id);
        this.search.focus();
        await this.refresh();
    }

    // After a change that is done: that the list cannot be read again takes nothing from it.
    async refresh() {
        try {
            await this.articles.refresh();
        } catch (problem) {
            this.state.textContent = filled(WORDS.LIBRARY_STALE, {problem: problem.message});
        }
    }
}

// Like the server's filter: an article without a date is in no period.
function passes(entry, filters) {
    const day = entry.published_at;
    return (!filters.outlets || filters.outlets.includes(entry.outlet))
        && (!filters.published_after || (day !== null && day >= filters.published_after))
        && (!filters.published_before || (day !== null && day <= filters.published_before));
}

function latestFirst(entries) {
    return entries.toSorted((a, b) => (b.published_at ?? "").localeCompare(a.published_at ?? "")
        || a.title.localeCompare(b.title));
}
