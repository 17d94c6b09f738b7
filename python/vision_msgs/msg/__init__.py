# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from rosebay._interfaces import interface_module

__getattr__, __dir__, __all__ = interface_module('vision_msgs', 'msg', [
    'BoundingBox2D',
    'BoundingBox2DArray',
    'BoundingBox3D',
    'BoundingBox3DArray',
    'Classification',
    'Detection2D',
    'Detection2DArray',
    'Detection3D',
    'Detection3DArray',
    'LabelInfo',
    'ObjectHypothesis',
    'ObjectHypothesisWithPose',
    'Point2D',
    'Pose2D',
    'VisionClass',
    'VisionInfo',
])
