"""Review (预审): dated rules over a script, findings with evidence, waivers, reports."""
