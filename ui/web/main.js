// Takes over the place that the Gradio page keeps for it.

import {Page} from "./page.js";
import {SETTINGS} from "./settings.js";
import {VisitStorage} from "./visit_storage.js";

const place = await placed(SETTINGS.PLACE_ID);
const page = new Page(VisitStorage.orBrowsers());
place.replaceChildren(page.element);
await page.start();

// Gradio builds its page in scripts of its own, before or after this one runs.
function placed(id) {
    return new Promise((resolve) => {
        const look = () => {
            const found = document.getElementById(id);
            if (found) {
                watcher.disconnect();
                resolve(found);
            }
        };
        const watcher = new MutationObserver(look);
        watcher.observe(document, {childList: true, subtree: true});
        look();
    });
}
