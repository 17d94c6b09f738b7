//! `ros2 pkg create`: a package of Python that `pip install` builds and `ros2 run` finds.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::error::{Error, Result};
use crate::output::Output;

#[derive(Debug, Args)]
pub(crate) struct CreateArgs {
    /// The package name
    package_name: String,
    /// The description given in the package's metadata
    #[arg(long, default_value = "A ROS 2 package")]
    description: String,
    /// The license, as an SPDX expression
    #[arg(long, default_value = "Apache-2.0")]
    license: String,
    /// Directory where to create the package directory
    #[arg(long, default_value = ".")]
    destination_directory: PathBuf,
    /// The build type to process the package with; C++ needs a ROS 2 that is installed
    #[arg(long, default_value = "ament_python", value_parser = ["ament_python"])]
    build_type: String,
    /// List of dependencies, by the names that pip knows
    #[arg(long, num_args = 1..)]
    dependencies: Vec<String>,
    /// Email address of the maintainer of this package
    #[arg(long)]
    maintainer_email: Option<String>,
    /// Name of the maintainer of this package
    #[arg(long)]
    maintainer_name: Option<String>,
    /// Name of the executable; else the package's
    #[arg(long)]
    node_name: Option<String>,
}

impl CreateArgs {
    pub(crate) fn run(self) -> Result<()> {
        let package = &self.package_name;
        check_name("package", package)?;
        let node = self.node_name.as_deref().unwrap_or(package);
        check_name("node", node)?;
        let root = self.destination_directory.join(package);
        if root.exists() {
            return Err(Error::Failed(format!(
                "Aborted! The directory already exists: {}",
                root.display()
            )));
        }
        let mut out = Output::new();
        out.line("going to create a new package")?;
        out.line(format_args!("package name: {package}"))?;
        out.line(format_args!("destination directory: {}", root.display()))?;
        let module = root.join(package);
        for (path, text) in [
            (root.join("pyproject.toml"), self.project(node)),
            (root.join("package.xml"), self.manifest()),
            (module.join("__init__.py"), String::new()),
            (module.join(format!("{node}.py")), node_source(node)),
        ] {
            write(&path, &text)?;
            out.line(format_args!("creating {}", path.display()))?;
        }
        out.line(format_args!(
            "\nTry it:\n  pip install -e {}\n  ros2 run {package} {node}",
            root.display()
        ))?;
        out.finish()
    }

    fn maintainer(&self) -> (String, String) {
        let user = || std::env::var("USER").unwrap_or_else(|_| "maintainer".to_owned());
        let name = self.maintainer_name.clone().unwrap_or_else(user);
        let email = self.maintainer_email.clone();
        let email = email.unwrap_or_else(|| format!("{}@example.org", name.replace(' ', ".")));
        (name, email)
    }

    fn project(&self, node: &str) -> String {
        let package = &self.package_name;
        let (name, email) = self.maintainer();
        let own = ["rosebay".to_owned()];
        let dependencies: Vec<_> = own.iter().chain(&self.dependencies).map(quoted).collect();
        format!(
            "[build-system]\n\
             requires = [\"setuptools>=77\"]\n\
             build-backend = \"setuptools.build_meta\"\n\
             \n\
             [project]\n\
             name = {}\n\
             version = \"0.0.0\"\n\
             description = {}\n\
             license = {}\n\
             requires-python = \">=3.10\"\n\
             dependencies = [{}]\n\
             maintainers = [{{ name = {}, email = {} }}]\n\
             \n\
             [project.scripts]\n\
             {node} = \"{package}.{node}:main\"\n\
             \n\
             [tool.setuptools]\n\
             packages = [{0}]\n",
            quoted(package),
            quoted(&self.description),
            quoted(&self.license),
            dependencies.join(", "),
            quoted(&name),
            quoted(&email),
        )
    }

    fn manifest(&self) -> String {
        let (name, email) = self.maintainer();
        format!(
            "<?xml version=\"1.0\"?>\n\
             <package format=\"3\">\n  \
               <name>{}</name>\n  \
               <version>0.0.0</version>\n  \
               <description>{}</description>\n  \
               <maintainer email=\"{}\">{}</maintainer>\n  \
               <license>{}</license>\n  \
               <depend>rclpy</depend>\n  \
               <export>\n    \
                 <build_type>{}</build_type>\n  \
               </export>\n\
             </package>\n",
            self.package_name,
            escaped(&self.description),
            escaped(&email),
            escaped(&name),
            escaped(&self.license),
            self.build_type,
        )
    }
}

fn node_source(node: &str) -> String {
    format!(
        "import rclpy\n\
         from rclpy.node import Node\n\
         \n\
         \n\
         def main() -> None:\n    \
             with rclpy.init():\n        \
                 node = Node(\"{node}\")\n        \
                 node.get_logger().info(\"Hello\")\n        \
                 rclpy.spin(node)\n\
         \n\
         \n\
         if __name__ == \"__main__\":\n    \
             main()\n"
    )
}

/// A string of TOML: JSON's quoting is also TOML's.
fn quoted(text: impl AsRef<str>) -> String {
    serde_json::Value::from(text.as_ref()).to_string()
}

/// Text in XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// What Python can import and ROS allows.
fn check_name(what: &str, name: &str) -> Result<()> {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_allowed) {
        return Ok(());
    }
    Err(Error::Failed(format!(
        "the {what} name '{name}' must begin with a lowercase letter and have only those, digits and \
         underscores"
    )))
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::io(folder.display()))?;
    }
    fs::write(path, text).map_err(Error::io(path.display()))
}
