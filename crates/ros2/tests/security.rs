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
