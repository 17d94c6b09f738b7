//! PARTITION (DDS 1.4 §2.2.3.13): names, and patterns as POSIX `fnmatch` knows them.

/// Whether two lists share a partition: one name in both, or a name in one that fits a pattern in the other.
/// Two patterns never match. An empty list stands for the partition without a name.
pub fn partitions_match(offered: &[String], requested: &[String]) -> bool {
    let unnamed = [String::new()];
    let offered = if offered.is_empty() {
        &unnamed
    } else {
        offered
    };
    let requested = if requested.is_empty() {
        &unnamed
    } else {
        requested
    };
    offered
        .iter()
        .any(|a| requested.iter().any(|b| names_match(a, b)))
}

fn names_match(a: &str, b: &str) -> bool {
    match (is_pattern(a), is_pattern(b)) {
        (false, false) => a == b,
        (true, false) => fits(a, b),
        (false, true) => fits(b, a),
        (true, true) => false,
    }
}

fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '['])
}

/// Whether `name` fits `pattern`. Backtracks to the last `*` only, so the time is at most the product of the two lengths.
fn fits(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut p, mut n) = (0, 0);
    let mut star = None;
    while n < name.len() {
        if pattern.get(p) == Some(&'*') {
            star = Some((p, n));
            p += 1;
        } else if let Some(used) = pattern.get(p..).and_then(|rest| one(rest, name[n])) {
            p += used;
            n += 1;
        } else if let Some((star_p, star_n)) = star {
            star = Some((star_p, star_n + 1));
            (p, n) = (star_p + 1, star_n + 1);
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}

/// How many characters of `pattern` stand for `c`; `None` if they do not fit it.
fn one(pattern: &[char], c: char) -> Option<usize> {
    match *pattern.first()? {
        '?' => Some(1),
        '[' => match set(pattern) {
            Some((length, negated, members)) => (contains(members, c) != negated).then_some(length),
            None => (c == '[').then_some(1),
        },
        '\\' => pattern.get(1).filter(|&&escaped| escaped == c).map(|_| 2),
        literal => (literal == c).then_some(1),
    }
}

/// The length of the bracket expression at the start, whether it is negated, and its members; `None` if it does not end.
fn set(pattern: &[char]) -> Option<(usize, bool, &[char])> {
    let negated = matches!(pattern.get(1)?, '!' | '^');
    let first = if negated { 2 } else { 1 };
    // A closing bracket in first place is a member.
    let end = pattern
        .iter()
        .enumerate()
        .skip(first + 1)
        .find(|&(_, &c)| c == ']')?
        .0;
    Some((end + 1, negated, &pattern[first..end]))
}

fn contains(members: &[char], c: char) -> bool {
    let mut rest = members;
    loop {
        rest = match rest {
            [] => return false,
            [low, '-', high, ..] if (*low..=*high).contains(&c) => return true,
            [_, '-', _, tail @ ..] => tail,
            [member, ..] if *member == c => return true,
            [_, tail @ ..] => tail,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns() {
        let cases: &[(&[&str], &[&str], bool)] = &[
            (&[], &[], true),
            (&[], &[""], true),
            (&[], &["a"], false),
            (&["a"], &["a"], true),
            (&["a", "b"], &["c", "b"], true),
            (&["*"], &["a"], true),
            (&["*"], &[], true),
            (&["*"], &["*"], false),
            (&["a?c"], &["abc"], true),
            (&["a?c"], &["ac"], false),
            (&["a*c*e"], &["abcde"], true),
            (&["a*c*e"], &["abcd"], false),
            (&["lab[0-9]"], &["lab7"], true),
            (&["lab[!0-9]"], &["lab7"], false),
            (&["lab[]x]"], &["lab]"], true),
            (&["lab[x"], &["lab[x"], false), // both look like patterns
            (&["grüß*"], &["grüße"], true),
        ];
        for (offered, requested, expected) in cases {
            let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
            assert_eq!(
                partitions_match(&owned(offered), &owned(requested)),
                *expected,
                "{offered:?} {requested:?}"
            );
            assert_eq!(
                partitions_match(&owned(requested), &owned(offered)),
                *expected,
                "{requested:?} {offered:?}"
            );
        }
    }

    #[test]
    fn a_hostile_pattern_takes_no_time() {
        assert!(!fits(&"*a".repeat(2_000), &"a".repeat(1_000)));
    }

    proptest::proptest! {
        #[test]
        fn any_pattern_is_safe(pattern in r"[\[\]\\*?a!^-]{0,12}", name in r"[\[\]\\*?a!^-]{0,12}") {
            fits(&pattern, &name);
        }
    }
}
