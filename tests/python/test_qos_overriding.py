"""QoS that parameters override."""

import pytest
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.qos import (
    DurabilityPolicy,
    HistoryPolicy,
    QoSPolicyKind,
    QoSProfile,
    ReliabilityPolicy,
)
from rclpy.qos_overriding_options import (
    InvalidQosOverridesError,
    QosCallbackResult,
    QoSOverridingOptions,
)
from std_msgs.msg import String

PREFIX = "qos_overrides./talk"


@pytest.fixture
def make(context):
    """Makes a node with overrides for the topic's QoS."""

    def make(entity, **overrides):
        given = [
            Parameter(f"{PREFIX}.{entity}.{name}", value=value) for name, value in overrides.items()
        ]
        return Node("n", context=context, parameter_overrides=given)

    return make


def test_a_publisher_takes_the_overrides(make):
    with make("publisher", depth=3, reliability="best_effort") as node:
        given = QoSProfile(depth=10)
        publisher = node.create_publisher(
            String,
            "talk",
            given,
            qos_overriding_options=QoSOverridingOptions.with_default_policies(),
        )
        (info,) = node.get_publishers_info_by_topic("/talk")
        assert info.qos_profile.reliability == ReliabilityPolicy.BEST_EFFORT
        assert given == QoSProfile(depth=10)
        assert node.get_parameter(f"{PREFIX}.publisher.depth").value == 3
        assert node.get_parameter(f"{PREFIX}.publisher.history").value == "keep_last"
        assert not node.set_parameters([Parameter(f"{PREFIX}.publisher.depth", value=4)])[
            0
        ].successful
        node.destroy_publisher(publisher)


def test_a_subscription_takes_the_overrides(make):
    kinds = list(QoSPolicyKind)[1:]
    with make("subscription_x", history="keep_all", durability="transient_local") as node:
        options = QoSOverridingOptions(kinds, entity_id="x")
        node.create_subscription(String, "talk", print, 1, qos_overriding_options=options)
        (info,) = node.get_subscriptions_info_by_topic("/talk")
        assert info.qos_profile.durability == DurabilityPolicy.TRANSIENT_LOCAL
        assert info.qos_profile.history in (HistoryPolicy.KEEP_ALL, HistoryPolicy.UNKNOWN)
        assert not node.has_parameter(f"{PREFIX}.subscription_x.lifespan")
        assert node.has_parameter(f"{PREFIX}.subscription_x.deadline")


def test_two_share_the_parameters(make):
    options = QoSOverridingOptions.with_default_policies()
    with make("publisher", depth=3) as node:
        for _ in range(2):
            publisher = node.create_publisher(String, "talk", 1, qos_overriding_options=options)
            assert publisher.topic_name == "/talk"


def test_the_callback_is_asked(make):
    def check(qos):
        return QosCallbackResult(successful=qos.depth < 5, reason="too deep")

    options = QoSOverridingOptions.with_default_policies(callback=check)
    with (
        make("publisher", depth=9) as node,
        pytest.raises(InvalidQosOverridesError, match="too deep"),
    ):
        node.create_publisher(String, "talk", 1, qos_overriding_options=options)


def test_a_word_that_is_no_policy(make):
    options = QoSOverridingOptions.with_default_policies()
    with (
        make("publisher", reliability="perhaps") as node,
        pytest.raises(RuntimeError, match="`reliability`: `perhaps`"),
    ):
        node.create_publisher(String, "talk", 1, qos_overriding_options=options)
