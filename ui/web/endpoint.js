// The server's own endpoint: questions, articles and feedback. A failure becomes a `Problem`
// whose message says in words what happened and what to do; only stopping stays an `AbortError`.

import {WORDS} from "./settings.js";
import {filled} from "./wording.js";

const ROOT = new URL("../", import.meta.url);

// `wait` is for how many seconds the server asks to be left alone, 0 where it does not.
export class Problem extends Error {
    constructor(words, status = 0, wait = 0) {
        super(words);
        this.status = status;
        this.wait = wait;
    }
}

export async function readiness() {
    return replied("readyz");
}

export async function listDocuments() {
    return (await replied("v1/documents")).documents;
}

export async function readDocument(documentId) {
    return replied(`v1/documents/${encodeURIComponent(documentId)}`);
}

export async function removeDocument(documentId) {
    await requested(`v1/documents/${encodeURIComponent(documentId)}`, {method: "DELETE"});
}

// `body` is {text, title, ...} or {url}.
export async function storeDocument(body) {
    return replied("v1/documents", posted(body));
}

// `onshare` hears how much of the file is sent, from 0 to 1.
export function storeFile(file, onshare) {
    const form = new FormData();
    form.append("file", file, file.name);
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("POST", new URL("v1/documents", ROOT));
        request.upload.addEventListener("progress", (event) => {
            if (event.lengthComputable) onshare(event.loaded / event.total);
        });
        request.addEventListener("error", () => reject(new Problem(WORDS.PROBLEM_UNREACHABLE)));
        request.addEventListener("load", () => {
            const {status, responseText} = request;
            if (status < 300) resolve(received(() => JSON.parse(responseText)));
            else reject(problemOf(status, problemIn(responseText), headerOf(request)));
        });
        request.send(form);
    });
}

// Yields [event, data] as the stages of the answer finish: "passages", "answer", "done". A stream
// that ends early yields what had come until then.
export async function* askedInStages(body, signal) {
    const response = await requested("v1/answer/stream", {...posted(body), signal});
    for await (const [event, data] of serverEvents(response.body)) {
        if (event === "error") throw problemOf(data.status ?? 500, data, headerIn(response));
        yield [event, data];
    }
}

export async function sendFeedback(body) {
    return replied("v1/feedback", posted(body));
}

export async function suggestions(body, signal) {
    return (await replied("v1/suggestions", {...posted(body), signal})).questions;
}

function posted(body) {
    return {
        method: "POST", body: JSON.stringify(body), headers: {"Content-Type": "application/json"},
    };
}

async function replied(path, options = {}) {
    const response = await requested(path, options);
    return received(() => response.json());
}

async function requested(path, options) {
    const response = await received(() => fetch(new URL(path, ROOT), options));
    if (response.ok) return response;
    const body = await received(() => response.text());
    throw problemOf(response.status, problemIn(body), headerIn(response));
}

// What `read` gives. That no reply came, that it broke off or that something else than the server
// wrote it is all the same to the reader.
async function received(read) {
    try {
        return await read();
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new Problem(WORDS.PROBLEM_UNREACHABLE);
    }
}

function headerOf(request) {
    return (name) => request.getResponseHeader(name);
}

function headerIn(response) {
    return (name) => response.headers.get(name);
}

function problemIn(body) {
    try {
        return JSON.parse(body);
    } catch {
        // A proxy between here and the server may answer in HTML: the status says enough.
        return {};
    }
}

function problemOf(status, problem, header) {
    const reference = header("X-Request-ID");
    // Once a stream has begun, the server can only say so in the problem.
    const wait = Number(header("Retry-After") ?? problem.retry_seconds ?? 0);
    return new Problem(wordsOf({reference, ...problem}, status, wait), status, wait);
}

function wordsOf(problem, status, wait) {
    if (status === 429 || status === 503) {
        return filled(WORDS.PROBLEM_BUSY, {seconds: wait || WORDS.PROBLEM_SOME});
    }
    const reference = problem.reference ?? WORDS.PROBLEM_NO_REFERENCE;
    if (status >= 500) return filled(WORDS.PROBLEM_SERVER, {reference});
    const detail = problem.detail ?? filled(WORDS.PROBLEM_STATUS, {status});
    const sentence = detail.charAt(0).toUpperCase() + detail.slice(1);
    return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

async function* serverEvents(stream) {
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    let buffered = "";
    for (;;) {
        const {done, value} = await received(() => reader.read());
        // An event ends with an empty line: what is left without one broke off.
        if (done) return;
        buffered = (buffered + value).replaceAll("\r\n", "\n");
        const blocks = buffered.split("\n\n");
        buffered = blocks.pop();
        for (const block of blocks) {
            const event = await received(() => eventOf(block));
            if (event) yield event;
        }
    }
}

function eventOf(block) {
    let event = "message";
    const data = [];
    for (const line of block.split("\n")) {
        if (line.startsWith("event:")) event = line.slice(6).trim();
        if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
    }
    return data.length ? [event, JSON.parse(data.join("\n"))] : null;
}
