//! The actions in the graph. Nothing on the wire says what an action is but the topic of its feedback.

use rosebay_rmw::NamesAndTypes;

use crate::{Node, Result};

impl Node {
    /// All actions with their types.
    pub fn action_names_and_types(&self) -> NamesAndTypes {
        actions(self.context().graph().topic_names_and_types(false))
    }

    /// The actions that a node offers.
    ///
    /// # Errors
    /// When there is no such node.
    pub fn action_server_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
    ) -> Result<NamesAndTypes> {
        let graph = self.context().graph();
        let topics = graph.publisher_names_and_types_by_node(name, namespace, false)?;
        Ok(actions(topics))
    }

    /// The actions that a node has clients of.
    ///
    /// # Errors
    /// When there is no such node.
    pub fn action_client_names_and_types_by_node(
        &self,
        name: &str,
        namespace: &str,
    ) -> Result<NamesAndTypes> {
        let graph = self.context().graph();
        let topics = graph.subscription_names_and_types_by_node(name, namespace, false)?;
        Ok(actions(topics))
    }
}

/// The actions whose topics of feedback are among these.
fn actions(topics: NamesAndTypes) -> NamesAndTypes {
    let action_type = |name: String| match name.strip_suffix("_FeedbackMessage") {
        Some(action) => action.to_owned(),
        None => name,
    };
    topics
        .into_iter()
        .filter_map(|(topic, types)| {
            let action = topic.strip_suffix("/_action/feedback")?.to_owned();
            Some((action, types.into_iter().map(action_type).collect()))
        })
        .collect()
}
