"""Every English word that the page and its command show."""

from typing import Final

PAGE_TITLE: Final = "Ask the articles"
PAGE_SUBTITLE: Final = (
    "Answers quoted word for word from the stored news articles, each with the passage it "
    "comes from. What the articles do not say is not answered."
)

CONVERSATION_LABEL: Final = "Conversation"
CONVERSATION_PLACEHOLDER: Final = (
    "<p class='placeholder-title'>What would you like to know?</p>"
    "<p>Ask about the stored articles, or try one of the examples below.</p>"
)
QUESTION_LABEL: Final = "Your question"
QUESTION_PLACEHOLDER: Final = "Ask about the articles…"
SEND: Final = "Ask"
CLEAR: Final = "Clear the conversation"
SHOW_EVIDENCE_HINT: Final = "Select an earlier answer to see its evidence again."

EXAMPLES_LABEL: Final = "Examples"
EXAMPLES: Final = (
    "how many troops are in Kursk",
    "Who said they are worried about deployment in Kursk?",
    "What is the K Battalion?",
    "How many officers are needed for every 30 soldiers?",
    "Who won the football World Cup in 2022?",
)

EVIDENCE: Final = "Evidence"
EVIDENCE_EMPTY: Final = "The passage behind each answer appears here, with the quoted words marked."
UNDERSTOOD_AS: Final = "Understood as"
STATUS_ANSWERED: Final = "Found in the articles"
STATUS_CONFLICTING: Final = "The articles differ"
STATUS_NOT_IN_ARTICLES: Final = "Not in the articles"
ANSWERS_CONFLICTING: Final = "What the articles say"
ANSWERS_ALTERNATIVE: Final = "Possible answers, most likely first"
SAID_BY: Final = "according to"
AS_OF: Final = "as of"
SOURCE: Final = "Source"
QUOTED_WORDS: Final = "Quoted words"
NEAREST_PASSAGE: Final = "Nearest passage"
NEAREST_PASSAGES: Final = "Nearest passages"
NEAREST_NOTE: Final = "Closest to the question, but no answer to it."
NO_PASSAGE: Final = "No stored article comes close to this question."

CONFIDENCE_HIGH: Final = "High confidence"
CONFIDENCE_MODERATE: Final = "Moderate confidence"
CONFIDENCE_LOW: Final = "Low confidence"
CONFIDENCE_OF_ANSWER: Final = "{words}: {percent} likely to be right"
CONFIDENCE_OF_ABSENCE: Final = "{words}: {percent} likely that the articles do not say"

ARTICLES: Final = "Stored articles"
ARTICLES_EMPTY: Final = "No article is stored yet. Add one with “qa index add”, then reload."
ARTICLES_MORE: Final = "and {count} more"
DATE_UNKNOWN: Final = "undated"

NOTICE_EMPTY: Final = "Type a question first, for example “how many troops are in Kursk”."
NOTICE_FAILURE: Final = (
    "Sorry, something went wrong while looking this up. Your question is back in the box: "
    "please try again in a moment. If it keeps failing, tell whoever runs this site and "
    "mention the reference {reference}."
)
ARTICLES_FAILURE: Final = "The list of articles cannot be shown just now. Reload to try again."

SERVE_HELP: Final = "Serve the chat page and the HTTP API."
SERVE_HOST_HELP: Final = "Address to listen on; 0.0.0.0 for every machine that reaches this one."
SERVE_PORT_HELP: Final = "Port to listen on; 0 takes a free one."
SERVE_CHAT_AT: Final = "Chat:  {address}/chat"
SERVE_API_AT: Final = "API:   {address}/v1 (documentation: {address}/docs)"
SERVE_STOP_HINT: Final = "Press Ctrl+C to stop."
SERVE_STARTING: Final = "Loading the articles and models…"
SERVE_NO_AUTHENTICATION: Final = (
    "Warning: {host} can be reached from other machines, and there is no authentication yet: "
    "anyone who reaches this port can ask, add and remove articles."
)
SERVE_PORT_IN_USE: Final = (
    "port {port} on {host} is in use: stop the program that holds it or choose another with --port"
)
SERVE_PORT_FORBIDDEN: Final = (
    "port {port} on {host} may not be opened by this user: choose one above 1023 with --port"
)
SERVE_ADDRESS_UNKNOWN: Final = (
    "{host!r} is not an address of this machine ({reason}): use 127.0.0.1, or 0.0.0.0 for all"
)
SERVE_CANNOT_LISTEN: Final = "cannot listen on {host} port {port}: {reason}"
