# Written by `cargo run -p rosebay-rosidl --example python_packages`.
from rosebay._interfaces import interface_module

__getattr__, __dir__, __all__ = interface_module('tf2_msgs', 'msg', [
    'TF2Error',
    'TFMessage',
])
