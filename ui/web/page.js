// The page: what each part asks for is done here.

import {Articles} from "./articles.js";
import {runTurn} from "./asking.js";
import {BrowserHistory} from "./browser_history.js";
import {Composer} from "./composer.js";
import {element} from "./dom.js";
import {sendFeedback, suggestions} from "./endpoint.js";
import {download} from "./export.js";
import {Library} from "./library.js";
import {linkedQuestion} from "./link.js";
import {Masthead} from "./masthead.js";
import {Memory} from "./memory.js";
import {Panel} from "./panel.js";
import {Rail} from "./rail.js";
import {WORDS} from "./settings.js";
import {Turns} from "./turns.js";
import {welcomeElement} from "./welcome.js";

export class Page {
    constructor(storage) {
        // What stops each turn that is being answered, by its id.
        this.running = new Map();
        this.suggesting = null;
        this.past = new BrowserHistory();
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
        this.hideRail = () => this.showRail(false);
        this.rail = new Rail(this.memory, this.library, {
            open: (id) => this.openConversation(id), remove: (id) => this.forget(id),
            start: () => this.startConversation(), hide: this.hideRail,
        });
        this.turns = new Turns(this, this.composer.input);
        this.told = element("p", {class: "visually-hidden", role: "status"});
        this.talk = element("section", {class: "talk", "aria-label": WORDS.CONVERSATION},
            this.turns.element, this.composer.element, this.told);
        this.masthead = new Masthead(storage, {
            menu: () => this.showRail(), articles: () => this.showArticles(),
            download: () => download(this.memory.current),
        });
        this.panel = new Panel(
            this.articles, [this.masthead.element, this.talk, this.rail.element], this.past,
        );
        this.articles.addEventListener("change", () => this.showState());
        this.element = element("div", {class: "desk"}, this.masthead.element, this.rail.element,
            this.talk, this.panel.element, element("div", {class: "scrim", onclick: this.hideRail}));
    }

    async start() {
        if (this.past.conversation) this.memory.open(this.past.conversation);
        this.show();
        // At once: later it might be taken from what the reader went to meanwhile.
        this.composer.input.focus();
        addEventListener("hashchange", () => this.askLinked());
        // Another tab has changed what is kept.
        addEventListener("storage", () => {
            this.memory.refresh();
            this.rail.show();
        });
        try {
            await this.articles.refresh();
        } catch (problem) {
            // A linked question is asked all the same: its answer tells whether the server answers.
            this.composer.tell(problem.message);
        }
        this.askLinked();
    }

    // Whether it can be asked now; why not is told.
    takes(words) {
        const {turns} = this.memory.current;
        let refusal = "";
        if (words.trim() === "") refusal = WORDS.NOTICE_EMPTY;
        else if (turns.some(({id}) => this.running.has(id))) refusal = WORDS.NOTICE_RUNNING;
        this.composer.tell(refusal);
        return refusal === "";
    }

    // `asked` are further fields of the request; without a history it is the conversation's.
    async ask(words, asked = {}) {
        if (!this.takes(words)) return;
        const question = words.trim();
        const filters = asked.filters === undefined ? this.library.filters() : asked.filters;
        const {madeWith, ...fields} = asked;
        const turn = {id: Date.now(), question, asked: {...fields, filters}, madeWith};
        if (question === this.composer.input.value.trim()) this.composer.empty();
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
        this.running.set(turn.id, running);
        this.tell(WORDS.STAGE_SEARCHING);
        await runTurn(turn, body, running.signal, (event) => this.heard(turn, event));
        this.running.delete(turn.id);
        this.ended(turn, conversation);
        this.memory.save();
        this.rail.show();
        if (turn.answer) await this.followUp(turn, body, conversation);
    }

    ended(turn, conversation) {
        if (turn.stopped) this.memory.drop(turn, conversation);
        if (conversation !== this.memory.current) return;
        this.composer.tell("");
        if (turn.stopped) {
            this.show();
            if (this.composer.input.value.trim() === "") this.composer.write(turn.question);
        } else if (turn.problem) {
            // It is an alert of its own.
            this.tell("");
            this.turns.showAgain(turn);
        }
    }

    // What failed makes room for what comes of it now.
    askAgain(turn) {
        if (!this.takes(turn.question)) return;
        this.memory.drop(turn, this.memory.current);
        this.turns.remove(turn);
        this.ask(turn.question, {...turn.asked, madeWith: turn.madeWith});
    }

    heard(turn, event) {
        // Another conversation may be open meanwhile.
        if (!this.memory.current.turns.includes(turn)) return;
        this.panel.showStage(turn);
        const shown = this.turns.showAgain(turn);
        if (event === "waiting") this.tell(WORDS.STAGE_BUSY);
        if (event !== "answer") return;
        this.tell(turn.answer.text);
        shown?.scrollIntoView({block: "start"});
    }

    stop(turn) {
        this.running.get(turn.id)?.abort();
        this.tell("");
    }

    // What needs the answer and must not hold it up.
    async followUp(turn, body, {turns}) {
        this.suggesting = new AbortController();
        try {
            await this.articles.noticeVersion(turn.answer.index_version);
            const found = await suggestions(body, this.suggesting.signal);
            // What was asked or suggested before stands above already.
            const known = turns.flatMap(({question, suggested}) => [question, ...suggested ?? []]);
            turn.suggested = found.filter((question) => !known.includes(question));
        } catch {
            // The answer stands without them.
            return;
        }
        this.turns.addSuggestions(turn);
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
        else this.showArticles();
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

    // `copying` ends with what to tell of it.
    async copy(copying) {
        this.composer.tell(await copying);
    }

    askLinked() {
        const linked = linkedQuestion();
        if (!linked) return;
        history.replaceState(history.state, "", location.pathname + location.search);
        this.startConversation();
        this.ask(linked.question, {...linked.asked, madeWith: linked.version});
    }

    startConversation() {
        this.memory.start();
        this.show();
        this.showRail(false);
        this.composer.input.focus();
    }

    openConversation(id) {
        this.memory.open(id);
        this.show();
        this.showRail(false);
        this.turns.rest();
    }

    forget(id) {
        for (const turn of this.memory.turnsOf(id)) this.stop(turn);
        this.memory.remove(id);
        this.show();
        this.rail.element.querySelector("button.new").focus();
    }

    show() {
        const {id, turns} = this.memory.current;
        this.past.noteConversation(id);
        // The form that it is for goes with the turns.
        this.cancelPick();
        this.turns.show(turns);
        this.rail.show();
        this.masthead.exporter.hidden = turns.length === 0;
        const told = turns.findLast((turn) => turn.answer || this.running.has(turn.id));
        this.panel.showTurn(told ?? null);
    }

    showNewTurn(turn) {
        // There was the welcome, or what another tab has forgotten.
        if (this.memory.current.turns.length === 1) this.turns.element.replaceChildren();
        this.turns.add(turn);
        this.panel.showTurn(turn);
        this.masthead.exporter.hidden = false;
        this.rail.show();
    }

    welcome() {
        return welcomeElement(this.articles, {
            ask: (example) => this.ask(example), add: () => this.showArticles(),
        });
    }

    showArticles() {
        this.rail.showArticles();
        this.showRail(true);
    }

    showState() {
        this.masthead.showStored(this.articles);
        this.showScope();
        this.turns.showWelcome();
    }

    showScope() {
        const matching = this.library.matching().length;
        this.composer.showScope(this.library.filters(), matching, this.articles.summaries.length);
    }

    showRail(open = !this.masthead.menuOpen) {
        const was = this.masthead.menuOpen;
        this.masthead.showMenu(open);
        this.element.classList.toggle("rail-open", open);
        if (open) {
            // It lies over the page only where the menu is needed.
            if (!was && this.masthead.menu.checkVisibility()) this.past.lay(this.hideRail);
            this.rail.element.querySelector("[role=tab][tabindex='0']").focus();
        } else if (was) {
            this.past.lift(this.hideRail);
            this.masthead.menu.focus();
        }
    }

    // Read out by screen readers, wherever the focus is; once where the same is told again.
    tell(words) {
        if (this.told.textContent !== words) this.told.textContent = words;
    }
}
