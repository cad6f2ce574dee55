"""The key of an endpoint: from the environment or the system's keyring, never from a file."""

from __future__ import annotations

import os

from heritage_kb.errors import RefusedInput
from heritage_kb.stores.refusing import needing
from scriptgen.models.profiles import EndpointProfile

NO_KEY = "none"  # local servers ask for none, but their client insists on a word


def key_of(profile: EndpointProfile) -> str:
    """Return the key that a profile names, ``NO_KEY`` where it names none.

    Raises:
        RefusedInput: the variable or the keyring entry is not there, or holds no key.
    """
    if profile.api_key_env:
        return _usable(os.environ.get(profile.api_key_env), f"环境变量 {profile.api_key_env}")
    if profile.keyring:
        return _usable(_from_keyring(profile.keyring), f"钥匙串 {profile.keyring}")
    return NO_KEY


def _from_keyring(entry: str) -> str | None:
    with needing("models"):
        import keyring
        import keyring.errors
    service, user = entry.split("/")
    try:
        return keyring.get_password(service, user)
    except keyring.errors.KeyringError as why:
        raise RefusedInput(
            f"系统的钥匙串打不开（{type(why).__name__}）；请改用环境变量，写 api_key_env。",
            f"The keyring cannot be opened ({type(why).__name__}); use api_key_env.",
        ) from why


def _usable(key: str | None, where: str) -> str:
    told = (key or "").strip()
    if not told:
        raise RefusedInput(f"{where} 里没有钥匙，请先放进去。", f"There is no key in {where}.")
    if not told.isascii() or any(sign.isspace() for sign in told):
        raise RefusedInput(
            f"{where} 里的不像钥匙（有空格或中文），请重新复制。", f"What is in {where} is no key."
        )
    return told
