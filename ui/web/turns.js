// The turns of the open conversation, and where the focus goes when what had it is no more.

import {suggestionsOf, turnElement} from "./answer.js";
import {element} from "./dom.js";

// A box that has the focus brings up the keyboard of a touch screen, over half of the answer.
const TOUCH = matchMedia("(pointer: coarse)");

export class Turns {
    // `page` does what the buttons of a turn say, `box` is where questions are written.
    constructor(page, box) {
        this.page = page;
        this.box = box;
        this.element = element("div", {class: "turns"});
    }

    show(turns) {
        this.element.replaceChildren(...(turns.length
            ? turns.map((turn) => turnElement(turn, this.page))
            : [this.page.welcome()]));
        this.element.lastElementChild.scrollIntoView({block: "nearest"});
    }

    add(turn) {
        const made = turnElement(turn, this.page);
        this.element.append(made);
        made.scrollIntoView({block: "start"});
        // What it was asked with may have gone: an example, a form.
        if (TOUCH.matches || document.activeElement === document.body) this.rest();
    }

    // Null where another conversation is open.
    showAgain(turn) {
        const shown = this.find(turn);
        if (!shown) return null;
        const focused = document.activeElement;
        const inside = shown !== focused && shown.contains(focused);
        const made = turnElement(turn, this.page);
        const stop = made.querySelector("button.stop");
        shown.replaceWith(made);
        if (shown === focused) made.focus({preventScroll: true});
        else if (inside && stop) stop.focus();
        else if (inside) this.rest();
        return made;
    }

    // Beside what stands there: a form may be open in it, or a button wait for the focus.
    addSuggestions(turn) {
        this.find(turn)?.querySelector("footer").append(...suggestionsOf(turn, this.page));
    }

    remove(turn) {
        this.find(turn).remove();
    }

    // The focus goes to the box, where the next question is written, or stays with the last turn.
    rest() {
        const place = TOUCH.matches ? this.element.lastElementChild : this.box;
        place.focus({preventScroll: true});
    }

    showWelcome() {
        this.element.querySelector(".welcome")?.replaceWith(this.page.welcome());
    }

    find(turn) {
        return this.element.querySelector(`[data-turn="${turn.id}"]`);
    }
}
