"""Every English word that `qa serve` shows; translate here."""

from typing import Final

HELP: Final = "Serve the chat page and the HTTP API."
HOST_HELP: Final = (
    "Address to listen on, 127.0.0.1 by default; 0.0.0.0 for every machine that reaches this one, "
    "which then needs a key."
)
PORT_HELP: Final = "Port to listen on, 7860 by default; 0 takes a free one."
WORKERS_HELP: Final = "Processes that answer, 1 by default."
CONFIG_HELP: Final = "TOML file of settings; $QA_CONFIG names one, too."
SET_HELP: Final = "Any setting that --show-config lists; $QA_NAME sets it, too."
SHOW_CONFIG_HELP: Final = "Print every setting and where its value comes from, then stop."
CHAT_AT: Final = "Chat:  {address}/chat"
API_AT: Final = "API:   {address}/v1 (documentation: {address}/docs)"
STOP_HINT: Final = "Press Ctrl+C to stop."
STARTING: Final = "Loading the articles and models…"
NO_KEYS: Final = (
    "{host} can be reached from other machines, so that clients need a key, and {file} holds none: "
    "make one with 'qa keys add NAME', or listen on 127.0.0.1"
)
PORT_IN_USE: Final = (
    "port {port} on {host} is in use: stop the program that holds it or choose another with --port"
)
PORT_FORBIDDEN: Final = (
    "port {port} on {host} may not be opened by this user: choose one above 1023 with --port"
)
ADDRESS_UNKNOWN: Final = (
    "{host!r} is not an address of this machine ({reason}): use 127.0.0.1, or 0.0.0.0 for all"
)
CANNOT_LISTEN: Final = "cannot listen on {host} port {port}: {reason}"
