//! What can go wrong in the client library.

use rosebay_rmw::names::InvalidName;

use crate::action::{GoalEvent, GoalId, GoalStatus};
use crate::lifecycle::State;
use crate::node::TypeDescriptionError;
use crate::parameter::ParameterError;
use crate::{ClockKind, Severity};

/// A failure, in words that name what was expected, what came and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The context is not initialized any more: it was shut down.
    #[error("the context of {what} is not valid: it has been shut down")]
    ContextShutDown {
        /// What was to be used.
        what: String,
    },
    /// The context was shut down before, by a call or a signal.
    #[error("shutdown was already called on this context")]
    AlreadyShutDown,
    /// The executor was shut down.
    #[error("the executor has been shut down")]
    ExecutorShutDown,
    /// A `--ros-args` argument that is known but cannot be read.
    #[error("Failed to parse ROS arguments: {reason}")]
    InvalidRosArgs {
        /// Which argument, and what it should be.
        reason: String,
    },
    /// `--ros-args` arguments that nobody knows.
    #[error("unknown ROS arguments: {}", .arguments.join(" "))]
    UnknownRosArgs {
        /// The arguments.
        arguments: Vec<String>,
    },
    /// A name that ROS does not allow.
    #[error(transparent)]
    InvalidName(#[from] InvalidName),
    /// A substitution in a topic name that nobody knows.
    #[error(
        "unknown substitution '{substitution}' in topic name '{name}': expected {{node}}, {{ns}} or {{namespace}}"
    )]
    UnknownSubstitution {
        /// The topic name.
        name: String,
        /// The substitution with its braces.
        substitution: String,
    },
    /// An environment variable that cannot be used.
    #[error("environment variable {name}='{value}': {reason}")]
    Environment {
        /// The variable.
        name: &'static str,
        /// Its value.
        value: String,
        /// What would be right.
        reason: String,
    },
    /// An operation on another kind of clock.
    #[error("this needs a {expected} clock, but the clock is a {found} clock")]
    ClockKind {
        /// What the operation needs.
        expected: ClockKind,
        /// What the clock is.
        found: ClockKind,
    },
    /// A jump threshold whose signs are wrong.
    #[error("invalid jump threshold: {0}")]
    InvalidJumpThreshold(&'static str),
    /// A timer's period below zero.
    #[error("timer period must be non-negative, but is {0} ns")]
    NegativePeriod(i64),
    /// A cancelled timer was called.
    #[error("timer is canceled")]
    TimerCanceled,
    /// A time beyond what 64 bits of nanoseconds hold.
    #[error("{0} does not fit in 64 bits of nanoseconds")]
    TimeOverflow(&'static str),
    /// A logger's level was asked for by a name that is none.
    #[error("'{0}' is no log severity: expected one of {list}", list = Severity::NAMES.join(", "))]
    UnknownSeverity(String),
    /// The type of a topic cannot be found or read.
    #[error(transparent)]
    Interface(#[from] rosebay_rosidl::registry::Error),
    /// A message cannot be written.
    #[error("cannot encode a {type_name}: {source}")]
    Encode {
        /// The message's type.
        type_name: String,
        /// What is wrong with it.
        source: rosebay_rosidl::cdr::EncodeError,
    },
    /// A received message cannot be read.
    #[error("cannot decode a {type_name} received on '{topic}': {source}")]
    Decode {
        /// The message's type.
        type_name: String,
        /// Where it came from.
        topic: String,
        /// What is wrong with it.
        source: rosebay_rosidl::cdr::DecodeError,
    },
    /// The signal handlers could not be installed.
    #[error("cannot install the handler of signal {signal}: {source}")]
    Signal {
        /// The signal's number.
        signal: i32,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// What was waited for did not come in time.
    #[error("{what} did not come within {waited:?}")]
    Timeout {
        /// What was waited for.
        what: String,
        /// How long.
        waited: std::time::Duration,
    },
    /// A callback waits for what cannot happen before it has ended.
    #[error("waiting for {what} would never end: {cause}")]
    WouldDeadlock {
        /// What was waited for.
        what: String,
        /// Why it cannot come, and what to do.
        cause: DeadlockCause,
    },
    /// A response will not come any more.
    #[error("{what} will not come: its client is gone, or the request was removed")]
    NoResponse {
        /// What was waited for.
        what: String,
    },
    /// The service or action server that this belongs to has been destroyed.
    #[error("{what} has been destroyed")]
    Destroyed {
        /// What has gone.
        what: String,
    },
    /// An action server did not accept a goal.
    #[error("the server of action '{action}' rejected goal {goal}")]
    GoalRejected {
        /// The action.
        action: String,
        /// The goal.
        goal: GoalId,
    },
    /// A goal with this id is there already.
    #[error("goal ID already exists: {0}")]
    GoalExists(GoalId),
    /// A goal that the action server does not know, or has forgotten after the result's timeout.
    #[error("goal {0} is unknown: it was never accepted here, or has expired")]
    UnknownGoal(GoalId),
    /// An event that a goal's state does not allow.
    #[error("goal_handle attempted invalid transition from state {status} with event {event}")]
    InvalidGoalTransition {
        /// The state.
        status: GoalStatus,
        /// The event.
        event: GoalEvent,
    },
    /// A transition that a managed node's state does not have.
    #[error("no transition matching '{transition}' found for current state {state}")]
    InvalidTransition {
        /// The transition's number or label.
        transition: String,
        /// The state.
        state: State,
    },
    /// A parameter cannot be declared, read or set.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// Another node did not tell what a type is.
    #[error(transparent)]
    TypeDescription(#[from] Box<TypeDescriptionError>),
    /// The middleware failed.
    #[error(transparent)]
    Middleware(#[from] rosebay_rmw::Error),
}

/// Why a wait inside a callback would never end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeadlockCause {
    /// The callback keeps the only thread that could receive it.
    #[error(
        "it is waited for inside a callback, on the only free thread of the executor that would have to \
         receive it; await or take it in a callback instead (call_async), or spin the executor with more \
         threads"
    )]
    NoFreeThread,
    /// The callback holds the mutually exclusive group that the receiver belongs to.
    #[error(
        "it is waited for inside a callback of the mutually exclusive callback group that would have to \
         receive it; await or take it in a callback instead (call_async), or put the client into a callback \
         group of its own and spin the executor with more threads"
    )]
    SameCallbackGroup,
    /// The callback holds the mutually exclusive group that the only service belongs to.
    #[error(
        "it is waited for inside a callback of the mutually exclusive callback group that the service \
         belongs to; await or take it in a callback instead (call_async), or put the service into a callback \
         group of its own"
    )]
    ServiceInCallbackGroup,
}

/// What the client library's calls return.
pub type Result<T> = std::result::Result<T, Error>;
