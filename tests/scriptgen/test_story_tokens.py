"""What proves is the thing that the logline speaks of; later it goes by its name."""

from __future__ import annotations

import pytest

import heritage_kb
from scriptgen import read_brief
from scriptgen.planner import plan
from scriptgen.story.pointing import pointed_at
from scriptgen.story.shelf import open_shelf
from scriptgen.story.tokens import token_of


@pytest.mark.parametrize(
    ("logline", "thing"),
    [
        ("寺里的小沙弥发现新塑的佛像肚子里藏着一封求救信。", "一封求救信"),
        ("驿卒送一封不能拆的信，夜里信被换了。", "一封不能拆的信"),
        ("女记者潜入督军府，要拍下那本卖矿的合同。", "一份旧合同"),
        ("学徒在师父留下的一卷胶卷里，看见了不该拍下的人。", "一卷胶卷"),
        ("绣娘给新娘绣的一件嫁衣里，缝着一张当票。", "一张当票"),
        ("老兵等一封家书，等来的却是一双旧鞋。", "一双旧鞋"),
        ("民兵队长从战友身上摸到半张地图。", "半张地图"),
        ("外卖小哥送错一单，收下一个装着祖传地契的木匣。", "一张旧地契"),
        ("雁门关守军里的信使要把消息送到代州。", None),
        ("守将要在三天之内等来援兵。", None),
    ],
)
def test_the_thing_of_the_logline_is_the_thing_that_proves(logline: str, thing: str | None) -> None:
    found = token_of(logline, open_shelf().tokens)
    assert (found and found["全"]) == thing


@pytest.mark.parametrize(
    ("logline", "handled"),
    [
        ("镖局的小伙计替人送一口上锁的木箱，说好到了口外才能开。", "开物"),
        ("照相馆的学徒在师父留下的一卷胶卷里，看见了不该拍下的人。", "显物"),
        ("退休矿工翻出一盘旧录音带，里头是透水那夜的电话。", "听物"),
        ("民兵队长从战友身上摸到半张地图，另外半张在村长家里。", "比物"),
    ],
)
@pytest.mark.parametrize("episodes", [4, 8, 24])
def test_the_thing_is_found_handled_fought_for_and_shown(logline, handled, episodes) -> None:
    brief = read_brief(
        {"title": "空", "logline": logline, "period": "民国", "year": 1947, "episodes": episodes}
    )
    made = plan(brief, heritage_kb.open())
    told = [s.stake.pattern for s in made.sheets if s.stake and s.stake.pattern.endswith("物")]
    assert handled in told
    if episodes > 4:
        assert told == ["得物", handled, "争物", "亮物"]


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
