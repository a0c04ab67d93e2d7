# SPDX-License-Identifier: MIT
"""A project that Wattle is a part of."""

import os
import unittest

from consumer import Consumer


@unittest.skipUnless(os.environ["LAUNCHER"], "without ccache the search would be compiled a second time")
class AddSubdirectory(Consumer, unittest.TestCase):
    project = "add_subdirectory"
    definitions = {
        "WATTLE_SANITIZE": os.environ["SANITIZE"],
        "WATTLE_WARNINGS_AS_ERRORS": os.environ["WERROR"],
    }


if __name__ == "__main__":
    unittest.main()
