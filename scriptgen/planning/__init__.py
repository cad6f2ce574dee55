"""The plan in a writer's hands: loglines to choose from, elements edited, locked, made anew.

Everything here makes proposals; what is taken of one is taken by ``scriptgen.apply``.
"""
