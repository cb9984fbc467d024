// One question sent: its stages are written into the turn as they finish.

import {askedInStages} from "./endpoint.js";

// `heard("passages")` and `heard("answer")` are called once the turn holds them. A problem, or that
// the reader stopped it, is in the turn as well.
export async function runTurn(turn, body, signal, heard) {
    const started = performance.now();
    try {
        for await (const [event, data] of askedInStages(body, signal)) {
            if (event === "passages") {
                turn.foundAfter = performance.now() - started;
                turn.passages = data.passages;
                heard(event);
            }
            if (event === "answer") {
                turn.answeredAfter = performance.now() - started;
                turn.answer = data;
                turn.passages = null;
                heard(event);
            }
        }
    } catch (problem) {
        turn.stopped = problem.name === "AbortError";
        turn.problem = problem.message;
    }
}
