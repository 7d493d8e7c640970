"""Who may change things: the local owner and a listed login, and nobody else by any forged request."""

from __future__ import annotations

import getpass
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.runtime import context
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from views import owner, words

HERE = {"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"}
AUTH = {"auth": {"client_id": "x"}, "owners": {"emails": ["Wang.Fang@example.org"]}}
FANG = {"is_logged_in": True, "email": "wang.fang@EXAMPLE.org", "email_verified": True}


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch):
    """The permission of a reader, by how the server was started and how the request came."""

    def asked(
        started: str | None = "local",
        bound: str | None = "127.0.0.1",
        headers: dict | list = HERE,
        peer: str | None = "127.0.0.1",
        secrets: dict | None = None,
        user: dict | None = None,
    ) -> owner.Permission:
        if started is None:
            monkeypatch.delenv("DABIAO_OWNER", raising=False)
        else:
            monkeypatch.setenv("DABIAO_OWNER", started)
        monkeypatch.setenv("DABIAO_OWNER_NAME", "王芳")
        sent = list(headers.items()) if isinstance(headers, dict) else headers
        client = SimpleNamespace(headers=sent, cookies={}, remote_ip=peer)
        monkeypatch.setattr(context, "_get_client_context", lambda: client)
        monkeypatch.setattr(st, "get_option", {"server.address": bound}.get)
        held = Secrets()
        held._secrets = secrets or {}
        monkeypatch.setattr(st, "secrets", held)
        monkeypatch.setattr(st, "user", SimpleNamespace(to_dict=lambda: user or {}))
        permission = owner.may_change()
        # The server's own check says the same, always.
        if permission.allowed:
            assert owner.require() == permission
        else:
            assert permission.who == ""
            with pytest.raises(owner.NotAllowed) as refused:
                owner.require()
            assert refused.value.permission == permission
        assert permission.reason in words.load()
        return permission

    return asked


@pytest.mark.parametrize("bound", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501", "localhost"])
def test_the_local_owner_may_change_things(ask, bound: str, host: str):
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert ask(bound=bound, headers=headers) == owner.Permission(True, "王芳", "owner.local")
    assert ask(bound=bound, headers={"Host": host}, peer="::1").allowed


@pytest.mark.parametrize("started", [None, "", "0", "remote", "LOCAL"])
def test_nobody_is_an_owner_unless_the_server_was_started_for_one(ask, started: str | None):
    assert ask(started=started).reason == "owner.off"


@pytest.mark.parametrize("bound", [None, "", "0.0.0.0", "::", "192.168.1.5", "example.org", "unix:///tmp/x"])
def test_a_forged_local_request_through_an_open_server_is_refused(ask, bound: str | None):
    assert ask(bound=bound).reason == "owner.open_server"


@pytest.mark.parametrize(
    ("headers", "peer"),
    [
        ({}, None),
        ({}, "127.0.0.1"),
        ({"Origin": "http://127.0.0.1:8501"}, "127.0.0.1"),
        ({"Host": "evil.example:8501", "Origin": "http://evil.example:8501"}, "127.0.0.1"),
        ({"Host": "127.0.0.1.evil.example"}, "127.0.0.1"),
        ({"Host": "192.168.1.5:8501"}, "127.0.0.1"),
        ({"Host": "127.0.0.1@evil.example"}, "127.0.0.1"),
        ({"Host": "["}, "127.0.0.1"),
        ([("Host", "127.0.0.1:8501"), ("Host", "evil.example")], "127.0.0.1"),
        (HERE | {"Origin": "https://evil.example"}, "127.0.0.1"),
        (HERE | {"Origin": "http://127.0.0.1:9000"}, "127.0.0.1"),
        (HERE | {"Origin": "null"}, "127.0.0.1"),
        (HERE, "192.168.1.7"),
        (HERE, "8.8.8.8"),
        (HERE, "not an address"),
        (HERE | {"X-Forwarded-For": "8.8.8.8"}, "127.0.0.1"),
        (HERE | {"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1"),
        (HERE | {"x-forwarded-host": "page.example"}, "127.0.0.1"),
        (HERE | {"X-Real-IP": "127.0.0.1"}, "127.0.0.1"),
        (HERE | {"Forwarded": "for=127.0.0.1"}, "127.0.0.1"),
        (HERE | {"Via": "1.1 tunnel"}, "127.0.0.1"),
    ],
)
def test_a_request_that_does_not_come_straight_from_here_is_refused(ask, headers: dict | list, peer: str | None):
    assert ask(headers=headers, peer=peer).reason == "owner.from_elsewhere"


def test_without_a_name_nobody_signs(ask, monkeypatch: pytest.MonkeyPatch):
    ask()
    monkeypatch.setenv("DABIAO_OWNER_NAME", " ")
    monkeypatch.setattr(getpass, "getuser", lambda: "fang")
    assert owner.may_change().who == "fang"

    def nobody() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert owner.may_change() == owner.Permission(False, "", "owner.no_name")


@pytest.mark.parametrize("started", [None, "local"])
def test_a_login_of_the_list_may_change_things_from_anywhere(ask, started: str | None):
    relayed = {"Host": "page.example", "X-Forwarded-For": "8.8.8.8"}
    anywhere = {"bound": "0.0.0.0", "headers": relayed, "peer": "8.8.8.8"}
    assert ask(started, **anywhere, secrets=AUTH, user=FANG) == owner.Permission(
        True, "wang.fang@EXAMPLE.org", "owner.login"
    )
    one = AUTH | {"owners": {"emails": " wang.fang@example.org "}}
    assert ask(started, **anywhere, secrets=one, user={"is_logged_in": True, "email": "Wang.Fang@example.org"}).allowed


@pytest.mark.parametrize(
    ("secrets", "user", "reason"),
    [
        (AUTH, {}, "owner.not_logged_in"),
        (AUTH, {"is_logged_in": False}, "owner.not_logged_in"),
        (AUTH, FANG | {"is_logged_in": "true"}, "owner.not_logged_in"),
        # A host may tell an address of a reader who never logged in here.
        (AUTH, {"email": "wang.fang@example.org"}, "owner.not_logged_in"),
        (AUTH, FANG | {"email": "li.na@example.org"}, "owner.not_listed"),
        (AUTH, FANG | {"email": None}, "owner.not_listed"),
        (AUTH, FANG | {"email": "g@example.org"}, "owner.not_listed"),
        (AUTH, {"is_logged_in": True}, "owner.not_listed"),
        (AUTH, FANG | {"email_verified": False}, "owner.unverified"),
        (AUTH, FANG | {"email_verified": "False"}, "owner.unverified"),
        (AUTH | {"owners": {}}, FANG, "owner.no_list"),
        (AUTH | {"owners": {"emails": []}}, FANG, "owner.no_list"),
        (AUTH | {"owners": {"emails": ["", " "]}}, FANG | {"email": ""}, "owner.no_list"),
        (AUTH | {"owners": "wang.fang@example.org"}, FANG, "owner.no_list"),
        # A list without a login: nobody can log in, whatever the reader's browser says.
        ({"owners": AUTH["owners"]}, FANG, "owner.off"),
        ({"auth": {}, "owners": AUTH["owners"]}, FANG, "owner.off"),
        ({}, FANG, "owner.off"),
    ],
)
def test_any_other_login_is_refused(ask, secrets: dict, user: dict, reason: str):
    assert ask(None, secrets=secrets, user=user).reason == reason


def test_the_local_owner_needs_no_login(ask):
    assert ask(secrets=AUTH, user={}).reason == "owner.local"
    assert ask(secrets=AUTH, user=FANG, bound="0.0.0.0").reason == "owner.login"


def _page() -> None:
    import streamlit as st

    from views import owner, words

    owner.account(words.Words("zh"))
    st.text(owner.may_change().reason)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.delenv("DABIAO_OWNER", raising=False)
    return AppTest.from_function(_page)


def test_without_a_login_set_up_none_is_offered(page: AppTest):
    page.run()
    assert not page.exception
    assert not page.button
    assert [text.value for text in page.text] == ["owner.off"]


def test_the_login_of_each_service_and_the_way_out(page: AppTest):
    page.secrets = AUTH | {"auth": {"client_id": "x", "client_kwargs": {"prompt": "login"}, "okta": {"client_id": "y"}}}
    page.run()
    assert [button.key for button in page.button] == ["owner_log_in", "owner_log_in_okta"]
    assert [text.value for text in page.text] == ["owner.not_logged_in"]
    page.user = FANG
    page.run()
    assert [button.key for button in page.button] == ["owner_log_out"]
    assert [text.value for text in page.text] == ["已登录：wang.fang@EXAMPLE.org", "owner.login"]
    page.button(key="owner_log_out").click().run()
    assert not page.exception
    assert [text.value for text in page.text] == ["owner.not_logged_in"]


def test_the_example_of_secrets_names_what_the_program_reads(root: Path):
    example = tomllib.loads((root / ".streamlit/secrets.toml.example").read_text("utf8"))
    assert set(example) == {"auth", "owners"}
    client = {"client_id", "client_secret", "server_metadata_url"}
    assert set(example["auth"]) == {"redirect_uri", "cookie_secret", *client}
    assert [type(one) for one in example["owners"]["emails"]] == [str]
    assert ".streamlit/secrets.toml" in (root / ".gitignore").read_text("utf8").splitlines()
