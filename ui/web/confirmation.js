// Asks before something goes for good.

import {button, element} from "./dom.js";
import {WORDS} from "./settings.js";

// Stands at the end of `row`, instead of `opener`, until it is answered. `act(told)` is called with
// the element that says why it failed, if it does.
export function askFirst(row, opener, {sure, yes}, act) {
    const told = element("span", {role: "status"}, sure);
    const leave = () => {
        asked.remove();
        opener.hidden = false;
        opener.focus();
    };
    const keep = button(WORDS.KEEP, leave);
    const asked = element("div", {
        class: "confirmation",
        onkeydown: (event) => {
            if (event.key !== "Escape") return;
            // The menu that it may stand in stays open.
            event.stopPropagation();
            leave();
        },
    }, told, button(yes, () => act(told), {class: "primary"}), keep);
    opener.hidden = true;
    row.append(asked);
    keep.focus();
}
