"""The insides of rclpy that other packages look into."""
