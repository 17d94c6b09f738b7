"""QoS profiles."""

import warnings

import pytest
from rclpy import qos as module
from rclpy.duration import Duration, Infinite
from rclpy.qos import (
    DurabilityPolicy,
    HistoryPolicy,
    InvalidQoSProfileException,
    LivelinessPolicy,
    QoSCompatibility,
    QoSPolicyKind,
    QoSPresetProfiles,
    QoSProfile,
    ReliabilityPolicy,
    qos_check_compatible,
    qos_policy_name_from_kind,
)

ALL_POLICIES = {
    "history": HistoryPolicy.KEEP_ALL,
    "depth": 12,
    "reliability": ReliabilityPolicy.BEST_EFFORT,
    "durability": DurabilityPolicy.TRANSIENT_LOCAL,
    "lifespan": Duration(seconds=4),
    "deadline": Duration(nanoseconds=5),
    "liveliness": LivelinessPolicy.MANUAL_BY_TOPIC,
    "liveliness_lease_duration": Infinite,
    "avoid_ros_namespace_conventions": True,
}


def test_defaults():
    qos = QoSProfile(depth=3)
    assert qos.history == HistoryPolicy.KEEP_LAST and qos.depth == 3
    assert qos.reliability == ReliabilityPolicy.RELIABLE
    assert qos.durability == DurabilityPolicy.VOLATILE
    assert qos.deadline == Duration()


@pytest.mark.parametrize("policies", [{}, {"history": HistoryPolicy.KEEP_LAST}, {"history": 1}])
def test_profiles_that_say_too_little(policies):
    with pytest.raises(InvalidQoSProfileException, match="Invalid QoSProfile"):
        QoSProfile(**policies)


def test_unknown_policy():
    with pytest.raises(AssertionError, match="nonsense"):
        QoSProfile(depth=1, nonsense=1)


@pytest.mark.parametrize(("name", "value"), ALL_POLICIES.items())
def test_policies_are_checked(name, value):
    qos = QoSProfile(depth=1)
    setattr(qos, name, value)
    assert getattr(qos, name) == value
    with pytest.raises(AssertionError, match=name):
        setattr(qos, name, "nonsense")


def test_numbers_become_policies():
    assert QoSProfile(history=2).history is HistoryPolicy.KEEP_ALL
    with pytest.raises(ValueError):
        QoSProfile(history=99)


def test_native_profile():
    qos = QoSProfile(**ALL_POLICIES)
    assert QoSProfile(**qos.get_c_qos_profile().to_dict()) == qos
    assert qos != QoSProfile(depth=1) and qos != "qos"


def test_text():
    assert str(QoSProfile(depth=3)).startswith("QoSProfile(history=1, depth=3, reliability=1")


def test_depth_of_zero_warns():
    with pytest.warns(UserWarning, match="zero depth with KEEP_LAST"):
        qos = QoSProfile(depth=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        QoSProfile(history=HistoryPolicy.KEEP_ALL, depth=0)
        qos.depth = 1
    with pytest.warns(UserWarning, match="zero depth"):
        qos.depth = 0


@pytest.mark.parametrize(
    ("policy", "prefix"),
    [
        (HistoryPolicy, "RMW_QOS_POLICY_HISTORY"),
        (ReliabilityPolicy, "RMW_QOS_POLICY_RELIABILITY"),
        (DurabilityPolicy, "RMW_QOS_POLICY_DURABILITY"),
        (LivelinessPolicy, "RMW_QOS_POLICY_LIVELINESS"),
    ],
)
def test_long_names_are_deprecated(policy, prefix):
    with pytest.warns(UserWarning, match="deprecated"):
        assert getattr(policy, f"{prefix}_UNKNOWN") is policy.UNKNOWN


def test_short_keys():
    assert HistoryPolicy.short_keys() == ["system_default", "keep_last", "keep_all", "unknown"]
    assert HistoryPolicy.get_from_short_key("Keep_ALL") == HistoryPolicy.KEEP_ALL
    assert ReliabilityPolicy.BEST_EFFORT.short_key == "best_effort"
    with pytest.raises(KeyError):
        DurabilityPolicy.get_from_short_key("nonsense")


@pytest.mark.parametrize(
    ("preset", "facts"),
    [
        ("DEFAULT", {"depth": 10, "reliability": ReliabilityPolicy.RELIABLE}),
        ("SENSOR_DATA", {"depth": 5, "reliability": ReliabilityPolicy.BEST_EFFORT}),
        ("SERVICES_DEFAULT", {"depth": 10, "durability": DurabilityPolicy.VOLATILE}),
        ("PARAMETERS", {"depth": 1000}),
        ("PARAMETER_EVENTS", {"depth": 1000}),
        ("SYSTEM_DEFAULT", {"depth": 0, "history": HistoryPolicy.SYSTEM_DEFAULT}),
        ("ACTION_STATUS_DEFAULT", {"depth": 1, "durability": DurabilityPolicy.TRANSIENT_LOCAL}),
        ("BEST_AVAILABLE", {"deadline": module.DeadlineBestAvailable}),
        ("UNKNOWN", {"history": HistoryPolicy.UNKNOWN}),
    ],
)
def test_presets(preset, facts):
    profile = QoSPresetProfiles[preset].value
    assert {name: getattr(profile, name) for name in facts} == facts
    assert QoSPresetProfiles.get_from_short_key(preset.lower()) is profile
    assert getattr(module, f"qos_profile_{preset.lower()}") == profile
    assert preset.lower() in QoSPresetProfiles.short_keys()


@pytest.mark.parametrize(
    ("offered", "requested", "verdict", "reason"),
    [
        ({}, {}, QoSCompatibility.OK, ""),
        (
            {"reliability": ReliabilityPolicy.BEST_EFFORT},
            {},
            QoSCompatibility.ERROR,
            "reliable",
        ),
        (
            {},
            {"durability": DurabilityPolicy.TRANSIENT_LOCAL},
            QoSCompatibility.ERROR,
            "transient local",
        ),
        (
            {"deadline": Duration(seconds=2)},
            {"deadline": Duration(seconds=1)},
            QoSCompatibility.ERROR,
            "deadline",
        ),
        (
            {"reliability": ReliabilityPolicy.SYSTEM_DEFAULT},
            {},
            QoSCompatibility.WARNING,
            "reliable",
        ),
    ],
)
def test_compatibility(offered, requested, verdict, reason):
    found, why = qos_check_compatible(
        QoSProfile(depth=1, liveliness=LivelinessPolicy.AUTOMATIC, **offered),
        QoSProfile(depth=1, liveliness=LivelinessPolicy.AUTOMATIC, **requested),
    )
    assert found == verdict
    assert reason in why.lower()
    assert bool(why) == (verdict != QoSCompatibility.OK)


def test_names_of_policies():
    assert qos_policy_name_from_kind(QoSPolicyKind.DURABILITY) == "DURABILITY"
    assert qos_policy_name_from_kind(1 << 4) == "RELIABILITY"
    with pytest.raises(ValueError):
        qos_policy_name_from_kind(3)


def test_former_module_warns():
    with pytest.warns(UserWarning, match="event_handler"):
        import rclpy.qos_event
    assert rclpy.qos_event.EventHandler
