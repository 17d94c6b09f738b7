//! Packages: what is known of them, how one is made, and how programs are run.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{domain, output, ros2, text};
use serde_json::json;

/// An environment with a package of ROS, `arm`, and one that `pip` has installed, `leg`.
struct Installed(PathBuf);

impl Installed {
    fn new(test: &str) -> Self {
        let root = std::env::temp_dir().join(format!("ros2-{test}-{}", std::process::id()));
        fs::remove_dir_all(&root).ok();
        let here = Self(root);
        here.write("ros/share/ament_index/resource_index/packages/arm", "");
        here.write(
            "ros/share/arm/package.xml",
            "<?xml version=\"1.0\"?>\n<package format=\"3\">\n  <name>arm</name>\n  \
             <description>Joints &amp; links, &lt; 2 m</description>\n  <depend>rclpy</depend>\n  \
             <depend>tf2_ros</depend>\n</package>\n",
        );
        here.write_program("ros/lib/arm/wave");
        here.write("ros/lib/arm/data.txt", "no program");
        let metadata = "python/lib/python3.12/site-packages/leg-1.0.dist-info";
        let requirements = "Name: leg\nRequires-Dist: rosebay>=0.1\n";
        here.write(&format!("{metadata}/METADATA"), requirements);
        let scripts = "[console_scripts]\nwalk = leg:walk\n";
        here.write(&format!("{metadata}/entry_points.txt"), scripts);
        here.write_program("python/bin/walk");
        let unrelated = "python/lib/python3.12/site-packages/other-1.0.dist-info/METADATA";
        here.write(unrelated, "Name: other\nRequires-Dist: numpy\n");
        here
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn shown(&self, path: &str) -> String {
        self.path(path).display().to_string()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A program that prints its name and arguments, and ends with 3.
    fn write_program(&self, path: &str) {
        self.write(path, "#!/bin/sh\necho \"${0##*/}\" \"$@\"\nexit 3\n");
        fs::set_permissions(self.path(path), fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = ros2(domain(), arguments);
        command
            .env("AMENT_PREFIX_PATH", self.path("ros"))
            .env("VIRTUAL_ENV", self.path("python"));
        command
    }

    fn ros2(&self, arguments: &[&str]) -> Output {
        output(self.command(arguments), "")
    }

    /// Runs the command and compares what it prints, on both streams, and its exit code.
    fn check(&self, arguments: &[&str], code: i32, stdout: &str, stderr: &str) {
        let got = self.ros2(arguments);
        assert_eq!(
            (
                text(&got.stdout).as_str(),
                text(&got.stderr).as_str(),
                got.status.code()
            ),
            (stdout, stderr, Some(code)),
            "ros2 {}",
            arguments.join(" ")
        );
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

#[test]
fn packages_are_those_of_prefixes_of_pip_and_built_in() {
    let here = Installed::new("packages");
    let listed = text(&here.ros2(&["pkg", "list"]).stdout);
    let names: Vec<_> = listed.lines().collect();
    assert!(names.is_sorted());
    for name in ["arm", "leg", "std_msgs", "tf2_ros"] {
        assert!(names.contains(&name), "{name} is not in {listed}");
    }
    assert!(!names.contains(&"other"), "{listed}");
    let json = here.ros2(&["pkg", "list", "--json"]);
    let json: Vec<String> = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json, names);
}

#[test]
fn packages_have_prefixes_unless_they_are_built_in() {
    let here = Installed::new("prefixes");
    let line = |path| format!("{}\n", here.shown(path));
    here.check(&["pkg", "prefix", "arm"], 0, &line("ros"), "");
    let share = line("ros/share/arm");
    here.check(&["pkg", "prefix", "arm", "--share"], 0, &share, "");
    here.check(&["pkg", "prefix", "leg"], 0, &line("python"), "");
    here.check(
        &["pkg", "prefix", "std_msgs"],
        1,
        "",
        "package 'std_msgs' is built in, it has no prefix\n",
    );
    here.check(
        &["pkg", "prefix", "std_msg"],
        1,
        "",
        "Unknown package 'std_msg'; did you mean 'std_msgs'?\n",
    );
}

#[test]
fn executables_are_programs_alone() {
    let here = Installed::new("executables");
    here.check(&["pkg", "executables", "arm"], 0, "arm wave\n", "");
    here.check(&["pkg", "executables", "leg"], 0, "leg walk\n", "");
    here.check(
        &["pkg", "executables", "leg", "--full-path"],
        0,
        &format!("{}\n", here.shown("python/bin/walk")),
        "",
    );
    let all = text(&here.ros2(&["pkg", "executables"]).stdout);
    for line in ["arm wave", "leg walk", "tf2_ros tf2_echo"] {
        assert!(all.lines().any(|known| known == line), "{all}");
    }
    let json = here.ros2(&["pkg", "executables", "arm", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(
        json,
        json!([{"package": "arm", "executable": "wave", "path": here.shown("ros/lib/arm/wave")}])
    );
}

#[test]
fn manifests_are_shown_whole_and_by_tag() {
    let here = Installed::new("manifests");
    let manifest = fs::read_to_string(here.path("ros/share/arm/package.xml")).unwrap();
    here.check(&["pkg", "xml", "arm"], 0, &manifest, "");
    let tag = |tag| ["pkg", "xml", "arm", "-t", tag];
    here.check(&tag("depend"), 0, "rclpy\ntf2_ros\n", "");
    let description = "Joints & links, < 2 m\n";
    here.check(&tag("description"), 0, description, "");
    let missing = "package.xml has no tag 'license'\n";
    here.check(&tag("license"), 1, "", missing);
    let none = "Package 'leg' has no package.xml\n";
    here.check(&["pkg", "xml", "leg"], 1, "", none);
}

#[test]
fn programs_are_run_with_their_arguments_and_exit_code() {
    let here = Installed::new("programs");
    let printed = "wave --help -x --prefix a b\n";
    let arguments = ["run", "arm", "wave", "--help", "-x", "--prefix", "a b"];
    here.check(&arguments, 3, printed, "");
    here.check(&["run", "leg", "walk"], 3, "walk\n", "");
    let prefixed = ["run", "--prefix", "env A='b c'", "arm", "wave", "--"];
    here.check(&prefixed, 3, "wave --\n", "");
    let between = ["run", "arm", "--prefix", "env", "wave", "--prefix"];
    here.check(&between, 3, "wave --prefix\n", "");
    here.check(
        &["run", "arm", "wav"],
        1,
        "",
        "No executable found; did you mean 'wave'?\n",
    );
    here.check(
        &["run", "arm"],
        1,
        "",
        "which executable of 'arm'? 'ros2 pkg executables arm' lists them\n",
    );
}

#[test]
fn a_file_is_run_with_its_arguments_and_exit_code() {
    let here = Installed::new("files");
    here.write(
        "own.py",
        "import sys\nprint(sys.argv[1:])\nprint('wrong', file=sys.stderr)\nsys.exit(7)\n",
    );
    let file = here.shown("own.py");
    for (arguments, printed) in [
        (&[][..], "[]\n"),
        (&["a", "b c"], "['a', 'b c']\n"),
        (&["--help"], "['--help']\n"),
        (&["--prefix", "x", "-h"], "['--prefix', 'x', '-h']\n"),
        (
            &["--ros-args", "-r", "a:=b", "--", "c"],
            "['--ros-args', '-r', 'a:=b', '--', 'c']\n",
        ),
    ] {
        let all = [&["run", &file][..], arguments].concat();
        here.check(&all, 7, printed, "wrong\n");
        let prefixed = [&["run", "--prefix=env", &file][..], arguments].concat();
        here.check(&prefixed, 7, printed, "wrong\n");
    }
    let missing = here.shown("missing.py");
    let said = format!("there is no file '{missing}'\n");
    here.check(&["run", &missing], 1, "", &said);
    let help = here.ros2(&["run", "--help"]);
    assert!(text(&help.stdout).contains("Usage: ros2 run"));
}

#[test]
fn a_package_is_made() {
    let here = Installed::new("created");
    fs::create_dir_all(here.path("new")).unwrap();
    let arguments = [
        "pkg",
        "create",
        "hand",
        "--node-name",
        "grip",
        "--description",
        "Holds \"things\" & <more>",
        "--maintainer-name",
        "Ada L",
        "--maintainer-email",
        "ada@example.org",
        "--license",
        "MIT",
        "--dependencies",
        "numpy",
        "tf2_ros>=0.1",
        "--destination-directory",
        "new",
    ];
    let mut command = here.command(&arguments);
    command.current_dir(&here.0);
    let created = output(command, "");
    assert_eq!(
        text(&created.stdout),
        "going to create a new package\n\
         package name: hand\n\
         destination directory: new/hand\n\
         creating new/hand/pyproject.toml\n\
         creating new/hand/package.xml\n\
         creating new/hand/hand/__init__.py\n\
         creating new/hand/hand/grip.py\n\n\
         Try it:\n  pip install -e new/hand\n  ros2 run hand grip\n"
    );
    assert_eq!(created.status.code(), Some(0), "{}", text(&created.stderr));
    let root = here.path("new/hand");
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    assert_eq!(
        read("package.xml"),
        "<?xml version=\"1.0\"?>\n<package format=\"3\">\n  <name>hand</name>\n  \
         <version>0.0.0</version>\n  \
         <description>Holds &quot;things&quot; &amp; &lt;more&gt;</description>\n  \
         <maintainer email=\"ada@example.org\">Ada L</maintainer>\n  <license>MIT</license>\n  \
         <depend>rclpy</depend>\n  <export>\n    <build_type>ament_python</build_type>\n  \
         </export>\n</package>\n"
    );
    let project = read("pyproject.toml");
    for line in [
        "name = \"hand\"",
        "description = \"Holds \\\"things\\\" & <more>\"",
        "license = \"MIT\"",
        "dependencies = [\"rosebay\", \"numpy\", \"tf2_ros>=0.1\"]",
        "maintainers = [{ name = \"Ada L\", email = \"ada@example.org\" }]",
        "grip = \"hand.grip:main\"",
        "packages = [\"hand\"]",
    ] {
        assert!(project.lines().any(|known| known == line), "{project}");
    }
    assert_eq!(read("hand/__init__.py"), "");
    assert!(read("hand/grip.py").contains("node = Node(\"grip\")"));
    compiles(&root.join("hand/grip.py"));
    let again = here.shown("new");
    let again = ["pkg", "create", "hand", "--destination-directory", &again];
    let said = format!(
        "Aborted! The directory already exists: {}\n",
        root.display()
    );
    here.check(&again, 1, "", &said);
}

/// Whether Python takes a file for a program.
fn compiles(file: &Path) {
    let program = "import ast, sys; ast.parse(open(sys.argv[1]).read())";
    let status = Command::new("python3")
        .args(["-c", program])
        .arg(file)
        .status();
    assert!(status.unwrap().success());
}

#[test]
fn names_that_python_cannot_import_are_refused() {
    let here = Installed::new("refused");
    let folder = here.shown("new");
    for name in ["Hand", "left-hand", "2hands", "_hand"] {
        let arguments = ["pkg", "create", name, "--destination-directory", &folder];
        let said = format!(
            "the package name '{name}' must begin with a lowercase letter and have only those, digits and \
             underscores\n"
        );
        here.check(&arguments, 1, "", &said);
    }
    assert!(!here.path("new").exists());
}
