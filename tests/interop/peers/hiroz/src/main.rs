//! A node of hiroz, which does what rmw_zenoh does and shares no code with Rosebay. It plays the part that its arguments
//! name, in the domain of `ROS_DOMAIN_ID` and with the session that `ZENOH_CONFIG_OVERRIDE` describes, says what happens
//! in lines of JSON and stays until its standard input closes. See README.md of the peers for the words.

mod types;

use std::env;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::time::Duration;

use hiroz::action::server::ExecutingGoal;
use hiroz::context::{ZContext, ZContextBuilder};
use hiroz::entity::EndpointKind;
use hiroz::node::ZNode;
use hiroz::qos::{QosDurability, QosHistory, QosProfile};
use hiroz::{Builder, Result};
use serde_json::json;
use types::{
    AddTwoInts, AddTwoIntsRequest, AddTwoIntsResponse, Fibonacci, FibonacciFeedback, FibonacciGoal,
    FibonacciResult, Text,
};

const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let context = ZContextBuilder::default().build()?;
    let node = context
        .create_node("hiroz")
        .with_namespace("/interop")
        .build()?;
    match words.as_slice() {
        ["talk", topic, count, latched @ ..] => talk(&node, topic, count.parse()?, latched).await,
        ["listen", topic, count, latched @ ..] => {
            listen(&node, topic, count.parse()?, latched).await
        }
        ["serve", service] => serve(&node, service).await,
        ["call", service, a, b] => call(&context, &node, service, a.parse()?, b.parse()?).await,
        ["act", action] => act(&node, action).await,
        ["goal", action, order, cancel @ ..] => {
            goal(&node, action, order.parse()?, cancel == ["cancel"]).await
        }
        ["graph", node_name] => graph(&context, node_name).await,
        _ => Err(format!("no such part: {words:?}").into()),
    }
}

fn say(fact: serde_json::Value) {
    println!("{fact}");
}

/// Waits until nobody needs this peer any more.
async fn stay() -> Result<()> {
    let closed = tokio::task::spawn_blocking(|| io::stdin().read_to_end(&mut Vec::new()));
    closed.await??;
    Ok(())
}

fn qos(depth: usize, latched: &[&str]) -> QosProfile {
    let mut qos = QosProfile::default();
    qos.history = NonZeroUsize::new(depth).map_or(QosHistory::KeepAll, QosHistory::KeepLast);
    if latched == ["latched"] {
        qos.durability = QosDurability::TransientLocal;
    }
    qos
}

/// Publishes the numbers below `count`, to the first subscription that comes unless they stay for late ones.
async fn talk(node: &ZNode, topic: &str, count: usize, latched: &[&str]) -> Result<()> {
    let publisher = node
        .create_pub::<Text>(topic)
        .with_qos(qos(count, latched))
        .build()?;
    if latched.is_empty() && !publisher.wait_for_subscription(1, PATIENCE).await {
        return Err("no subscription has come".into());
    }
    for number in 0..count {
        let data = number.to_string();
        publisher.async_publish(&Text { data }).await?;
    }
    say(json!({"published": count}));
    stay().await
}

async fn listen(node: &ZNode, topic: &str, count: usize, latched: &[&str]) -> Result<()> {
    let subscription = node
        .create_sub::<Text>(topic)
        .with_qos(qos(count, latched))
        .build()?;
    say(json!({"ready": true}));
    let mut heard = Vec::new();
    while heard.len() < count {
        heard.push(subscription.async_recv().await?.data);
    }
    say(json!({"heard": heard}));
    stay().await
}

async fn serve(node: &ZNode, service: &str) -> Result<()> {
    let mut service = node.create_service::<AddTwoInts>(service).build()?;
    say(json!({"ready": true}));
    let answering = async {
        loop {
            let request = service.async_take_request().await?;
            let AddTwoIntsRequest { a, b } = *request.message();
            request.reply(&AddTwoIntsResponse { sum: a + b }).await?;
        }
    };
    tokio::select! {
        done = answering => done,
        done = stay() => done,
    }
}

async fn call(context: &ZContext, node: &ZNode, service: &str, a: i64, b: i64) -> Result<()> {
    let client = node.create_client::<AddTwoInts>(service).build()?;
    let found = tokio::time::timeout(PATIENCE, async {
        while context.graph().count(EndpointKind::Service, service) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    say(json!({"found": found.await.is_ok()}));
    let response = client
        .call_with_timeout(&AddTwoIntsRequest { a, b }, PATIENCE)
        .await?;
    say(json!({"sum": response.sum}));
    stay().await
}

/// The numbers up to one that has this index.
fn fibonacci(order: i32) -> Vec<i32> {
    let mut sequence = vec![0, 1];
    while sequence.len() <= usize::try_from(order).unwrap_or_default() {
        sequence.push(sequence.iter().rev().take(2).sum());
    }
    sequence
}

/// Offers an action: tells a part of the result, then the result; a goal below zero waits to be canceled.
async fn act(node: &ZNode, action: &str) -> Result<()> {
    let server = node.create_action_server::<Fibonacci>(action).build()?;
    let _server = server.with_handler(|goal: ExecutingGoal<Fibonacci>| async move {
        let sequence = fibonacci(goal.goal.order);
        let part = FibonacciFeedback {
            sequence: vec![0, 1],
        };
        goal.publish_feedback(part).expect("feedback goes out");
        let result = FibonacciResult { sequence };
        if goal.goal.order >= 0 {
            return goal.succeed(result).expect("a result goes out");
        }
        while !goal.is_cancel_requested() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        goal.canceled(result).expect("a result goes out");
    });
    say(json!({"ready": true}));
    stay().await
}

async fn goal(node: &ZNode, action: &str, order: i32, cancel: bool) -> Result<()> {
    let client = node.create_action_client::<Fibonacci>(action).build()?;
    say(json!({"found": client.wait_for_server(PATIENCE).await}));
    let mut goal = client.send_goal(FibonacciGoal { order }).await?;
    let mut feedback = goal.feedback().ok_or("a goal has feedback")?;
    let mut status = client
        .status_watch(goal.id())
        .ok_or("a goal has a status")?;
    let part = feedback.recv().await.ok_or("feedback never came")?;
    say(json!({"feedback": part.sequence}));
    if cancel {
        say(json!({"canceling": goal.cancel().await?.goals_canceling.len()}));
    }
    let ended = status.wait_for(|status| status.is_terminal()).await?;
    say(json!({"status": *ended as i8}));
    drop(ended);
    let result = goal.result_with_timeout(PATIENCE).await?;
    say(json!({"sequence": result.sequence}));
    stay().await
}

/// Says what the graph holds as soon as a node is in it.
async fn graph(context: &ZContext, node: &str) -> Result<()> {
    let graph = context.graph();
    while !graph.get_node_names().iter().any(|(name, _)| name == node) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // A node's endpoints follow it.
    tokio::time::sleep(Duration::from_millis(500)).await;
    say(serde_json::to_value(graph.snapshot(context.domain_id()))?);
    stay().await
}
