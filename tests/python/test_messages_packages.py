"""Interface packages: the standard ones, one's own, and names that do not exist."""

import importlib
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest


def run(code, *, path=(), **environment):
    """Run a program in a process of its own and return what it prints."""
    search = [*map(str, path), *sys.path]
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, search)), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def write(root, **files):
    for name, text in files.items():
        path = Path(root, name.replace("__", "/").replace("_DOT_", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def workspace(tmp_path):
    """Make a folder with two packages that know each other."""
    write(
        tmp_path / "zoo_msgs" / "msg",
        Animal_DOT_msg="string name\nuint8 LEGS=4\ngeometry_msgs/Point position\nfloat64[] sizes\n",
        Herd_DOT_msg="std_msgs/Header header\nAnimal[<=2] animals\nfarm_msgs/Farm farm\n",
    )
    write(tmp_path / "zoo_msgs" / "srv", Feed_DOT_srv="Animal animal\n---\nbool fed\n")
    write(tmp_path / "zoo_msgs" / "action", Walk_DOT_action="float32 far\n---\n---\nfloat32 left\n")
    write(tmp_path / "farm_msgs", Farm_DOT_msg='string owner "nobody"\n')
    return tmp_path


USE = """
    import rclpy
    from zoo_msgs.msg import Animal, Herd
    from zoo_msgs.srv import Feed
    from zoo_msgs.action import Walk
    from rclpy._rclpy import rclpy_deserialize, rclpy_serialize

    herd = Herd(animals=[Animal(name='Gonzo', sizes=[1.5])])
    assert rclpy_deserialize(rclpy_serialize(herd, Herd), Herd) == herd
    assert Feed.Request().animal == Animal()
    print(Animal.LEGS, herd.farm.owner, Walk.Goal(far=1.0).far, Animal.__module__)
"""
USED = "4 nobody 1.0 zoo_msgs.msg._animal"


def test_a_package_in_a_folder_on_the_path(workspace):
    assert run(USE, path=[workspace]) == USED


def test_a_package_on_the_interface_path(workspace):
    assert run(USE, ROSEBAY_INTERFACE_PATH=str(workspace)) == USED


def test_a_package_on_the_ament_prefix_path(workspace, tmp_path_factory):
    prefix = tmp_path_factory.mktemp("install")
    workspace.rename(prefix / "share")
    assert run(USE, AMENT_PREFIX_PATH=str(prefix)) == USED


def test_a_package_that_is_imported_before_rclpy(workspace, tmp_path_factory):
    # What the installed `.pth` file does.
    before = USE.replace("import rclpy\n", "import rosebay._startup\n")
    assert before != USE
    assert run(before, path=[workspace]) == USED
    prefix = tmp_path_factory.mktemp("install")
    workspace.rename(prefix / "share")
    assert run(before, AMENT_PREFIX_PATH=str(prefix)) == USED


def test_starting_imports_nothing_more():
    use = """
        import sys
        before = set(sys.modules)
        import rosebay._startup
        print(sorted(set(sys.modules) - before - {'__future__'}))
    """
    assert run(use) == "['rosebay', 'rosebay._startup']"


def test_the_files_in_the_package_itself(workspace):
    use = "import rclpy; from farm_msgs.msg import Farm; print(Farm(owner='me'))"
    assert run(use, path=[workspace]) == "farm_msgs.msg.Farm(owner='me')"


def test_a_package_with_python_code_of_its_own(workspace):
    (workspace / "zoo_msgs" / "__init__.py").write_text("KEEPER = 1\n")
    use = """
        import rclpy, zoo_msgs
        from zoo_msgs.msg import Animal
        print(zoo_msgs.KEEPER, Animal.LEGS)
    """
    assert run(use, path=[workspace]) == "1 4"


def test_a_wrong_definition_names_its_line(tmp_path):
    write(tmp_path / "zoo_msgs" / "msg", Animal_DOT_msg="string name\nfloat65 x\n")
    use = """
        import rclpy
        try:
            from zoo_msgs.msg import Animal
        except ImportError as error:
            print(error)
    """
    shown = run(use, path=[tmp_path])
    assert "Animal.msg:2" in shown
    assert "float65" in shown


def test_pickled_messages_of_a_package(workspace):
    use = """
        import pickle, rclpy
        from zoo_msgs.msg import Animal
        print(pickle.loads(pickle.dumps(Animal(name='x'))).name)
    """
    assert run(use, path=[workspace]) == "x"


@pytest.mark.parametrize(
    ("module", "name", "near"),
    [
        ("std_msgs.msg", "Strng", "String"),
        ("std_msgs.msg", "string", "String"),
        ("geometry_msgs.msg", "TwistStampd", "TwistStamped"),
        ("std_srvs.srv", "Triger", "Trigger"),
        ("example_interfaces.action", "Fibonaci", "Fibonacci"),
    ],
)
def test_unknown_interfaces(module, name, near):
    with pytest.raises(ImportError, match=f"no interface '{name}' in '{module}'.*'{near}'"):
        exec(f"from {module} import {name}")
    assert not hasattr(importlib.import_module(module), name)


def test_unknown_packages():
    with pytest.raises(ModuleNotFoundError, match=r"no interface package 'stdd_msgs'.*'std_msgs'"):
        importlib.import_module("stdd_msgs")
    with pytest.raises(ModuleNotFoundError, match="No module named"):
        importlib.import_module("nothing_like_it_msgs")
    with pytest.raises(ModuleNotFoundError, match="No module named"):
        importlib.import_module("std_mgs2")


def test_the_private_modules():
    from geometry_msgs.msg._pose_with_covariance_stamped import PoseWithCovarianceStamped
    from std_srvs.srv._set_bool import Metaclass_SetBool_Request, SetBool, SetBool_Request
    from trajectory_msgs.msg._multi_dof_joint_trajectory import MultiDOFJointTrajectory

    assert PoseWithCovarianceStamped.__module__.endswith("._pose_with_covariance_stamped")
    assert MultiDOFJointTrajectory.__module__.endswith("._multi_dof_joint_trajectory")
    assert SetBool.Request is SetBool_Request
    assert type(SetBool_Request) is Metaclass_SetBool_Request
    with pytest.raises(ImportError, match="no_such"):
        importlib.import_module("std_msgs.msg._no_such")
    with pytest.raises(ImportError, match="Bool"):
        exec("from std_msgs.msg._string import Bool")


@pytest.mark.parametrize("module", ["std_msgs.msg", "example_interfaces.srv", "tf2_msgs.action"])
def test_everything_in_a_module(module):
    namespace = {}
    exec(f"from {module} import *", namespace)
    names = importlib.import_module(module).__all__
    assert names
    assert set(names) <= set(namespace)
    assert set(names) <= set(dir(importlib.import_module(module)))
    for name in names:
        cls = namespace[name]
        assert cls.__name__ == name
        private = importlib.import_module(cls.__module__)
        assert getattr(private, name) is cls


def test_every_class_says_a_module_that_has_it():
    for package in ("test_msgs", "sensor_msgs", "rcl_interfaces", "type_description_interfaces"):
        for kind in ("msg", "srv", "action"):
            try:
                module = importlib.import_module(f"{package}.{kind}")
            except ModuleNotFoundError:
                continue
            for name in module.__all__:
                cls = getattr(module, name)
                assert getattr(importlib.import_module(cls.__module__), name) is cls


def test_nothing_is_made_before_it_is_asked_for():
    use = """
        import rclpy, std_msgs.msg, sensor_msgs.msg
        before = 'String' in vars(std_msgs.msg)
        std_msgs.msg.String
        import sys
        print(before, 'String' in vars(std_msgs.msg), 'numpy' in sys.modules)
    """
    assert run(use) == "False True False"


@pytest.mark.parametrize(("check", "kept"), [("1", True), ("0", False), ("", False)])
def test_the_variable_that_turns_checks_on(check, kept):
    use = """
        import array, rclpy
        from sensor_msgs.msg import LaserScan
        numbers = array.array('f')
        scan = LaserScan(ranges=numbers)
        print(scan.ranges is numbers, scan._check_fields)
    """
    assert run(use, ROS_PYTHON_CHECK_FIELDS=check) == f"{kept} {kept}"


def test_any_module_may_be_imported_first():
    # rclpy imports messages, and messages need rclpy's native module.
    code = """
        import importlib, os, sys
        from pathlib import Path
        import rosebay

        root = Path(rosebay.__path__[0]).parent
        files = (*root.glob("rclpy/**/*.py"), *root.glob("*/*/__init__.py"))
        names = (".".join(path.relative_to(root).with_suffix("").parts) for path in files)
        modules = {name.removesuffix(".__init__") for name in names}
        assert {"rclpy.node", "rcl_interfaces.msg", "std_msgs.msg"} <= modules
        for module in modules:
            assert "rclpy" not in sys.modules
            child = os.fork()
            if child == 0:
                imported = importlib.import_module(module)
                for name in getattr(imported, "__all__", ()):
                    getattr(imported, name)
                os._exit(0)
            assert os.waitpid(child, 0)[1] == 0, module
    """
    assert run(code) == ""
