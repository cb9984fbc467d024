// The page: what each part asks for is done here.

import {suggestionsOf, turnElement} from "./answer.js";
import {Articles} from "./articles.js";
import {runTurn} from "./asking.js";
import {Composer} from "./composer.js";
import {element} from "./dom.js";
import {sendFeedback, suggestions} from "./endpoint.js";
import {download} from "./export.js";
import {Library} from "./library.js";
import {linkedQuestion, linkTo} from "./link.js";
import {Masthead} from "./masthead.js";
import {Memory} from "./memory.js";
import {Panel} from "./panel.js";
import {Rail} from "./rail.js";
import {WORDS} from "./settings.js";
import {welcomeElement} from "./welcome.js";

export class Page {
    constructor(storage) {
        this.running = null;
        this.suggesting = null;
        this.memory = new Memory(storage);
        this.articles = new Articles();
        this.library = new Library(this.articles, {
            onfilter: () => this.showScope(),
            open: (documentId, opener) => this.panel.openArticle(documentId, opener),
            reveal: () => this.showArticles(),
        });
        this.composer = new Composer({
            ask: (words) => this.ask(words), clear: () => this.library.clearFilters(),
        });
        this.rail = new Rail(this.memory, this.library, {
            open: (id) => this.openConversation(id), remove: (id) => this.forget(id),
            start: () => this.startConversation(), hide: () => this.showRail(false),
        });
        this.turns = element("div", {class: "turns"});
        this.told = element("p", {class: "visually-hidden", role: "status"});
        this.talk = element("section", {class: "talk", "aria-label": WORDS.CONVERSATION},
            this.turns, this.composer.element, this.told);
        this.masthead = new Masthead(storage, {
            menu: () => this.showRail(), articles: () => this.showArticles(),
            download: () => download(this.memory.current),
        });
        this.panel = new Panel(
            this.articles, [this.masthead.element, this.talk, this.rail.element],
        );
        this.articles.addEventListener("change", () => this.showState());
        this.element = element("div", {class: "desk"}, this.masthead.element, this.rail.element,
            this.talk, this.panel.element);
    }

    async start() {
        this.show();
        addEventListener("hashchange", () => this.askLinked());
        try {
            await this.articles.refresh();
        } catch (problem) {
            // A linked question is asked all the same: its answer tells whether the server answers.
            this.composer.tell(problem.message);
        }
        if (!this.askLinked()) this.composer.input.focus();
    }

    // `asked` are further fields of the request; without a history it is the conversation's.
    async ask(words, asked = {}) {
        const question = words.trim();
        if (question === "" || this.running) {
            this.composer.tell(question === "" ? WORDS.NOTICE_EMPTY : WORDS.NOTICE_RUNNING);
            return;
        }
        const filters = asked.filters === undefined ? this.library.filters() : asked.filters;
        const {madeWith, ...fields} = asked;
        const turn = {id: Date.now(), question, asked: {...fields, filters}, madeWith};
        if (question === this.composer.input.value.trim()) this.composer.empty();
        this.composer.tell("");
        this.cancelPick();
        const conversation = this.memory.current;
        this.memory.add(turn);
        this.showNewTurn(turn);
        // After it was added, so that nothing is told of what another tab has forgotten.
        const history = asked.history ?? this.memory.history();
        const body = {...fields, question, history, filters};
        // The server has better to do now.
        this.suggesting?.abort();
        const running = new AbortController();
        this.running = running;
        this.tell(WORDS.STAGE_SEARCHING);
        await runTurn(turn, body, running.signal, (event) => this.heard(turn, event));
        if (this.running === running) this.running = null;
        this.composer.tell("");
        if (turn.stopped) {
            this.memory.drop(turn, conversation);
            if (conversation === this.memory.current) {
                this.show();
                this.composer.write(question);
            }
        } else if (turn.problem) {
            this.tell(turn.problem);
            this.showAgain(turn);
        }
        this.memory.save();
        this.rail.show();
        if (turn.answer) await this.followUp(turn, body);
    }

    heard(turn, event) {
        this.panel.showTurn(turn);
        const shown = this.showAgain(turn);
        if (event === "waiting") this.tell(WORDS.STAGE_BUSY);
        if (event !== "answer") return;
        this.tell(turn.answer.text);
        shown?.scrollIntoView({block: "start"});
    }

    stop() {
        this.running?.abort();
        this.running = null;
    }

    // What needs the answer and must not hold it up.
    async followUp(turn, body) {
        this.suggesting = new AbortController();
        try {
            await this.articles.noticeVersion(turn.answer.index_version);
            turn.suggested = await suggestions(body, this.suggesting.signal);
        } catch {
            // The answer stands without them.
            return;
        }
        // Beside what stands there: a form may be open in it, or a button wait for the focus.
        this.turns.querySelector(`[data-turn="${turn.id}"] footer`)?.append(
            ...suggestionsOf(turn, this),
        );
        this.memory.save();
    }

    openCitation(turn, number, opener) {
        const {citations} = turn.answer;
        const citation = citations.find((entry) => entry.number === number);
        this.panel.showTurn(turn);
        return this.panel.openArticle(citation.document_id, opener, citation, citations);
    }

    openPassage(place, opener) {
        return this.panel.openArticle(place.document_id, opener, place);
    }

    showEvidence(turn, opener) {
        this.panel.open(turn, opener);
    }

    titleOf(documentId) {
        return this.articles.titleOf(documentId);
    }

    reword(question) {
        this.composer.write(question);
    }

    pickSpan(citation, opener, done) {
        this.panel.picker.start((span) => {
            this.panel.close();
            done(span);
        });
        if (citation) this.panel.openArticle(citation.document_id, opener, citation);
        else this.showRail(true);
    }

    cancelPick() {
        this.panel.picker.cancel();
    }

    // Null once it is stored, else what is wrong.
    async sendFeedback(turn, body) {
        try {
            await sendFeedback(body);
        } catch (problem) {
            return problem.message;
        }
        turn.verdict = {verdict: body.verdict, quote: body.right_span?.quote ?? null};
        this.memory.save();
        return null;
    }

    async copyLink(turn) {
        const link = linkTo(turn);
        try {
            await navigator.clipboard.writeText(link);
            this.composer.tell(WORDS.LINK_COPIED);
        } catch {
            // Browsers refuse it on pages without TLS.
            history.replaceState(null, "", link);
            this.composer.tell(WORDS.LINK_IN_ADDRESS);
        }
    }

    askLinked() {
        const linked = linkedQuestion();
        if (!linked) return false;
        history.replaceState(null, "", location.pathname + location.search);
        this.startConversation();
        this.ask(linked.question, {...linked.asked, madeWith: linked.version});
        return true;
    }

    startConversation() {
        this.stop();
        this.memory.start();
        this.show();
        this.showRail(false);
        this.composer.input.focus();
    }

    openConversation(id) {
        this.stop();
        this.memory.open(id);
        this.show();
        this.showRail(false);
        this.composer.input.focus();
    }

    forget(id) {
        if (id === this.memory.current.id) this.stop();
        this.memory.remove(id);
        this.show();
        this.rail.element.querySelector("button.new").focus();
    }

    show() {
        const {turns} = this.memory.current;
        // The form that it is for goes with the turns.
        this.cancelPick();
        this.turns.replaceChildren(...(turns.length
            ? turns.map((turn) => turnElement(turn, this))
            : [this.welcome()]));
        this.rail.show();
        this.masthead.exporter.hidden = turns.length === 0;
        this.panel.showTurn(turns.findLast((turn) => turn.answer) ?? null);
        this.turns.lastElementChild.scrollIntoView({block: "nearest"});
    }

    showNewTurn(turn) {
        if (this.memory.current.turns.length === 1) this.turns.replaceChildren();
        const made = turnElement(turn, this);
        this.turns.append(made);
        made.scrollIntoView({block: "start"});
        this.masthead.exporter.hidden = false;
        this.rail.show();
    }

    showAgain(turn) {
        const shown = this.turns.querySelector(`[data-turn="${turn.id}"]`);
        if (!shown) return null;
        const focused = shown.contains(document.activeElement);
        const made = turnElement(turn, this);
        shown.replaceWith(made);
        if (focused) (made.querySelector("button.stop") ?? this.composer.input).focus();
        return made;
    }

    welcome() {
        return welcomeElement(this.articles, {
            ask: (example, event) => this.askExample(example, event),
            add: () => this.showArticles(),
        });
    }

    // The focus of the keyboard would go with the example. A tap gives the box none: it would bring
    // up the keyboard of a phone.
    askExample(example, event) {
        this.ask(example);
        if (event.detail === 0) this.composer.input.focus();
    }

    showArticles() {
        this.rail.showArticles();
        this.showRail(true);
    }

    showState() {
        this.masthead.showStored(this.articles);
        this.showScope();
        this.turns.querySelector(".welcome")?.replaceWith(this.welcome());
    }

    showScope() {
        const matching = this.library.matching().length;
        this.composer.showScope(this.library.filters(), matching, this.articles.summaries.length);
    }

    showRail(open = !this.masthead.menuOpen) {
        const was = this.masthead.menuOpen;
        this.masthead.showMenu(open);
        this.element.classList.toggle("rail-open", open);
        if (open) this.rail.element.querySelector("[role=tab][tabindex='0']").focus();
        else if (was) this.masthead.menu.focus();
    }

    // Read out by screen readers, wherever the focus is; once where the same is told again.
    tell(words) {
        if (this.told.textContent !== words) this.told.textContent = words;
    }
}
