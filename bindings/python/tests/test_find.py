"""Where the libraries are looked for, and what is said when they are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from libloyalty import LibraryError, _find


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder without libraries, and no environment."""
    folder = tmp_path / "libloyalty"
    folder.mkdir()
    monkeypatch.setattr(_find, "__file__", str(folder / "_find.py"))
    monkeypatch.delenv(_find.ENVIRONMENT, raising=False)
    return folder


def test_the_system_is_asked_when_nothing_else_is_known(package: Path) -> None:
    assert list(_find.candidates("core")) == [_find.file_name("core")]


def test_beside_the_package_comes_first_then_the_environment(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = _find.file_name("json")
    (package / name).touch()
    monkeypatch.setenv(_find.ENVIRONMENT, str(tmp_path))
    assert list(_find.candidates("json")) == [str(package / name), str(tmp_path / name), name]


def test_the_environment_may_name_the_file_of_the_core(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = tmp_path / "mine.so"
    monkeypatch.setenv(_find.ENVIRONMENT, str(core))
    assert next(iter(_find.candidates("core"))) == str(core)
    name = _find.file_name("sqlite")
    assert next(iter(_find.candidates("sqlite"))) == str(tmp_path / name)


def test_a_missing_library_is_told_with_every_place_that_was_tried(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_find.COMPONENTS, "core", "no-such-loyalty")
    monkeypatch.setenv(_find.ENVIRONMENT, str(tmp_path))
    with pytest.raises(LibraryError) as caught:
        _find.load("core")
    said = str(caught.value)
    assert str(tmp_path / _find.file_name("core")) in said
    assert "LIBLOYALTY_PATH" in said


@pytest.mark.parametrize(
    ("platform", "name"),
    [
        ("linux", "libloyalty-json.so.0"),
        ("darwin", "libloyalty-json.0.dylib"),
        ("win32", "loyalty-json-0.dll"),
    ],
)
def test_each_platform_has_its_file_names(
    platform: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_find.sys, "platform", platform)
    assert _find.file_name("json") == name
