// A link that asks the same question again. It stands behind "#", which a browser keeps to itself,
// so that questions stay out of the logs of servers and proxies.

const FILTERS = ["published_after", "published_before"];

export function linkTo(turn) {
    const {answer, asked} = turn;
    const parts = new URLSearchParams({
        question: answer.resolved_question, index_version: answer.index_version,
    });
    for (const outlet of asked.filters?.outlets ?? []) parts.append("outlet", outlet);
    for (const name of FILTERS) if (asked.filters?.[name]) parts.set(name, asked.filters[name]);
    for (const name of ["top_k", "min_confidence"]) {
        if (asked[name] !== undefined) parts.set(name, asked[name]);
    }
    return `${location.origin}${location.pathname}#${parts}`;
}

// {question, version, asked} of the page's own address, or null. Anybody can write a link: the
// server checks what becomes of it like every request.
export function linkedQuestion() {
    const parts = new URLSearchParams(location.hash.slice(1));
    if (!parts.get("question")) return null;
    const asked = {history: []};
    const filters = {};
    if (parts.has("outlet")) filters.outlets = parts.getAll("outlet");
    for (const name of FILTERS) if (parts.has(name)) filters[name] = parts.get(name);
    if (Object.keys(filters).length) asked.filters = filters;
    for (const name of ["top_k", "min_confidence"]) {
        if (parts.has(name)) asked[name] = Number(parts.get(name));
    }
    return {question: parts.get("question"), version: parts.get("index_version"), asked};
}
