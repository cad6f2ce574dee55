"""``python -m ui`` is the same door as the ``sanjin`` command."""

from __future__ import annotations

import sys

from ui.cli import main

sys.exit(main())
