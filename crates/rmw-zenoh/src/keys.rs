//! The key expressions of topics and services.

use rosebay_rmw::Gid;

use crate::token::EndpointToken;

/// The key of a topic's messages or of a service: `<domain>/<name>/<type>/<hash>`. What avoids ROS's conventions is a
/// bare Zenoh key, its name without the slash before, as any Zenoh application may use it.
pub(crate) fn topic(domain: u32, endpoint: &EndpointToken) -> String {
    let name = endpoint.topic.trim_matches('/');
    if !endpoint.topic.starts_with('/') {
        return name.to_owned();
    }
    let hash = endpoint
        .type_hash
        .map(|hash| hash.to_string())
        .unwrap_or_default();
    format!("{domain}/{name}/{}/{hash}", endpoint.wire_type)
}

/// Where a publisher shows that it is alive, for Rosebay's subscriptions.
pub(crate) fn alive(domain: u32, publisher: Gid) -> String {
    let number = u128::from_le_bytes(publisher.0);
    format!("@rosebay/{domain}/alive/{number:032x}")
}

/// Where all publishers of a domain show that they are alive.
pub(crate) fn all_alive(domain: u32) -> String {
    format!("@rosebay/{domain}/alive/*")
}

/// Whose sign of life has this key.
pub(crate) fn parse_alive(key: &str) -> Option<Gid> {
    let (_, number) = key.rsplit_once('/')?;
    let number = u128::from_str_radix(number, 16).ok()?;
    Some(Gid(number.to_le_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qos;

    #[test]
    fn topics_have_their_domain_type_and_hash() {
        let hash = "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18";
        let endpoint = |topic: &str| EndpointToken {
            topic: topic.to_owned(),
            wire_type: "std_msgs::msg::dds_::String_".to_owned(),
            type_hash: hash.parse().ok(),
            qos: qos::defaults(),
            backends: None,
        };
        assert_eq!(
            topic(7, &endpoint("/ns/chatter")),
            format!("7/ns/chatter/std_msgs::msg::dds_::String_/{hash}")
        );
        assert_eq!(topic(7, &endpoint("ns/chatter")), "ns/chatter");
    }

    #[test]
    fn signs_of_life_name_their_publisher() {
        let gid = Gid([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        let key = alive(7, gid);
        assert_eq!(key, "@rosebay/7/alive/0f0e0d0c0b0a09080706050403020100");
        assert_eq!(parse_alive(&key), Some(gid));
        assert_eq!(parse_alive("@rosebay/7/alive/x"), None);
    }
}
