//! `ros2 run`: a package's program, or a file of Python.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use clap::Args;

use crate::error::{Error, Hint, Result};
use crate::packages::{self, Executable};

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// Prefix command, which should go before the executable. Command must be wrapped in quotes if it
    /// contains spaces (e.g. --prefix 'gdb -ex run --args')
    #[arg(long)]
    prefix: Option<String>,
    /// Name of the ROS package, or a file of Python that ends in '.py'
    #[arg(value_name = "PACKAGE_NAME | FILE.py")]
    package_name: String,
    /// Name of the executable, then arbitrary arguments to it; after a file, the arguments alone
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    argv: Vec<OsString>,
}

impl RunArgs {
    pub(crate) fn run(self) -> Result<()> {
        let mut words: Vec<OsString> = match &self.prefix {
            Some(prefix) => split_words(prefix)?.into_iter().map(Into::into).collect(),
            None => Vec::new(),
        };
        if self.package_name.ends_with(".py") {
            let file = Path::new(&self.package_name);
            if !file.is_file() {
                return Err(Error::Failed(format!(
                    "there is no file '{}'",
                    file.display()
                )));
            }
            words.push(packages::python().into());
            words.push(file.into());
            words.extend(self.argv);
        } else {
            let mut rest = self.argv.into_iter();
            let name = rest.next().ok_or_else(|| {
                Error::Failed(format!(
                    "which executable of '{}'? 'ros2 pkg executables {0}' lists them",
                    self.package_name
                ))
            })?;
            let program = executable(&self.package_name, &name.to_string_lossy())?;
            words.extend(program.words());
            words.extend(rest);
        }
        let mut words = words.into_iter();
        let program = words.next().ok_or(Error::Nothing)?;
        // The program takes this process's place, and with it all signals and the exit code.
        let failed = Command::new(&program).args(words).exec();
        Err(Error::io(program.to_string_lossy())(failed))
    }
}

/// The one program of a package with this name.
fn executable(package: &str, name: &str) -> Result<Executable> {
    let all = packages::find(package)?.executables(package);
    let found: Vec<_> = all
        .iter()
        .filter(|program| program.name() == name)
        .collect();
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let names: Vec<_> = all.iter().map(Executable::name).collect();
            let hint = Hint::nearest(name, names.iter().map(String::as_str));
            Err(Error::Failed(format!("No executable found{hint}")))
        }
        many => {
            let list = many
                .iter()
                .map(|program| format!("\n- {}", program.command_line()));
            Err(Error::Failed(format!(
                "Multiple executables found:{}",
                list.collect::<String>()
            )))
        }
    }
}

/// Splits a command as a shell does: at spaces outside of quotes.
fn split_words(text: &str) -> Result<Vec<String>> {
    let mut words = Vec::new();
    let mut word = None;
    let mut quote = None;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (character, quote) {
            (end, Some(begin)) if end == begin => quote = None,
            ('\\', None | Some('"')) => word
                .get_or_insert_with(String::new)
                .extend(characters.next()),
            ('"' | '\'', None) => {
                quote = Some(character);
                word.get_or_insert_with(String::new);
            }
            (space, None) if space.is_whitespace() => words.extend(word.take()),
            (other, _) => word.get_or_insert_with(String::new).push(other),
        }
    }
    if quote.is_some() {
        return Err(Error::Failed(format!(
            "--prefix: a quote does not end: {text}"
        )));
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_a_shell_does() {
        for (text, expected) in [
            ("gdb -ex run --args", &["gdb", "-ex", "run", "--args"][..]),
            (
                "a 'b c' \"d \\\" e\" f\\ g ''",
                &["a", "b c", "d \" e", "f g", ""],
            ),
            ("  ", &[]),
        ] {
            assert_eq!(split_words(text).unwrap(), expected);
        }
        assert!(split_words("a 'b").is_err());
    }
}
