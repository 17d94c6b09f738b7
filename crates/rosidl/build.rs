//! Packs the standard interface definitions into one sorted table of texts.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// Folders of a package and the variants of `InterfaceKind`, in the order of those.
const KINDS: [(&str, &str); 3] = [("msg", "Msg"), ("srv", "Srv"), ("action", "Action")];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?)
        .join("interfaces")
        .canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());
    let mut out = String::from("&[\n");
    for package in sorted_entries(&root)? {
        let folder = root.join(&package);
        if !folder.is_dir() {
            continue;
        }
        write!(out, "({package:?}, &[")?;
        for (kind, variant) in KINDS {
            write_files(&mut out, &folder.join(kind), kind, variant)?;
        }
        out.push_str("]),\n");
    }
    out.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("bundled.rs"), out)?;
    Ok(())
}

fn write_files(
    out: &mut String,
    folder: &Path,
    kind: &str,
    variant: &str,
) -> Result<(), Box<dyn Error>> {
    if !folder.is_dir() {
        return Ok(());
    }
    for file in sorted_entries(folder)? {
        let name = file
            .strip_suffix(&format!(".{kind}"))
            .ok_or_else(|| format!("{}/{file} is no .{kind} file", folder.display()))?;
        let text = fs::read_to_string(folder.join(&file))?;
        writeln!(out, "(InterfaceKind::{variant}, {name:?}, {text:?}),")?;
    }
    Ok(())
}

/// The names in a folder, in the order of the names without their extension.
fn sorted_entries(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().into_string();
        names.push(name.map_err(|name| format!("{name:?} is not UTF-8"))?);
    }
    names.sort_by(|a, b| stem(a).cmp(stem(b)));
    Ok(names)
}

fn stem(name: &str) -> &str {
    name.split_once('.').map_or(name, |(stem, _)| stem)
}
