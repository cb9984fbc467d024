// What the page knows of the stored articles: the list, the texts read so far, and the version of
// the index. Whoever listens hears of each change.

import {listDocuments, readDocument, readiness} from "./endpoint.js";

export class Articles extends EventTarget {
    constructor() {
        super();
        this.summaries = [];
        this.version = null;
        this.texts = new Map();
    }

    async refresh() {
        const [state, summaries] = await Promise.all([readiness(), listDocuments()]);
        if (state.index_version !== this.version) this.texts.clear();
        this.version = state.index_version;
        this.summaries = summaries;
        this.dispatchEvent(new Event("change"));
    }

    // Another process may have changed the index: an answer says which version it is from.
    async noticeVersion(version) {
        if (version !== this.version) await this.refresh();
    }

    // Removed on the server: nothing here knows it any more.
    drop(documentId) {
        this.summaries = this.summaries.filter((entry) => entry.document_id !== documentId);
        this.texts.delete(documentId);
        this.dispatchEvent(new Event("change"));
    }

    summary(documentId) {
        return this.summaries.find((entry) => entry.document_id === documentId) ?? null;
    }

    titleOf(documentId) {
        return this.summary(documentId)?.title ?? documentId;
    }

    outlets() {
        const named = this.summaries.map((entry) => entry.outlet).filter(Boolean);
        return [...new Set(named)].sort();
    }

    async document(documentId) {
        if (!this.texts.has(documentId)) {
            this.texts.set(documentId, await readDocument(documentId));
        }
        return this.texts.get(documentId);
    }
}
