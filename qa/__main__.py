"""`python -m qa`: the same commands as `qa`."""

import sys
from pathlib import Path

# Python looks for modules in the working directory first, where a folder named "index" is more
# likely a person's index than our package.
if Path(sys.path[0]).resolve() != Path(__file__).resolve().parent.parent:
    del sys.path[0]

from qa.commands.group import main

main(prog_name="qa")
