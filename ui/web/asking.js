// One question sent: its stages are written into the turn as they finish.

import {askedInStages, Problem} from "./endpoint.js";
import {WORDS} from "./settings.js";

const MAXIMUM_TRIES = 4;

// `heard(stage)` is called once the turn holds "passages", "answer", or for how many seconds it is
// "waiting" for a busy server. A problem, or that the reader stopped it, is in the turn as well.
export async function runTurn(turn, body, signal, heard) {
    for (let tries = 1; ; tries += 1) {
        try {
            await runStages(turn, body, signal, heard);
            return;
        } catch (problem) {
            if (!problem.wait || tries === MAXIMUM_TRIES) {
                turn.stopped = problem.name === "AbortError";
                turn.problem = problem.message;
                return;
            }
            turn.passages = null;
            turn.waiting = problem.wait;
            heard("waiting");
            await pause(problem.wait * 1000, signal);
            turn.waiting = null;
        }
    }
}

async function runStages(turn, body, signal, heard) {
    const started = performance.now();
    for await (const [event, data] of askedInStages(body, signal)) {
        if (event === "passages") {
            turn.foundAfter = performance.now() - started;
            turn.passages = data.passages;
            heard(event);
        }
        if (event === "answer") {
            turn.answeredAfter = performance.now() - started;
            turn.answer = data;
            // Memory keeps but the nearest of them.
            turn.found = data.passages.length;
            turn.passages = null;
            heard(event);
            // Whatever becomes of the connection now takes nothing away from it.
            return;
        }
    }
    throw new Problem(WORDS.PROBLEM_UNREACHABLE);
}

// Ends early when the reader stops it; the next request then fails at once.
function pause(milliseconds, signal) {
    return new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener("abort", () => {
            clearTimeout(timer);
            resolve();
        });
    });
}
