//! Whole screens, and what keys do to them.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use rosebay_rcl::{MessageInfo, Sample};
use rosebay_rosidl::DynamicMessage;

use super::detail::Detail;
use super::snapshot::{NodeRow, Snapshot, TopicRow};
use super::state::{Page, State, Wish};
use super::traffic::Measured;
use super::view;
use crate::chart::lines;
use crate::types::message_type;

fn topic(name: &str, ty: &str, problems: usize, measured: Option<Measured>) -> TopicRow {
    TopicRow {
        name: name.to_owned(),
        types: vec![ty.to_owned()],
        publishers: vec!["/camera".to_owned()],
        subscriptions: Vec::new(),
        problems,
        measured,
    }
}

fn measured(rate: f64, bandwidth: f64, latency: f64) -> Option<Measured> {
    Some(Measured {
        rate,
        bandwidth,
        latency: Some(latency),
    })
}

fn snapshot() -> Snapshot {
    let node = |name: &str, publishers| NodeRow {
        name: name.to_owned(),
        publishers,
        ..NodeRow::default()
    };
    let mut goal = topic("/goal", "geometry_msgs/msg/Pose", 1, None);
    goal.publishers = vec!["/brain".to_owned()];
    let image = measured(29.97, 27.6e6, 0.0023);
    let imu = measured(400.0, 128_000.0, 45e-6);
    Snapshot {
        nodes: vec![node("/brain", 1), node("/camera", 2)],
        topics: vec![
            goal,
            topic("/image", "sensor_msgs/msg/Image", 0, image),
            topic("/imu", "sensor_msgs/msg/Imu", 0, imu),
        ],
        problems: vec!["/goal: /brain -> /base do not match: RELIABILITY".to_owned()],
        participants: 2,
    }
}

fn screen(state: &mut State, detail: Option<&Detail>, height: u16) -> String {
    let area = Rect::new(0, 0, 100, height);
    let mut buffer = Buffer::empty(area);
    view::draw(&snapshot(), state, detail, area, &mut buffer);
    lines(&buffer)
}

fn press(state: &mut State, keys: &str) -> Vec<Wish> {
    let keys = keys.chars().map(|letter| match letter {
        '\t' => KeyCode::Tab,
        '\n' => KeyCode::Enter,
        '\x1b' => KeyCode::Esc,
        '>' => KeyCode::Right,
        letter => KeyCode::Char(letter),
    });
    keys.filter_map(|code| state.press(KeyEvent::new(code, KeyModifiers::NONE), &snapshot()))
        .collect()
}

#[test]
fn topics_have_their_rates() {
    let mut state = State::new(false);
    assert_eq!(
        screen(&mut state, None, 7),
        " ros2 top  Topics 3  Nodes 2  QoS problems 1   participants: 2\n\
         topic▾                        type                 pub  sub  rate       bandwidth   latency    QoS\n\
         /goal                         geometry_msgs/msg/Po 1    0                                      1 !\n\
         /image                        sensor_msgs/msg/Imag 1    0    30.0 Hz    27.6 MB/s   2.3 ms     ok\n\
         /imu                          sensor_msgs/msg/Imu  1    0    400.0 Hz   128.0 KB/s  45 µs      ok\n\
         \n \
         q quit   tab page   ↑↓ move   e echo   p plot   s sort   r reverse   / filter   h hidden\n"
    );
}

#[test]
fn rows_are_sorted_filtered_and_scrolled() {
    let mut state = State::new(false);
    let order = |state: &State| -> Vec<String> {
        let snapshot = snapshot();
        let rows = state.topics(&snapshot);
        rows.iter().map(|row| row.name.clone()).collect()
    };
    press(&mut state, "s");
    assert_eq!(order(&state), ["/imu", "/image", "/goal"]);
    press(&mut state, "sr");
    assert_eq!(order(&state), ["/goal", "/imu", "/image"]);
    press(&mut state, "sss");
    press(&mut state, "/im\n");
    assert_eq!(order(&state), ["/imu", "/image"]);
    press(&mut state, "\x1b");
    assert_eq!(order(&state).len(), 3);
    // Two rows are on a screen of this height, and the marked one is among them.
    press(&mut state, "rjj");
    let text = screen(&mut state, None, 5);
    assert!(!text.contains("/goal") && text.contains("/imu "), "{text}");
    let snapshot = snapshot();
    let shown = state.shown_topics(&snapshot);
    assert_eq!(shown.len(), 2, "only what is shown is counted");
    press(&mut state, "s");
    assert_eq!(
        state.shown_topics(&snapshot).len(),
        3,
        "an order by rates takes all"
    );
}

#[test]
fn keys_lead_to_nodes_problems_and_out() {
    let mut state = State::new(false);
    press(&mut state, "\tj");
    let text = screen(&mut state, None, 6);
    assert!(
        text.contains("/camera") && text.contains("publishers"),
        "{text}"
    );
    press(&mut state, "\n");
    assert_eq!(
        (state.page, state.node.as_deref()),
        (Page::Topics, Some("/camera"))
    );
    let text = screen(&mut state, None, 6);
    assert!(
        !text.contains("/goal") && text.contains("of /camera"),
        "{text}"
    );
    press(&mut state, "\x1b\t\t");
    let text = screen(&mut state, None, 6);
    assert!(
        text.contains("/goal: /brain -> /base do not match: RELIABILITY"),
        "{text}"
    );
    assert_eq!(press(&mut state, "h"), [Wish::Refresh]);
    assert_eq!(press(&mut state, "q"), [Wish::Quit]);
    let control = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(state.press(control, &snapshot()), Some(Wish::Quit));
}

fn sample(seconds: i64, orientation: f64) -> Sample {
    let ty = message_type("sensor_msgs/Imu").unwrap();
    let mut message = DynamicMessage::new(ty);
    message.set_path("orientation.x", orientation).unwrap();
    Sample {
        payload: message.encode().unwrap().into(),
        info: MessageInfo {
            received_timestamp: seconds * 1_000_000_000,
            ..MessageInfo::default()
        },
    }
}

#[test]
fn a_topic_is_echoed_and_plotted() {
    let mut state = State::new(false);
    assert_eq!(press(&mut state, "j\n"), [Wish::Echo("/image".to_owned())]);
    assert_eq!(press(&mut state, "jp"), [Wish::Plot("/imu".to_owned())]);
    let ty = message_type("sensor_msgs/Imu").unwrap();
    let mut echo = Detail::new("/imu", Arc::clone(&ty), false).unwrap();
    state.has_detail = true;
    assert!(screen(&mut state, Some(&echo), 20).contains("(no message yet)"));
    echo.put(sample(1, 0.5));
    echo.take();
    let text = screen(&mut state, Some(&echo), 30);
    assert!(text.contains("\norientation:\n  x: 0.5\n"), "{text}");

    let mut plot = Detail::new("/imu", ty, true).unwrap();
    (0..20).for_each(|second| plot.put(sample(second, second as f64)));
    plot.take();
    let text = screen(&mut state, Some(&plot), 30);
    assert!(
        text.contains("── orientation.x") && text.contains('⠤'),
        "{text}"
    );
    assert_eq!(press(&mut state, ">"), [Wish::NextField(1)]);
    plot.choose_field(1);
    assert!(screen(&mut state, Some(&plot), 30).contains("── orientation.y"));
    plot.choose_field(-2);
    assert!(screen(&mut state, Some(&plot), 30).contains("── header.stamp.nanosec"));
    assert_eq!(press(&mut state, "\x1b"), [Wish::CloseDetail]);
    let text = message_type("std_msgs/String").unwrap();
    assert!(Detail::new("/chatter", text, true).is_err());
}
