"""Runs Schemathesis in the working directory, where it may write files, and ends when standard input ends."""

import os
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent


def end_with_input() -> None:
    # Not sys.stdin: the interpreter cannot end while another thread waits in it.
    while os.read(0, 4096):
        pass
    os._exit(1)


threading.Thread(target=end_with_input, daemon=True).start()
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
os.environ["SCHEMATHESIS_HOOKS"] = "hooks"

from schemathesis.cli import schemathesis  # noqa: E402 - after the hooks are set

document, url, token = (os.environ[name] for name in ("DOCUMENT", "API_URL", "TOKEN"))
schemathesis(
    ["--config-file", str(HERE / "schemathesis.toml")]
    + ["run", document, "--url", url, "--header", f"Authorization: Bearer {token}", "--seed", "1"]
)
