//! Greets at a rate that other nodes can set, until Ctrl-C.
//!
//! `cargo run -p rosebay --example parameters -- --ros-args -p name:=Ada -p rate:=2.0`, then, elsewhere,
//! `ros2 param set /greeter rate 5.0`. A rate above 10 is refused by the range, a name without letters by the
//! callback.

use rosebay::prelude::*;
use rosebay::rcl::Timer;
use rosebay::rcl::parameter::{
    FloatingPointRange, ParameterDescriptor, ParameterValue, SetParametersResult,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    signals::install(SignalOptions::ALL)?;
    let context = Context::from_program_args()?;
    let node = Node::new(&context, "greeter")?;
    node.declare_parameter("name", "World".to_owned())?;
    let descriptor = ParameterDescriptor {
        description: "How often to greet, in Hz".to_owned(),
        floating_point_range: Some(FloatingPointRange {
            from_value: 0.1,
            to_value: 10.0,
            step: 0.0,
        }),
        ..ParameterDescriptor::default()
    };
    node.parameters().declare_with("rate", 1.0, descriptor)?;

    let _checked = node.parameters().on_set(|parameters| {
        let is_nameless = |value: &ParameterValue| {
            matches!(value, ParameterValue::String(name) if !name.contains(char::is_alphabetic))
        };
        let mut values = parameters.iter().map(|parameter| &parameter.value);
        match values.any(is_nameless) {
            true => SetParametersResult::failure("a name has letters"),
            false => SetParametersResult::success(),
        }
    });

    let period = |rate: f64| Duration::from_nanos((1e9 / rate) as i64);
    let (logger, parameters) = (node.logger().clone(), node.parameters().clone());
    let rate = node.get_parameter("rate")?;
    let timer = node.create_timer(period(rate), move |_| {
        match parameters.get_as::<String>("name") {
            Ok(name) => logger.info(format_args!("Hello {name}")),
            Err(error) => logger.error(error),
        }
    })?;

    let driven = Timer::clone(&timer);
    let _followed = node.parameters().on_post_set(move |parameters| {
        let mut parameters = parameters.iter();
        let rate = parameters.find(|parameter| parameter.name == "rate");
        if let Some(ParameterValue::Double(rate)) = rate.map(|parameter| &parameter.value) {
            driven.exchange_period(period(*rate)).ok();
            driven.reset();
        }
    });
    let executor = Executor::new(&context);
    executor.add_node(&node);
    executor.spin();
    Ok(())
}
