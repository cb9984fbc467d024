// Values over the days they are of, as a small drawing; the table beside it says the same.

import {drawing} from "./dom.js";
import {WORDS} from "./settings.js";
import {filled, shortDay} from "./wording.js";

// A narrow screen gets a narrow drawing, so that its words keep their size.
const NARROW = matchMedia("(max-width: 620px)");
const WIDE_WIDTH = 560;
const NARROW_WIDTH = 300;
const HEIGHT = 168;
const LEFT = 46;
const RIGHT = 46;
const TOP = 30;
const BOTTOM = 34;
const LABEL_WIDTH = 110;
const LABEL_OVERHANG = 18;

// Null where there is nothing to compare over time: fewer than two days, or no plain numbers.
export function timeline(answers) {
    const points = answers.map(pointOf).filter(Boolean);
    const days = [...new Set(points.map((point) => point.day))].sort();
    if (days.length < 2) return null;
    const width = NARROW.matches ? NARROW_WIDTH : WIDE_WIDTH;
    const place = scales(points, days, width);
    return drawing(
        "svg",
        {
            class: "timeline", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img",
            "aria-label": filled(WORDS.TIMELINE_LABEL, {values: inWords(points)}),
        },
        drawing("line", {
            class: "axis", x1: LEFT / 2, x2: width - RIGHT / 2, y1: HEIGHT - BOTTOM,
            y2: HEIGHT - BOTTOM,
        }),
        ...spaced(days, place.x).map((day) => dayMark(day, place.x(day))),
        ...points.map((point) => valueMark(point, place)),
    );
}

function pointOf({text, value, as_of: day}) {
    if (!value || !day || value.unit === "date") return null;
    const low = value.low ?? value.number;
    const high = value.high ?? value.number;
    const middle = value.number ?? (low !== null && high !== null ? (low + high) / 2 : low ?? high);
    if (middle === null) return null;
    return {text, day, middle, low: low ?? middle, high: high ?? middle};
}

function scales(points, days, width) {
    const [first, last] = [Date.parse(days[0]), Date.parse(days.at(-1))];
    const lowest = Math.min(...points.map((point) => point.low));
    const highest = Math.max(...points.map((point) => point.high));
    const height = HEIGHT - TOP - BOTTOM - 14;
    return {
        width,
        x: (day) => LEFT + ((Date.parse(day) - first) / (last - first)) * (width - LEFT - RIGHT),
        y: (number) => (highest === lowest
            ? TOP + height / 2
            : TOP + ((highest - number) / (highest - lowest)) * height),
    };
}

// The first and the last day, and those between that leave room for the labels beside them.
function spaced(days, x) {
    const last = days.at(-1);
    const kept = [days[0]];
    for (const day of days.slice(1, -1)) {
        const room = Math.min(x(day) - x(kept.at(-1)), x(last) - x(day));
        if (room >= LABEL_WIDTH) kept.push(day);
    }
    return [...kept, last];
}

function dayMark(day, x) {
    return drawing(
        "g", {},
        drawing("line", {
            class: "axis", x1: x, x2: x, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM + 5,
        }),
        drawing("text", {class: "day", x, y: HEIGHT - 12, "text-anchor": "middle"}, shortDay(day)),
    );
}

function valueMark({text, day, middle, low, high}, {x, y, width}) {
    const at = x(day);
    // A long label at an edge grows inwards.
    const beyond = LABEL_WIDTH > 2 * Math.min(at, width - at) ? (at < width / 2 ? -1 : 1) : 0;
    const anchor = ["start", "middle", "end"][beyond + 1];
    const reach = low === high
        ? null
        : drawing("line", {class: "reach", x1: at, x2: at, y1: y(low), y2: y(high)});
    return drawing(
        "g", {}, reach,
        drawing("line", {class: "stem", x1: at, x2: at, y1: y(middle), y2: HEIGHT - BOTTOM}),
        drawing("circle", {class: "point", cx: at, cy: y(middle), r: 5}),
        drawing("text", {
            class: "value", x: at + beyond * LABEL_OVERHANG, y: y(middle) - 11,
            "text-anchor": anchor,
        }, text),
    );
}

function inWords(points) {
    return points.map(({text, day}) => `${text} (${shortDay(day)})`).join(", ");
}
