// Dates, shares, confidences and markers in the words of ui/strings.py.

import {SETTINGS, WORDS} from "./settings.js";

const DAY = new Intl.DateTimeFormat(WORDS.LOCALE, {
    day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
});
const SHORT_DAY = new Intl.DateTimeFormat(WORDS.LOCALE, {
    day: "numeric", month: "short", year: "numeric", timeZone: "UTC",
});
// Embeddings, overrides and isolates. An article that leaves one open would turn the words after
// its quote around; the marks that only hint at a direction stay.
const DIRECTIONAL_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

// `filled("{count} articles", {count: 3})`; the values are text, not templates.
export function filled(template, values) {
    return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

export function counted(count, one, many) {
    return filled(count === 1 ? one : many, {count: count.toLocaleString(WORDS.LOCALE)});
}

// A day given as yyyy-mm-dd.
export function dayInWords(day) {
    return day ? DAY.format(new Date(`${day}T00:00:00Z`)) : WORDS.DATE_UNKNOWN;
}

export function shortDay(day) {
    return SHORT_DAY.format(new Date(`${day}T00:00:00Z`));
}

export function originInWords(citation) {
    return [citation.outlet, dayInWords(citation.published_at)].filter(Boolean).join(" · ");
}

export function seconds(milliseconds) {
    return filled(WORDS.SECONDS, {seconds: (milliseconds / 1000).toFixed(1)});
}

// Whole percent; certainty is claimed only where it is meant.
export function percentage(probability) {
    if (probability > 0 && probability < 0.01) return filled(WORDS.UNDER_PERCENT, {percent: 1});
    if (probability > 0.99 && probability < 1) return filled(WORDS.OVER_PERCENT, {percent: 99});
    return filled(WORDS.PERCENT, {percent: Math.round(probability * 100)});
}

// 3, 2 or 1, for bars that repeat the words beside them.
export function confidenceLevel(probability) {
    if (probability >= SETTINGS.HIGH_CONFIDENCE) return 3;
    return probability >= SETTINGS.MODERATE_CONFIDENCE ? 2 : 1;
}

export function confidenceInWords(answer) {
    const level = [WORDS.CONFIDENCE_LOW, WORDS.CONFIDENCE_MODERATE, WORDS.CONFIDENCE_HIGH];
    const absent = answer.status === "not_in_articles";
    return filled(absent ? WORDS.CONFIDENCE_OF_ABSENCE : WORDS.CONFIDENCE_OF_ANSWER, {
        words: level[confidenceLevel(answer.confidence) - 1],
        percent: percentage(answer.confidence),
    });
}

export function hasDirectionalControls(text) {
    return withoutDirectionalControls(text) !== text;
}

export function withoutDirectionalControls(text) {
    return text.replace(DIRECTIONAL_CONTROLS, "");
}

// The text of an answer cut at its markers: strings, and numbers for "[1]" of a citation.
// What an article itself writes in brackets is no marker.
export function cutAtMarkers(text, citations) {
    const quoted = citations.flatMap((citation) => [
        ...placesOf(citation.context, text), ...placesOf(citation.quote, text),
        ...placesOf(citation.title, text),
    ]);
    const numbers = new Set(citations.map((citation) => citation.number));
    const parts = [];
    let done = 0;
    for (const match of text.matchAll(/\[(\d+)\]/g)) {
        const number = Number(match[1]);
        const inside = quoted.some(([start, end]) => start <= match.index && match.index < end);
        if (!numbers.has(number) || inside) continue;
        parts.push(text.slice(done, match.index), number);
        done = match.index + match[0].length;
    }
    return [...parts, text.slice(done)].filter((part) => part !== "");
}

function placesOf(words, text) {
    const places = [];
    if (!words.includes("[")) return places;
    let start = text.indexOf(words);
    while (start >= 0) {
        places.push([start, start + words.length]);
        start = text.indexOf(words, start + words.length);
    }
    return places;
}
