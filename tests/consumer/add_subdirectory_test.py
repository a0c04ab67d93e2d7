# SPDX-License-Identifier: MIT
"""A project that Wattle is a part of."""

import os
import unittest

from consumer import Consumer


# The search is not compiled a second time: ccache knows its objects. It tells those with debug information apart by
# the folder that they were compiled in.
@unittest.skipUnless(os.environ["LAUNCHER"], "without ccache the search would be compiled a second time")
@unittest.skipUnless(os.environ["BUILD_TYPE"] == "Release", "only a release is known to ccache in another folder")
class AddSubdirectory(Consumer, unittest.TestCase):
    project = "add_subdirectory"
    definitions = {
        "WATTLE_SANITIZE": os.environ["SANITIZE"],
        "WATTLE_WARNINGS_AS_ERRORS": os.environ["WERROR"],
    }


if __name__ == "__main__":
    unittest.main()
