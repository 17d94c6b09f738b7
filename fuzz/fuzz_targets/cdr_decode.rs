//! Any payload, read as one of several types in every way there is: none panics, all agree, and
//! what was read is written and read again unchanged. The first byte chooses the type.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rosebay_msgs::{
    nav_msgs, rcl_interfaces, rmw_dds_common, sensor_msgs, std_msgs, test_msgs,
    type_description_interfaces, visualization_msgs,
};
use rosebay_rosidl::DynamicMessage;
use rosebay_rosidl::cdr::Reader;
use rosebay_rosidl::typed::Message;

const CHECKS: [fn(&[u8]); 16] = [
    check::<std_msgs::msg::Empty>,
    check::<std_msgs::msg::String>,
    check::<nav_msgs::msg::Odometry>,
    check::<sensor_msgs::msg::PointCloud2>,
    check::<sensor_msgs::msg::MultiEchoLaserScan>,
    check::<visualization_msgs::msg::MarkerArray>,
    check::<visualization_msgs::msg::InteractiveMarkerInit>,
    check::<rcl_interfaces::msg::ParameterEvent>,
    check::<rmw_dds_common::msg::ParticipantEntitiesInfo>,
    check::<type_description_interfaces::msg::TypeDescription>,
    check::<test_msgs::msg::Arrays>,
    check::<test_msgs::msg::BoundedSequences>,
    check::<test_msgs::msg::UnboundedSequences>,
    check::<test_msgs::msg::MultiNested>,
    check::<test_msgs::msg::Strings>,
    check::<test_msgs::msg::WStrings>,
];

fuzz_target!(|input: &[u8]| {
    if let Some((choice, payload)) = input.split_first() {
        CHECKS[usize::from(*choice) % CHECKS.len()](payload);
    }
});

fn check<M: Message>(payload: &[u8]) {
    let ty = M::type_support();
    let valid = ty.plan.validate(payload);
    let mut offsets = vec![u32::MAX; ty.fields.len()];
    let located =
        Reader::new(payload).and_then(|mut reader| ty.plan.locate(&mut reader, &mut offsets));
    let dynamic = DynamicMessage::decode(ty.clone(), payload);
    let typed = M::from_cdr(payload);
    assert_eq!(located.is_ok(), valid.is_ok());
    assert_eq!(dynamic.is_ok(), valid.is_ok());
    assert_eq!(typed.is_ok(), valid.is_ok());
    let (Ok(dynamic), Ok(typed)) = (dynamic, typed) else {
        return;
    };
    let written = dynamic
        .encode()
        .expect("what was read is within its bounds");
    assert_eq!(typed.to_cdr().as_ref(), Ok(&written));
    let again = DynamicMessage::decode(ty, &written).expect("what was written is valid");
    assert_eq!(again.encode().as_ref(), Ok(&written));
}
