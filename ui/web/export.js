// A conversation as Markdown, or one answer as text, with its citations and their exact offsets.

import {WORDS} from "./settings.js";
import {confidenceInWords, dayInWords, filled} from "./wording.js";

// What Markdown or HTML would read as anything but text.
const SPECIAL = /[\\`*_{}[\]<>#|~&]/g;

export function asMarkdown(conversation) {
    const turns = conversation.turns.filter((turn) => turn.answer);
    return [`# ${plain(conversation.title)}`, ...turns.map(turnAsMarkdown)].join("\n\n") + "\n";
}

export function asText(answer) {
    return [answer.text, answer.citations.map(citedPlace).join("\n")].filter(Boolean).join("\n\n");
}

export function download(conversation) {
    const blob = new Blob([asMarkdown(conversation)], {type: "text/markdown"});
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = WORDS.EXPORT_FILE;
    link.click();
    URL.revokeObjectURL(link.href);
}

function turnAsMarkdown({answer}) {
    const understood = answer.resolved_question === answer.question
        ? []
        : [`*${WORDS.UNDERSTOOD_AS} ${plain(answer.resolved_question)}*`];
    return [
        `## ${plain(answer.question)}`, ...understood,
        answer.text.split("\n\n").map(plain).join("\n\n"),
        ...(answer.status === "conflicting" ? [table(answer)] : []),
        `${confidenceInWords(answer)}. ${filled(WORDS.INDEX_VERSION, {
            version: answer.index_version,
        })}.`,
        ...(answer.citations.length
            ? [answer.citations.map((citation) => `- ${plain(citedPlace(citation))}`).join("\n")]
            : []),
    ].join("\n\n");
}

function table(answer) {
    const head = [WORDS.VALUE, WORDS.QUALIFIER, WORDS.SPEAKER, WORDS.DATE, WORDS.CITATIONS];
    const rows = answer.answers.map((entry) => [
        entry.text, entry.value?.qualifier ?? "", speakerOf(entry), dayInWords(entry.as_of),
        `[${entry.citation}]`,
    ]);
    return [head, head.map(() => "---"), ...rows]
        .map((cells, place) => `| ${cells.map((c) => (place === 1 ? c : plain(c))).join(" | ")} |`)
        .join("\n");
}

function speakerOf({speaker, denied}) {
    if (!speaker) return "";
    return denied ? `${WORDS.DENIED_BY} ${speaker}` : speaker;
}

function citedPlace(citation) {
    const origin = [citation.title, citation.outlet, dayInWords(citation.published_at)];
    const place = filled(WORDS.EXPORT_PLACE, citation);
    return `[${citation.number}] “${citation.quote}” — ${
        origin.filter(Boolean).join(", ")} (${place})`;
}

function plain(text) {
    return text.replaceAll("\n", " ").replace(SPECIAL, "\\$&");
}
