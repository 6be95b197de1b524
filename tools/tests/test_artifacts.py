"""Tests of what the build makes: `mvn package` first, then `python3 tools/tests/test_artifacts.py`.

Without `-o`: the SBOM's plugin does nothing offline.
"""
from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APP = Path("operator", "app", "target")
JAR = ROOT / APP / "signet-operator.jar"
SBOM = ROOT / APP / "signet-operator.sbom.json"
# What the operator's jar is built of.
PARTS = ("pom.xml", ".mvn", "crds", "operator", "admission", "e2e/pom.xml")
KNOWN = {"bcprov-jdk18on", "kubernetes-client", "operator-framework-core", "logback-classic", "signet-domain", "vertx-core"}
TEST_ONLY = {"junit-jupiter", "assertj-core", "archunit", "mockwebserver", "awaitility"}
ITSELF = ("dev.signet", "signet-operator")
# Parts of others, which the plugin does not see: of netty-common, and of nimbus-jose-jwt.
EMBEDDED = {("org.jctools", "jctools-core"), ("com.google.code.gson", "gson"), ("com.github.stephenc.jcip", "jcip-annotations")}


def need(file: Path) -> Path:
    if not file.is_file():
        raise AssertionError(f"{file} is missing: build it with mvn package, and not offline")
    return file


def sha256(file: Path) -> str:
    return hashlib.sha256(need(file).read_bytes()).hexdigest()


class SbomTest(unittest.TestCase):
    """The list of what is in the jar."""

    def setUp(self) -> None:
        self.sbom = json.loads(need(SBOM).read_text())
        self.components = {(part.get("group", ""), part["name"]): part for part in self.sbom["components"]}

    def test_names_each_artifact_that_is_in_the_jar(self) -> None:
        with zipfile.ZipFile(need(JAR)) as jar:
            packed = {
                match.groups()
                for match in (re.fullmatch(r"META-INF/maven/([^/]+)/([^/]+)/pom.properties", name) for name in jar.namelist())
                if match
            }
            inside = {}
            for group, name in packed:
                text = jar.read(f"META-INF/maven/{group}/{name}/pom.properties").decode()
                inside[group, name] = re.search(r"^version=(.+)$", text, re.MULTILINE).group(1).strip()
        for key in (ITSELF, *EMBEDDED):
            inside.pop(key)
        self.assertGreater(len(inside), 40)
        listed = {key: self.components[key]["version"] for key in inside if key in self.components}
        self.assertEqual(inside, listed)

    def test_names_what_is_known_to_run_and_nothing_of_the_tests(self) -> None:
        names = {name for _, name in self.components}
        self.assertEqual(set(), KNOWN - names)
        self.assertEqual(set(), TEST_ONLY & names)

    def test_says_what_it_is_of_and_what_each_part_hashes_to(self) -> None:
        self.assertEqual("CycloneDX", self.sbom["bomFormat"])
        self.assertEqual("signet-operator", self.sbom["metadata"]["component"]["name"])
        for (group, name), part in self.components.items():
            with self.subTest(part=name):
                self.assertTrue(part["version"])
                self.assertTrue(part["purl"].startswith(f"pkg:maven/{group}/{name}@"))

    def test_is_the_same_for_the_same_build(self) -> None:
        self.assertNotIn("serialNumber", self.sbom)
        self.assertNotIn("timestamp", self.sbom["metadata"])


class ReproducibilityTest(unittest.TestCase):
    """Equal classes make an equal jar, whenever and wherever it is packed."""

    def test_the_jar_is_the_same_from_another_folder_at_another_time(self) -> None:
        with tempfile.TemporaryDirectory(prefix="signet-rebuild") as folder:
            copy = Path(folder)
            for part in PARTS:
                self.copy(ROOT / part, copy / part)
            command = ["mvn", "-o", "-B", "-ntp", "-q", "-pl", "operator/app", "-am", "package", "-Dmaven.main.skip=true",
                       "-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "-Dcyclonedx.skip=true"]
            built = subprocess.run(command, cwd=copy, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
            self.assertEqual(0, built.returncode, built.stdout + built.stderr)
            self.assertEqual(sha256(JAR), sha256(copy / APP / JAR.name), self.difference(copy / APP / JAR.name))

    @staticmethod
    def copy(source: Path, target: Path) -> None:
        """Copies with new times; of what was built, the classes alone."""
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_file():
            shutil.copyfile(source, target)
            return

        def left_out(folder: str, names: list[str]) -> list[str]:
            return [name for name in names if name != "classes"] if Path(folder).name == "target" else []

        shutil.copytree(source, target, ignore=left_out, copy_function=shutil.copyfile)

    @staticmethod
    def difference(other: Path) -> str:
        """The first entries in which they differ."""
        with zipfile.ZipFile(JAR) as first, zipfile.ZipFile(other) as second:
            entries = [[(each.filename, each.CRC, each.date_time) for each in jar.infolist()] for jar in (first, second)]
        return str([pair for pair in zip(*entries) if pair[0] != pair[1]][:5])


if __name__ == "__main__":
    unittest.main()
