"""`python -m qa`, the same as `qa`."""

from qa.commands.group import main

main(prog_name="qa")
