// Choosing the right words of an article, by selecting them or by finding them as they are typed.

import {button, element, field} from "./dom.js";
import {selectedOffsets} from "./passage.js";
import {WORDS} from "./settings.js";

export class SpanPicker {
    constructor() {
        this.done = null;
        this.shownBar = null;
    }

    // `done` hears {document_id, start, end, quote} once, whichever article it is chosen in.
    start(done) {
        this.done = done;
    }

    cancel() {
        this.done = null;
        this.shownBar?.remove();
    }

    // The bar over an article while words are to be chosen, else null.
    bar(stored, shown) {
        if (!this.done) return null;
        const told = element("p", {class: "picker-told", role: "status"}, WORDS.PICK_HINT);
        const use = button(WORDS.PICK_USE, () => this.use(stored, shown, told), {class: "primary"});
        const sought = element("input", {type: "text", autocomplete: "off"});
        const find = element("form", {class: "inline"}, field(WORDS.PICK_TYPED, sought),
            element("button", {type: "submit"}, WORDS.PICK_FIND));
        find.addEventListener("submit", (event) => {
            event.preventDefault();
            const found = selectNext(shown, stored.text, sought.value.trim());
            told.textContent = found ? WORDS.PICK_FOUND : WORDS.PICK_NOT_FOUND;
        });
        this.shownBar = element("div", {class: "picker"}, told, find, use);
        return this.shownBar;
    }

    use(stored, shown, told) {
        const offsets = selectedOffsets(shown, stored.text);
        if (!offsets) {
            told.textContent = WORDS.PICK_NOTHING;
            return;
        }
        const quote = [...stored.text].slice(offsets.start, offsets.end).join("");
        const {done} = this;
        this.cancel();
        done({document_id: stored.document_id, ...offsets, quote});
    }
}

// Select the next place of `words` behind the current selection, from the top after the last.
function selectNext(shown, text, words) {
    if (!words) return false;
    const current = selectedOffsets(shown, text);
    const behind = current ? [...text].slice(0, current.start).join("").length + 1 : 0;
    let at = text.indexOf(words, behind);
    if (at < 0) at = text.indexOf(words);
    if (at < 0) return false;
    const range = document.createRange();
    range.setStart(...nodeAt(shown, at));
    range.setEnd(...nodeAt(shown, at + words.length));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    range.startContainer.parentElement.scrollIntoView({block: "center"});
    return true;
}

function nodeAt(shown, unit) {
    const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
    let passed = 0;
    let node = walker.nextNode();
    while (passed + node.length < unit) {
        passed += node.length;
        node = walker.nextNode();
    }
    return [node, unit - passed];
}
