//! What an action server knows of its goals: states, results, who waits for them, and when to forget them.

use bytes::Bytes;
use rosebay_rmw::RequestId;

use super::types::{
    CancelCode, CancelRequest, CancelResponse, GoalEvent, GoalId, GoalInfo, GoalStatus,
};
use crate::{Error, Result};

/// The goals that were accepted and have not expired, in the order in which they were accepted. Times are
/// nanoseconds of the server's clock.
#[derive(Debug)]
pub(super) struct Goals {
    goals: Vec<Goal>,
    result_timeout: i64,
}

#[derive(Debug)]
struct Goal {
    info: GoalInfo,
    status: GoalStatus,
    /// When it ended.
    ended: Option<i64>,
    /// The serialized response to requests for its result.
    result: Option<Bytes>,
    /// Requests for the result that came before there was one.
    waiting: Vec<RequestId>,
}

/// What is to be done about a request for a result.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ResultRequest {
    /// It is there: this is the response.
    Respond(Bytes),
    /// It will be answered when the result is there.
    Wait,
    /// There is no such goal.
    Unknown,
}

impl Goals {
    pub(super) fn new(result_timeout: i64) -> Self {
        Self {
            goals: Vec::new(),
            result_timeout,
        }
    }

    fn find(&self, id: GoalId) -> Option<&Goal> {
        self.goals.iter().find(|goal| goal.info.id == id)
    }

    fn get_mut(&mut self, id: GoalId) -> Result<&mut Goal> {
        let mut goals = self.goals.iter_mut();
        goals
            .find(|goal| goal.info.id == id)
            .ok_or(Error::UnknownGoal(id))
    }

    pub(super) fn contains(&self, id: GoalId) -> bool {
        self.find(id).is_some()
    }

    pub(super) fn accept(&mut self, info: GoalInfo) -> Result<()> {
        if self.contains(info.id) {
            return Err(Error::GoalExists(info.id));
        }
        self.goals.push(Goal {
            info,
            status: GoalStatus::Accepted,
            ended: None,
            result: None,
            waiting: Vec::new(),
        });
        Ok(())
    }

    /// A goal's state; unknown where there is no such goal.
    pub(super) fn status(&self, id: GoalId) -> GoalStatus {
        self.find(id).map(|goal| goal.status).unwrap_or_default()
    }

    pub(super) fn statuses(&self) -> Vec<(GoalInfo, GoalStatus)> {
        let goals = self.goals.iter();
        goals.map(|goal| (goal.info, goal.status)).collect()
    }

    pub(super) fn update(&mut self, id: GoalId, event: GoalEvent, now: i64) -> Result<GoalStatus> {
        let goal = self.get_mut(id)?;
        let status = goal.status;
        goal.status = status
            .after(event)
            .ok_or(Error::InvalidGoalTransition { status, event })?;
        if goal.status.is_terminal() {
            goal.ended = Some(now);
        }
        Ok(goal.status)
    }

    /// Sets a goal's result; returns the requests that have waited for it.
    pub(super) fn set_result(&mut self, id: GoalId, response: Bytes) -> Result<Vec<RequestId>> {
        let goal = self.get_mut(id)?;
        goal.result = Some(response);
        Ok(std::mem::take(&mut goal.waiting))
    }

    pub(super) fn request_result(&mut self, id: GoalId, request: RequestId) -> ResultRequest {
        let Ok(goal) = self.get_mut(id) else {
            return ResultRequest::Unknown;
        };
        match &goal.result {
            Some(response) => ResultRequest::Respond(response.clone()),
            None => {
                goal.waiting.push(request);
                ResultRequest::Wait
            }
        }
    }

    /// The goals that a cancel request means and that can be canceled.
    pub(super) fn meant_by(&self, request: &CancelRequest) -> CancelResponse {
        let cancelable = |goal: &Goal| goal.status.after(GoalEvent::CancelGoal).is_some();
        if request.id != GoalId::ZERO && request.stamp == 0 {
            return match self.find(request.id) {
                None => CancelResponse {
                    code: CancelCode::UnknownGoalId,
                    goals: Vec::new(),
                },
                Some(goal) if cancelable(goal) => CancelResponse {
                    code: CancelCode::None,
                    goals: vec![goal.info],
                },
                // As upstream, also where it is being canceled already.
                Some(_) => CancelResponse {
                    code: CancelCode::GoalTerminated,
                    goals: Vec::new(),
                },
            };
        }
        let all = *request == CancelRequest::default();
        let meant =
            |goal: &&Goal| all || goal.info.stamp <= request.stamp || goal.info.id == request.id;
        let goals = self.goals.iter().filter(|goal| cancelable(goal));
        CancelResponse {
            code: CancelCode::None,
            goals: goals.filter(meant).map(|goal| goal.info).collect(),
        }
    }

    /// Forgets the goals that ended a result timeout ago.
    pub(super) fn expire(&mut self, now: i64) -> Vec<GoalId> {
        let timeout = self.result_timeout;
        let expired = self.goals.extract_if(.., |goal| {
            goal.ended
                .is_some_and(|ended| now.saturating_sub(ended) >= timeout)
        });
        expired.map(|goal| goal.info.id).collect()
    }

    /// How long until the next goal expires, at least 0; `None` where none has ended.
    pub(super) fn until_expiry(&self, now: i64) -> Option<i64> {
        let ended = self.goals.iter().filter_map(|goal| goal.ended).min()?;
        let left = self.result_timeout - now.saturating_sub(ended);
        Some(left.clamp(0, self.result_timeout))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUT: i64 = 100;

    fn id(number: u8) -> GoalId {
        GoalId([number; 16])
    }

    /// Goals 1 to 5, accepted at times 10 to 50: accepted, executing, canceling, succeeded, canceled.
    fn goals() -> Goals {
        use GoalEvent::*;
        let mut goals = Goals::new(TIMEOUT);
        let events: [&[GoalEvent]; 5] = [
            &[],
            &[Execute],
            &[Execute, CancelGoal],
            &[Execute, Succeed],
            &[CancelGoal, Canceled],
        ];
        for (number, events) in (1..).zip(events) {
            let stamp = i64::from(number) * 10;
            goals
                .accept(GoalInfo {
                    id: id(number),
                    stamp,
                })
                .unwrap();
            for event in events {
                goals.update(id(number), *event, stamp + 5).unwrap();
            }
        }
        goals
    }

    #[test]
    fn who_is_meant_by_a_cancel_request() {
        use CancelCode::*;
        let cases: &[(u8, i64, CancelCode, &[u8])] = &[
            // All.
            (0, 0, None, &[1, 2]),
            // One.
            (1, 0, None, &[1]),
            (2, 0, None, &[2]),
            (3, 0, GoalTerminated, &[]),
            (4, 0, GoalTerminated, &[]),
            (5, 0, GoalTerminated, &[]),
            (9, 0, UnknownGoalId, &[]),
            // Those until a time.
            (0, 9, None, &[]),
            (0, 10, None, &[1]),
            (0, 19, None, &[1]),
            (0, 20, None, &[1, 2]),
            (0, 1_000, None, &[1, 2]),
            // One, and those until a time.
            (2, 10, None, &[1, 2]),
            (2, 5, None, &[2]),
            (4, 10, None, &[1]),
            (9, 10, None, &[1]),
        ];
        let goals = goals();
        for (number, stamp, code, meant) in cases {
            let request = CancelRequest {
                id: id(*number),
                stamp: *stamp,
            };
            let response = goals.meant_by(&request);
            let ids: Vec<GoalId> = response.goals.iter().map(|goal| goal.id).collect();
            let expected: Vec<GoalId> = meant.iter().copied().map(id).collect();
            assert_eq!((response.code, ids), (*code, expected), "{request:?}");
        }
    }

    #[test]
    fn goals_expire_a_timeout_after_they_ended() {
        let mut goals = goals();
        // Goal 4 ended at 45, goal 5 at 55.
        assert_eq!(goals.until_expiry(60), Some(85));
        assert_eq!(goals.expire(144), []);
        assert_eq!(goals.until_expiry(144), Some(1));
        assert_eq!(goals.expire(145), [id(4)]);
        assert_eq!(goals.until_expiry(150), Some(5));
        assert_eq!(goals.until_expiry(1_000), Some(0));
        // A clock that was set back leaves no more than the timeout.
        assert_eq!(goals.until_expiry(-1_000), Some(TIMEOUT));
        assert_eq!(goals.expire(1_000), [id(5)]);
        assert_eq!(goals.until_expiry(1_000), None);
        assert_eq!(goals.statuses().len(), 3);
    }

    #[test]
    fn results_are_there_before_and_after_they_are_asked_for() {
        let mut goals = goals();
        let request = |sequence_number| RequestId {
            sequence_number,
            ..RequestId::default()
        };
        let result = Bytes::from_static(b"result");
        assert_eq!(
            goals.request_result(id(9), request(1)),
            ResultRequest::Unknown
        );
        assert_eq!(goals.request_result(id(2), request(2)), ResultRequest::Wait);
        assert_eq!(goals.request_result(id(2), request(3)), ResultRequest::Wait);
        assert_eq!(
            goals.set_result(id(2), result.clone()).unwrap(),
            [request(2), request(3)]
        );
        assert_eq!(
            goals.request_result(id(2), request(4)),
            ResultRequest::Respond(result.clone())
        );
        assert!(matches!(
            goals.set_result(id(9), result),
            Err(Error::UnknownGoal(_))
        ));
    }

    #[test]
    fn an_id_is_accepted_once() {
        let mut goals = goals();
        let again = GoalInfo {
            id: id(1),
            stamp: 99,
        };
        assert!(matches!(goals.accept(again), Err(Error::GoalExists(_))));
        assert_eq!(goals.status(id(1)), GoalStatus::Accepted);
    }
}
