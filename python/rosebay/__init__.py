"""What Rosebay installs besides the packages that ROS programs import."""
