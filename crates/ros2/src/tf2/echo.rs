//! `ros2 tf2 echo`, upstream's `tf2_echo`.

use std::time::{Duration, Instant};

use clap::Args;
use rosebay::tf2::{LATEST, Transform};
use serde_json::{Value as Json, json};

use super::Frames;
use crate::error::{Error, Result};
use crate::output::{Output, note};
use crate::session::{RosArgs, Session, SessionArgs};
use crate::topic::rate;

#[derive(Debug, Args)]
pub(crate) struct EchoArgs {
    /// The frame to see from
    source_frame: String,
    /// The frame to see: the transform printed takes data from it into the source frame
    target_frame: String,
    /// How often to print, in Hz
    #[arg(default_value = "1", value_parser = rate)]
    echo_rate: f64,
    /// Print the transform once and then exit
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    session: SessionArgs,
    #[command(flatten)]
    ros: RosArgs,
    /// Print each transform as one line of JSON
    #[arg(long)]
    json: bool,
}

impl EchoArgs {
    pub(crate) fn run(self) -> Result<()> {
        let session = Session::open_remapped(&self.session, &self.ros)?;
        let frames = Frames::listen(&session)?;
        let (source, target) = (&self.source_frame, &self.target_frame);
        frames.wait(&session, source, target)?;
        let period = Duration::try_from_secs_f64(1.0 / self.echo_rate).unwrap_or(Duration::MAX);
        let mut out = Output::new();
        let mut due = Instant::now();
        loop {
            match frames.buffer.lookup(source, target, LATEST) {
                Ok((transform, stamp)) if self.json => {
                    out.json_line(&self.json_of(transform, stamp))?;
                }
                Ok((transform, stamp)) => out.text(&text(transform, stamp))?,
                Err(error) => {
                    let now = session.node().clock().now().nanoseconds();
                    note(format_args!(
                        "Failure at {}\nException thrown:{error}\nThe current list of frames is:\n{}",
                        seconds(now),
                        frames.buffer.all_frames_as_string()
                    ));
                }
            }
            out.flush()?;
            if self.once {
                return out.finish();
            }
            due = due.checked_add(period).ok_or(Error::Nothing)?;
            due = due.max(Instant::now());
            session.spin_to(due)?;
        }
    }

    fn json_of(&self, transform: Transform, stamp: i64) -> Json {
        let (translation, rotation) = (transform.translation, transform.rotation);
        json!({
            "stamp": stamp,
            "source_frame": self.source_frame,
            "target_frame": self.target_frame,
            "translation": [translation.x, translation.y, translation.z],
            "rotation": [rotation.x, rotation.y, rotation.z, rotation.w],
            "rpy": rotation.to_rpy(),
        })
    }
}

/// A time in seconds, to the nanosecond.
fn seconds(nanoseconds: i64) -> String {
    const SECOND: i64 = 1_000_000_000;
    format!(
        "{}.{:09}",
        nanoseconds.div_euclid(SECOND),
        nanoseconds.rem_euclid(SECOND)
    )
}

/// Numbers between brackets; none is printed as minus zero.
fn list(numbers: impl IntoIterator<Item = f64>) -> String {
    let numbers = numbers.into_iter().map(number);
    format!("[{}]", numbers.collect::<Vec<_>>().join(", "))
}

fn number(number: f64) -> String {
    let text = format!("{number:.3}");
    if text == "-0.000" {
        "0.000".to_owned()
    } else {
        text
    }
}

fn text(transform: Transform, stamp: i64) -> String {
    let (translation, rotation) = (transform.translation, transform.rotation);
    let place = [translation.x, translation.y, translation.z];
    let angles = rotation.to_rpy();
    let mut text = format!(
        "At time {}\n- Translation: {}\n- Rotation: in Quaternion {}\n- Rotation: in RPY (radian) {}\n\
         - Rotation: in RPY (degree) {}\n- Matrix:\n",
        seconds(stamp),
        list(place),
        list([rotation.x, rotation.y, rotation.z, rotation.w]),
        list(angles),
        list(angles.map(f64::to_degrees)),
    );
    let rows = rotation.to_matrix().into_iter().zip(place);
    let rows = rows.map(|([a, b, c], d)| [a, b, c, d]);
    for row in rows.chain([[0.0, 0.0, 0.0, 1.0]]) {
        let cells = row.map(|cell| format!(" {:>6}", number(cell)));
        text.push_str(&cells.concat());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use rosebay::tf2::{Quaternion, Vector3};

    #[test]
    fn a_transform_is_printed_as_tf2_echo_does() {
        let transform = Transform {
            translation: Vector3::new(1.0, -0.5, 0.0),
            rotation: Quaternion::from_rpy(0.0, 0.0, std::f64::consts::FRAC_PI_2),
        };
        assert_eq!(
            text(transform, 12_000_000_345),
            "At time 12.000000345\n\
             - Translation: [1.000, -0.500, 0.000]\n\
             - Rotation: in Quaternion [0.000, 0.000, 0.707, 0.707]\n\
             - Rotation: in RPY (radian) [0.000, 0.000, 1.571]\n\
             - Rotation: in RPY (degree) [0.000, 0.000, 90.000]\n\
             - Matrix:\n  \
               0.000 -1.000  0.000  1.000\n  \
               1.000  0.000  0.000 -0.500\n  \
               0.000  0.000  1.000  0.000\n  \
               0.000  0.000  0.000  1.000\n"
        );
    }
}
