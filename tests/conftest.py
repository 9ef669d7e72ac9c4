"""What every test gets: the network guard, a clean environment, and nothing of the operator's."""

import os
import sys
from pathlib import Path

import pytest

GUARD = str(Path(__file__).parent / "guard")
# Environment that changes what the SDKs do behind our back (docs/architecture.md, "Traps").
FOREIGN = ("SLACK_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "DEALWIRE_")

for name in [name for name in os.environ if name.startswith(FOREIGN)]:
    del os.environ[name]
os.environ["PYTHONPATH"] = os.pathsep.join([GUARD, *filter(None, [os.environ.get("PYTHONPATH")])])
if "sitecustomize" not in sys.modules or not hasattr(sys.modules["sitecustomize"], "OutsideLoopbackError"):
    sys.modules.pop("sitecustomize", None)
    sys.path.insert(0, GUARD)
    import sitecustomize  # noqa: F401  installs the audit hook in this process

    sys.path.remove(GUARD)

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder of labelled news and specifications that some checkouts have beside them."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which this checkout does not have")
    return SHARED
