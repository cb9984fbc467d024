"""Every English word that the page shows; translate here, and in `command_strings`.

The page's scripts know these names as `WORDS.NAME`.
"""

from typing import Final

# Dates and numbers are written as this language does.
LOCALE: Final = "en-GB"

PAGE_TITLE: Final = "Ask the articles"
PAGE_SUBTITLE: Final = (
    "Answers are quoted word for word from the stored news articles, each with the passage it "
    "comes from. What the articles do not say is not answered."
)
PAGE_OPENING: Final = "Opening the page…"
STARTING_TITLE: Final = "Loading the articles and models…"
STARTING_HINT: Final = "This takes some seconds. The page opens by itself when they are ready."
STARTING_PROBLEM: Final = "the articles and models are still being loaded: try again in a moment"

CONVERSATION: Final = "Conversation"
CONVERSATIONS: Final = "Conversations"
NEW_CONVERSATION: Final = "New conversation"
HISTORY_HINT: Final = "Conversations are kept in this browser only."
HISTORY_UNKEPT: Final = (
    "This browser keeps nothing for the page: conversations are gone when it is closed or loaded "
    "again."
)
FORGET_LABEL: Final = "Forget the conversation “{title}”"
FORGET_SURE: Final = "Forget this conversation?"
FORGET_YES: Final = "Yes, forget"
RAIL: Final = "Conversations and articles"
MENU: Final = "Menu"
STORED: Final = "{articles} · index version {version}"
USE_LIGHT: Final = "Light"
USE_DARK: Final = "Dark"
EXPORT: Final = "Export"
EXPORT_FILE: Final = "conversation.md"
EXPORT_PLACE: Final = "{document_id}, characters {start} to {end}"

WELCOME: Final = "What would you like to know?"
WELCOME_EMPTY: Final = "No article is stored yet. Add some, then ask about them."
EXAMPLES_LABEL: Final = "For example"
# Each with the article of the sample that has to be stored for it; what no article answers is
# part of what they show.
EXAMPLES: Final = {
    "how many troops are in Kursk": "kursk-troop-figures",
    "How many North Korean troops are there, according to each source?": "kursk-troop-figures",
    "Who said they are worried about deployment in Kursk?": "kursk-troop-figures",
    "What is the K Battalion?": "pyongyang-moscow-response",
    "Who won the football World Cup in 2022?": "kursk-troop-figures",
}
QUESTION_LABEL: Final = "Your question"
QUESTION_PLACEHOLDER: Final = "Ask about the articles…"
SEND: Final = "Ask"
STOP: Final = "Stop"
TRY_AGAIN: Final = "Try again"
SCOPE: Final = "Asking {matching} of {stored}."

STAGE_SEARCHING: Final = "Searching the articles…"
STAGE_READING: Final = "Found {passages} in {articles} after {time}. Reading the nearest…"
STAGE_WAITING: Final = "The server is busy. Trying again in {seconds} seconds…"
STAGE_BUSY: Final = "The server is busy. The question is asked again as soon as it allows."
TIMES: Final = "Passages {found} · answer {total} · index version {version}"
SECONDS: Final = "{seconds} s"
PASSAGE_COUNT: Final = "{count} passage"
PASSAGES_COUNT: Final = "{count} passages"
ARTICLE_COUNT: Final = "{count} article"
ARTICLES_COUNT: Final = "{count} articles"

UNDERSTOOD_AS: Final = "Understood as:"
EDIT: Final = "Edit"
EDIT_LABEL: Final = "Edit what was understood"
ASK_AGAIN: Final = "Ask again"
CANCEL: Final = "Cancel"
STATUS_ANSWERED: Final = "Found in the articles"
STATUS_CONFLICTING: Final = "The articles differ"
STATUS_NOT_IN_ARTICLES: Final = "Not in the articles"
STATUS_GUESS: Final = "The most likely guess"

VALUES_CAPTION: Final = "What the articles say, side by side"
VALUE: Final = "Value"
QUALIFIER: Final = "Stated as"
QUALIFIER_NONE: Final = "as it stands"
SPEAKER: Final = "According to"
SPEAKER_NONE: Final = "the article"
DENIED_BY: Final = "denied by"
DATE: Final = "As of"
LIKELY: Final = "Likely"
CITATIONS: Final = "Source"
TIMELINE_LABEL: Final = "The values by the day they are of: {values}"

CONFIDENCE_HIGH: Final = "High confidence"
CONFIDENCE_MODERATE: Final = "Moderate confidence"
CONFIDENCE_LOW: Final = "Low confidence"
CONFIDENCE_OF_ANSWER: Final = "{words}: {percent} likely to be right"
CONFIDENCE_OF_ABSENCE: Final = "{words}: {percent} likely that the articles do not say"
PERCENT: Final = "{percent} %"
UNDER_PERCENT: Final = "under {percent} %"
OVER_PERCENT: Final = "over {percent} %"

SOURCES: Final = "Sources"
CITATION: Final = "Citation {number}"
CITATION_LABEL: Final = "Citation {number}: “{quote}”, {title}, {origin}"
SHOW_EVIDENCE: Final = "Evidence"
SUGGESTIONS: Final = "The articles also answer"

NEAREST_PASSAGE: Final = "Nearest passage"
FOUND_PASSAGES: Final = "The nearest passages that were found:"
NO_PASSAGE: Final = "No stored article comes close to this question."
WIDEN: Final = "Ways to find more"
WIDEN_GUESS: Final = "Show the most likely guess"
WIDEN_PASSAGES: Final = "Read more passages"
WIDEN_ARTICLES: Final = "Ask all articles"
REWORD: Final = "Reword the question"

EVIDENCE: Final = "Evidence"
EVIDENCE_EMPTY: Final = (
    "The passages behind each answer appear here, with the quoted words marked. Choose a citation "
    "to read its whole article."
)
ARTICLE: Final = "Article"
ARTICLE_LOADING: Final = "Opening the article…"
ARTICLE_GONE: Final = (
    "This article has been removed since. This is the sentence that was quoted; ask again for what "
    "the articles say now."
)
ARTICLE_CHANGED: Final = (
    "This article has changed since the answer, so nothing is marked in it. This is the sentence "
    "as it was; ask again for what the article says now."
)
CLOSE: Final = "Close"
SOURCE: Final = "Source"
QUOTED_WORDS: Final = "Quoted words"
FURTHER_PASSAGE: Final = "{count} more passage was found"
FURTHER_PASSAGES: Final = "{count} more passages were found"
FURTHER_NEAREST: Final = "The nearest of them:"
DATE_UNKNOWN: Final = "undated"

FEEDBACK: Final = "Rate this answer"
FEEDBACK_LEGEND: Final = "What do you say of this answer?"
FEEDBACK_ABOUT: Final = "Which citation do you mean?"
FEEDBACK_COMMENT: Final = "Anything to add (optional)"
FEEDBACK_SEND: Final = "Save"
FEEDBACK_SAVED: Final = "Saved: {verdict}."
FEEDBACK_RIGHT_WORDS: Final = "The right words are “{quote}”."
FEEDBACK_EXPORT: Final = "Export all feedback"
VERDICT_RIGHT: Final = "Right"
VERDICT_RIGHT_ABSENT: Final = "Right, the articles do not say"
VERDICT_WRONG_FIGURE: Final = "Wrong figure or words"
VERDICT_WRONG_SOURCE: Final = "Wrong source"
VERDICT_OUTDATED: Final = "Outdated"
VERDICT_NOT_IN_ARTICLES: Final = "Should have said “not in the articles”"
VERDICT_IN_ARTICLES: Final = "The articles do answer this"
PICK: Final = "Select the right words in the article (optional)"
PICK_HINT: Final = "Select the right words in this article, or find them by typing; then use them."
PICK_USE: Final = "Use the selected words"
PICK_TYPED: Final = "Words as they stand in the article"
PICK_FIND: Final = "Find"
PICK_FOUND: Final = "Found and selected. “Find” goes to the next place."
PICK_NOT_FOUND: Final = (
    "These words do not stand in this article. Type them exactly as it has them."
)
PICK_NOTHING: Final = "Nothing is selected yet: mark some words of the article first."

COPY: Final = "Copy"
ANSWER_COPIED: Final = "The answer is copied, with its sources."
COPY_REFUSED: Final = "The browser does not let this page copy: select the words and copy them."
COPY_LINK: Final = "Copy link"
LINK_COPIED: Final = "The link is copied. It asks the same question again."
LINK_IN_ADDRESS: Final = "The link stands in the address bar: copy it from there."
OTHER_VERSION: Final = (
    "The link was made with version {made} of the index; this answer is from version {now}, so the "
    "two may differ."
)
INDEX_VERSION: Final = "Index version {version}"

ARTICLES: Final = "Articles"
ADD_ARTICLES: Final = "Add articles"
ADDING: Final = "Articles being added"
DROP_FILES: Final = "Drop files here"
CHOOSE_FILES: Final = "Choose files"
FILE_KINDS: Final = "Text, Markdown, HTML, PDF, Word or EPUB"
FILE_TOO_LARGE: Final = "Too large: at most {megabytes} MB are read. Split it into smaller files."
FILE_UNREADABLE: Final = (
    "This cannot be read: it is a folder, or has been moved or changed since it was chosen. Choose "
    "the files themselves."
)
PASTE_TEXT: Final = "Paste a text"
PASTED_TEXT: Final = "Pasted text"
TEXT: Final = "Text"
TITLE: Final = "Title (optional)"
OUTLET: Final = "Outlet"
PUBLISHED: Final = "Published"
ADD_ADDRESS: Final = "Add from an address"
ADDRESS: Final = "Address of the article"
ADD: Final = "Add"
STATE_WAITING: Final = "Waiting…"
STATE_SENDING: Final = "Sending…"
STATE_SENT: Final = "Sent {percent}"
STATE_READING: Final = "Reading and indexing…"
STATE_ADDED: Final = "Added"
STATE_REPLACED: Final = "Replaced the stored one"
STATE_UNCHANGED: Final = "Stored already"
DISMISS: Final = "Dismiss the note on {name}"
FILTERS: Final = "Filter by outlet and day"
SEARCH_ARTICLES: Final = "Search titles and outlets"
EVERY_OUTLET: Final = "Every outlet"
FROM: Final = "From"
UNTIL: Final = "Until"
FILTERS_HINT: Final = "They also limit which articles are asked."
CLEAR_FILTERS: Final = "Ask all articles"
LIBRARY_STATE: Final = "{found} of {stored} · index version {version}"
LIBRARY_STALE: Final = "This list may be out of date. {problem}"
ARTICLES_EMPTY: Final = "No article is stored yet. Add one above."
ARTICLES_MORE: Final = "and {count} more: search to narrow the list"
REMOVE: Final = "Remove"
REMOVE_LABEL: Final = "Remove “{title}”"
REMOVE_SURE: Final = "Remove this article?"
REMOVE_YES: Final = "Yes, remove"
KEEP: Final = "Keep"

NOTICE_EMPTY: Final = "Type a question first."
NOTICE_RUNNING: Final = "One question is being answered already: wait for it, or stop it."
PROBLEM_UNREACHABLE: Final = (
    "The server cannot be reached. Check that it is running and your connection to it, then try "
    "again."
)
PROBLEM_BUSY: Final = "The server is busy. Try again in {seconds} seconds."
PROBLEM_SOME: Final = "a few"
PROBLEM_SERVER: Final = (
    "Sorry, something went wrong on the server. Please try again in a moment. If it keeps failing, "
    "tell whoever runs this site and mention the reference {reference}."
)
PROBLEM_NO_REFERENCE: Final = "(none was given)"
PROBLEM_STATUS: Final = "The server refused this with status {status}"
