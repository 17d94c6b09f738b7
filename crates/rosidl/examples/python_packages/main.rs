//! Writes the Python packages of the standard interfaces: `python/<package>/{msg,srv,action}` with
//! a module that makes classes when they are first used, and stubs that type checkers read.
//!
//! `cargo run -p rosebay-rosidl --example python_packages` writes them; with `--check` it only says
//! which are stale, and fails if any is.

mod python_stubs;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rosebay_rosidl::{BundledSource, InterfaceKind, InterfaceName, Registry, Source};

/// The text of each file by its path.
type Files = BTreeMap<PathBuf, String>;

const NOTE: &str = "# Written by `cargo run -p rosebay-rosidl --example python_packages`.\n";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let check = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--check") => true,
        Some(other) => return Err(format!("expected nothing or --check, found '{other}'").into()),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../python")
        .canonicalize()?;
    let files = generate()?;
    let stale = stale_files(&root, &files)?;
    for path in &stale {
        println!(
            "{} {}",
            if check { "stale:" } else { "writing" },
            path.display()
        );
    }
    if !check {
        write_files(&root, &files, &stale)?;
    }
    println!("{} files, {} stale", files.len(), stale.len());
    Ok(if check && !stale.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn generate() -> Result<Files, Box<dyn Error>> {
    let registry = Registry::with_sources([std::sync::Arc::new(BundledSource) as _]);
    let mut files = Files::new();
    for package in BundledSource.packages() {
        let folder = PathBuf::from(&package);
        files.insert(folder.join("__init__.py"), String::new());
        files.insert(folder.join("py.typed"), String::new());
        for kind in InterfaceKind::ALL {
            let mut names = BundledSource.interfaces(&package);
            names.retain(|name| name.kind() == kind);
            if names.is_empty() {
                continue;
            }
            let folder = folder.join(kind.as_str());
            files.insert(folder.join("__init__.py"), module(&package, kind, &names));
            let stubs = python_stubs::module(&registry, &names)?;
            files.insert(folder.join("__init__.pyi"), format!("{NOTE}{stubs}"));
        }
    }
    Ok(files)
}

fn module(package: &str, kind: InterfaceKind, names: &[InterfaceName]) -> String {
    let names: String = names
        .iter()
        .map(|name| format!("    '{}',\n", name.name()))
        .collect();
    format!(
        "{NOTE}from rosebay._interfaces import interface_module\n\n\
         __getattr__, __dir__, __all__ = interface_module('{package}', '{kind}', [\n{names}])\n"
    )
}

/// The files that are missing, differ, or should not be there.
fn stale_files(root: &Path, files: &Files) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut stale: Vec<_> = files
        .iter()
        .filter(|(path, text)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(text))
        .map(|(path, _)| path.clone())
        .collect();
    for package in BundledSource.packages() {
        collect_surplus(root, Path::new(&package), files, &mut stale)?;
    }
    Ok(stale)
}

fn collect_surplus(
    root: &Path,
    folder: &Path,
    files: &Files,
    stale: &mut Vec<PathBuf>,
) -> Result<(), Box<dyn Error>> {
    if !root.join(folder).is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_name() == "__pycache__" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect_surplus(root, &path, files, stale)?;
        } else if !files.contains_key(&path) && is_generated(&root.join(&path)) {
            stale.push(path);
        }
    }
    Ok(())
}

/// Whether it was written by this program; what was written by hand stays.
fn is_generated(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| text.starts_with(NOTE))
}

fn write_files(root: &Path, files: &Files, stale: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    for path in stale {
        let target = root.join(path);
        match (files.get(path), target.parent()) {
            (Some(text), Some(folder)) => {
                fs::create_dir_all(folder)?;
                fs::write(&target, text)?;
            }
            _ => fs::remove_file(&target)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_packages_are_current() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../python");
        let stale = stale_files(&root, &generate().unwrap()).unwrap();
        assert!(
            stale.is_empty(),
            "run `cargo run -p rosebay-rosidl --example python_packages`: {stale:?}"
        );
    }
}
