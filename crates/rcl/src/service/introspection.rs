//! Service introspection: what clients and services send and receive, told on a topic (REP 2012).

use rosebay_locks::Mutex;
use rosebay_rmw::{Gid, QosProfile};
use rosebay_rosidl::ServiceType;
use rosebay_rosidl::value::DynamicMessage;
use std::sync::Arc;

use crate::action::time_parts;
use crate::{Clock, Node, PublisherOptions, RawPublisher, Result, Severity};

/// How much a client or service tells of its requests and responses on `<service>/_service_event`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum IntrospectionState {
    /// Nothing.
    #[default]
    Off,
    /// That they were sent or received, when, by which client and under which number.
    Metadata,
    /// All that, and what they say.
    Contents,
}

/// What happened, with the numbers of `service_msgs/msg/ServiceEventInfo`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum ServiceEvent {
    RequestSent = 0,
    RequestReceived = 1,
    ResponseSent = 2,
    ResponseReceived = 3,
}

/// What one client or service tells.
pub(super) struct Introspection {
    node: Node,
    service: String,
    service_type: Arc<ServiceType>,
    teller: Mutex<Option<Teller>>,
}

#[derive(Clone)]
struct Teller {
    publisher: RawPublisher,
    clock: Clock,
    contents: bool,
}

impl Introspection {
    pub(super) fn new(node: &Node, service: &str, service_type: &Arc<ServiceType>) -> Self {
        Self {
            node: node.clone(),
            service: service.to_owned(),
            service_type: Arc::clone(service_type),
            teller: Mutex::default(),
        }
    }

    /// As upstream, clock and QoS are those of the first call since it was off.
    pub(super) fn configure(
        &self,
        clock: &Clock,
        qos: QosProfile,
        state: IntrospectionState,
    ) -> Result<()> {
        let mut teller = self.teller.lock();
        if state == IntrospectionState::Off {
            *teller = None;
            return Ok(());
        }
        let contents = state == IntrospectionState::Contents;
        if let Some(teller) = &mut *teller {
            teller.contents = contents;
            return Ok(());
        }
        let publisher = self.node.create_raw_publisher(
            &self.service_type.event,
            &format!("{}/_service_event", self.service),
            PublisherOptions::new(qos),
        )?;
        *teller = Some(Teller {
            publisher,
            clock: clock.clone(),
            contents,
        });
        Ok(())
    }

    /// Tells of a request or response. A failure is logged: the call itself has not failed.
    pub(super) fn tell(&self, event: ServiceEvent, client: Gid, number: i64, payload: &[u8]) {
        let Some(teller) = self.teller.lock().clone() else {
            return;
        };
        if let Err(error) = self.publish(&teller, event, client, number, payload) {
            self.node.logger().log(
                Severity::Error,
                format_args!(
                    "failed to publish an event of service '{}': {error}",
                    self.service
                ),
            );
        }
    }

    fn publish(
        &self,
        teller: &Teller,
        event: ServiceEvent,
        client: Gid,
        number: i64,
        payload: &[u8],
    ) -> std::result::Result<(), Box<dyn std::error::Error>> {
        let (seconds, nanoseconds) = time_parts(teller.clock.now().nanoseconds());
        let mut message = DynamicMessage::new(Arc::clone(&self.service_type.event));
        message.set_path("info.event_type", event as u8)?;
        message.set_path("info.stamp.sec", seconds)?;
        message.set_path("info.stamp.nanosec", nanoseconds)?;
        message.set_path("info.client_gid", client.0.to_vec())?;
        message.set_path("info.sequence_number", number)?;
        if teller.contents {
            let (field, ty) = match event {
                ServiceEvent::RequestSent | ServiceEvent::RequestReceived => {
                    ("request", &self.service_type.request)
                }
                ServiceEvent::ResponseSent | ServiceEvent::ResponseReceived => {
                    ("response", &self.service_type.response)
                }
            };
            message.set(
                field,
                vec![DynamicMessage::decode(Arc::clone(ty), payload)?],
            )?;
        }
        teller
            .publisher
            .publish_serialized(message.encode()?.into())?;
        Ok(())
    }
}
