//! The states of a managed node and the transitions between them, with the numbers and labels of
//! `lifecycle_msgs`.

use std::fmt;

use crate::{Error, Result};

/// A state of a managed node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum State {
    /// No node is in it; upstream lists it.
    Unknown = 0,
    /// Made, or cleaned up: nothing is configured.
    #[default]
    Unconfigured = 1,
    /// Configured, but not at work.
    Inactive = 2,
    /// At work.
    Active = 3,
    /// Shut down. It can only be destroyed.
    Finalized = 4,
    /// Becoming inactive, its first time or anew.
    Configuring = 10,
    /// Becoming unconfigured.
    CleaningUp = 11,
    /// Becoming finalized.
    ShuttingDown = 12,
    /// Becoming active.
    Activating = 13,
    /// Becoming inactive again.
    Deactivating = 14,
    /// A callback had an error, which another one may mend.
    ErrorProcessing = 15,
}

impl State {
    /// Every state, in the order in which upstream lists them.
    pub const ALL: [Self; 11] = [
        Self::Unknown,
        Self::Unconfigured,
        Self::Inactive,
        Self::Active,
        Self::Finalized,
        Self::Configuring,
        Self::CleaningUp,
        Self::ShuttingDown,
        Self::Activating,
        Self::Deactivating,
        Self::ErrorProcessing,
    ];

    /// The number on the wire.
    pub fn id(self) -> u8 {
        self as u8
    }

    /// The label on the wire.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Unconfigured => "unconfigured",
            Self::Inactive => "inactive",
            Self::Active => "active",
            Self::Finalized => "finalized",
            Self::Configuring => "configuring",
            Self::CleaningUp => "cleaningup",
            Self::ShuttingDown => "shuttingdown",
            Self::Activating => "activating",
            Self::Deactivating => "deactivating",
            Self::ErrorProcessing => "errorprocessing",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// What came of a transition's callback, with the numbers of `lifecycle_msgs/msg/Transition`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum CallbackReturn {
    /// The node goes on to the state that was asked for.
    Success = 97,
    /// The node goes back to the state that it was in.
    Failure = 98,
    /// The node's error callback is called.
    Error = 99,
}

impl CallbackReturn {
    /// The label of the transition that it leads to.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Success => "transition_success",
            Self::Failure => "transition_failure",
            Self::Error => "transition_error",
        }
    }
}

/// A way from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Transition {
    /// The number on the wire.
    pub id: u8,
    /// The label on the wire. Several transitions have the same, each from another state.
    pub label: &'static str,
    /// Where it begins.
    pub start: State,
    /// Where it ends.
    pub goal: State,
}

const fn asked(id: u8, label: &'static str, start: State, goal: State) -> Transition {
    Transition {
        id,
        label,
        start,
        goal,
    }
}

const fn after(id: u8, returned: CallbackReturn, start: State, goal: State) -> Transition {
    asked(id, returned.label(), start, goal)
}

/// Every transition, in the order in which upstream lists them.
pub const TRANSITIONS: [Transition; 25] = {
    use CallbackReturn::{Failure, Success};
    use State::{
        Activating, Active, CleaningUp, Configuring, Deactivating, ErrorProcessing, Finalized,
        Inactive, ShuttingDown, Unconfigured,
    };
    [
        asked(1, "configure", Unconfigured, Configuring),
        after(10, Success, Configuring, Inactive),
        after(11, Failure, Configuring, Unconfigured),
        after(12, CallbackReturn::Error, Configuring, ErrorProcessing),
        asked(2, "cleanup", Inactive, CleaningUp),
        after(20, Success, CleaningUp, Unconfigured),
        after(21, Failure, CleaningUp, Inactive),
        after(22, CallbackReturn::Error, CleaningUp, ErrorProcessing),
        asked(3, "activate", Inactive, Activating),
        after(30, Success, Activating, Active),
        after(31, Failure, Activating, Inactive),
        after(32, CallbackReturn::Error, Activating, ErrorProcessing),
        asked(4, "deactivate", Active, Deactivating),
        after(40, Success, Deactivating, Inactive),
        after(41, Failure, Deactivating, Active),
        after(42, CallbackReturn::Error, Deactivating, ErrorProcessing),
        asked(5, "shutdown", Unconfigured, ShuttingDown),
        asked(6, "shutdown", Inactive, ShuttingDown),
        asked(7, "shutdown", Active, ShuttingDown),
        after(50, Success, ShuttingDown, Finalized),
        after(51, Failure, ShuttingDown, Finalized),
        after(52, CallbackReturn::Error, ShuttingDown, ErrorProcessing),
        after(60, Success, ErrorProcessing, Unconfigured),
        after(61, Failure, ErrorProcessing, Finalized),
        after(62, CallbackReturn::Error, ErrorProcessing, Finalized),
    ]
};

/// The state of a managed node, and where it can go from there.
#[derive(Debug, Clone, Default)]
pub struct StateMachine {
    current: State,
}

impl StateMachine {
    /// The state it is in: unconfigured at first.
    pub fn current(&self) -> State {
        self.current
    }

    /// The transitions from the present state.
    pub fn available_transitions(&self) -> impl Iterator<Item = &'static Transition> + use<> {
        let current = self.current;
        let all = TRANSITIONS.iter();
        all.filter(move |transition| transition.start == current)
    }

    /// The transition of a label from the present state.
    ///
    /// # Errors
    /// [`Error::InvalidTransition`] where there is none.
    pub fn transition_by_label(&self, label: &str) -> Result<&'static Transition> {
        self.find(label, |transition| transition.label == label)
    }

    /// Follows the transition of a number. Returns it.
    ///
    /// # Errors
    /// [`Error::InvalidTransition`] where the present state has none.
    pub fn trigger_by_id(&mut self, id: u8) -> Result<&'static Transition> {
        let found = self.find(id, |transition| transition.id == id)?;
        self.current = found.goal;
        Ok(found)
    }

    /// Follows the transition of a label. Returns it.
    ///
    /// # Errors
    /// [`Error::InvalidTransition`] where the present state has none.
    pub fn trigger_by_label(&mut self, label: &str) -> Result<&'static Transition> {
        let found = self.transition_by_label(label)?;
        self.current = found.goal;
        Ok(found)
    }

    fn find(
        &self,
        what: impl fmt::Display,
        is_it: impl Fn(&Transition) -> bool,
    ) -> Result<&'static Transition> {
        let mut available = self.available_transitions();
        let found = available.find(|transition| is_it(transition));
        found.ok_or_else(|| Error::InvalidTransition {
            transition: what.to_string(),
            state: self.current,
        })
    }
}
