//! Several bridges: between the same graphs, in a row, in a ring.

#![allow(clippy::unwrap_used)]

mod common;

use std::thread;
use std::time::Duration;

use rosebay_bridge::{Bridge, Error, RuleOptions};

use common::*;

#[test]
fn of_two_bridges_one_carries_and_the_other_one_takes_over() {
    let (near, far) = (domain(), domain());
    let (robot, desk) = (Site::new(near, "robot"), Site::new(far, "desk"));
    let rules = RuleOptions::default();
    let elder = Running::start("a", near, far, &rules);
    let heard = desk.hear("/chatter", 100);
    let back = robot.hear("/chatter", 100);
    let talker = robot.publisher("/chatter", 100);
    eventually("the elder carries", || talker.subscription_count() == 2);
    let _younger = Running::start("b", near, far, &rules);
    let is_there = |site: &Site| {
        let nodes = site.node.nodes_in_graph();
        nodes.iter().any(|node| node.name == "_rosebay_bridge_b")
    };
    eventually("the younger one is there", || {
        is_there(&robot) && is_there(&desk)
    });
    let _service = robot.serve("/add");
    let other = robot.publisher("/other", 10);
    eventually("the other one is mirrored", || {
        desk.node.count_publishers("/other").unwrap() > 0
    });
    // Longer than the younger one waits for the elder.
    thread::sleep(Duration::from_millis(1_300));
    for number in numbers(0..20) {
        say(&talker, &number);
    }
    heard.wait_for("19");
    thread::sleep(QUIET);
    assert_eq!(heard.all(), numbers(0..20));
    assert_eq!(back.all(), numbers(0..20));
    assert_eq!(desk.node.count_publishers("/other").unwrap(), 1);
    assert_eq!(desk.nodes(), ["/desk", "/robot"]);
    assert_eq!(desk.node.count_services("/add").unwrap(), 1);
    assert_eq!(desk.call("/add"), 5);

    drop(elder);
    eventually("the younger one carries", || {
        say(&talker, "again");
        heard.all().last().is_some_and(|text| text == "again")
    });
    assert_eq!(desk.call("/add"), 5);
    drop(other);
    eventually("the mirror is gone", || {
        desk.node.count_publishers("/other").unwrap() == 0
    });
}

#[test]
fn a_second_bridge_of_one_name_carries_nothing() {
    let (near, far) = (domain(), domain());
    let (robot, desk) = (Site::new(near, "robot"), Site::new(far, "desk"));
    let first = Running::start("a", near, far, &RuleOptions::default());
    let heard = desk.hear("/chatter", 10);
    let talker = robot.publisher("/chatter", 10);
    eventually("the first one carries", || talker.subscription_count() == 1);
    let mut second = Bridge::open(&options("a", near, far, &RuleOptions::default())).unwrap();
    let refused = second.run(|| false).unwrap_err();
    assert!(matches!(refused, Error::Twin(_)), "{refused}");
    drop(second);
    // Between other graphs there may be one, even if one of them is the same.
    let _elsewhere = Running::start("a", near, domain(), &RuleOptions::default());
    thread::sleep(QUIET);
    say(&talker, "hello");
    heard.wait_for("hello");
    thread::sleep(QUIET);
    assert_eq!(heard.all(), ["hello"]);
    assert_eq!(desk.node.count_publishers("/chatter").unwrap(), 1);
    drop(first);
}

#[test]
fn two_bridges_with_rules_of_their_own_carry_a_part_each() {
    let (near, far) = (domain(), domain());
    let (robot, desk) = (Site::new(near, "robot"), Site::new(far, "desk"));
    let only = |topic: &str| RuleOptions {
        allow: vec![topic.to_owned()],
        ..RuleOptions::default()
    };
    let _first = Running::start("a", near, far, &only("/one"));
    let _second = Running::start("b", near, far, &only("/two"));
    for topic in ["/one", "/two"] {
        let heard = desk.hear(topic, 10);
        let talker = robot.publisher(topic, 10);
        eventually(topic, || talker.subscription_count() == 1);
        say(&talker, topic);
        heard.wait_for(topic);
        thread::sleep(QUIET);
        assert_eq!(heard.all(), [topic]);
    }
    let _neither = robot.publisher("/three", 10);
    thread::sleep(QUIET);
    assert_eq!(desk.node.count_publishers("/three").unwrap(), 0);
}

#[test]
fn bridges_in_a_row_carry_to_the_end() {
    let domains = [domain(), domain(), domain()];
    let rules = RuleOptions::default();
    let _first = Running::start("a", domains[0], domains[1], &rules);
    let _second = Running::start("b", domains[1], domains[2], &rules);
    let (robot, desk) = (
        Site::new(domains[0], "robot"),
        Site::new(domains[2], "desk"),
    );
    let _service = robot.serve("/add");
    let heard = desk.hear("/chatter", 10);
    let map = robot.publisher("/map", LATCHED);
    say(&map, "old");
    let talker = robot.publisher("/chatter", 10);
    eventually("there is a subscription", || {
        talker.subscription_count() == 1
    });
    say(&talker, "hello");
    heard.wait_for("hello");
    let latched = desk.hear("/map", LATCHED);
    latched.wait_for("old");
    assert_eq!(desk.call("/add"), 5);
    assert!(desk.nodes().contains(&"/robot".to_owned()));
    let enclaves = desk.node.nodes_in_graph().into_iter();
    let mut enclaves = enclaves.filter(|node| node.name == "robot");
    assert_eq!(enclaves.next().unwrap().enclave, "/rosebay_bridge/a/b");
}

#[test]
fn bridges_in_a_ring_carry_nothing_for_ever() {
    let domains = [domain(), domain(), domain()];
    let rules = RuleOptions::default();
    let pairs = [("a", 0, 1), ("b", 1, 2), ("c", 2, 0)];
    let bridges =
        pairs.map(|(id, near, far)| Running::start(id, domains[near], domains[far], &rules));
    let sites = [0, 1, 2].map(|index| Site::new(domains[index], &format!("site{index}")));
    let heard = [0, 1, 2].map(|index: usize| sites[index].hear("/chatter", 100));
    let _services = [0, 1, 2].map(|index: usize| sites[index].serve("/add"));
    let talker = sites[0].publisher("/chatter", 100);
    eventually("there are subscriptions", || {
        talker.subscription_count() == 3
    });
    say(&talker, "hello");
    heard.iter().for_each(|heard| heard.wait_for("hello"));
    thread::sleep(QUIET);
    for heard in &heard {
        // One comes each way round.
        assert!(heard.all().len() <= 3, "{:?}", heard.all());
    }
    for site in &sites {
        assert_eq!(site.call("/add"), 5);
    }
    let passed: u64 = bridges.map(|bridge| bridge.end().messages).iter().sum();
    assert!(passed < 50, "{passed} messages have passed");
}
