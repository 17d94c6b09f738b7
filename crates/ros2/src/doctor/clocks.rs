//! Clocks that disagree: what is received says when it was sent, by the sender's clock.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rosebay_locks::Mutex;
use rosebay_rcl::rmw::Gid;

use super::finding::Check;
use crate::error::Result;
use crate::nodes;
use crate::session::Session;
use crate::topic::watch;

/// How far ahead of this host's clock a sender's may be, in nanoseconds. No message arrives before it is sent.
const AHEAD: i64 = 10_000_000;
/// How long messages may be on their way, in nanoseconds, before a clock is suspected.
const LATE: i64 = 1_000_000_000;

/// The shortest time that a message of each publisher was on its way by the two clocks, in nanoseconds.
type Shortest = Arc<Mutex<BTreeMap<Gid, i64>>>;

/// Listens to all topics for a while.
pub(super) fn check(session: &Session, listen: Duration) -> Result<Check> {
    let shortest = Shortest::default();
    let topics = watch::topics(session, &[], true, watch::Use::Count)?;
    let mut subscriptions = Vec::new();
    for (topic, ty) in &topics {
        if session.graph().count_publishers(topic) > 0 {
            let measured = Arc::clone(&shortest);
            subscriptions.push(watch::subscribe(session, topic, ty, move |sample| {
                let info = &sample.info;
                if info.source_timestamp > 0 {
                    let travel = info.received_timestamp - info.source_timestamp;
                    let mut measured = measured.lock();
                    let least = measured.entry(info.publisher_gid).or_insert(travel);
                    *least = travel.min(*least);
                }
            })?);
        }
    }
    session.spin_to(Instant::now() + listen)?;
    let mut by_node: BTreeMap<String, i64> = BTreeMap::new();
    for (publisher, travel) in &*shortest.lock() {
        if let Some(node) = session.graph().node_of(*publisher) {
            let least = by_node.entry(nodes::full_name(&node)).or_insert(*travel);
            *least = (*travel).min(*least);
        }
    }
    let mut check = Check::new("clock");
    judge(&mut check, &by_node);
    Ok(check)
}

fn judge(check: &mut Check, shortest: &BTreeMap<String, i64>) {
    for (node, travel) in shortest {
        let seconds = travel.unsigned_abs() as f64 * 1e-9;
        if *travel < -AHEAD {
            check.fail(format!(
                "The clock of {node} is {seconds:.3} s ahead of this host's: its messages come before they are \
                 sent"
            ));
        } else if *travel > LATE {
            check.fail(format!(
                "Messages of {node} are {seconds:.3} s old when they come: its clock is behind this host's, or \
                 they are delivered late"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_judged_by_the_fastest_message() {
        let nodes = [
            ("/ahead", -2_500_000_000),
            ("/behind", 3_000_000_000),
            ("/right", 200_000),
            ("/near", -5_000_000),
        ];
        let mut check = Check::new("clock");
        judge(
            &mut check,
            &nodes.map(|(node, travel)| (node.to_owned(), travel)).into(),
        );
        let messages: Vec<_> = check
            .findings
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(
            messages,
            [
                "The clock of /ahead is 2.500 s ahead of this host's: its messages come before they are sent",
                "Messages of /behind are 3.000 s old when they come: its clock is behind this host's, or they \
                 are delivered late",
            ]
        );
    }
}
