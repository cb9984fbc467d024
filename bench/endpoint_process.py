"""The endpoint alone in a process of its own, for benchmarks that ask it over HTTP.

    python -m bench.endpoint_process INDEX PORT '{"answering_threads": 2, "cached_answers": 0}'

The last argument holds fields of `ServiceOptions`. /readyz tells when it can be asked.
"""

import json
import sys
from pathlib import Path

import uvicorn

from qa.assembly import open_answerer
from qa.server.application import create_application
from qa.service.options import ServiceOptions


def main() -> None:
    """Serve until told to stop."""
    folder, port, options = sys.argv[1:]
    application = create_application(
        open_answerer(Path(folder)), options=ServiceOptions(**json.loads(options))
    )
    uvicorn.run(application, host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main()
