"""Who may change things: the owner on the machine itself, or a login on the list of owners. All others only read.

A page asks ``may_change`` to say what it can offer, and calls ``require`` right before it writes: the
server refuses, whatever the browser was shown.
"""

from __future__ import annotations

import getpass
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from views.words import Words

# `make run` sets the first; the second is the name that stands in the corrections instead of the login's.
LOCAL, LOCAL_NAME = "DABIAO_OWNER", "DABIAO_OWNER_NAME"
# What a proxy or a tunnel adds on the way: whoever comes by one does not sit at this machine.
_RELAYED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


@dataclass(frozen=True)
class Permission:
    """Whether the reader may change things, by which name, and why or why not (a key of the words table)."""

    allowed: bool
    who: str
    reason: str


class NotAllowed(Exception):
    """The reader may not change things; ``permission`` says why."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__(f"this reader may not change anything ({permission.reason}); see docs/OWNERS.md")


def may_change() -> Permission:
    """Whether this reader may add reports and write corrections.

    Allowed are the local owner, and a login of the list of owners. Where a login is set up its
    reason is told to those who are refused, else the local owner's.
    """
    local = _local_owner()
    if local.allowed or not _section("auth"):
        return local
    return _login()


def require() -> Permission:
    """The permission of a reader who may change things. Raises NotAllowed for anybody else."""
    permission = may_change()
    if not permission.allowed:
        raise NotAllowed(permission)
    return permission


def account(words: Words) -> None:
    """Buttons to log in, or who is logged in and a button to log out; nothing where no login is set up."""
    auth = _section("auth")
    if not auth:
        return
    user = st.user.to_dict()
    if user.get("is_logged_in") is True:
        st.text(words("owner.logged_in", who=user.get("email") or user.get("name") or words("owner.unnamed")))
        st.button(words("owner.log_out"), key="owner_log_out", on_click=st.logout, width="stretch")
        return
    named = [name for name, value in auth.items() if isinstance(value, Mapping) and "client_id" in value]
    if "client_id" in auth:
        st.button(words("owner.log_in"), key="owner_log_in", on_click=st.login, width="stretch")
    for name in named:
        st.button(
            words("owner.log_in_with", provider=name), key=f"owner_log_in_{name}", on_click=partial(st.login, name),
            width="stretch",
        )  # fmt: skip


def _refused(reason: str) -> Permission:
    return Permission(False, "", reason)


def _local_owner() -> Permission:
    """The owner at the machine itself: only on a server, and by a request, that nobody else can reach or send."""
    if os.environ.get(LOCAL) != "local":
        return _refused("owner.off")
    if not _is_loopback(st.get_option("server.address") or ""):
        return _refused("owner.open_server")
    if not _asked_from_here():
        return _refused("owner.from_elsewhere")
    try:
        name = os.environ.get(LOCAL_NAME, "").strip() or getpass.getuser()
    except (OSError, KeyError, ImportError):  # a system where the user has no name, as in some containers
        return _refused("owner.no_name")
    return Permission(True, name, "owner.local")


def _login() -> Permission:
    """A login on the list of owners."""
    owners = _section("owners").get("emails", ())
    owners = {str(one).strip().casefold() for one in ([owners] if isinstance(owners, str) else owners)} - {""}
    if not owners:
        return _refused("owner.no_list")
    user = st.user.to_dict()
    if user.get("is_logged_in") is not True:
        return _refused("owner.not_logged_in")
    if str(user.get("email_verified", True)).casefold() == "false":
        return _refused("owner.unverified")
    email = str(user.get("email") or "").strip()
    if email.casefold() not in owners:
        return _refused("owner.not_listed")
    return Permission(True, email, "owner.login")


def _asked_from_here() -> bool:
    """Whether the reader's browser runs on this machine and shows a page of this very server.

    The address alone would not do: a tunnel's requests come from here too, and so do those of a
    foreign page in the owner's own browser. A request that tells no host is nobody's.
    """
    headers = st.context.headers
    hosts, origins = headers.get_all("host"), headers.get_all("origin")
    if len(hosts) != 1 or any(headers.get_all(name) for name in _RELAYED):
        return False
    try:
        if not _is_loopback(urlsplit(f"//{hosts[0]}").hostname or ""):
            return False
        if any(urlsplit(origin).netloc != hosts[0] for origin in origins):
            return False
    except ValueError:  # no host can be read from it
        return False
    # Streamlit gives no address to connections from 127.0.0.1 and ::1.
    return st.context.ip_address is None or _is_loopback(st.context.ip_address)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _section(name: str) -> Mapping:
    """A section of the secrets; empty where it, or the file, is not there."""
    try:
        found = st.secrets.get(name)
    except StreamlitSecretNotFoundError:
        return {}
    return found if isinstance(found, Mapping) else {}
