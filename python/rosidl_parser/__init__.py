"""How ROS describes the types of interfaces."""
