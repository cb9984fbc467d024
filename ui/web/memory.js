// Conversations, kept in this browser only. Each is {id, title, turns}; a turn is
// {id, question, asked, answer, problem, verdict}, where `asked` is the request's body.

import {SETTINGS} from "./settings.js";

const KEY = "article-qa.conversations";
// Storage is a few megabytes for a whole site, so the oldest conversation goes first.
const KEPT_CONVERSATIONS = 50;
const KEPT_PASSAGES = 3;

export class Memory {
    constructor(storage) {
        this.storage = storage;
        this.conversations = readConversations(storage);
        this.current = newConversation();
        this.removed = new Set();
    }

    // Older conversations first come last; one without a question is not listed.
    listed() {
        return this.conversations;
    }

    open(id) {
        const found = this.conversations.find((conversation) => conversation.id === id);
        this.current = found ?? newConversation();
    }

    start() {
        this.current = newConversation();
    }

    add(turn) {
        const {current} = this;
        current.turns.push(turn);
        current.title ||= turn.question;
        this.conversations = [
            current, ...this.conversations.filter(({id}) => id !== current.id),
        ].slice(0, KEPT_CONVERSATIONS);
        this.save();
    }

    // A question that was stopped leaves nothing behind.
    drop(turn, conversation) {
        conversation.turns.splice(conversation.turns.indexOf(turn), 1);
        if (conversation.turns.length) return;
        conversation.title = "";
        this.removed.add(conversation.id);
        this.conversations = this.conversations.filter(({id}) => id !== conversation.id);
    }

    remove(id) {
        this.removed.add(id);
        this.conversations = this.conversations.filter((conversation) => conversation.id !== id);
        if (this.current.id === id) this.start();
        this.save();
    }

    // What other tabs of this page have stored meanwhile stays beside what this one has.
    withOthers() {
        const stored = new Map(readConversations(this.storage).map((entry) => [entry.id, entry]));
        const own = this.conversations.map((entry) => (
            entry === this.current ? entry : longer(entry, stored.get(entry.id))
        ));
        for (const id of [...this.removed, ...own.map((entry) => entry.id)]) stored.delete(id);
        return [...own, ...stored.values()].slice(0, KEPT_CONVERSATIONS);
    }

    // The exchanges that a follow-up question is understood with, oldest first.
    history() {
        return this.current.turns.filter((turn) => turn.answer)
            .map((turn) => ({question: turn.question, answer: turn.answer.answer}))
            .slice(-SETTINGS.MAXIMUM_HISTORY);
    }

    save() {
        this.conversations = this.withOthers();
        let kept = this.conversations.map(lightened);
        for (;;) {
            try {
                this.storage.setItem(KEY, JSON.stringify(kept));
                return;
            } catch {
                // Full, or switched off: then the page goes on without remembering.
                if (kept.length === 0) return;
                kept = kept.slice(0, -1);
            }
        }
    }
}

// A conversation as it is stored, where it went on in another tab since this one read it.
function longer(own, stored) {
    return stored && stored.turns.length > own.turns.length ? stored : own;
}

// Another tab, or an older version of this page, may have written what is read here.
function readConversations(storage) {
    try {
        const stored = JSON.parse(storage.getItem(KEY) ?? "[]");
        return stored.filter((entry) => entry.id && entry.title && Array.isArray(entry.turns));
    } catch {
        return [];
    }
}

function newConversation() {
    return {id: crypto.randomUUID?.() ?? String(Date.now()), title: "", turns: []};
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
