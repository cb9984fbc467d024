// What the browser's history knows of the page: which conversation is open, so that a reload opens
// it again, and what lies over it, so that going back takes that away instead of leaving the page.

export class BrowserHistory {
    constructor() {
        // What lies over the page, the uppermost last: {remove, depth}.
        this.layers = [];
        this.conversation = history.state?.conversation ?? null;
        addEventListener("popstate", () => this.arrived());
    }

    noteConversation(id) {
        this.conversation = id;
        history.replaceState({...history.state, conversation: id}, "");
    }

    // Going back calls `remove`.
    lay(remove) {
        const depth = (history.state?.depth ?? 0) + 1;
        this.layers.push({remove, depth});
        history.pushState({conversation: this.conversation, depth}, "");
    }

    // What `remove` takes away is gone by other means: then its entry goes as well.
    lift(remove) {
        const place = this.layers.findIndex((layer) => layer.remove === remove);
        if (place < 0) return;
        this.layers.splice(place, 1);
        history.back();
    }

    arrived() {
        const depth = history.state?.depth ?? 0;
        const above = this.layers.filter((layer) => layer.depth > depth);
        this.layers = this.layers.filter((layer) => layer.depth <= depth);
        for (const {remove} of above.toReversed()) remove();
        // The entry may be of the time before another conversation was opened.
        this.noteConversation(this.conversation);
    }
}
