"""What proves is the thing that the logline speaks of; later it goes by its name."""

from __future__ import annotations

import pytest

from scriptgen.story.pointing import pointed_at
from scriptgen.story.shelf import open_shelf
from scriptgen.story.tokens import token_of


@pytest.mark.parametrize(
    ("logline", "thing"),
    [
        ("寺里的小沙弥发现新塑的佛像肚子里藏着一封求救信。", "一封求救信"),
        ("驿卒送一封不能拆的信，夜里信被换了。", "一封不能拆的信"),
        ("女记者潜入督军府，要拍下那本卖矿的合同。", "一份旧合同"),
        ("外卖小哥送错一单，收下一个装着祖传地契的木匣。", "一张旧地契"),
        ("雁门关守军里的信使要把消息送到代州。", None),
        ("守将要在三天之内等来援兵。", None),
    ],
)
def test_the_thing_of_the_logline_is_the_thing_that_proves(logline: str, thing: str | None) -> None:
    found = token_of(logline, open_shelf().tokens)
    assert (found and found["全"]) == thing


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("新塑的佛像肚子里藏着一封求救信", "那封求救信"),
        ("自家祖坟被人挖开", "祖坟的事"),
        ("有人偷换密押，换押的人是把我领进门的大掌柜", "密押的事"),
        ("婆婆把账本锁进了死人的牌位里", "账本的事"),
        ("把辽军夜袭的消息送到代州", "消息的事"),
        ("替小姐进京赶考", "赶考的事"),
        ("拍下那本卖矿的合同", "那本合同"),
        ("山下有人埋东西", "那件事"),
        ("", "那件事"),
    ],
)
def test_a_matter_goes_by_the_thing_that_it_turns_on(told: str, name: str) -> None:
    assert pointed_at(told) == name
