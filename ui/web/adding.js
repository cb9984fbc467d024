// Adding articles: files dropped or chosen, a pasted text, an address; with the state of each.

import {button, element, field, isolated} from "./dom.js";
import {storeDocument, storeFile} from "./endpoint.js";
import {SETTINGS, WORDS} from "./settings.js";
import {filled, percentage} from "./wording.js";

const STATE_WORDS = {
    added: WORDS.STATE_ADDED, replaced: WORDS.STATE_REPLACED, unchanged: WORDS.STATE_UNCHANGED,
};

// `onstored` is called after each article that was stored, `onreveal` when files are dropped on any
// other part of the page.
export function addingElement(onstored, onreveal) {
    const jobs = element("ul", {class: "jobs", "aria-label": WORDS.ADDING, "aria-live": "polite"});
    // Pairs of a name and what is done under it: one after another, since each change of the index
    // makes a version of its own.
    const run = async (...works) => {
        const notes = works.map(([name]) => noteOn(name));
        jobs.prepend(...notes.map(({job}) => job));
        let stored = false;
        for (const [place, [, work]] of works.entries()) {
            stored = await runJob(notes[place], work, onstored);
        }
        return stored;
    };
    const made = element(
        "section", {class: "adding", "aria-label": WORDS.ADD_ARTICLES},
        dropPlace(run, onreveal), textForm(run), addressForm(run), jobs,
    );
    return made;
}

function addFiles(files, run) {
    return run(...files.map((file) => [file.name, (onshare) => storedFile(file, onshare)]));
}

async function storedFile(file, onshare) {
    if (file.size > SETTINGS.MAXIMUM_BODY_BYTES) {
        const megabytes = Math.floor(SETTINGS.MAXIMUM_BODY_BYTES / 1e6);
        throw new Error(filled(WORDS.FILE_TOO_LARGE, {megabytes}));
    }
    // Sent, it would look as if the server did not answer.
    if (!await isReadable(file)) throw new Error(WORDS.FILE_UNREADABLE);
    return storeFile(file, onshare);
}

// A folder is not, nor a file that was moved or removed since it was chosen.
async function isReadable(file) {
    try {
        // What is gone seems to be empty until it is read as a whole.
        await (file.size === 0 ? file : file.slice(0, 1)).arrayBuffer();
        return true;
    } catch {
        return false;
    }
}

function noteOn(name) {
    const told = element("span", {class: "job-state"}, WORDS.STATE_WAITING);
    const job = element("li", {class: "job"}, element("span", {class: "job-name"}, isolated(name)),
        told);
    return {name, told, job};
}

async function runJob({name, told, job}, work, onstored) {
    const bar = element("progress", {max: "1", value: "0", "aria-label": name});
    told.textContent = WORDS.STATE_SENDING;
    job.append(bar);
    try {
        const {state, warning} = await work((share) => {
            bar.value = share;
            told.textContent = share < 1
                ? filled(WORDS.STATE_SENT, {percent: percentage(share)})
                : WORDS.STATE_READING;
            if (share >= 1) bar.removeAttribute("value");
        });
        told.textContent = [STATE_WORDS[state], warning].filter(Boolean).join(": ");
        job.classList.add("done");
        await onstored();
        return true;
    } catch (problem) {
        told.textContent = problem.message;
        job.classList.add("failed");
        return false;
    } finally {
        bar.remove();
        job.append(button("×", () => dismiss(job), {
            class: "quiet icon", "aria-label": filled(WORDS.DISMISS, {name}),
        }));
    }
}

// The focus goes to the next note, or to where files are chosen.
function dismiss(job) {
    const next = [job.nextElementSibling, job.previousElementSibling, job.closest(".adding")]
        .find((place) => place?.querySelector("button"));
    job.remove();
    next.querySelector("button").focus();
}

function dropPlace(run, onreveal) {
    const input = element("input", {
        type: "file", multiple: true, class: "visually-hidden", tabindex: "-1",
        "aria-label": WORDS.CHOOSE_FILES,
    });
    input.addEventListener("change", async () => {
        const files = [...input.files];
        input.value = "";
        await addFiles(files, run);
    });
    const place = element(
        "div", {class: "drop"}, element("p", {}, WORDS.DROP_FILES),
        button(WORDS.CHOOSE_FILES, () => input.click()), input,
        element("p", {class: "quiet-words"}, WORDS.FILE_KINDS),
    );
    takeDrops(place, async (files) => {
        onreveal();
        await addFiles(files, run);
    });
    return place;
}

// Anywhere on the page: a browser would otherwise leave it and open the file.
function takeDrops(place, ondrop) {
    const onfiles = (name, handle) => addEventListener(name, (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        handle(event);
    });
    onfiles("dragover", () => place.classList.add("over"));
    onfiles("dragleave", (event) => {
        if (event.relatedTarget === null) place.classList.remove("over");
    });
    onfiles("drop", (event) => {
        place.classList.remove("over");
        ondrop([...event.dataTransfer.files]);
    });
}

function textForm(run) {
    const title = element("input", {type: "text", maxlength: "500"});
    const outlet = element("input", {type: "text", maxlength: "200"});
    const day = element("input", {type: "date"});
    const text = element("textarea", {rows: "6", required: true});
    return folded(WORDS.PASTE_TEXT, [
        field(WORDS.TEXT, text), field(WORDS.TITLE, title), field(WORDS.OUTLET, outlet),
        field(WORDS.PUBLISHED, day),
    ], () => run([title.value.trim() || WORDS.PASTED_TEXT, () => storeDocument({
        text: text.value,
        title: title.value.trim() || null,
        outlet: outlet.value.trim() || null,
        published_at: day.value || null,
    })]));
}

function addressForm(run) {
    const address = element("input", {
        type: "url", required: true, placeholder: "https://", autocomplete: "off",
    });
    return folded(WORDS.ADD_ADDRESS, [field(WORDS.ADDRESS, address)],
        () => run([address.value, () => storeDocument({url: address.value})]));
}

// A form behind its title; it is emptied once what it holds is stored.
function folded(title, fields, send) {
    const submit = element("button", {type: "submit", class: "primary"}, WORDS.ADD);
    const form = element("form", {}, ...fields, submit);
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        submit.disabled = true;
        const stored = await send();
        submit.disabled = false;
        if (document.activeElement === document.body) submit.focus();
        if (stored) form.reset();
    });
    return element("details", {class: "folded"}, element("summary", {}, title), form);
}
