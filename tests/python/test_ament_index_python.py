"""Finding packages: in prefixes with an index, and without any ROS."""

from __future__ import annotations

from pathlib import Path

import pytest
from ament_index_python import (
    InvalidResourceNameError,
    InvalidResourceTypeNameError,
    PackageNotFoundError,
    get_package_prefix,
    get_package_share_directory,
    get_package_share_path,
    get_packages_with_prefixes,
    get_resource,
    get_resource_types,
    get_resources,
    get_search_paths,
    has_resource,
)
from ament_index_python.cli import main, resource_name_completer, resource_type_completer


def register(prefix: Path, kind: str, name: str, content: str = "") -> None:
    """Put a resource into a prefix's index."""
    path = prefix / "share" / "ament_index" / "resource_index" / kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


@pytest.fixture
def prefixes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two prefixes; both have the package `both`."""
    over, under = tmp_path / "over", tmp_path / "under"
    for prefix in (over, under):
        register(prefix, "packages", "both")
        (prefix / "share" / "both").mkdir(parents=True)
    register(under, "packages", "bare")
    register(over, "plugins", "both", "of over")
    register(under, "plugins", "both", "of under")
    register(over, "plugins", ".hidden")
    monkeypatch.setenv("AMENT_PREFIX_PATH", f"{over}:{tmp_path / 'missing'}::{under}")
    return over, under


def test_prefixes_that_exist_are_searched_in_order(prefixes: tuple[Path, Path]) -> None:
    assert get_search_paths() == [str(prefix) for prefix in prefixes]


def test_the_first_prefix_wins(prefixes: tuple[Path, Path]) -> None:
    over, under = map(str, prefixes)
    assert get_resource("plugins", "both") == ("of over", over)
    assert has_resource("plugins", "both") == over
    assert get_resources("plugins") == {"both": over}
    assert get_packages_with_prefixes() == {"both": over, "bare": under}
    assert get_resource_types() == {"packages", "plugins"}


def test_what_is_not_there_is_not_found(prefixes: tuple[Path, Path]) -> None:
    assert has_resource("plugins", "other") is False
    with pytest.raises(LookupError, match="'other' of type 'plugins'"):
        get_resource("plugins", "other")
    with pytest.raises(PackageNotFoundError, match="package 'other' not found, searching"):
        get_package_prefix("other")


@pytest.mark.parametrize("name", ["/a", "a/b", "a\\b"])
def test_names_are_no_paths(prefixes: tuple[Path, Path], name: str) -> None:
    with pytest.raises(InvalidResourceTypeNameError):
        get_resources(name)
    with pytest.raises(InvalidResourceNameError):
        has_resource("packages", name)
    with pytest.raises(ValueError, match="is not a valid package name"):
        get_package_prefix(name)


def test_shares_are_folders_of_the_prefix(prefixes: tuple[Path, Path]) -> None:
    over, under = prefixes
    assert get_package_share_directory("both") == str(over / "share" / "both")
    with pytest.warns(UserWarning, match="does not exist"):
        assert get_package_share_path("bare") == under / "share" / "bare"
    assert get_package_share_path("bare", print_warning=False) == under / "share" / "bare"


def test_an_empty_variable_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMENT_PREFIX_PATH", "")
    with pytest.raises(OSError, match="not set or empty"):
        get_search_paths()
    with pytest.raises(OSError, match="not set or empty"):
        get_package_prefix("other")


@pytest.mark.parametrize("sourced", [True, False])
def test_standard_interfaces_are_always_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sourced: bool
) -> None:
    if sourced:
        monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path))
    else:
        monkeypatch.delenv("AMENT_PREFIX_PATH", raising=False)
        assert "std_msgs" in get_packages_with_prefixes()
        assert "msg/String.msg" in get_resource("rosidl_interfaces", "std_msgs")[0].splitlines()
    share = get_package_share_path("std_msgs")
    assert (share / "msg" / "String.msg").is_file()
    assert share == Path(get_package_prefix("std_msgs")) / "share" / "std_msgs"


def test_folders_that_python_sees_are_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AMENT_PREFIX_PATH", raising=False)
    plain = tmp_path / "plain_package"
    source = tmp_path / "src_package"
    (source / "src_package").mkdir(parents=True)
    plain.mkdir()
    (source / "src_package" / "__init__.py").touch()
    (plain / "package.xml").touch()
    (source / "package.xml").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert get_package_share_path("plain_package") == plain
    assert get_package_prefix("src_package") == str(source)
    monkeypatch.setattr("sys.path", [str(source)])
    assert get_package_share_path("src_package") == source


def test_folders_of_interfaces_are_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my_own_msgs").mkdir()
    monkeypatch.setenv("ROSEBAY_INTERFACE_PATH", str(tmp_path))
    assert get_package_share_path("my_own_msgs") == tmp_path / "my_own_msgs"


def test_python_packages_that_are_not_of_ros_are_none() -> None:
    with pytest.raises(PackageNotFoundError):
        get_package_prefix("numpy")
    assert Path(get_package_prefix("rclpy"), "__init__.py").is_file()


def test_the_command_shows_the_index(
    prefixes: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    over, under = prefixes
    for arguments, output in (
        ([], "packages\nplugins\n"),
        (["packages"], f"bare\t{under}\nboth\t{over}\n"),
        (["plugins", "both"], f"{over}\n<<<\nof over\n>>>\n"),
        (["packages", "both"], f"{over}\n"),
    ):
        assert main(arguments) is None
        assert capsys.readouterr().out == output
    assert main(["plugins", "x"]) == "Could not find the resource 'x' of type 'plugins'"


def test_the_command_completes_names(prefixes: tuple[Path, Path]) -> None:
    from argparse import Namespace

    assert sorted(resource_type_completer("p")) == ["packages", "plugins"]
    chosen = Namespace(resource_type="packages")
    assert list(resource_name_completer("ba", chosen)) == ["bare"]
    assert list(resource_name_completer("ba", Namespace())) == []
