"""What shows in a line that something is at stake, or that somebody is there.

The writer opens episodes by these signs and the review looks for the same ones.
"""

from __future__ import annotations

import re

# An act against something, a thing out of hand, or a question.
TENSION = re.compile(
    r"[？！?!…]|断|裂|摔|砸|撞|推|夺|抢|追|逃|藏|停|僵|血|刀|火|响|喊|喝|惊|抖|颤|空|缺|少|错|死|"
    r"跪|闯|拦|扑|抓|攥|拽|撕|烧|碎|滑|坠|歪|锁|封|不许|别|住手|谁|滚|快|悬|跳|嘶|泼|勒|蒙住|"
    r"脱出|脱手|猛|一把|险|偏了|绷|拍|漏|溅|掀|倒|塌|松|扯|挡|踩"
)
# What turns a scene: something at stake, or a feeling, a discovery, somebody who comes or goes.
TURN = re.compile(
    f"{TENSION.pattern}|哭|笑|怒|吼|瞪|抱|吻|愣|发现|原来|竟|忽然|突然|不是|骗|爱|恨|休想|凭什么|"
    "回来|走"
)
# Somebody, though no name is given.
SOMEBODY = re.compile(
    r"[他她]|[一两几]个人|两人|众人|有人|人影|[一两]只手|后生|老人|孩子|女人|男人"
)
