# SPDX-License-Identifier: MIT
"""A PostgreSQL server for one test, of Debian's package, on a socket in a folder of its own."""

import os
import pathlib
import subprocess
import tempfile
import unittest


def find_programs():
    """The folder of the newest version's programs, or None."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class PostgresqlServer:
    def __init__(self):
        self.programs = find_programs()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wattle-postgresql-"))
        self.folder.chmod(0o777)
        self.run("initdb", "-D", self.data, "-U", "wattle", "-A", "trust", "--no-sync", "--locale=C",
                 "--encoding=UTF8")
        self.start()

    @property
    def data(self):
        return self.folder / "data"

    @property
    def url(self):
        return f"postgresql:///postgres?user=wattle&host={self.folder}"

    def run(self, program, *arguments):
        # A server does not run as root, so root lets Debian's user run it.
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*user, str(self.programs / program), *map(str, arguments)], check=True, cwd="/",
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self):
        options = f"-c listen_addresses='' -c fsync=off -k {self.folder}"
        self.run("pg_ctl", "-w", "-D", self.data, "-l", self.folder / "log", "-o", options, "start")

    def stop(self):
        self.run("pg_ctl", "-m", "immediate", "-D", self.data, "stop")

    def remove(self):
        self.stop()
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*user, "rm", "-rf", str(self.data), str(self.folder / "log")], check=False)
        subprocess.run(["rm", "-rf", str(self.folder)], check=False)


class OnPostgresql:
    """A test case beside which such a server runs, as `database`; skipped where it does not start."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not find_programs():
            raise unittest.SkipTest("Debian's package postgresql is not installed")
        try:
            cls.database = PostgresqlServer()
        except subprocess.CalledProcessError as error:
            raise unittest.SkipTest(f"PostgreSQL's server does not start here: {error}") from error
        cls.addClassCleanup(cls.database.remove)
