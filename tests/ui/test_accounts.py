"""Accounts: what a file of them gives away, failed tries, sessions that end; their verbs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from heritage_kb.errors import RefusedInput
from ui import accounts as module
from ui.accounts import Accounts, Tries
from ui.cli import main
from ui.projects import Desk


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Accounts]:
    monkeypatch.setitem(module._COST, "n", 2**4)  # what is tested is not the cost
    made = Accounts(tmp_path / "accounts.db")
    yield made
    made.close()


def test_a_session_opens_for_its_account_only_until_it_ends(
    accounts: Accounts, tmp_path: Path
) -> None:
    password = accounts.add("张三")
    word = accounts.sign_in("  张三", password, "1.1.1.1")
    person = accounts.who(word)
    assert person is not None
    assert person.name == "张三"
    assert accounts.who(word[:-1]) is None
    accounts.sign_out(word)
    assert accounts.who(word) is None
    word = accounts.sign_in("张三", password, "1.1.1.1")
    accounts.set_password("张三", "另一个口令啊啊啊")
    assert accounts.who(word) is None
    with pytest.raises(RefusedInput, match="不对"):
        accounts.sign_in("张三", password, "1.1.1.1")
    word = accounts.sign_in("张三", "另一个口令啊啊啊", "1.1.1.1")
    held = (tmp_path / "accounts.db").read_bytes()
    for secret in (password, "另一个口令啊啊啊", word):
        assert secret.encode() not in held


@pytest.mark.parametrize(("column", "ago"), [("seen", module.IDLE_S), ("made", module.LONGEST_S)])
def test_a_session_ends_by_itself(
    accounts: Accounts, tmp_path: Path, column: str, ago: float
) -> None:
    word = accounts.sign_in("李四", accounts.add("李四"), "1.1.1.1")
    with sqlite3.connect(tmp_path / "accounts.db") as db:
        db.execute(f"UPDATE sessions SET {column} = {column} - ?", (ago + 1,))
    db.close()
    assert accounts.who(word) is None


def test_failed_tries_must_wait_and_a_class_behind_one_address_need_not(
    accounts: Accounts,
) -> None:
    password, other = accounts.add("张三"), accounts.add("李四")
    for _ in range(Tries().of_one):
        with pytest.raises(RefusedInput, match="不对"):
            accounts.sign_in("张三", "wrong-one", "9.9.9.9")
    with pytest.raises(RefusedInput, match="分钟"):
        accounts.sign_in("张三", password, "9.9.9.9")
    assert accounts.sign_in("李四", other, "9.9.9.9")
    assert accounts.sign_in("张三", password, "8.8.8.8")


def test_a_stranger_is_refused_as_a_wrong_password_is(accounts: Accounts) -> None:
    accounts.add("张三")
    said = []
    for name in ("张三", "没有这人"):
        with pytest.raises(RefusedInput) as refused:
            accounts.sign_in(name, "wrong-one", "1.1.1.1")
        said.append(refused.value.zh)
    assert said[0] == said[1]


@pytest.mark.parametrize("name", ["", "  ", "字" * 41, "a\u202eb", "a\x00b"])
def test_a_name_that_is_none_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(RefusedInput, match="名字"):
        accounts.add(name)


def test_a_name_is_one_persons_however_it_is_typed(accounts: Accounts) -> None:
    accounts.add("Ｗang")
    with pytest.raises(RefusedInput, match="已经有人"):
        accounts.add("wang")
    with pytest.raises(RefusedInput, match="口令要"):
        accounts.add("赵六", "short")
    with pytest.raises(RefusedInput, match="没有叫"):
        accounts.remove("无此人")


def test_the_verbs_add_a_class_and_tell_passwords_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "家"))
    monkeypatch.setitem(module._COST, "n", 2**4)
    (tmp_path / "名单.txt").write_text("甲\n乙\n\n甲\n", "utf-8")
    assert main(["accounts", "add", "--from", str(tmp_path / "名单.txt"), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in told["accounts"]] == ["甲", "乙"]
    assert len(told["refused"]) == 1
    assert main(["accounts", "list"]) == 0
    assert set(capsys.readouterr().out.split()) == {"甲", "乙"}
    assert main(["accounts", "reset", "甲"]) == 0
    assert told["accounts"][0]["password"] not in capsys.readouterr().out
    assert main(["accounts", "remove", "乙"]) == 0
    assert main(["accounts", "remove", "乙"]) == 1
    assert main(["accounts", "add"]) == 1


def test_a_desk_is_the_accounts_whatever_the_browser_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    word = f"account:{'a' * 24}"
    forged = Desk.of({"who": word, "project": "p" * 24})
    assert forged.who != word  # nobody signed in: no browser's word is an account's
    monkeypatch.setattr("ui.projects.signed_in", lambda: "a" * 24)
    desks = [Desk.of(sent) for sent in (None, {"who": "w" * 24}, {"who": word, "project": ""})]
    assert {one.owner for one in desks} == {Desk(word).owner}
    assert all(one.to_json()["who"] == "" for one in desks)
    monkeypatch.setattr("ui.projects.signed_in", lambda: "b" * 24)
    assert Desk.of({"who": word}).owner != Desk(word).owner
