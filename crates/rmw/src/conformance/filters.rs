//! Content filters: what a subscription does not want does not come.

use super::{Bench, PATIENCE, drain, eventually, options, payload};
use crate::{ContentFilter, ContentFilterOptions, Error, QosProfile, SubscriptionOptions};

/// A filter of numbers, whose parameter is 3.
fn filter(expression: &str) -> crate::Result<ContentFilter> {
    let options = options("/numbers", "std_msgs/msg/UInt32", QosProfile::DEFAULT);
    let filter = ContentFilterOptions {
        filter_expression: expression.to_owned(),
        expression_parameters: vec!["3".to_owned()],
    };
    ContentFilter::new(&options.message_type, &filter)
}

/// Only what the filter accepts comes, and what it does not takes no room in the queue. Another filter holds for what
/// is published once its publishers have heard of it.
pub fn filters_choose_messages(bench: &Bench) {
    for nodes in bench.pairs() {
        let qos = QosProfile {
            depth: 2,
            ..QosProfile::DEFAULT
        };
        let options = options("/numbers", "std_msgs/msg/UInt32", qos);
        let special = SubscriptionOptions {
            content_filter: Some(filter("data < %0").expect("a filter that fits")),
            ..SubscriptionOptions::default()
        };
        let publisher = nodes
            .0
            .create_publisher(&options)
            .expect("a publisher must be made");
        let subscription = nodes
            .1
            .create_subscription(&options, special)
            .expect("a subscription must be made");
        eventually("both are matched", || {
            publisher.matched_count() == 1 && subscription.matched_count() == 1
        });
        let publish = |numbers: &[u32]| {
            for number in numbers {
                publisher
                    .publish(payload(*number, 4))
                    .expect("publish must work");
                let acknowledged = publisher.wait_for_all_acked(Some(PATIENCE));
                assert!(acknowledged.expect("waiting must work"));
            }
        };
        // A publisher of another context may hear of a new filter later than it is set.
        let heard_of_filter = |wanted: u32| {
            eventually("the publisher knows the filter", || {
                publish(&[wanted]);
                drain(&*subscription) == [wanted]
            });
        };
        publish(&[1, 2, 3, 4, 5]);
        assert_eq!(drain(&*subscription), [1, 2]);
        let other = filter("data = %0 OR data > 5").expect("a filter that fits");
        subscription.set_content_filter(Some(other));
        heard_of_filter(6);
        publish(&[3, 4, 5]);
        assert_eq!(drain(&*subscription), [3]);
        subscription.set_content_filter(None);
        heard_of_filter(4);
        publish(&[7, 5]);
        assert_eq!(drain(&*subscription), [7, 5]);
    }
}

/// What is no condition on the topic's type is refused before anything is made.
pub fn filters_must_fit_the_type(_bench: &Bench) {
    for expression in ["", "data", "date = 1", "data = 'text'", "data = %1"] {
        let refused = filter(expression).expect_err("no filter of numbers");
        assert!(
            matches!(refused, Error::InvalidContentFilter(_)),
            "{refused}"
        );
    }
}
