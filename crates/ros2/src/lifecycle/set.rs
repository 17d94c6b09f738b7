//! `ros2 lifecycle set`.

use std::time::Duration;

use clap::Args;
use rosebay_rosidl::Value;

use super::{NodeArgs, transitions};
use crate::calls::call;
use crate::error::{Error, Result};
use crate::output::Output;

/// A transition takes as long as the node's own callback does.
const TRANSITION_TIMEOUT: Duration = Duration::from_secs(600);

#[derive(Debug, Args)]
pub(crate) struct SetArgs {
    #[command(flatten)]
    node: NodeArgs,
    /// The lifecycle transition, by its label or number
    transition: String,
}

impl SetArgs {
    pub(crate) fn run(self) -> Result<()> {
        let (session, node) = self.node.connect()?;
        let available = transitions(&session, &node, false)?;
        let by_label = available
            .iter()
            .find(|one| one.transition.label == self.transition);
        let wanted = by_label.or_else(|| {
            let mut available = available.iter();
            available.find(|one| one.transition.id.to_string() == self.transition)
        });
        let Some(wanted) = wanted else {
            let list = available
                .iter()
                .map(|one| format!("\n- {} [{}]", one.transition.label, one.transition.id));
            return Err(Error::Failed(format!(
                "Unknown transition requested, available ones are:{}",
                list.collect::<String>()
            )));
        };
        let response = call(
            &session,
            &format!("{node}/change_state"),
            "lifecycle_msgs/srv/ChangeState",
            TRANSITION_TIMEOUT,
            |request| {
                request.set_path("transition.id", wanted.transition.id)?;
                request.set_path("transition.label", wanted.transition.label.clone())?;
                Ok(())
            },
        )?;
        if response.get("success")? != &Value::Bool(true) {
            return Err(Error::Failed("Transitioning failed".to_owned()));
        }
        let mut out = Output::new();
        out.line("Transitioning successful")?;
        out.finish()
    }
}
