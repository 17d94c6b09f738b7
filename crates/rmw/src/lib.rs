//! What a ROS 2 middleware must offer: traits, QoS, names and graph data
