//! Subscriptions that want only some messages.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{LONG, SHORT, context, network_contexts};
use rosebay_locks::Mutex;
use rosebay_msgs::sensor_msgs::msg::Temperature;
use rosebay_rcl::{
    ContentFilterOptions, Context, Executor, Node, RawSubscription, Sample, SubscriptionOptions,
};
use rosebay_rosidl::typed::Message;

fn filter(expression: &str, parameters: &[&str]) -> ContentFilterOptions {
    ContentFilterOptions {
        filter_expression: expression.to_owned(),
        expression_parameters: parameters.iter().map(|text| (*text).to_owned()).collect(),
    }
}

type Heard = Arc<Mutex<Vec<f64>>>;

fn subscribe(node: &Node, filter: ContentFilterOptions) -> (RawSubscription, Heard) {
    let heard = Heard::default();
    let hear = Arc::clone(&heard);
    let options = SubscriptionOptions {
        content_filter: Some(filter),
        ..SubscriptionOptions::new(10)
    };
    let callback = move |sample: Sample, _| {
        let message = Temperature::from_cdr(&sample.payload).unwrap();
        hear.lock().push(message.temperature);
    };
    let ty = Temperature::type_support();
    let subscription = node.create_raw_subscription(&ty, "temperature", options, callback);
    (subscription.unwrap(), heard)
}

fn heat(temperature: f64) -> Temperature {
    Temperature {
        temperature,
        ..Default::default()
    }
}

fn choose(publishing: &Context, listening: &Context) {
    let (talker, listener) = (
        Node::new(publishing, "talker").unwrap(),
        Node::new(listening, "listener").unwrap(),
    );
    let executor = Executor::new(listening);
    executor.add_node(&listener);
    let publisher = talker.create_publisher("temperature", 10).unwrap();
    let (subscription, heard) = subscribe(&listener, filter("temperature > %0", &["100"]));
    assert!(subscription.is_cft_enabled());
    let matched = || publisher.subscription_count() == 1 && subscription.publisher_count() == 1;
    // Discovery wakes no executor.
    let slice = Duration::from_millis(5);
    assert!((0..4_000).any(|_| executor.spin_until(matched, Some(slice))));
    for temperature in [20.0, 120.0, 80.0, 140.0] {
        publisher.publish(&heat(temperature)).unwrap();
    }
    assert!(executor.spin_until(|| heard.lock().len() == 2, Some(LONG)));
    assert_eq!(*heard.lock(), [120.0, 140.0]);

    let wrong = subscription.set_content_filter(&filter("pressure > 1", &[]));
    assert!(
        wrong
            .unwrap_err()
            .to_string()
            .contains("no field 'pressure'")
    );
    assert_eq!(
        subscription.content_filter(),
        Some(filter("temperature > %0", &["100"]))
    );
    subscription.set_content_filter(&filter("", &[])).unwrap();
    assert!(!subscription.is_cft_enabled());
    // The publisher hears of it later.
    let hears_all = || {
        publisher.publish(&heat(1.0)).unwrap();
        executor.spin_until(|| heard.lock().len() > 2, Some(slice))
    };
    assert!((0..4_000).any(|_| hears_all()));
    while executor.spin_once(Some(SHORT)).unwrap() {}
    assert!(heard.lock()[2..].iter().all(|heat| *heat == 1.0));
}

#[test]
fn only_what_is_wanted_comes() {
    let context = context();
    choose(&context, &context);
}

#[test]
fn only_what_is_wanted_comes_over_dds() {
    let [one, other] = network_contexts();
    choose(&one, &other);
}
