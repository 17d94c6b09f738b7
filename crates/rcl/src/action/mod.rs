//! Actions: goals that take time, with feedback on the way, a result at the end, and a way to cancel them.

mod types;

pub use types::{
    CancelCode, CancelRequest, CancelResponse, GoalEvent, GoalId, GoalInfo, GoalStatus,
};
