//! Calls of services whose types are known by name.

use std::sync::Arc;
use std::time::Duration;

use rosebay_rcl::ServiceOptions;
use rosebay_rosidl::DynamicMessage;

use crate::error::{Error, Result};
use crate::session::Session;
use crate::types::service_type;

/// Calls a service once and gives its response.
///
/// # Errors
/// When the service is not there, or does not answer, in time.
pub(crate) fn call(
    session: &Session,
    service: &str,
    type_name: &str,
    timeout: Duration,
    fill: impl FnOnce(&mut DynamicMessage) -> Result<()>,
) -> Result<DynamicMessage> {
    let ty = service_type(type_name)?;
    let options = ServiceOptions::default();
    let client = session.node().create_raw_client(&ty, service, options)?;
    let mut request = DynamicMessage::new(Arc::clone(&ty.request));
    fill(&mut request)?;
    if !client.wait_for_service(Some(timeout)) {
        session.check()?;
        return Err(Error::Failed(format!(
            "service '{service}' did not become available"
        )));
    }
    let pending = client.call_serialized_async(request.encode()?.into())?;
    let sample = session.wait_for_response(pending, Some(timeout))?;
    Ok(DynamicMessage::decode(
        Arc::clone(&ty.response),
        &sample.payload,
    )?)
}
