//! Goals' ids, states and cancel requests: what `action_msgs` says, as Rust types.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

use rosebay_rosidl::cdr::{DecodeError, Reader, Writer};

use crate::{ClockKind, Time};

/// A goal's id, a UUID (`unique_identifier_msgs/msg/UUID`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct GoalId(pub [u8; 16]);

impl GoalId {
    /// Sixteen zeros, which no goal has: in a cancel request, "any goal".
    pub const ZERO: Self = Self([0; 16]);

    /// A new random id (a UUID of version 4).
    pub fn random() -> Self {
        let half = || {
            // Keyed from the operating system's randomness. The process, for a fork inherits the keys.
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_u32(std::process::id());
            hasher.write_i64(crate::clock::steady_ns());
            hasher.finish()
        };
        let mut id = ((u128::from(half()) << 64) | u128::from(half())).to_be_bytes();
        id[6] = id[6] & 0x0f | 0x40;
        id[8] = id[8] & 0x3f | 0x80;
        Self(id)
    }
}

/// In hexadecimal, grouped as UUIDs are.
impl fmt::Display for GoalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for GoalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The state of a goal, with the numbers of `action_msgs/msg/GoalStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(i8)]
pub enum GoalStatus {
    /// Not known: no status has come, or the server does not know the goal.
    #[default]
    Unknown = 0,
    /// Accepted and waiting to be executed.
    Accepted = 1,
    /// Being executed.
    Executing = 2,
    /// To be canceled; the server is about to stop.
    Canceling = 3,
    /// Achieved.
    Succeeded = 4,
    /// Canceled by request.
    Canceled = 5,
    /// Ended by the server without having been achieved.
    Aborted = 6,
}

impl GoalStatus {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Unknown,
        Self::Accepted,
        Self::Executing,
        Self::Canceling,
        Self::Succeeded,
        Self::Canceled,
        Self::Aborted,
    ];

    /// The state of this number; unknown for a number that stands for none.
    pub fn from_number(number: i8) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|status| *status as i8 == number)
            .unwrap_or_default()
    }

    /// Whether the goal is not over: accepted, executing or canceling.
    pub fn is_active(self) -> bool {
        matches!(self, Self::Accepted | Self::Executing | Self::Canceling)
    }

    /// Whether the goal is over: succeeded, canceled or aborted.
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Succeeded | Self::Canceled | Self::Aborted)
    }
}

/// As upstream's messages show it.
impl fmt::Display for GoalStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "UNKNOWN",
            Self::Accepted => "ACCEPTED",
            Self::Executing => "EXECUTING",
            Self::Canceling => "CANCELING",
            Self::Succeeded => "SUCCEEDED",
            Self::Canceled => "CANCELED",
            Self::Aborted => "ABORTED",
        })
    }
}

/// What changes the state of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GoalEvent {
    /// The server begins to execute it.
    Execute,
    /// The server has accepted a request to cancel it.
    CancelGoal,
    /// It was achieved.
    Succeed,
    /// The server gave up.
    Abort,
    /// The server has stopped after a request to cancel it.
    Canceled,
}

impl GoalEvent {
    /// Every event.
    pub const ALL: [Self; 5] = [
        Self::Execute,
        Self::CancelGoal,
        Self::Succeed,
        Self::Abort,
        Self::Canceled,
    ];
}

/// As upstream's messages show it.
impl fmt::Display for GoalEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Execute => "EXECUTE",
            Self::CancelGoal => "CANCEL_GOAL",
            Self::Succeed => "SUCCEED",
            Self::Abort => "ABORT",
            Self::Canceled => "CANCELED",
        })
    }
}

impl GoalStatus {
    /// The state after an event; `None` where this state does not allow it.
    pub fn after(self, event: GoalEvent) -> Option<Self> {
        match (self, event) {
            (Self::Accepted, GoalEvent::Execute) => Some(Self::Executing),
            (Self::Accepted | Self::Executing, GoalEvent::CancelGoal) => Some(Self::Canceling),
            (Self::Executing | Self::Canceling, GoalEvent::Succeed) => Some(Self::Succeeded),
            (Self::Executing | Self::Canceling, GoalEvent::Abort) => Some(Self::Aborted),
            (Self::Canceling, GoalEvent::Canceled) => Some(Self::Canceled),
            _ => None,
        }
    }
}

/// A goal and when it was accepted (`action_msgs/msg/GoalInfo`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct GoalInfo {
    /// Which goal.
    pub id: GoalId,
    /// When it was accepted, by the server's clock: nanoseconds since its epoch.
    pub stamp: i64,
}

impl GoalInfo {
    /// When it was accepted, as ROS time.
    pub fn time(&self) -> Time {
        Time::from_nanos(self.stamp, ClockKind::Ros)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.write_slice(&self.id.0);
        write_time(writer, self.stamp);
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            id: GoalId(reader.read_array()?),
            stamp: read_time(reader)?,
        })
    }
}

/// The smallest size of a `GoalInfo` on the wire.
const GOAL_INFO_SIZE: usize = 24;

/// Writes a `builtin_interfaces/msg/Time`. Seconds that do not fit in 32 bits are cut off at the end of them.
pub(crate) fn write_time(writer: &mut Writer, nanoseconds: i64) {
    let (seconds, rest) = time_parts(nanoseconds);
    writer.write(seconds);
    writer.write(rest);
}

/// The seconds and nanoseconds of a `builtin_interfaces/msg/Time`.
pub(crate) fn time_parts(nanoseconds: i64) -> (i32, u32) {
    let seconds = nanoseconds.div_euclid(1_000_000_000);
    let rest = nanoseconds.rem_euclid(1_000_000_000);
    let limit = if seconds < 0 { i32::MIN } else { i32::MAX };
    (
        i32::try_from(seconds).unwrap_or(limit),
        u32::try_from(rest).unwrap_or_default(),
    )
}

pub(crate) fn read_time(reader: &mut Reader<'_>) -> Result<i64, DecodeError> {
    let seconds: i32 = reader.read()?;
    let rest: u32 = reader.read()?;
    Ok(i64::from(seconds) * 1_000_000_000 + i64::from(rest))
}

/// Which goals are to be canceled (the request of `action_msgs/srv/CancelGoal`):
///
/// | id | stamp | goals |
/// | --- | --- | --- |
/// | zero | 0 | all |
/// | set | 0 | this one |
/// | zero | set | those accepted at or before the stamp |
/// | set | set | this one, and those accepted at or before the stamp |
pub type CancelRequest = GoalInfo;

/// How a request to cancel goals ended (`action_msgs/srv/CancelGoal`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(i8)]
pub enum CancelCode {
    /// The goals of the response are being canceled; none, where no goal was meant.
    #[default]
    None = 0,
    /// The server refused: no goal is being canceled.
    Rejected = 1,
    /// The goal is not known to the server.
    UnknownGoalId = 2,
    /// The goal is over already.
    GoalTerminated = 3,
}

impl CancelCode {
    /// The code of this number; none for a number that stands for no other.
    pub fn from_number(number: i8) -> Self {
        match number {
            1 => Self::Rejected,
            2 => Self::UnknownGoalId,
            3 => Self::GoalTerminated,
            _ => Self::None,
        }
    }
}

/// What became of a request to cancel goals (the response of `action_msgs/srv/CancelGoal`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CancelResponse {
    /// How the request ended.
    pub code: CancelCode,
    /// The goals that are being canceled.
    pub goals: Vec<GoalInfo>,
}

/// Writes a `CancelGoal_Request`.
pub(super) fn cancel_request_to_cdr(request: &CancelRequest) -> Vec<u8> {
    let mut writer = Writer::with_capacity(GOAL_INFO_SIZE);
    request.write(&mut writer);
    writer.finish()
}

/// Reads a `CancelGoal_Request`.
pub(super) fn cancel_request_from_cdr(payload: &[u8]) -> Result<CancelRequest, DecodeError> {
    GoalInfo::read(&mut Reader::new(payload)?)
}

impl CancelResponse {
    /// Writes a `CancelGoal_Response`.
    pub(super) fn to_cdr(&self) -> Vec<u8> {
        let mut writer = Writer::with_capacity(8 + self.goals.len() * GOAL_INFO_SIZE);
        writer.write(self.code as i8);
        write_length(&mut writer, self.goals.len());
        for goal in &self.goals {
            goal.write(&mut writer);
        }
        writer.finish()
    }

    /// Reads a `CancelGoal_Response`.
    pub(super) fn from_cdr(payload: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(payload)?;
        let code = CancelCode::from_number(reader.read()?);
        let count = reader.sequence_length(GOAL_INFO_SIZE, None)?;
        let goals = (0..count)
            .map(|_| GoalInfo::read(&mut reader))
            .collect::<Result<_, _>>()?;
        Ok(Self { code, goals })
    }
}

/// Nobody has 2³² goals.
fn write_length(writer: &mut Writer, length: usize) {
    writer.write(u32::try_from(length).unwrap_or(u32::MAX));
}

/// Writes a `GoalStatusArray`.
pub(super) fn status_array_to_cdr(goals: &[(GoalInfo, GoalStatus)]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(8 + goals.len() * (GOAL_INFO_SIZE + 4));
    write_length(&mut writer, goals.len());
    for (info, status) in goals {
        info.write(&mut writer);
        writer.write(*status as i8);
    }
    writer.finish()
}

/// Reads a `GoalStatusArray`.
pub(super) fn status_array_from_cdr(
    payload: &[u8],
) -> Result<Vec<(GoalInfo, GoalStatus)>, DecodeError> {
    let mut reader = Reader::new(payload)?;
    let count = reader.sequence_length(GOAL_INFO_SIZE + 1, None)?;
    (0..count)
        .map(|_| {
            let info = GoalInfo::read(&mut reader)?;
            Ok((info, GoalStatus::from_number(reader.read()?)))
        })
        .collect()
}
