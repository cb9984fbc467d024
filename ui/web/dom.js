// Elements from names, attributes and children. Strings become text nodes and attribute values,
// never HTML: nothing on this page parses markup, so no article or question can bring any.

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

export function element(tag, attributes = {}, ...children) {
    return fitted(document.createElement(tag), attributes, children);
}

export function drawing(tag, attributes = {}, ...children) {
    return fitted(document.createElementNS(SVG_NAMESPACE, tag), attributes, children);
}

// Foreign text inside a line: its writing direction and directional controls end with it.
export function isolated(text) {
    return element("bdi", {dir: "auto"}, text);
}

export function button(label, onclick, attributes = {}) {
    return element("button", {type: "button", onclick, ...attributes}, label);
}

export function field(label, input, attributes = {}) {
    return element("label", {class: "field", ...attributes}, element("span", {}, label), input);
}

function fitted(made, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        if (typeof value === "function") made.addEventListener(name.slice(2), value);
        else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return made;
}
