// Asks before something goes for good.

import {button, element} from "./dom.js";
import {WORDS} from "./settings.js";

// Stands at the end of `row`, instead of `opener`, until it is answered. `act(told)` is called with
// the element that says why it failed, if it does.
export function askFirst(row, opener, {sure, yes}, act) {
    const told = element("span", {role: "status"}, sure);
    const keep = button(WORDS.KEEP, () => {
        asked.remove();
        opener.hidden = false;
        opener.focus();
    });
    const asked = element("div", {class: "confirmation"}, told,
        button(yes, () => act(told), {class: "primary"}), keep);
    opener.hidden = true;
    row.append(asked);
    keep.focus();
}
