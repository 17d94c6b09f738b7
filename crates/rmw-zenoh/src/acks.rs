//! How a publisher learns how far its subscriptions have come, where both are Rosebay's: it asks, and the subscription
//! answers when it has come as far as that. Zenoh itself tells no sender what has arrived.
//!
//! A question is a query to `@rosebay/<domain>/<session>/acks`. rmw_zenoh's nodes neither ask nor answer.

use rosebay_rmw::Gid;
use zenoh::bytes::ZBytes;

/// What a subscription is to have done with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It has put it into its queue, or did not want it.
    Received,
    /// The program has taken it.
    Taken,
}

/// "Tell me when you have come as far as `number` with my messages."
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) reader: Gid,
    pub(crate) writer: Gid,
    pub(crate) progress: Progress,
    pub(crate) number: u64,
}

/// How far a subscription has come: the highest numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Answer {
    pub(crate) received: u64,
    pub(crate) taken: u64,
}

/// The key of the questions to a session.
pub(crate) fn key(domain: u32, session: &str) -> String {
    format!("@rosebay/{domain}/{session}/acks")
}

impl Question {
    pub(crate) fn to_bytes(self) -> ZBytes {
        let progress = match self.progress {
            Progress::Received => 0,
            Progress::Taken => 1,
        };
        let number = self.number.to_le_bytes();
        [
            &self.reader.0,
            &self.writer.0,
            number.as_slice(),
            &[progress],
        ]
        .concat()
        .into()
    }

    pub(crate) fn parse(bytes: &ZBytes) -> Option<Self> {
        let bytes = bytes.to_bytes();
        let (reader, rest) = bytes.split_first_chunk()?;
        let (writer, rest) = rest.split_first_chunk()?;
        let (number, rest) = rest.split_first_chunk()?;
        let progress = match rest {
            [0] => Progress::Received,
            [1] => Progress::Taken,
            _ => return None,
        };
        Some(Self {
            reader: Gid(*reader),
            writer: Gid(*writer),
            progress,
            number: u64::from_le_bytes(*number),
        })
    }

    /// Whether `so_far` is as far as was asked for.
    pub(crate) fn is_met(&self, so_far: Answer) -> bool {
        let number = match self.progress {
            Progress::Received => so_far.received,
            Progress::Taken => so_far.taken,
        };
        number >= self.number
    }
}

impl Answer {
    pub(crate) fn to_bytes(self) -> ZBytes {
        [self.received.to_le_bytes(), self.taken.to_le_bytes()]
            .concat()
            .into()
    }

    pub(crate) fn parse(bytes: &ZBytes) -> Option<Self> {
        let bytes = bytes.to_bytes();
        let (received, rest) = bytes.split_first_chunk()?;
        Some(Self {
            received: u64::from_le_bytes(*received),
            taken: u64::from_le_bytes(rest.try_into().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_answers_are_written_and_read() {
        for progress in [Progress::Received, Progress::Taken] {
            let question = Question {
                reader: Gid([1; 16]),
                writer: Gid([2; 16]),
                progress,
                number: 1 << 40,
            };
            assert_eq!(Question::parse(&question.to_bytes()), Some(question));
        }
        let answer = Answer {
            received: 3,
            taken: 2,
        };
        assert_eq!(Answer::parse(&answer.to_bytes()), Some(answer));
        for bytes in [vec![], vec![0; 8], vec![0; 40], vec![9; 41]] {
            assert_eq!(Question::parse(&bytes.clone().into()), None);
            assert_eq!(Answer::parse(&bytes.into()), None);
        }
    }
}
