//! `ros2 security`: keystores, policies, configurations, and what a policy refuses of a running robot.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use common::{Robot, domain, output, ros2, text};
use serde_json::Value as Json;

/// A folder of the test's own, until it drops.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ros2-{name}-{}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// Runs `ros2 security` here; the exit code and both streams.
    fn security(&self, arguments: &[&str]) -> (i32, String, String) {
        let words: Vec<_> = ["security"].iter().chain(arguments).copied().collect();
        let mut command = ros2(domain(), &words);
        command
            .current_dir(&self.0)
            .env_remove("ROS_SECURITY_KEYSTORE");
        let got = output(command, "");
        (
            got.status.code().unwrap(),
            text(&got.stdout),
            text(&got.stderr),
        )
    }

    /// The same where it must succeed.
    fn done(&self, arguments: &[&str]) -> String {
        let (code, stdout, stderr) = self.security(arguments);
        assert_eq!((code, stderr.as_str()), (0, ""), "{arguments:?}");
        stdout
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn keys_are_their_owners_alone_and_stay_as_they_are() {
    let folder = Folder::new("keys");
    assert_eq!(
        folder.done(&["create_keystore", "store"]),
        "Created keystore 'store'\n"
    );
    let make = [
        "create_enclave",
        "store",
        "/robots/one",
        "--address",
        "localhost",
    ];
    assert_eq!(folder.done(&make), "Created enclave '/robots/one'\n");
    let key = folder.0.join("store/enclaves/robots/one/key.pem");
    assert_eq!(mode(&key), 0o600);
    assert_eq!(mode(&folder.0.join("store/private/ca.key.pem")), 0o600);
    let authority = folder
        .0
        .join("store/enclaves/robots/one/identity_ca.cert.pem");
    assert_eq!(
        fs::read_to_string(authority).unwrap(),
        folder.read("store/public/ca.cert.pem")
    );
    let first = fs::read(&key).unwrap();
    assert_eq!(
        folder.done(&make),
        "Enclave '/robots/one' has its key and certificate; --force replaces them\n"
    );
    assert_eq!(fs::read(&key).unwrap(), first);
    folder.done(&[&make[..], &["--force"]].concat());
    assert_ne!(fs::read(&key).unwrap(), first);
    assert_eq!(mode(&key), 0o600);
    folder.done(&["create_key", "store", "/cloud"]);
    assert_eq!(
        folder.done(&["list_keys", "store"]),
        "/cloud\n/robots/one\n"
    );
    let listed: Json =
        serde_json::from_str(&folder.done(&["list_enclaves", "store", "--json"])).unwrap();
    assert_eq!(listed[1]["addresses"], serde_json::json!(["localhost"]));
    assert_eq!(listed[1]["days_left"], 364);
}

#[test]
fn what_is_wrong_is_named_with_what_to_do() {
    let folder = Folder::new("wrong");
    folder.done(&["create_keystore", "store"]);
    folder.done(&["create_enclave", "store", "/cloud"]);
    for (name, policy) in [
        ("broken.xml", "<policy"),
        ("old.xml", "<policy version=\"0.1.0\"/>"),
        (
            "verb.xml",
            "<policy version=\"0.2.0\"><enclaves><enclave path=\"/a\"><profiles><profile ns=\"/\" node=\"n\">\n\
             <topics publish=\"MAYBE\"><topic>t</topic></topics></profile></profiles></enclave></enclaves></policy>",
        ),
        (
            "typo.xml",
            "<policy version=\"0.2.0\"><enclaves><enclave path=\"/cloud\"><profiles><profile ns=\"/\" node=\"n\">\n\
             <topics Publish=\"DENY\"><topic>t</topic></topics></profile></profiles></enclave></enclaves></policy>",
        ),
        (
            "name.xml",
            "<policy version=\"0.2.0\"><enclaves><enclave path=\"/cloud\"><profiles><profile ns=\"/\" node=\"n\">\n\
             <topics publish=\"DENY\"><topic>a//b</topic></topics></profile></profiles></enclave></enclaves></policy>",
        ),
        (
            "place.xml",
            "<policy version=\"0.2.0\"><enclaves><enclave path=\"/cloud\"><profiles>\n<profile ns=\"arm\" node=\"n\"/>\
             </profiles></enclave></enclaves></policy>",
        ),
        (
            "itself.xml",
            "<policy version=\"0.2.0\" xmlns:xi=\"http://www.w3.org/2001/XInclude\"><enclaves>\
             <xi:include href=\"itself.xml\" xpointer=\"xpointer(/policy/*)\"/></enclaves></policy>",
        ),
        (
            "empty.xml",
            "<policy version=\"0.2.0\"><enclaves/></policy>",
        ),
    ] {
        fs::write(folder.0.join(name), policy).unwrap();
    }
    for (arguments, expect) in [
        (
            &["create_keystore", "store"][..],
            "keystore 'store' already exists\n",
        ),
        (
            &["list_enclaves", "elsewhere"],
            "'elsewhere' is not a valid keystore: it has no 'elsewhere/public/identity_ca.cert.pem'; make one with 'ros2 \
             security create_keystore elsewhere'\n",
        ),
        (
            &["create_enclave", "store", "/a b"],
            "'/a b' is not a valid enclave name: ",
        ),
        (
            &["create_enclave", "store", "/"],
            "'/' is not a valid enclave name: ",
        ),
        (&["generate_artifacts"], "no keystore is named: "),
        (
            &["create_permission", "store", "/robot", "empty.xml"],
            "the keystore has no enclave '/robot'; make it with 'ros2 security create_enclave store /robot'\n",
        ),
        (
            &["create_permission", "store", "/cloud", "empty.xml"],
            "unable to find enclave '/cloud' in 'empty.xml'; ",
        ),
        (
            &["create_permission", "store", "/cloud", "broken.xml"],
            "'broken.xml' is no XML: ",
        ),
        (
            &["create_permission", "store", "/cloud", "old.xml"],
            "old.xml:1: expected version 0.2.0, got 0.1.0\n",
        ),
        (
            &["create_permission", "store", "/cloud", "verb.xml"],
            "verb.xml:2: expected ALLOW or DENY, got MAYBE\n",
        ),
        (
            &["create_permission", "store", "/cloud", "typo.xml"],
            "typo.xml:2: expected the attribute 'subscribe' or 'publish', got 'Publish'\n",
        ),
        (
            &["create_permission", "store", "/cloud", "name.xml"],
            "name.xml:2: expected a name of letters, digits, ",
        ),
        (
            &["create_permission", "store", "/cloud", "place.xml"],
            "place.xml:2: expected a namespace, such as '/' or '/arm', as ns, got arm\n",
        ),
        (
            &["create_permission", "store", "/cloud", "itself.xml"],
            "itself.xml:1: expected files that do not include each other, ",
        ),
        (
            &["generate_configs", "store", "--router", "/cloud"],
            "the certificate of '/cloud' names no address at which others reach it; ",
        ),
    ] {
        let (code, stdout, stderr) = folder.security(arguments);
        assert_eq!((code, stdout.as_str()), (1, ""), "{arguments:?}");
        assert!(stderr.starts_with(expect), "{arguments:?}: {stderr}");
    }
}

#[test]
fn values_that_cannot_be_are_refused_at_once() {
    let folder = Folder::new("values");
    folder.done(&["create_keystore", "store"]);
    let enclave = ["create_enclave", "store", "/cloud"];
    let configs = ["generate_configs", "store", "--router", "/cloud"];
    for (command, option, value, expect) in [
        (&enclave[..], "--days", "0", "from 1 to 36500"),
        (&enclave, "--days", "4294967295", "from 1 to 36500"),
        (
            &enclave,
            "--address",
            "no host",
            "expected a host name or an IP address",
        ),
        (&enclave, "--address", "host:7447", "without a port"),
        (
            &configs,
            "--listen",
            "tcp/0.0.0.0:7447",
            "expected tls/HOST:PORT",
        ),
        (
            &configs,
            "--listen",
            "tls/0.0.0.0",
            "expected tls/HOST:PORT",
        ),
        (&configs, "--ros-domain-id", "233", "233 is not in 0..=232"),
    ] {
        let (code, stdout, stderr) = folder.security(&[command, &[option, value]].concat());
        assert_eq!((code, stdout.as_str()), (2, ""), "{option} {value}");
        assert!(stderr.contains(expect), "{option} {value}: {stderr}");
    }
    for address in ["10.0.0.1", "::1", "cloud", "cloud.example.org"] {
        folder.done(&[&enclave[..], &["--force", "--address", address]].concat());
    }
}

#[test]
fn what_nobody_would_accept_becomes_no_configuration() {
    let folder = Folder::new("unusable");
    folder.done(&["generate_artifacts", "-k", "other", "-e", "/robot"]);
    folder.done(&["generate_artifacts", "-k", "store", "-e", "/robot", "/desk"]);
    folder.done(&[
        "create_enclave",
        "store",
        "/cloud",
        "--address",
        "localhost",
    ]);
    let file = |store: &str, name: &str| folder.0.join(store).join("enclaves").join(name);
    for (bad, reason) in [
        (
            "no certificate".as_bytes().to_vec(),
            "it is no certificate in PEM",
        ),
        (
            fs::read(file("store", "desk/cert.pem")).unwrap(),
            "its key is that of another certificate",
        ),
        (
            fs::read(file("other", "robot/cert.pem")).unwrap(),
            "another authority than the keystore's has signed it",
        ),
    ] {
        fs::write(file("store", "robot/cert.pem"), bad).unwrap();
        let (code, stdout, stderr) =
            folder.security(&["generate_configs", "store", "-r", "/cloud"]);
        assert_eq!((code, stdout.as_str()), (1, ""), "{reason}");
        assert_eq!(
            stderr,
            format!(
                "the certificate of '/robot' cannot be used: {reason}; make it anew with 'ros2 security create_enclave store \
                 /robot --force'\n"
            )
        );
        assert!(!folder.0.join("store/configs").exists());
        let listed = folder.done(&["list_enclaves", "store", "--long"]);
        assert!(
            listed.contains("/cloud") && listed.contains("/robot"),
            "{listed}"
        );
    }
}

#[test]
fn an_authority_is_not_replaced_where_a_part_of_it_is_away() {
    let folder = Folder::new("authority");
    folder.done(&["create_keystore", "store"]);
    let (key, certificate) = ("store/private/ca.key.pem", "store/public/ca.cert.pem");
    let before = folder.read(certificate);
    fs::rename(folder.0.join(key), folder.0.join("key")).unwrap();
    for command in [
        &["create_keystore", "store"][..],
        &["create_enclave", "store", "/robot"],
        &["generate_artifacts", "-k", "store", "-e", "/robot"],
    ] {
        let (code, stdout, stderr) = folder.security(command);
        assert_eq!((code, stdout.as_str()), (1, ""), "{command:?}");
        let expect = "keystore 'store' has no 'store/private/identity_ca.key.pem', which belongs to its authority; ";
        assert!(stderr.starts_with(expect), "{command:?}: {stderr}");
    }
    assert_eq!(folder.read(certificate), before);
    fs::rename(folder.0.join("key"), folder.0.join(key)).unwrap();
    folder.done(&["create_enclave", "store", "/robot"]);
}

#[test]
fn policies_of_many_files_become_the_rules_of_a_router() {
    let folder = Folder::new("configs");
    fs::write(
        folder.0.join("common.xml"),
        "<profile><topics publish=\"ALLOW\"><topic>rosout</topic></topics></profile>",
    )
    .unwrap();
    fs::write(
        folder.0.join("policy.xml"),
        "<policy version=\"0.2.0\" xmlns:xi=\"http://www.w3.org/2001/XInclude\"><enclaves>\
         <enclave path=\"/robot\"><profiles><profile ns=\"/ns\" node=\"arm\">\
         <xi:include href=\"common.xml\" xpointer=\"xpointer(/profile/*)\"/>\
         <services reply=\"ALLOW\"><service>~/stop</service></services>\
         <actions execute=\"ALLOW\"><action>/wave</action></actions>\
         </profile></profiles></enclave></enclaves></policy>",
    )
    .unwrap();
    let printed = folder.done(&["generate_artifacts", "-k", "store", "-p", "policy.xml"]);
    assert_eq!(
        printed,
        "store is not a valid keystore, creating new keystore\n"
    );
    folder.done(&[
        "create_enclave",
        "store",
        "/cloud",
        "-a",
        "192.0.2.1",
        "-a",
        "::1",
    ]);
    let written = folder.done(&[
        "generate_configs",
        "store",
        "-r",
        "/cloud",
        "-d",
        "7",
        "-o",
        "out",
    ]);
    assert_eq!(
        written,
        "Wrote out/cloud.router.json5\nWrote out/cloud.session.json5\nWrote out/robot.router.json5\n\
         Wrote out/robot.session.json5\n"
    );
    assert_eq!(mode(&folder.0.join("out/cloud.router.json5")), 0o600);
    let session: Json = serde_json::from_str(&folder.read("out/robot.session.json5")).unwrap();
    assert_eq!(session["timestamping"]["enabled"], true);
    assert_eq!(session["connect"]["timeout_ms"]["client"], 0);
    assert_eq!(
        session["connect"]["endpoints"],
        serde_json::json!(["tls/192.0.2.1:7447", "tls/[::1]:7447"])
    );
    let router: Json = serde_json::from_str(&folder.read("out/cloud.router.json5")).unwrap();
    let access = &router["access_control"];
    assert_eq!(access["default_permission"], "deny");
    let allowed: Vec<_> = access["rules"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|rule| rule["id"].as_str().unwrap().starts_with("/robot "))
        .filter(|rule| rule["flows"][0] == "ingress" && rule["messages"][0] != "liveliness_token")
        .flat_map(|rule| rule["key_exprs"].as_array().unwrap())
        .map(|key| key.as_str().unwrap())
        .filter(|key| !key.contains('@'))
        .collect();
    assert_eq!(
        allowed,
        [
            "7/ns/rosout/*/*",
            "7/wave/_action/feedback/*/*",
            "7/wave/_action/status/*/*",
            "7/ns/arm/stop/*/*",
            "7/wave/_action/cancel_goal/*/*",
            "7/wave/_action/get_result/*/*",
            "7/wave/_action/send_goal/*/*",
        ]
    );
}

#[test]
fn a_policy_is_written_from_a_robot_and_held_against_it() {
    let (robot, folder) = (Robot::start(), Folder::new("graph"));
    folder.done(&["generate_policy", "policy.xml", "--enclave", "/robot"]);
    let policy = folder.read("policy.xml");
    let begin = policy.find("<topics publish").unwrap();
    assert_eq!(
        policy[..begin],
        *"<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<policy version=\"0.2.0\">
  <enclaves>
    <enclave path=\"/robot\">
      <profiles>
        <profile ns=\"/robot\" node=\"camera\">
          <topics subscribe=\"ALLOW\">
            <topic>commands</topic>
          </topics>
          "
    );
    for expect in [
        "<topic>/chatter</topic>",
        "<topic>pose</topic>",
        "<service>add_two_ints</service>",
        "<service>~/get_parameters</service>",
        "<actions execute=\"ALLOW\">\n            <action>fibonacci</action>\n",
    ] {
        assert!(policy.contains(expect), "{expect}: {policy}");
    }
    assert!(!policy.contains("_action"), "{policy}");
    assert_eq!(
        folder.done(&["check", "policy.xml"]),
        "Nothing is refused to 1 node(s)\n"
    );
    let stricter = policy
        .replace("            <topic>pose</topic>\n", "")
        .replace(
            "<service>add_two_ints</service>",
            "<service>add_*</service>",
        )
        .replace(
            "</profile>",
            "<topics publish=\"DENY\"><topic>/chat*</topic></topics></profile>",
        );
    fs::write(folder.0.join("policy.xml"), stricter).unwrap();
    let (code, stdout, _) = folder.security(&["check", "policy.xml"]);
    assert_eq!(
        (code, stdout.as_str()),
        (
            1,
            "NODE           MAY NOT  NAME         BECAUSE\n\
             =======================================================\n\
             /robot/camera  publish  /chatter     '/chat*' is denied\n\
             /robot/camera  publish  /robot/pose  nothing allows it\n"
        )
    );
    drop(robot);
}
