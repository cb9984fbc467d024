// Conversations, kept in this browser only. Each is {id, title, turns}; a turn is
// {id, question, asked, answer, found, problem, verdict}, where `asked` is the request's body and
// `found` how many passages were found for it. `at` is when a conversation went on last.

import {SETTINGS} from "./settings.js";
import {VisitStorage} from "./visit_storage.js";

const KEY = "article-qa.conversations";
// Storage is a few megabytes for a whole site, so the oldest conversation goes first.
const KEPT_CONVERSATIONS = 50;
const KEPT_PASSAGES = 3;

export class Memory {
    constructor(storage) {
        this.storage = storage;
        this.full = false;
        this.conversations = [];
        // The ids of turns: of those that storage held when it was looked at last, and of those
        // that were forgotten here.
        this.stored = new Set();
        this.removed = new Set();
        this.current = newConversation();
        this.refresh();
    }

    // Whether what is asked is still there after the visit.
    get keeps() {
        return !this.full && !(this.storage instanceof VisitStorage);
    }

    // Older conversations first come last; one without a question is not listed.
    listed() {
        return this.conversations;
    }

    turnsOf(id) {
        return this.conversations.find((conversation) => conversation.id === id)?.turns ?? [];
    }

    open(id) {
        this.refresh();
        const found = this.conversations.find((conversation) => conversation.id === id);
        this.current = found ?? newConversation();
    }

    start() {
        this.current = newConversation();
    }

    add(turn) {
        const {current} = this;
        turn.id ??= newId();
        current.turns.push(turn);
        current.at = Date.now();
        this.conversations = [current, ...this.conversations.filter(({id}) => id !== current.id)];
        this.save();
    }

    // A question that was stopped leaves nothing behind.
    drop(turn, conversation) {
        this.removed.add(turn.id);
        conversation.turns = conversation.turns.filter((entry) => entry !== turn);
        this.refresh();
    }

    remove(id) {
        this.refresh();
        for (const turn of this.turnsOf(id)) this.removed.add(turn.id);
        if (this.current.id === id) this.start();
        this.save();
    }

    // What other tabs of this page have stored meanwhile comes to what this one has. What storage
    // held and holds no more was forgotten in one of them, and so it is here.
    refresh() {
        const stored = new Map(readConversations(this.storage).map((entry) => [entry.id, entry]));
        const own = new Set(this.conversations.map(({id}) => id));
        const others = [...stored.values()].filter(({id}) => !own.has(id));
        const joined = [...this.conversations, ...others];
        for (const entry of joined) this.join(entry, stored.get(entry.id)?.turns ?? []);
        this.stored = turnIds([...stored.values()]);
        this.conversations = joined.filter(({turns}) => turns.length)
            .sort((one, other) => (other.at ?? 0) - (one.at ?? 0)).slice(0, KEPT_CONVERSATIONS);
    }

    // In place, since the page holds on to the conversation and to the turns that it shows.
    join(conversation, storedTurns) {
        const own = new Map(conversation.turns.map((turn) => [turn.id, turn]));
        const there = new Set(storedTurns.map((turn) => turn.id));
        const begun = conversation.turns.filter(({id}) => !there.has(id) && !this.stored.has(id));
        const kept = storedTurns.map((turn) => withVerdict(own.get(turn.id), turn));
        conversation.turns = [...kept, ...begun].filter(({id}) => !this.removed.has(id));
        conversation.title = conversation.turns[0]?.question ?? "";
    }

    // The exchanges that a follow-up question is understood with, oldest first.
    history() {
        return this.current.turns.filter((turn) => turn.answer)
            .map((turn) => ({question: turn.question, answer: turn.answer.answer}))
            .slice(-SETTINGS.MAXIMUM_HISTORY);
    }

    save() {
        this.refresh();
        const all = this.conversations.map(lightened).filter(({turns}) => turns.length);
        for (let count = all.length; count >= 0; count -= 1) {
            const kept = all.slice(0, count);
            try {
                this.storage.setItem(KEY, JSON.stringify(kept));
                this.stored = turnIds(kept);
                this.full = count === 0 && all.length > 0;
                return;
            } catch {
                // Full, or switched off: then the page goes on without remembering.
            }
        }
        this.full = true;
    }
}

// The turn as this tab has it, if it does; what was said of it may have been said in another.
function withVerdict(own, stored) {
    if (!own) return stored;
    own.verdict ??= stored.verdict;
    return own;
}

function turnIds(conversations) {
    return new Set(conversations.flatMap(({turns}) => turns.map((turn) => turn.id)));
}

// Another tab, or an older version of this page, may have written what is read here.
function readConversations(storage) {
    try {
        const stored = JSON.parse(storage.getItem(KEY) ?? "[]");
        return stored.filter((entry) => entry.id && entry.title && Array.isArray(entry.turns))
            .map((entry) => ({...entry, turns: entry.turns.filter((turn) => turn?.id)}));
    } catch {
        return [];
    }
}

function newConversation() {
    return {id: newId(), title: "", turns: []};
}

function newId() {
    return crypto.randomUUID?.() ?? String(Date.now());
}

function lightened(conversation) {
    const turns = conversation.turns.filter((turn) => turn.answer || turn.problem)
        .map((turn) => (turn.answer ? {...turn, answer: withFewerPassages(turn.answer)} : turn));
    return {...conversation, turns};
}

// Those that are cited, and the nearest: what the evidence panel shows.
function withFewerPassages(answer) {
    const cited = new Set(answer.citations.map((citation) => citation.passage_id));
    const passages = answer.passages.filter(
        (passage, rank) => rank < KEPT_PASSAGES || cited.has(passage.passage_id),
    );
    return {...answer, passages};
}
