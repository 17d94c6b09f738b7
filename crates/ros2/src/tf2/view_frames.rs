//! `ros2 tf2 view_frames`, upstream's `view_frames`, which draws SVG instead of PDF.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use clap::Args;
use rosebay::tf2::FrameInfo;
use serde_json::{Value as Json, json};

use super::Frames;
use crate::diagram::{Diagram, Direction, Shape};
use crate::error::{Error, Result};
use crate::output::Output;
use crate::session::{RosArgs, Session, SessionArgs, seconds};

#[derive(Debug, Args)]
pub(crate) struct ViewFramesArgs {
    /// Listen to the /tf topic for this many seconds before rendering the frame tree
    #[arg(short = 't', long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    wait_time: Duration,
    /// Output filename, without the endings .svg and .gv; by default it has the time in it
    #[arg(short, long)]
    output: Option<String>,
    #[command(flatten)]
    session: SessionArgs,
    #[command(flatten)]
    ros: RosArgs,
    /// Print the frames as JSON and write no files
    #[arg(long)]
    json: bool,
}

impl ViewFramesArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open_remapped(&self.session, &self.ros)?;
        let frames = Frames::listen(&session)?;
        let mut out = Output::new();
        if !self.json {
            out.line(format_args!(
                "Listening to tf data for {} seconds...",
                self.wait_time.as_secs_f64()
            ))?;
            out.flush()?;
        }
        session.spin_to(Instant::now() + self.wait_time)?;
        let infos = frames.buffer.frame_infos();
        if infos.is_empty() {
            session.report_participants();
            return Err(Error::Failed("no tf data received".to_owned()));
        }
        if self.json {
            out.json(&infos.iter().map(json_of).collect())?;
            return out.finish();
        }
        let now = session.node().clock().now().nanoseconds();
        let name = self.output.unwrap_or_else(|| format!("frames_{}", date()));
        for (ending, text) in [
            ("gv", frames.buffer.all_frames_as_dot(now)),
            ("svg", draw(&infos, now).to_svg()),
        ] {
            let path = PathBuf::from(format!("{name}.{ending}"));
            fs::write(&path, text).map_err(Error::io(path.display()))?;
        }
        out.line(format_args!("Exporting graph in {name}.svg file..."))?;
        out.finish()
    }
}

fn json_of(info: &FrameInfo) -> Json {
    json!({
        "name": info.name,
        "parent": info.parent,
        "broadcaster": info.authority,
        "static": info.is_static,
        "rate": (!info.is_static).then_some(info.rate),
        "most_recent_transform": info.newest,
        "oldest_transform": info.oldest,
    })
}

/// The tree with what is known of each frame, at a time in nanoseconds.
fn draw(infos: &[FrameInfo], now: i64) -> Diagram {
    let mut diagram = Diagram::new(Direction::Down);
    for info in infos {
        let broadcaster = format!("Broadcaster: {}", info.authority);
        let details = if info.is_static {
            vec![broadcaster, "static".to_owned()]
        } else {
            let age = (now - info.newest) as f64 * 1e-9;
            vec![
                broadcaster,
                format!("Average rate: {:.3} Hz", info.rate),
                format!("Most recent transform: {age:.3} s old"),
                format!("Buffer length: {:.3} s", info.length()),
            ]
        };
        diagram.add(&info.name, details, Shape::Actor);
    }
    for (child, info) in infos.iter().enumerate() {
        let known = diagram
            .vertices
            .iter()
            .position(|vertex| vertex.label == info.parent);
        let parent = known.unwrap_or_else(|| diagram.add(&info.parent, Vec::new(), Shape::Actor));
        diagram.connect(parent, child, false);
    }
    diagram
}

/// The time, `2026-11-21_08.15.00`, in UTC.
fn date() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = now.map_or(0, |now| now.as_secs());
    let (year, month, day) = civil(seconds / 86_400);
    format!(
        "{year}-{month:02}-{day:02}_{:02}.{:02}.{:02}",
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// The date of a day, counted from 1970-01-01, in the Gregorian calendar, whose pattern has 400 years. The
/// years of the reckoning begin in March, so that the day that leap years have is the last.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year_of_era + next_year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_dates() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (11_016, (2000, 2, 29)),
            (11_017, (2000, 3, 1)),
            (20_778, (2026, 11, 21)),
        ] {
            assert_eq!(civil(days), date);
        }
    }
}
