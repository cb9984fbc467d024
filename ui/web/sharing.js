// An answer, or a link that asks for it again, brought to where the reader can paste it. Each
// function returns what to tell of it.

import {asText} from "./export.js";
import {linkTo} from "./link.js";
import {WORDS} from "./settings.js";

export async function copyAnswer(turn) {
    return await copied(asText(turn.answer)) ? WORDS.ANSWER_COPIED : WORDS.COPY_REFUSED;
}

export async function copyLink(turn) {
    const link = linkTo(turn);
    if (await copied(link)) return WORDS.LINK_COPIED;
    history.replaceState(history.state, "", link);
    return WORDS.LINK_IN_ADDRESS;
}

// Browsers refuse it on pages without TLS.
async function copied(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}
