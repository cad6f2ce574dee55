"""The verbs ``sanjin accounts add|list|reset|remove``: who may sign in to a shared app."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heritage_kb.errors import RefusedInput
from heritage_kb.home import home
from ui.arguments import Arguments, Outcome, read_text, verb

if TYPE_CHECKING:
    from ui.accounts import Accounts


def add(verbs: Any) -> None:
    """Add the verbs."""
    group = verbs.add_parser("accounts", help="账号：谁能登录 sanjin ui --accounts")
    kinds = group.add_subparsers(
        dest="accounts_verb", metavar="动作", required=True, parser_class=Arguments
    )
    new = verb(kinds, "add", "加人；口令是新做的，只在这里显示一次", _add)
    new.add_argument("names", nargs="*", metavar="名字")
    new.add_argument("--from", dest="source", metavar="FILE", help="名单：一行一个名字")
    verb(kinds, "list", "列出账号", _list)
    reset = verb(kinds, "reset", "换一个新口令；登录着的都退出", _reset)
    reset.add_argument("name", metavar="名字")
    gone = verb(kinds, "remove", "去掉账号；项目仍在数据目录里", _remove)
    gone.add_argument("name", metavar="名字")


def accounts_file() -> Path:
    """Return where the accounts of this home lie."""
    return home() / "accounts.db"


@contextmanager
def _opened() -> Iterator[Accounts]:
    from ui.accounts import Accounts

    accounts = Accounts(accounts_file())
    try:
        yield accounts
    finally:
        accounts.close()


def _add(args: argparse.Namespace) -> Outcome:
    names = [*args.names, *(read_text(args.source).splitlines() if args.source else ())]
    names = [name for name in (one.strip() for one in names) if name]
    if not names:
        raise RefusedInput(
            "没有写名字；例如 sanjin accounts add 张三，或 --from 名单.txt。", "Name somebody."
        )
    made, refused = {}, []
    with _opened() as accounts:
        for name in names:
            try:
                made[name] = accounts.add(name)
            except RefusedInput as error:
                refused.append(error.zh)
    said = [f"{name}　{password}" for name, password in made.items()] + refused
    data = {"accounts": [{"name": k, "password": v} for k, v in made.items()], "refused": refused}
    return Outcome(data, "\n".join(said), 1 if refused else 0)


def _list(_: argparse.Namespace) -> Outcome:
    with _opened() as accounts:
        rows = accounts.all()
    text = "\n".join(one.name for one in rows) or "还没有账号。"
    return Outcome({"accounts": [{"id": one.id, "name": one.name} for one in rows]}, text)


def _reset(args: argparse.Namespace) -> Outcome:
    with _opened() as accounts:
        password = accounts.set_password(args.name)
    return Outcome({"name": args.name, "password": password}, f"{args.name}　{password}")


def _remove(args: argparse.Namespace) -> Outcome:
    with _opened() as accounts:
        accounts.remove(args.name)
    return Outcome({"removed": args.name}, f"「{args.name}」去掉了。")
