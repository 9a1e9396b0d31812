"""Texts that a spreadsheet would take for formulas."""

LIVE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "﹦1+1",
    "  =1+1",
    "\u3000＝1+1",
    "'=1+1",
    '"=1+1"',
    "' =1+1",
    "\ufeff=1+1",
]
