//! ROS 2 on DDSI-RTPS: name mangling, discovery info, service mappings
