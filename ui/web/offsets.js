// The server counts Unicode code points, a browser UTF-16 units: the two differ behind an emoji.

// The UTF-16 position of each code point offset; `offsets` in any order.
export function toUnits(text, offsets) {
    const order = offsets.map((offset, place) => [offset, place]).sort((a, b) => a[0] - b[0]);
    const units = new Array(offsets.length);
    let points = 0;
    let unit = 0;
    for (const [offset, place] of order) {
        while (points < offset && unit < text.length) {
            unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
            points += 1;
        }
        units[place] = points === offset ? unit : text.length + 1;
    }
    return units;
}

// The number of code points before a UTF-16 position.
export function toPoints(text, unit) {
    let points = 0;
    for (let at = 0; at < unit; at += text.codePointAt(at) > 0xffff ? 2 : 1) points += 1;
    return points;
}

// Five runs that joined are `text`; `marked` is the quote, "lit" its sentence. Null when the
// quote does not stand there: a wrong mark misleads. `base` is the offset of the text's start.
export function cut(text, base, citation) {
    const {quote, context_start: contextStart, context_end: contextEnd} = citation;
    const length = toPoints(text, text.length);
    const [start, end] = [citation.start - base, citation.end - base];
    if (start < 0 || end > length) return null;
    const litStart = Math.min(Math.max(contextStart - base, 0), start);
    const litEnd = Math.max(Math.min(contextEnd - base, length), end);
    const [from, to, litFrom, litTo] = toUnits(text, [start, end, litStart, litEnd]);
    if (text.slice(from, to) !== quote) return null;
    return {
        before: text.slice(0, litFrom),
        litBefore: text.slice(litFrom, from),
        marked: text.slice(from, to),
        litAfter: text.slice(to, litTo),
        after: text.slice(litTo),
    };
}
