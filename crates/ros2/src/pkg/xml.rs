//! `ros2 pkg xml`.

use clap::Args;

use crate::error::{Error, Result};
use crate::output::Output;
use crate::packages;

#[derive(Debug, Args)]
pub(crate) struct XmlArgs {
    /// The package name
    package_name: String,
    /// The XML tag to output (e.g. 'version')
    #[arg(short, long)]
    tag: Option<String>,
}

impl XmlArgs {
    pub(crate) fn run(self) -> Result<()> {
        let package = packages::find(&self.package_name)?;
        let share = package
            .prefix()
            .map(|prefix| prefix.join("share").join(&self.package_name));
        let text = share.and_then(|share| std::fs::read_to_string(share.join("package.xml")).ok());
        let text = text.ok_or_else(|| {
            Error::Failed(format!(
                "Package '{}' has no package.xml",
                self.package_name
            ))
        })?;
        let mut out = Output::new();
        let Some(tag) = &self.tag else {
            out.text(&text)?;
            return out.finish();
        };
        let found = contents(&text, tag);
        if found.is_empty() {
            return Err(Error::Failed(format!("package.xml has no tag '{tag}'")));
        }
        for content in found {
            out.line(unescaped(content))?;
        }
        out.finish()
    }
}

/// What stands in the elements of a name. A manifest is flat: no element holds another of its name.
fn contents<'a>(text: &'a str, tag: &str) -> Vec<&'a str> {
    let (begin, end) = (format!("<{tag}"), format!("</{tag}>"));
    let mut rest = text;
    let mut found = Vec::new();
    while let Some(start) = rest.find(&begin) {
        rest = &rest[start + begin.len()..];
        // Another tag may begin with this one's name.
        if !rest.starts_with(|next: char| next == '>' || next.is_whitespace()) {
            continue;
        }
        let (Some(open), Some(close)) = (rest.find('>'), rest.find(&end)) else {
            break;
        };
        if open < close {
            found.push(rest[open + 1..close].trim());
        }
    }
    found
}

/// Text of XML as it was before it was escaped.
fn unescaped(text: &str) -> String {
    // An ampersand that was escaped begins no other escape.
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_those_of_the_tag_alone() {
        let text = "<package format=\"3\">\n <name>a</name>\n <depend>x</depend>\n <depend\n>y</depend>\n \
                    <names>no</names></package>";
        assert_eq!(contents(text, "name"), ["a"]);
        assert_eq!(contents(text, "depend"), ["x", "y"]);
        assert!(contents(text, "version").is_empty());
    }
}
