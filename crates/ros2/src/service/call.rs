//! `ros2 service call`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{ArgGroup, Args};
use rosebay_rcl::ServiceOptions;
use rosebay_rosidl::DynamicMessage;

use crate::error::{Error, Result};
use crate::output::Output;
use crate::session::{Session, SessionArgs, positive_seconds};
use crate::topic::rate;
use crate::types::service_type_in;
use crate::values::{Template, read_stdin};

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("source").args(["values", "stdin"]))]
pub(crate) struct CallArgs {
    /// Name of the ROS service to call to (e.g. '/add_two_ints')
    service_name: String,
    /// Type of the ROS service (e.g. 'std_srvs/srv/Empty')
    service_type: String,
    /// Values to fill the service request with in YAML format (e.g. '{a: 1, b: 2}'), otherwise the service
    /// request is sent with default values
    #[arg(
        default_value = "{}",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    values: String,
    /// Read values from standard input
    #[arg(long)]
    stdin: bool,
    /// Repeat the call at a specific rate in Hz
    #[arg(short, long, value_name = "N", value_parser = rate)]
    rate: Option<f64>,
    /// Give up when the service is not there, or does not answer, within this many seconds
    #[arg(long, value_name = "N", value_parser = positive_seconds)]
    timeout: Option<Duration>,
    #[command(flatten)]
    session: SessionArgs,
    /// Print each response as one line of JSON, and nothing else
    #[arg(long)]
    json: bool,
}

impl CallArgs {
    pub(crate) fn run(self) -> Result<()> {
        let text = if self.stdin {
            read_stdin()?
        } else {
            self.values.clone()
        };
        let session = Session::open(&self.session)?;
        let ty = service_type_in(&session, &self.service_type)?;
        let mut request = Template::parse(&ty.request, &text)?;
        let client =
            session
                .node()
                .create_raw_client(&ty, &self.service_name, ServiceOptions::default())?;
        let mut out = Output::new();
        if !client.service_is_ready() {
            self.note(&mut out, "waiting for service to become available...")?;
            if !client.wait_for_service(self.timeout) {
                session.check()?;
                return Err(Error::Failed(format!(
                    "service '{}' did not become available",
                    client.service_name()
                )));
            }
        }
        let period = self
            .rate
            .map(|rate| Duration::try_from_secs_f64(1.0 / rate).unwrap_or(Duration::MAX));
        loop {
            let started = Instant::now();
            let request = request.at(session.node().clock().now().nanoseconds())?;
            self.note(
                &mut out,
                format_args!("requester: making request: {}\n", request.to_python()),
            )?;
            let pending = client.call_serialized_async(request.encode()?.into())?;
            let sample = session.wait_for_response(pending, self.timeout)?;
            let response = DynamicMessage::decode(Arc::clone(&ty.response), &sample.payload)?;
            if self.json {
                out.json_line(&response.to_json())?;
            } else {
                out.line(format_args!("response:\n{}\n", response.to_python()))?;
                out.flush()?;
            }
            match period.and_then(|period| started.checked_add(period)) {
                Some(next) => session.spin_to(next)?,
                None => return out.finish(),
            }
        }
    }

    fn note(&self, out: &mut Output, note: impl std::fmt::Display) -> Result<()> {
        if self.json {
            return Ok(());
        }
        out.line(note)?;
        out.flush()
    }
}
