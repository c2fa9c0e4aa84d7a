"""Ask the web server of this container whether it can serve, as its proxy would."""

from __future__ import annotations

import http.client
import os
import sys
from http import HTTPStatus

ADDRESS = ("127.0.0.1", 8000)
TIMEOUT_SECONDS = 8.0


def main(address: tuple[str, int] = ADDRESS) -> int:
    """The exit code is 0 when ``/health/ready`` answers 200, else 1 with the reason."""
    # Under a name that the site answers to, and as if by HTTPS, or production would only redirect.
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".") or "localhost"
    connection = http.client.HTTPConnection(*address, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/health/ready", headers={"Host": host, "X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        said = answer.read(200).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        print(f"no answer: {error}", file=sys.stderr)
        return 1
    finally:
        connection.close()
    if answer.status != HTTPStatus.OK:
        print(f"{answer.status}: {said}", file=sys.stderr)
    return 0 if answer.status == HTTPStatus.OK else 1


if __name__ == "__main__":
    sys.exit(main())
