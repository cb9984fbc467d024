// What stands in for the browser's storage where that is switched off: it forgets with the visit.

export class VisitStorage {
    constructor() {
        this.entries = new Map();
    }

    static orBrowsers() {
        try {
            localStorage.getItem("");
            return localStorage;
        } catch {
            return new VisitStorage();
        }
    }

    getItem(key) {
        return this.entries.get(key) ?? null;
    }

    setItem(key, value) {
        this.entries.set(key, value);
    }
}
