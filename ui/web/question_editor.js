// What a follow-up was understood as, made editable: the edited question is asked on its own.

import {button, element, field} from "./dom.js";
import {WORDS} from "./settings.js";

// Stands in place of `line` until it is sent or cancelled; `edit` then gets the focus back.
export function questionEditor(resolved, line, edit, page) {
    const input = element("input", {type: "text", value: resolved});
    const form = element(
        "form", {class: "inline editor"}, field(WORDS.EDIT_LABEL, input),
        element("button", {type: "submit", class: "primary"}, WORDS.ASK_AGAIN),
        button(WORDS.CANCEL, cancel),
    );
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (!page.takes(input.value)) return;
        form.replaceWith(line);
        page.ask(input.value, {history: []});
    });
    form.addEventListener("keydown", (event) => {
        if (event.key === "Escape") cancel();
    });
    requestAnimationFrame(() => input.focus());

    function cancel() {
        form.replaceWith(line);
        edit.focus();
    }
    return form;
}
