//! What can go wrong, in the words that programs and logs know from tf2.

use std::fmt;

/// What was asked of a buffer when a frame's name turned out to be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// A transform.
    Lookup,
    /// Whether there is a transform.
    Can,
    /// The latest time of two frames.
    LatestCommonTime,
}

/// Which way the time that was asked for lies from the times that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extrapolation {
    /// After the latest.
    Forward,
    /// Before the earliest.
    Backward,
    /// Beside the only one.
    OnlyOne,
    /// No time is known.
    NoData,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A name that no frame can have.
    #[error("{}", invalid(*question, argument, frame, reason))]
    InvalidArgument {
        /// What was asked.
        question: Question,
        /// Which argument the name was.
        argument: &'static str,
        /// The name.
        frame: String,
        /// What a name has to be.
        reason: &'static str,
    },
    /// Nobody has told of this frame.
    #[error("{}", unknown(*question, argument, frame))]
    UnknownFrame {
        /// What was asked.
        question: Question,
        /// Which argument the name was.
        argument: &'static str,
        /// The name.
        frame: String,
    },
    /// A frame is its own ancestor.
    #[error("The tf tree is invalid because it contains a loop.\n{frames}\n")]
    Loop {
        /// Each frame and its parent, a line each.
        frames: String,
    },
    /// The frames belong to different trees.
    #[error(
        "Could not find a connection between '{target}' and '{source_frame}' because they are not part of the \
         same tree.Tf has two or more unconnected trees."
    )]
    Unconnected {
        /// The frame to transform to.
        target: String,
        /// The frame to transform from.
        source_frame: String,
    },
    /// A transform on the way is not known at this time.
    #[error(
        "Lookup would require extrapolation {}, when looking up transform from frame [{source_frame}] \
         to frame [{target}]",
        extrapolation(*direction, *requested, *known)
    )]
    Extrapolation {
        /// Which way the time lies from those that are known.
        direction: Extrapolation,
        /// The time in nanoseconds.
        requested: i64,
        /// The nearest time that is known, in nanoseconds; 0 where there is none.
        known: i64,
        /// The frame to transform to.
        target: String,
        /// The frame to transform from.
        source_frame: String,
    },
}

/// Why a transform was not taken into the buffer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejected {
    /// A frame cannot be its own parent.
    #[error(
        "TF_SELF_TRANSFORM: Ignoring transform from authority \"{authority}\" with frame_id and \
         child_frame_id \"{frame}\" because they are the same"
    )]
    SelfTransform {
        /// The frame.
        frame: String,
        /// Who told of it.
        authority: String,
    },
    /// The child has no name.
    #[error(
        "TF_NO_CHILD_FRAME_ID: Ignoring transform from authority \"{authority}\" because \
         child_frame_id not set"
    )]
    NoChildFrame {
        /// Who told of it.
        authority: String,
    },
    /// The parent has no name.
    #[error(
        "TF_NO_FRAME_ID: Ignoring transform with child_frame_id \"{child}\" from authority \
         \"{authority}\" because frame_id not set"
    )]
    NoFrame {
        /// The child.
        child: String,
        /// Who told of it.
        authority: String,
    },
    /// A component is not a number.
    #[error(
        "TF_NAN_INPUT: Ignoring transform for child_frame_id \"{child}\" from authority \
         \"{authority}\" because of a nan value in the transform"
    )]
    NotANumber {
        /// The child.
        child: String,
        /// Who told of it.
        authority: String,
    },
    /// The rotation's norm is not 1.
    #[error(
        "TF_DENORMALIZED_QUATERNION: Ignoring transform for child_frame_id \"{child}\" from \
         authority \"{authority}\" because of an invalid quaternion in the transform \
         ({:.6} {:.6} {:.6} {:.6}): its norm has to be 1",
        rotation[0], rotation[1], rotation[2], rotation[3]
    )]
    Denormalized {
        /// The child.
        child: String,
        /// Who told of it.
        authority: String,
        /// x, y, z and w of the rotation.
        rotation: [f64; 4],
    },
    /// It is older than all that the buffer keeps.
    #[error(
        "TF_OLD_DATA ignoring data from the past for frame {child} at time {} according to authority \
         {authority}",
        seconds(*stamp)
    )]
    Old {
        /// The child.
        child: String,
        /// Who told of it.
        authority: String,
        /// The transform's time in nanoseconds.
        stamp: i64,
    },
}

/// A time as seconds with six digits behind the point.
pub(crate) fn seconds(nanoseconds: i64) -> impl fmt::Display {
    format!("{:.6}", nanoseconds as f64 * 1e-9)
}

fn function(question: Question) -> &'static str {
    match question {
        Question::Lookup => "lookupTransform argument ",
        Question::Can => "canTransform argument ",
        Question::LatestCommonTime => "get_latest_common_time argument ",
    }
}

fn invalid(question: Question, argument: &str, frame: &str, reason: &str) -> String {
    let what = match question {
        Question::Can => "frame ID",
        Question::Lookup | Question::LatestCommonTime => "argument",
    };
    let function = function(question);
    format!("Invalid {what} \"{frame}\" passed to {function}{argument} - {reason}")
}

fn unknown(question: Question, argument: &str, frame: &str) -> String {
    let function = function(question);
    match question {
        Question::Can => format!(
            "Invalid frame ID \"{frame}\" passed to {function}{argument} - frame does not exist"
        ),
        Question::Lookup | Question::LatestCommonTime => {
            format!("\"{frame}\" passed to {function}{argument} does not exist. ")
        }
    }
}

fn extrapolation(direction: Extrapolation, requested: i64, known: i64) -> String {
    let (requested, known) = (seconds(requested), seconds(known));
    match direction {
        Extrapolation::Forward => format!(
            "into the future.  Requested time {requested} but the latest data is at time {known}"
        ),
        Extrapolation::Backward => format!(
            "into the past.  Requested time {requested} but the earliest data is at time {known}"
        ),
        Extrapolation::OnlyOne => {
            format!("at time {requested}, but only time {known} is in the buffer")
        }
        Extrapolation::NoData => format!("at time {requested}, but the buffer is empty"),
    }
}
