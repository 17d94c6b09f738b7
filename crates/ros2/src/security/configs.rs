//! Configurations of Zenoh: TLS with the certificates of a keystore, and access control by its policies.
//!
//! Keys and certificates lie in the configuration itself, so that one file is all that a machine needs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rosebay_rmw_zenoh::{COMMON_CONFIG, ROUTER_PORT, access_rules};
use serde_json::{Map, Value as Json, json};

use super::error::Result;
use super::keystore::Keystore;
use super::rights;

/// How many batches of 64 KiB wait at most where a link between sites stands still: the most that Zenoh takes.
const BATCHES: u32 = 16;

/// A configuration of a router that those of the keystore's enclaves connect to.
pub(super) fn meeting_point(
    store: &Keystore,
    name: &str,
    domain: u32,
    listen: &[String],
) -> Result<Json> {
    let mut config = common(store, name, &["tls"])?;
    set(&mut config, "mode", json!("router"));
    set(&mut config, "listen/endpoints", json!(listen));
    set(
        &mut config,
        "access_control",
        access_control(store, domain)?,
    );
    Ok(config)
}

/// A configuration of a router that joins a site's nodes, which need none, with the router at `endpoints`.
pub(super) fn site(store: &Keystore, name: &str, endpoints: &[String]) -> Result<Json> {
    let mut config = common(store, name, &["tls", "tcp"])?;
    let own = format!("tcp/localhost:{ROUTER_PORT}");
    set(&mut config, "mode", json!("router"));
    set(&mut config, "listen/endpoints", json!([own]));
    set(&mut config, "connect/endpoints", json!(endpoints));
    Ok(config)
}

/// A configuration of a program that connects to the router at `endpoints`, and to nobody else.
pub(super) fn session(store: &Keystore, name: &str, endpoints: &[String]) -> Result<Json> {
    let mut config = common(store, name, &["tls"])?;
    set(&mut config, "mode", json!("client"));
    set(&mut config, "connect/endpoints", json!(endpoints));
    Ok(config)
}

fn common(store: &Keystore, name: &str, protocols: &[&str]) -> Result<Json> {
    let mut config = Json::Object(Map::new());
    for (path, value) in COMMON_CONFIG {
        set(&mut config, path, value.parse().unwrap_or(Json::Null));
    }
    set(&mut config, "scouting/multicast/enabled", json!(false));
    set(&mut config, "transport/link/protocols", json!(protocols));
    set(
        &mut config,
        "transport/link/tx/queue/size/data",
        json!(BATCHES),
    );
    let pair = store.pair(name)?;
    let (key, certificate) = (STANDARD.encode(pair.key), STANDARD.encode(pair.certificate));
    let tls = json!({
        "root_ca_certificate_base64": STANDARD.encode(store.authority()?),
        "enable_mtls": true,
        "verify_name_on_connect": true,
        "close_link_on_expiration": true,
        "listen_private_key_base64": key,
        "listen_certificate_base64": certificate,
        "connect_private_key_base64": key,
        "connect_certificate_base64": certificate,
    });
    set(&mut config, "transport/link/tls", tls);
    Ok(config)
}

/// What the holders of the keystore's certificates may do; nobody else may do anything.
fn access_control(store: &Keystore, domain: u32) -> Result<Json> {
    let (mut all, mut subjects, mut policies) = (Vec::new(), Vec::new(), Vec::new());
    for name in store.enclaves()? {
        let policy = store.policy(&name)?;
        let profiles = policy.enclaves.get(&name).into_iter().flatten();
        let nodes: Vec<_> = profiles.map(rights::of).collect();
        let mut own = Vec::new();
        for (index, rule) in access_rules(domain, &nodes)?.into_iter().enumerate() {
            let id = format!("{name} {index}");
            all.push(json!({
                "id": id,
                "permission": rule.permission,
                "messages": rule.messages,
                "flows": [rule.flow],
                "key_exprs": rule.key_exprs,
            }));
            own.push(id);
        }
        subjects.push(json!({"id": name, "cert_common_names": [name]}));
        policies.push(json!({"rules": own, "subjects": [name]}));
    }
    Ok(json!({
        "enabled": true,
        "default_permission": "deny",
        "rules": all,
        "subjects": subjects,
        "policies": policies,
    }))
}

/// Sets what a path of keys leads to.
fn set(config: &mut Json, path: &str, value: Json) {
    let mut place = config;
    for key in path.split('/') {
        if !place.is_object() {
            *place = Json::Object(Map::new());
        }
        place = &mut place[key];
    }
    *place = value;
}
