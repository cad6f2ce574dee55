"""The rules that the data must keep; ``heritage_kb.validate`` applies them all."""
