//! `Subscription`: messages in, and their callbacks.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyType};
use rosebay_locks::RwLock;
use rosebay_rcl::executor::Ready;
use rosebay_rcl::{ContentFilterOptions, RawSubscription, Sample, SubscriptionOptions};
use rosebay_rosidl::MessageType;

use crate::callback_group::Group;
use crate::errors::{RCLError, raise};
use crate::handle::{Destroyable, Slot};
use crate::node::PyNode;
use crate::qos::PyQosProfile;
use crate::work::{Member, Payload, Turn, Work, hand_over, info_dict};
use crate::{arrivals, gil, message};

/// Receives the messages of a class.
#[pyclass(name = "Subscription", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PySubscription {
    slot: Arc<Slot<Arc<RawSubscription>>>,
    member: Arc<Member>,
    sink: Arc<RwLock<Option<Arc<Sink>>>>,
}

/// Receives messages in place of the callback, outside the interpreter; false for one that it leaves to the
/// callback.
type Sink = dyn Fn(&Sample) -> bool + Send + Sync;

impl PySubscription {
    /// The client library's subscription.
    pub(crate) fn get(&self) -> PyResult<Arc<RawSubscription>> {
        self.slot.get()
    }

    /// What the executors know of it.
    pub(crate) fn member(&self) -> &Arc<Member> {
        &self.member
    }

    /// Gives messages to `sink` from now on.
    ///
    /// # Errors
    /// When it was destroyed.
    pub(crate) fn receive_with(
        &self,
        sink: impl Fn(&Sample) -> bool + Send + Sync + 'static,
    ) -> PyResult<()> {
        self.get()?.entity().set_prompt(false);
        let before = self.sink.write().replace(Arc::new(sink));
        drop(before);
        Ok(())
    }
}

#[pymethods]
impl PySubscription {
    /// Nobody calls its callback before [`PyNode::add_entity`].
    #[new]
    #[pyo3(signature = (node, message_class, topic, qos, callback_group = None, raw = false, content_filter = None))]
    fn new(
        node: &PyNode,
        message_class: &Bound<'_, PyType>,
        topic: &str,
        qos: &PyQosProfile,
        callback_group: Option<&Bound<'_, PyAny>>,
        raw: bool,
        content_filter: Option<(String, Vec<String>)>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let py = message_class.py();
        let message_type = message::message_type(message_class)?;
        let member = Member::new(Group::of_option(callback_group)?);
        let node = node.get()?;
        let options = SubscriptionOptions {
            callback_group: Some(member.group().token()),
            scheduled: false,
            warn_of_mismatches: false,
            content_filter: content_filter.map(content_filter_options),
            ..SubscriptionOptions::new(qos.get())
        };
        let class = (!raw).then(|| Arc::new(message_class.clone().unbind()));
        let sink = Arc::default();
        let receive = receive(&node, topic, &message_type, &member, &sink, class);
        let subscription = gil::outside(py, || {
            node.create_raw_subscription(&message_type, topic, options, receive)
        });
        let subscription = subscription.map_err(raise)?;
        subscription.entity().set_prompt(true);
        let slot = Slot::new(Arc::new(subscription));
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self { slot, member, sink }))
    }

    /// Gives messages to the callback from now on, whatever has received them before.
    fn receive_with_callback(&self) {
        let before = self.sink.write().take();
        drop(before);
        // One that was destroyed receives nothing any more.
        if let Ok(subscription) = self.get() {
            subscription.entity().set_prompt(true);
        }
    }

    /// Takes a message and its info; `None` where none waits.
    fn take_message<'py>(
        &self,
        message_class: &Bound<'py, PyType>,
        raw: bool,
    ) -> PyResult<Option<(Py<PyAny>, Bound<'py, PyDict>)>> {
        let py = message_class.py();
        let subscription = self.get()?;
        let sample = gil::outside(py, || subscription.take_serialized()).map_err(raise)?;
        let Some(sample) = sample else {
            return Ok(None);
        };
        let info = info_dict(
            py,
            &sample.info,
            subscription.node().context().middleware_identifier(),
        )?;
        let message = if raw {
            PyBytes::new(py, &sample.payload).into_any().unbind()
        } else {
            subscription
                .message_type()
                .plan
                .validate(&sample.payload)
                .map_err(|error| unreadable(subscription.topic_name(), &error))?;
            message::from_bytes(py, message_class, sample.payload)?
        };
        Ok(Some((message, info)))
    }

    fn is_cft_enabled(&self) -> PyResult<bool> {
        Ok(self.get()?.is_cft_enabled())
    }

    /// Wants other messages from now on; all of them with an empty expression.
    fn set_content_filter(
        &self,
        py: Python<'_>,
        filter_expression: String,
        expression_parameters: Vec<String>,
    ) -> PyResult<()> {
        let subscription = self.get()?;
        let filter = content_filter_options((filter_expression, expression_parameters));
        gil::outside(py, || subscription.set_content_filter(&filter)).map_err(raise)
    }

    /// The expression and its parameters.
    fn get_content_filter(&self) -> PyResult<(String, Vec<String>)> {
        let subscription = self.get()?;
        match subscription.content_filter() {
            Some(filter) => Ok((filter.filter_expression, filter.expression_parameters)),
            None => Err(RCLError::new_err(format!(
                "the subscription to '{}' has no content filter",
                subscription.topic_name()
            ))),
        }
    }

    /// Has a callable called, on a thread of its own, with the number of messages that have come.
    fn set_on_new_message_callback(&self, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = callback.py();
        let object = self.slot.get()?;
        let callback = arrivals::callback(callback, Some(object.node().context()))?;
        gil::outside(py, || object.set_on_new_message_callback(Some(callback)));
        Ok(())
    }

    /// Has nobody called any more.
    fn clear_on_new_message_callback(&self, py: Python<'_>) -> PyResult<()> {
        let object = self.slot.get()?;
        gil::outside(py, || object.set_on_new_message_callback(None));
        Ok(())
    }

    fn get_publisher_count(&self) -> PyResult<usize> {
        Ok(self.get()?.publisher_count())
    }

    fn get_topic_name(&self) -> PyResult<String> {
        Ok(self.get()?.topic_name().to_owned())
    }

    fn get_logger_name(&self) -> PyResult<String> {
        Ok(self.get()?.node().logger().name().to_owned())
    }
}

fn content_filter_options(
    (filter_expression, expression_parameters): (String, Vec<String>),
) -> ContentFilterOptions {
    ContentFilterOptions {
        filter_expression,
        expression_parameters,
    }
}

fn unreadable(topic: &str, error: &impl std::fmt::Display) -> PyErr {
    crate::errors::RMWError::new_err(format!(
        "a message received on '{topic}' cannot be read: {error}"
    ))
}

/// The subscription's turn, outside the interpreter: checks the message and hands it over. One that cannot
/// be read is logged and passed over.
fn receive(
    node: &rosebay_rcl::Node,
    topic: &str,
    message_type: &Arc<MessageType>,
    member: &Arc<Member>,
    sink: &Arc<RwLock<Option<Arc<Sink>>>>,
    class: Option<Arc<Py<PyType>>>,
) -> impl Fn(Sample, Ready) + Send + Sync + use<> {
    let logger = node.logger().clone();
    let middleware = node.context().middleware_identifier();
    let topic = topic.to_owned();
    let message_type = Arc::clone(message_type);
    let member = Arc::clone(member);
    let sink = Arc::clone(sink);
    move |sample, ready| {
        let sink = sink.read().clone();
        if sink.is_some_and(|sink| sink(&sample)) {
            return;
        }
        if class.is_some()
            && let Err(error) = message_type.plan.validate(&sample.payload)
        {
            logger.warn(format_args!(
                "a {} received on '{topic}' from {} cannot be read and is passed over: {error}",
                message_type.name, sample.info.publisher_gid
            ));
            return;
        }
        hand_over(Work::Callback {
            member: Arc::clone(&member),
            payload: Payload::Message {
                sample,
                class: class.clone(),
                middleware,
            },
            turn: Turn::new(ready),
        });
    }
}
