//! `Timer`: callbacks at intervals.

use std::sync::{Arc, OnceLock};

use pyo3::prelude::*;
use rosebay_rcl::executor::{Entity, EntityKind, Executable, Outcome, Ready};
use rosebay_rcl::{Duration, Rate, Timer};

use crate::callback_group::Group;
use crate::clock::PyClock;
use crate::context::PyContext;
use crate::errors::raise;
use crate::handle::{Destroyable, Slot};
use crate::work::{Member, Payload, Turn, Work, hand_over};
use crate::{arrivals, gil};

/// A timer on any clock.
#[pyclass(name = "Timer", extends = Destroyable, frozen, module = "rclpy._rclpy")]
pub(crate) struct PyTimer {
    slot: Arc<Slot<Timer>>,
    scheduled: OnceLock<(Arc<Member>, Arc<Entity>)>,
}

/// When a timer was due and when it was called, in nanoseconds of its clock.
#[pyclass(
    name = "rcl_timer_call_info_t",
    frozen,
    get_all,
    module = "rclpy._rclpy"
)]
pub(crate) struct PyTimerCallInfo {
    expected_call_time: i64,
    actual_call_time: i64,
}

/// The timer's turn.
struct Turns {
    timer: Timer,
    member: Arc<Member>,
}

impl Executable for Turns {
    fn execute(&self, ready: Ready) -> Outcome {
        let Some(info) = self.timer.call_if_ready() else {
            return Outcome::Idle;
        };
        hand_over(Work::Callback {
            member: Arc::clone(&self.member),
            payload: Payload::Timer(info),
            turn: Turn::new(ready),
        });
        Outcome::Executed
    }

    fn timer(&self) -> Option<&Timer> {
        Some(&self.timer)
    }
}

impl PyTimer {
    /// The client library's timer.
    pub(crate) fn get(&self) -> PyResult<Timer> {
        self.slot.get()
    }

    /// What the executors know of it, made when it is added to a node.
    pub(crate) fn schedule(
        &self,
        group: &Bound<'_, PyAny>,
    ) -> PyResult<&(Arc<Member>, Arc<Entity>)> {
        let timer = self.slot.get()?;
        let group = Group::of(group)?;
        Ok(self.scheduled.get_or_init(|| {
            let token = group.token();
            let member = Member::new(group);
            let turns = Arc::new(Turns {
                timer,
                member: Arc::clone(&member),
            });
            let entity = Entity::new(EntityKind::Timer, token, turns);
            entity.set_prompt(true);
            (member, entity)
        }))
    }

    /// What the executors know of it, where it was added to a node.
    pub(crate) fn scheduled(&self) -> Option<&(Arc<Member>, Arc<Entity>)> {
        self.scheduled.get()
    }
}

#[pymethods]
impl PyTimer {
    #[new]
    fn new(
        clock: &PyClock,
        context: &PyContext,
        period_ns: i64,
        autostart: bool,
    ) -> PyResult<PyClassInitializer<Self>> {
        context.get()?;
        let timer = Timer::new(&clock.get()?, Duration::from_nanos(period_ns), autostart);
        let slot = Slot::new(timer.map_err(raise)?);
        let base = PyClassInitializer::from(Destroyable::new(&slot));
        Ok(base.add_subclass(Self {
            slot,
            scheduled: OnceLock::new(),
        }))
    }

    /// Marks it as called now.
    fn call_timer(&self) -> PyResult<()> {
        self.slot.get()?.call().map(drop).map_err(raise)
    }

    /// Marks it as called now; returns when that was, and when it was due.
    fn call_timer_with_info(&self) -> PyResult<PyTimerCallInfo> {
        let info = self.slot.get()?.call().map_err(raise)?;
        Ok(PyTimerCallInfo {
            expected_call_time: info.expected_call_time.nanoseconds(),
            actual_call_time: info.actual_call_time.nanoseconds(),
        })
    }

    fn is_timer_ready(&self) -> PyResult<bool> {
        Ok(self.slot.get()?.is_ready())
    }

    fn is_timer_canceled(&self) -> PyResult<bool> {
        Ok(self.slot.get()?.is_canceled())
    }

    fn cancel_timer(&self) -> PyResult<()> {
        self.slot.get()?.cancel();
        Ok(())
    }

    fn reset_timer(&self) -> PyResult<()> {
        self.slot.get()?.reset();
        Ok(())
    }

    /// Has a callable called, on a thread of its own, with the number of resets.
    fn set_on_reset_callback(&self, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        let timer = self.slot.get()?;
        let callback = arrivals::callback(callback, None)?;
        timer.set_on_reset(Some(Arc::new(move || callback(1))));
        Ok(())
    }

    /// Has nobody called any more.
    fn clear_on_reset_callback(&self) -> PyResult<()> {
        self.slot.get()?.set_on_reset(None);
        Ok(())
    }

    /// Nanoseconds; `None` for a timer that is cancelled.
    fn time_until_next_call(&self) -> PyResult<Option<i64>> {
        Ok(self
            .slot
            .get()?
            .time_until_next_call()
            .map(Duration::nanoseconds))
    }

    fn time_since_last_call(&self) -> PyResult<i64> {
        Ok(self.slot.get()?.time_since_last_call().nanoseconds())
    }

    fn get_timer_period(&self) -> PyResult<i64> {
        Ok(self.slot.get()?.period().nanoseconds())
    }

    fn change_timer_period(&self, period_ns: i64) -> PyResult<()> {
        let period = Duration::from_nanos(period_ns);
        self.slot
            .get()?
            .exchange_period(period)
            .map(drop)
            .map_err(raise)
    }
}

/// Sleeps to the end of each interval of a timer.
#[pyclass(name = "Rate", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyRate {
    rate: Rate,
}

#[pymethods]
impl PyRate {
    #[new]
    fn new(timer: &PyTimer, context: &PyContext) -> PyResult<Self> {
        let rate = Rate::new(&timer.get()?, &context.get()?);
        Ok(Self { rate })
    }

    /// Sleeps to the end of the interval, or until somebody ends the rate.
    fn sleep(&self, py: Python<'_>) -> PyResult<()> {
        let sleep = self.rate.begin_sleep();
        gil::wait_outside(py, None, |timeout| {
            sleep
                .wait(timeout)
                .map(|ended| ended.then_some(()))
                .transpose()
        })?
        .transpose()
        .map_err(raise)?;
        py.check_signals()
    }

    /// Ends every sleep.
    fn end(&self) {
        self.rate.end();
    }
}
