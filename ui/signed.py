"""Who has signed in, and in which page, as the handler of an event may know it."""

from __future__ import annotations


def signed_in() -> str | None:
    """Return the id of the account whose event is being handled; None where nobody signs in.

    Gradio keeps the request of an event in a context variable while its handler runs.
    """
    from gradio.context import LocalContext

    request = LocalContext.request.get(None)
    return request.username if request is not None else None


def page() -> str | None:
    """Return the id of the open page whose event is being handled; None outside a handler."""
    from gradio.context import LocalContext

    request = LocalContext.request.get(None)
    return getattr(request, "session_hash", None)
