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
const LETTER_WIDTH = 7.5;
const LINE_HEIGHT = 14;
// Where the words of a value may stand, best first: the anchor, and how far from the point.
const PLACES = [["middle", 0, -11], ["start", 11, 4], ["end", -11, 4], ["middle", 0, 20]];

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
        ...labels(points, place, width),
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

function valueMark({day, middle, low, high}, {x, y}) {
    const at = x(day);
    const reach = low === high
        ? null
        : drawing("line", {class: "reach", x1: at, x2: at, y1: y(low), y2: y(high)});
    return drawing(
        "g", {}, reach,
        drawing("line", {class: "stem", x1: at, x2: at, y1: y(middle), y2: HEIGHT - BOTTOM}),
        drawing("circle", {class: "point", cx: at, cy: y(middle), r: 5}),
    );
}

// The words of each value at the first place where they are whole and cover no others; the table
// has those for which there is none.
function labels(points, {x, y}, width) {
    const taken = points.map(({day, middle}) => around(x(day), y(middle)));
    return points.map(({text, day, middle, low, high}) => {
        const places = low === high ? PLACES : PLACES.filter(([anchor]) => anchor !== "middle");
        const boxes = places.map(([anchor, right, down]) => (
            boxOf(text, anchor, x(day) + right, y(middle) + down)
        ));
        const free = boxes.find((box) => box.left >= 0 && box.right <= width
            && box.bottom <= HEIGHT - BOTTOM && !taken.some((other) => overlap(box, other)));
        if (!free) return null;
        taken.push(free);
        return drawing("text", {
            class: "value", x: free.x, y: free.bottom, "text-anchor": free.anchor,
        }, text);
    });
}

function around(x, y) {
    return {left: x - 6, right: x + 6, top: y - 6, bottom: y + 6};
}

function boxOf(text, anchor, x, bottom) {
    const room = text.length * LETTER_WIDTH;
    const left = x - {start: 0, middle: room / 2, end: room}[anchor];
    return {anchor, x, left, right: left + room, top: bottom - LINE_HEIGHT, bottom};
}

function overlap(one, other) {
    return one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom;
}

function inWords(points) {
    return points.map(({text, day}) => `${text} (${shortDay(day)})`).join(", ");
}
